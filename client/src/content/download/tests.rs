//! Files from IPFS nodes that behave as they should, and from others.

mod names;

use super::*;
use crate::{
    content::{fetch_envelope, is_partial, Silent},
    defaults::MAX_ENVELOPE,
    sealing::file::Sealing,
};
use postern_ipfs::client::Error as IpfsError;
use postern_primitives::{Cid, Codec};
use sha2::{Digest, Sha256};
use std::fs;
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

const KEY: [u8; 32] = [7; 32];

/// Something that answers every call with status 200 and these bytes, and then says nothing
/// more: it ends the answer, or keeps it open for ever.
async fn answers(bytes: Vec<u8>, ends: bool) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((mut connection, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = connection.read(&mut request).await;
            let head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
            let _ = connection.write_all(&[head, &bytes[..]].concat()).await;
            if !ends {
                open.push(connection);
            }
        }
    });
    Client::new(&url).unwrap()
}

async fn sealed(plain: &[u8]) -> (FileRef, Vec<u8>) {
    let mut bytes = Vec::new();
    let (mut sealing, _) = Sealing::new(plain, plain.len() as u64, &KEY);
    sealing.read_to_end(&mut bytes).await.unwrap();
    let file = FileRef {
        cid: Cid::of_block(Codec::Raw, &bytes),
        key: KEY,
        name: "holiday.jpg".into(),
        media_type: String::new(),
        size: plain.len() as u64,
        sha256: Sha256::digest(plain).into(),
    };
    (file, bytes)
}

/// Downloads what the node answers instead of `file`, and finds that nothing was left behind.
async fn refused(file: &FileRef, answer: Vec<u8>) -> Error {
    let ipfs = answers(answer, true).await;
    let folder = TempDir::new().unwrap();
    let outcome = download_file(&ipfs, file, folder.path(), &Silent).await;
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    outcome.unwrap_err()
}

#[tokio::test]
async fn a_file_arrives_whole() {
    let plain: Vec<u8> = (0..200_000_u32).map(|n| n as u8).collect();
    let (file, bytes) = sealed(&plain).await;
    let ipfs = answers(bytes, true).await;
    let folder = TempDir::new().unwrap();
    let path = download_file(&ipfs, &file, folder.path(), &Silent)
        .await
        .unwrap();
    assert_eq!(path, folder.path().join("holiday.jpg"));
    assert_eq!(fs::read(path).unwrap(), plain);
}

#[tokio::test]
async fn wrong_bytes_leave_nothing_behind() {
    let (file, bytes) = sealed(&[5; 100_000]).await;
    let mut changed = bytes.clone();
    changed[70_000] ^= 1;
    let mut longer = bytes.clone();
    longer.extend([0; 100_000]);
    let shorter = bytes[..90_000].to_vec();
    let empty = Vec::new();
    let other = vec![9; bytes.len()];
    for answer in [changed, longer, shorter, empty, other] {
        let length = answer.len();
        let error = refused(&file, answer).await;
        assert!(matches!(error, Error::Open(_)), "{length} bytes: {error:?}");
    }
}

#[tokio::test]
async fn a_file_larger_than_any_is_refused_before_it_is_asked_for() {
    let (mut file, _) = sealed(b"small").await;
    file.size = MAX_CONTENT_SIZE + 1;
    let error = refused(&file, Vec::new()).await;
    assert!(matches!(error, Error::FileTooLarge { .. }), "{error:?}");
}

#[tokio::test]
async fn a_file_that_does_not_come_to_its_end_is_given_up() {
    let (file, bytes) = sealed(&[5; 100_000]).await;
    for came in [0, 70_000] {
        let ipfs = answers(bytes[..came].to_vec(), false).await;
        let folder = TempDir::new().unwrap();
        let patience = Duration::from_millis(200);
        let outcome = fetch_within(patience, &ipfs, &file, folder.path(), &Silent).await;
        let error = outcome.err().unwrap();
        assert!(matches!(error, Error::NotAvailable { .. }), "{error:?}");
        // What has come is there to go on from, under no name that a user would look for.
        let left = fs::read_dir(folder.path()).unwrap();
        assert!(left.flatten().all(|left| is_partial(&left.path())));
    }
}

#[test]
fn a_large_file_gets_the_time_that_a_slow_line_needs() {
    assert_eq!(patience(0).as_secs(), FILE_PATIENCE.as_secs());
    let gigabyte = patience(1_000_000_000).as_secs();
    assert!((60_000..70_000).contains(&gigabyte), "{gigabyte} s");
}

#[tokio::test]
async fn an_envelope_with_other_bytes_than_its_cid_names_is_refused() {
    let block = vec![1; 1_000];
    let cid = Cid::of_block(Codec::Raw, &block);
    let whole = answers(block.clone(), true).await;
    assert_eq!(fetch_envelope(&whole, &cid).await.unwrap(), block);
    for answer in [vec![2; 1_000], block[..999].to_vec(), Vec::new()] {
        let ipfs = answers(answer, true).await;
        let error = fetch_envelope(&ipfs, &cid).await.unwrap_err();
        let wrong = matches!(error, Error::Ipfs(IpfsError::WrongContent { .. }));
        assert!(wrong, "{error:?}");
    }
}

#[tokio::test]
async fn an_envelope_larger_than_any_is_refused() {
    let block = vec![1; MAX_ENVELOPE + 1];
    let cid = Cid::of_block(Codec::Raw, &block);
    let ipfs = answers(block, true).await;
    let error = fetch_envelope(&ipfs, &cid).await.unwrap_err();
    assert!(matches!(error, Error::NotAMessage { .. }), "{error:?}");

    let ipfs = answers(vec![1; 3 << 20], true).await;
    let error = fetch_envelope(&ipfs, &cid).await.unwrap_err();
    let large = matches!(error, Error::Ipfs(IpfsError::TooLarge { .. }));
    assert!(large, "{error:?}");
}
