//! The test vectors of `docs/protocol.md`. They were made by another implementation of that page.

use crate::{
    content,
    handshake::Signed,
    identity::Member,
    invitation,
    pair::{Keys, Outside},
    Body, Certificate, ConversationId, Identity, Message, MessageRef, Subject,
};
use postern_primitives::DeviceId;

/// The value of a vector on the page.
fn vector(name: &str) -> String {
    let page = include_str!("../../docs/protocol.md");
    let (_, block) = page.split_once("```vectors\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    let value = |line: &str| {
        let (found, value) = line.split_once(" = ")?;
        (found == name).then(|| value.to_owned())
    };
    block.lines().find_map(value).unwrap()
}

fn bytes(name: &str) -> Vec<u8> {
    hex::decode(vector(name)).unwrap()
}

fn message(lifetime: Option<u64>, body: Body) -> Message {
    Message {
        id: std::array::from_fn(|index| u8::try_from(index).unwrap()),
        sent_at: 1_700_000_000_000,
        lifetime,
        body,
    }
}

fn certificate(account: u8, device: u8, valid_from: u64) -> Certificate {
    Certificate {
        account: [account; 32],
        device: [device; 32],
        valid_from,
        valid_until: u64::MAX,
        revoked_at: None,
    }
}

#[test]
fn messages_are_written_as_the_page_says() {
    let text = message(None, Body::text("See you at eight."));
    let to = MessageRef {
        device: DeviceId([3; 32]),
        id: [4; 16],
    };
    let reaction = "\u{1f44d}".to_owned();
    let reaction = message(Some(60_000), Body::Reaction { to, reaction });
    let subject = Subject::Remove([1; 32]);
    let proposal = message(None, Body::Proposal { subject });
    let vote = message(None, Body::Vote { on: to, aye: true });
    for (name, message) in [
        ("message.text", text),
        ("message.reaction", reaction),
        ("message.proposal", proposal),
        ("message.vote", vote),
    ] {
        assert_eq!(*message.to_bytes().unwrap(), bytes(name), "{name}");
        assert_eq!(Message::parse(&bytes(name)), Ok(message), "{name}");
    }
}

#[test]
fn a_content_opens_as_the_page_says() {
    let opened = content::unwrap(&[7; 32], &bytes("content")).unwrap();
    assert_eq!(opened, b"an MLS message");
}

#[test]
fn a_content_beside_the_log_is_found_and_opens_as_the_page_says() {
    let keys = Keys {
        tag: [9; 32],
        content: [7; 32],
    };
    let content = bytes("content.direct");
    let outside = Outside::read(&content).unwrap();
    assert!(keys.know(&outside));
    assert_eq!(keys.unwrap(&outside).unwrap(), b"an MLS message");
}

#[test]
fn devices_and_certificates_are_named_as_the_page_says() {
    let found = certificate(1, 2, 1000);
    assert_eq!(found.id().0.to_vec(), bytes("device"));
    assert_eq!(found.digest().to_vec(), bytes("certificate"));
    let identity = Identity::new([1; 32], [4; 32], &[7; 32]);
    let credential = identity.credential();
    let written = credential.credential.serialized_content();
    let member = Member::read(&credential.credential, &identity.public()).unwrap();
    assert_eq!(member.device, identity.device());
    assert_eq!(written.len(), bytes("credential").len());
    assert_eq!(written[..33], bytes("credential")[..33]);
}

#[test]
fn handshakes_sign_what_the_page_says() {
    let signer = certificate(1, 2, 1000);
    let signed = Signed {
        genesis: [4; 32],
        conversation: ConversationId([5; 32]),
        challenger: DeviceId([9; 32]),
        signer: signer.id(),
        challenge: [6; 32],
        certificate: signer.digest(),
    };
    assert_eq!(signed.answer(&[8; 32]), bytes("answer"));
    assert_eq!(signed.confirmation(), bytes("confirmation"));
}

#[test]
fn invitations_begin_as_the_page_says() {
    let welcome = [0xaa, 0xbb, 0xcc];
    let to_channel = invitation::encode(invitation::TO_CHANNEL, (7, 42), "tea", &welcome);
    assert_eq!(to_channel, bytes("invitation"));
    let to_pair = invitation::encode(invitation::TO_PAIR, (7, 42), "", &welcome);
    assert_eq!(to_pair, bytes("invitation.pair"));
}
