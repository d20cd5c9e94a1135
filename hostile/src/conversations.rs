//! What members of a conversation say to each other, and how they come in.

use postern_conversations::{
    Body, Certificate, Certificates, ConversationId, Conversations, File, Found, Identity,
    KeyPackages, Message, MessageRef, Subject, Work,
};
use postern_primitives::{Cid, Codec, DeviceId, Moment};
use std::cell::RefCell;
use tempfile::TempDir;

const GENESIS: [u8; 32] = [4; 32];
const NOW: Moment = 1_760_000_000_000;

/// The chain's certificates: everybody's.
#[derive(Clone)]
struct Known(Vec<Certificate>);

impl Certificates for Known {
    fn certificate(&self, device: &DeviceId) -> Found {
        let found = self.0.iter().find(|one| one.id() == *device);
        found.cloned().map_or(Found::Nothing, Found::Certificate)
    }
}

/// Bob, who gets what is not to be trusted, and what Alice has given him.
struct Bob {
    conversations: Conversations<Known>,
    invitation: Vec<u8>,
    package: Vec<u8>,
    direct: Vec<u8>,
    _folder: TempDir,
}

thread_local! {
    static BOB: RefCell<Bob> = RefCell::new(meet().expect("two people can meet"));
}

fn meet() -> Result<Bob, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let identities = [1, 2].map(|who| Identity::new([who; 32], GENESIS, &[who; 32]));
    let known = Known(identities.iter().map(certificate).collect());
    let [alice, bob] = identities;
    let open = |file, key, identity| {
        Conversations::open(&folder.path().join(file), key, identity, known.clone())
    };
    let mut alice = open("alice", &[7; 32], alice)?;
    let mut bob = open("bob", &[8; 32], bob)?;

    let id = alice.create(
        "tea",
        &bob.key_packages(KeyPackages::single_use(1, NOW))?,
        NOW,
    )?;
    let package = alice.key_packages(KeyPackages::last_resort(NOW))?.remove(0);
    let invitation = invite(&mut alice, &id)?;
    let packages = bob.key_packages(KeyPackages::single_use(1, NOW))?;
    let pair = alice.create_pair(&packages, NOW)?;
    bob.join(&invite(&mut alice, &pair)?, NOW)?;
    let (_, direct) = alice.seal_direct(&pair, Body::text("hello"), None, NOW)?;
    Ok(Bob {
        conversations: bob,
        invitation,
        package,
        direct,
        _folder: folder,
    })
}

fn certificate(identity: &Identity) -> Certificate {
    Certificate {
        account: identity.account(),
        device: identity.public(),
        valid_from: 0,
        valid_until: Moment::MAX,
        revoked_at: None,
    }
}

fn invite(
    alice: &mut Conversations<Known>,
    id: &ConversationId,
) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    alice.log_opened(id, 5)?;
    let work = alice.work(id, 10, NOW)?;
    let invitation = work.into_iter().find_map(|work| match work {
        Work::Invite { invitation, .. } => Some(invitation),
        _ => None,
    });
    invitation.ok_or_else(|| "nobody is invited".into())
}

/// What a member says.
pub fn message(bytes: &[u8]) -> bool {
    let Ok(message) = Message::parse(bytes) else {
        return false;
    };
    let written = message.to_bytes().expect("what is read can be written");
    assert_eq!(written[..], *bytes);
    true
}

/// A message beside the log. No other bytes than Alice's are opened.
pub fn direct(bytes: &[u8]) -> bool {
    BOB.with_borrow_mut(|bob| {
        let opened = bob.conversations.open_direct(bytes, NOW).is_ok();
        assert!(
            !opened || bytes == bob.direct,
            "Bob opens what nobody has sealed for him"
        );
        opened
    })
}

/// An invitation to a conversation. Taken once; no other bytes than Alice's are.
pub fn invitation(bytes: &[u8]) -> bool {
    BOB.with_borrow_mut(|bob| {
        let joined = bob.conversations.join(bytes, NOW).is_ok();
        assert!(
            !joined || bytes == bob.invitation,
            "Bob joins what nobody has invited him to"
        );
        joined
    })
}

/// A key package by which somebody is to be added. Only what Alice has signed is taken. She signs
/// others in every process, so what is taken is the one that is known here, or has another
/// signature.
pub fn member_package(bytes: &[u8]) -> bool {
    BOB.with_borrow_mut(|bob| {
        let created = bob.conversations.create("", &[bytes.to_vec()], NOW).is_ok();
        assert!(
            !created || bytes == bob.package || signature(bytes) != signature(&bob.package),
            "a key package is taken that nobody has made"
        );
        created
    })
}

/// A key package ends with it.
fn signature(package: &[u8]) -> Option<&[u8; 64]> {
    package.last_chunk()
}

pub(crate) fn directs() -> Vec<Vec<u8>> {
    vec![BOB.with_borrow(|bob| bob.direct.clone())]
}

pub(crate) fn invitations() -> Vec<Vec<u8>> {
    vec![BOB.with_borrow(|bob| bob.invitation.clone())]
}

pub(crate) fn member_packages() -> Vec<Vec<u8>> {
    vec![BOB.with_borrow(|bob| bob.package.clone())]
}

pub(crate) fn messages() -> Vec<Vec<u8>> {
    let bytes = bodies().into_iter().map(|body| {
        let message = Message {
            id: [1; 16],
            sent_at: NOW,
            lifetime: Some(5_000),
            body,
        };
        let bytes = message.to_bytes().expect("within the limits");
        bytes.to_vec()
    });
    bytes.collect()
}

fn bodies() -> Vec<Body> {
    let of = MessageRef {
        device: DeviceId([3; 32]),
        id: [4; 16],
    };
    let file = File {
        cid: Cid::of_block(Codec::Raw, b"file"),
        key: [5; 32],
        name: "a".to_owned(),
        media_type: "text/plain".to_owned(),
        size: 4,
        sha256: [6; 32],
    };
    vec![
        Body::Text {
            text: "hello".to_owned(),
            files: vec![file],
            reply_to: Some(of),
        },
        Body::Reaction {
            to: of,
            reaction: "\u{1f44d}".to_owned(),
        },
        Body::Receipt {
            read: true,
            of: vec![of; 3],
        },
        Body::Proposal {
            subject: Subject::Question("tea?".to_owned()),
        },
        Body::Vote { on: of, aye: true },
        Body::Challenge {
            to: of.device,
            challenge: [8; 32],
            certificate: [1; 32],
        },
    ]
}
