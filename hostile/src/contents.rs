//! What lies on IPFS: letters, posts, files, and the keys to write to.

use codec::Encode;
use futures::executor::block_on;
use postern_client::{
    device::DeviceKey,
    keystore::AccountSecret,
    sealing::{
        self, file, DeviceCode, FileRef, KeyPackage, Letter, Post, Recipient, SealingSecret,
    },
};
use postern_primitives::{Cid, Codec};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;
use tokio::io::AsyncReadExt;

const GENESIS: [u8; 32] = [4; 32];
const ALICE: [u8; 32] = [1; 32];
const BOB: [u8; 32] = [2; 32];
const CHANNEL: u32 = 7;
const FILE: &[u8] = b"what is in a file";
const FILE_KEY: [u8; 32] = [5; 32];

/// Bytes of a post before what its author says: version, kind, signature.
const POST_HEAD: usize = 66;

/// Alice, who writes, and Bob, who reads.
struct People {
    alice: DeviceKey,
    bob: DeviceKey,
    sealing: SealingSecret,
    envelope: Vec<u8>,
    /// What Bob types into a new device, and what it opens.
    code: DeviceCode,
    handover: Vec<u8>,
}

static PEOPLE: LazyLock<People> = LazyLock::new(|| meet().expect("the system has random numbers"));

fn meet() -> postern_client::Result<People> {
    let (alice, bob) = (DeviceKey::generate()?, DeviceKey::generate()?);
    let sealing = SealingSecret::generate()?;
    let (text, files) = (
        "See you at eight.".to_owned(),
        vec![announced(FILE.len() as u64)],
    );
    let letter = Letter::new(ALICE, alice.id(), vec![BOB], 1_000, text, files)?;
    let to = [Recipient {
        device: bob.id(),
        sealing_public: sealing.public(),
    }];
    let envelope = sealing::seal(&letter, &GENESIS, &alice, &to)?;
    let code = DeviceCode::generate()?;
    let secret = AccountSecret::Suri("//Bob".to_owned().into());
    Ok(People {
        alice,
        bob,
        sealing,
        envelope,
        handover: code.seal(&secret, &GENESIS)?,
        code,
    })
}

/// A sealed letter. Nobody but its writer can make one, so no other bytes are taken.
pub fn envelope(bytes: &[u8]) -> bool {
    let people = &*PEOPLE;
    let opened = sealing::open(bytes, &GENESIS, people.bob.id(), &people.sealing);
    let Ok(letter) = opened else {
        return false;
    };
    assert!(bytes == people.envelope, "what nobody has sealed opens");
    letter.verify(&people.alice.public(), &BOB, &ALICE).is_ok()
}

/// What a device hands over to a new one. Nobody else can make one.
pub fn handover(bytes: &[u8]) -> bool {
    let people = &*PEOPLE;
    let opens = people.code.open(bytes, &GENESIS).is_ok();
    assert!(
        !opens || bytes == people.handover,
        "what nobody has sealed opens"
    );
    opens
}

/// The keys of a device under its signature.
pub fn key_package(bytes: &[u8]) -> bool {
    let bob = &PEOPLE.bob;
    let Ok(package) = KeyPackage::parse(bytes, &bob.public()) else {
        return false;
    };
    assert_eq!(package.sign(bob), bytes);
    true
}

/// A post of a public channel. Taken if it can be read, whoever has signed it.
pub fn post(bytes: &[u8]) -> bool {
    let Ok(read) = sealing::open_post(bytes, &GENESIS, CHANNEL) else {
        return false;
    };
    let claimed = read.claimed();
    let encoded = match claimed.files.is_empty() {
        true => claimed.encode(),
        false => (claimed, &claimed.files).encode(),
    };
    assert_eq!(encoded, &bytes[POST_HEAD..]);
    let alice = &PEOPLE.alice;
    if let Ok(post) = read.verify(&alice.public(), &ALICE) {
        assert!(
            [written(), with_file()].contains(&post),
            "what Alice has not signed is taken for hers: {post:?}"
        );
    }
    true
}

fn with_file() -> Post {
    let file = FileRef {
        cid: Cid::of_block(Codec::DagPb, FILE),
        key: FILE_KEY,
        name: "plan.txt".into(),
        media_type: "text/plain".into(),
        size: FILE.len() as u64,
        sha256: Sha256::digest(FILE).into(),
    };
    Post {
        files: vec![file],
        ..written()
    }
}

fn written() -> Post {
    Post {
        channel: CHANNEL,
        author: ALICE,
        device: PEOPLE.alice.id(),
        sent_at: 1_000,
        text: "to everybody".to_owned(),
        files: Vec::new(),
    }
}

/// The stream of a file, behind eight bytes of the size that was announced for it.
pub fn file(bytes: &[u8]) -> bool {
    let Some((size, stream)) = bytes.split_first_chunk() else {
        return false;
    };
    let announced = announced(u64::from_le_bytes(*size));
    let mut plain = Vec::new();
    let opened = file::open(stream, &mut plain, &announced, Default::default(), |_| {});
    match block_on(opened) {
        Ok(()) => {
            assert_eq!(plain, FILE);
            true
        }
        Err(_) => {
            assert!(plain.len() <= bytes.len());
            false
        }
    }
}

fn announced(size: u64) -> FileRef {
    FileRef {
        cid: Cid::of_block(Codec::DagPb, b"file"),
        key: FILE_KEY,
        name: "file.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        size,
        sha256: Sha256::digest(FILE).into(),
    }
}

pub(crate) fn envelopes() -> Vec<Vec<u8>> {
    vec![PEOPLE.envelope.clone()]
}

pub(crate) fn handovers() -> Vec<Vec<u8>> {
    vec![PEOPLE.handover.clone()]
}

pub(crate) fn key_packages() -> Vec<Vec<u8>> {
    let package = |group| KeyPackage {
        sealing: PEOPLE.sealing.public(),
        group,
    };
    [None, Some(b"whatever".to_vec())]
        .map(|group| package(group).sign(&PEOPLE.bob))
        .into()
}

pub(crate) fn posts() -> Vec<Vec<u8>> {
    let sealed = [written(), with_file()].map(|post| {
        let post = sealing::seal_post(&post, &GENESIS, &PEOPLE.alice);
        post.expect("within the limits")
    });
    sealed.into()
}

pub(crate) fn files() -> Vec<Vec<u8>> {
    let size = FILE.len() as u64;
    let mut bytes = size.to_le_bytes().to_vec();
    let (mut sealing, _) = file::Sealing::new(FILE, size, &FILE_KEY);
    block_on(sealing.read_to_end(&mut bytes)).expect("it is read from memory");
    vec![bytes]
}
