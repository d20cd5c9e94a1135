//! The test vectors of `docs/protocol.md` for letters, files and posts. All but the envelope, which
//! nobody makes twice, were made by another implementation of that page.

use super::{file::Sealing, seal_post, FileRef, Letter, Post, SealingSecret};
use crate::device::DeviceKey;
use postern_primitives::{Cid, Codec};
use sha2::{Digest, Sha256};
use tokio::io::AsyncReadExt;

const GENESIS: [u8; 32] = [4; 32];
const SENT_AT: u64 = 1_700_000_000_000;
const PLAIN: &[u8] = b"beans by the shed";

/// The value of a vector in `docs/protocol.md`.
pub(crate) fn vector(name: &str) -> String {
    let page = include_str!("../../../docs/protocol.md");
    let (_, block) = page.split_once("```vectors\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    let value = |line: &str| {
        let (found, value) = line.split_once(" = ")?;
        (found == name).then(|| value.to_owned())
    };
    block.lines().find_map(value).unwrap()
}

fn device() -> DeviceKey {
    DeviceKey::from_seed(&[1; 32])
}

fn letter() -> Letter {
    Letter {
        from: [10; 32],
        device: device().id(),
        recipients: vec![[11; 32]],
        sent_at: SENT_AT,
        nonce: std::array::from_fn(|index| index as u8),
        text: "See you at eight.".into(),
        files: Vec::new(),
        payment: None,
        invitation: None,
    }
}

fn post(files: Vec<FileRef>) -> String {
    let post = Post {
        channel: 7,
        author: [5; 32],
        device: device().id(),
        sent_at: SENT_AT,
        text: "hello all".into(),
        files,
    };
    hex::encode(seal_post(&post, &GENESIS, &device()).unwrap())
}

#[test]
fn letters_are_signed_as_the_page_says() {
    let signed = letter().sign(&GENESIS, &device()).unwrap();
    assert_eq!(hex::encode(&*signed), vector("letter"));
}

#[test]
fn the_envelope_of_the_page_opens() {
    let recipient = DeviceKey::from_seed(&[2; 32]);
    let secret = SealingSecret::from_bytes(&[2; 32]).unwrap();
    let envelope = hex::decode(vector("letter.envelope")).unwrap();
    let opened = super::open(&envelope, &GENESIS, recipient.id(), &secret).unwrap();
    let read = opened.verify(&device().public(), &[11; 32], &[10; 32]);
    assert_eq!(read, Ok(letter()));
}

#[test]
fn posts_are_signed_as_the_page_says() {
    assert_eq!(post(Vec::new()), vector("post"));
    let file = FileRef {
        cid: Cid::of_block(Codec::DagPb, b"ciphertext"),
        key: [8; 32],
        name: "plan.txt".into(),
        media_type: "text/plain".into(),
        size: PLAIN.len() as u64,
        sha256: Sha256::digest(PLAIN).into(),
    };
    assert_eq!(post(vec![file]), vector("post.file"));
}

#[tokio::test]
async fn files_are_encrypted_as_the_page_says() {
    let (mut sealing, _) = Sealing::new(PLAIN, PLAIN.len() as u64, &[8; 32]);
    let mut sealed = Vec::new();
    sealing.read_to_end(&mut sealed).await.unwrap();
    assert_eq!(hex::encode(sealed), vector("file"));
}
