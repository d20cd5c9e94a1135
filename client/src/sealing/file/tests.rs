use super::*;
use crate::sealing::{FileRef, OpenError};
use postern_primitives::{Cid, Codec};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::io;
use tokio::io::AsyncReadExt;

const KEY: [u8; 32] = [3; 32];
const SEALED_CHUNK: usize = FILE_CHUNK + TAG;

fn block_on<T>(future: impl std::future::Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}

fn content(size: usize) -> Vec<u8> {
    (0..size).map(|at| (at % 251) as u8).collect()
}

fn reference(plain: &[u8]) -> FileRef {
    FileRef {
        cid: Cid::of_block(Codec::Raw, plain),
        key: KEY,
        name: "file".into(),
        media_type: String::new(),
        size: plain.len() as u64,
        sha256: Sha256::digest(plain).into(),
    }
}

fn seal(plain: &[u8]) -> Vec<u8> {
    block_on(async {
        let (mut sealing, summary) = Sealing::new(plain, plain.len() as u64, &KEY);
        let mut sealed = Vec::new();
        sealing.read_to_end(&mut sealed).await.unwrap();
        assert_eq!(summary.get().unwrap().sha256, Sha256::digest(plain)[..]);
        sealed
    })
}

fn unseal(sealed: &[u8], file: &FileRef) -> Result<Vec<u8>, OpenError> {
    let mut plain = Vec::new();
    match block_on(open(sealed, &mut plain, file, Begun::default(), |_| ())) {
        Ok(()) => Ok(plain),
        Err(error) => Err(error.downcast::<OpenError>().unwrap()),
    }
}

#[test]
fn files_of_every_kind_of_length_come_back_whole() {
    for size in [
        0,
        1,
        511,
        512,
        513,
        FILE_CHUNK - 1,
        FILE_CHUNK,
        FILE_CHUNK + 1,
        300_000,
    ] {
        let plain = content(size);
        let sealed = seal(&plain);
        assert_eq!(sealed.len() as u64, sealed_size(size as u64), "{size}");
        assert_eq!(unseal(&sealed, &reference(&plain)), Ok(plain), "{size}");
    }
}

#[test]
fn a_file_that_was_begun_is_gone_on_with_from_any_place() {
    for size in [1000, FILE_CHUNK, 2 * FILE_CHUNK, 300_000] {
        let plain = content(size);
        let (sealed, file) = (seal(&plain), reference(&plain));
        for there in [0, 1, FILE_CHUNK - 1, FILE_CHUNK, 2 * FILE_CHUNK + 5, size] {
            let begun = Begun::read(&plain[..there.min(size)], &file).unwrap();
            let mut all = plain[..begun.plain() as usize].to_vec();
            block_on(open(&sealed[..], &mut all, &file, begun, |_| ())).unwrap();
            assert_eq!(all, plain, "{there} of {size}");
        }
    }
}

#[test]
fn a_beginning_of_another_file_is_told_by_the_hash() {
    let plain = content(200_000);
    let (sealed, file) = (seal(&plain), reference(&plain));
    let begun = Begun::read(&vec![1; 100_000][..], &file).unwrap();
    let mut rest = Vec::new();
    let opened = block_on(open(&sealed[..], &mut rest, &file, begun, |_| ()));
    let error = opened.unwrap_err().downcast::<OpenError>().unwrap();
    assert_eq!(error, OpenError::WrongFile);
}

#[test]
fn a_stream_cut_anywhere_is_refused() {
    let plain = content(200_000);
    let sealed = seal(&plain);
    for end in [
        0,
        1,
        SEALED_CHUNK - 1,
        SEALED_CHUNK,
        2 * SEALED_CHUNK,
        sealed.len() - 1,
    ] {
        let cut = unseal(&sealed[..end], &reference(&plain));
        assert_eq!(cut, Err(OpenError::FileDamaged), "{end}");
    }
}

#[test]
fn a_cut_stream_is_refused_even_if_its_length_was_announced() {
    let plain = content(4 * FILE_CHUNK);
    let sealed = seal(&plain);
    let shorter = reference(&plain[..2 * FILE_CHUNK]);
    let cut = &sealed[..2 * SEALED_CHUNK];
    assert_eq!(sealed_size(shorter.size), cut.len() as u64);
    assert_eq!(unseal(cut, &shorter), Err(OpenError::FileDamaged));
}

#[test]
fn swapped_and_repeated_chunks_are_refused() {
    let plain = content(200_000);
    let sealed = seal(&plain);
    let (first, rest) = sealed.split_at(SEALED_CHUNK);
    let (second, rest) = rest.split_at(SEALED_CHUNK);
    for forged in [
        [second, first, rest].concat(),
        [first, first, rest].concat(),
    ] {
        assert_eq!(
            unseal(&forged, &reference(&plain)),
            Err(OpenError::FileDamaged)
        );
    }
}

#[test]
fn a_changed_byte_and_bytes_behind_the_end_are_refused() {
    let plain = content(100_000);
    let sealed = seal(&plain);
    for at in [0, 70_000, sealed.len() - 1] {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert_eq!(
            unseal(&changed, &reference(&plain)),
            Err(OpenError::FileDamaged)
        );
    }
    let longer = [&sealed[..], &[0]].concat();
    assert_eq!(
        unseal(&longer, &reference(&plain)),
        Err(OpenError::FileDamaged)
    );
}

#[test]
fn another_key_opens_nothing() {
    let plain = content(1000);
    let mut file = reference(&plain);
    file.key = [4; 32];
    assert_eq!(unseal(&seal(&plain), &file), Err(OpenError::FileDamaged));
}

#[test]
fn another_file_under_the_same_key_is_told_by_its_hash() {
    let (announced, sent) = (content(1000), vec![9; 1000]);
    assert_eq!(
        unseal(&seal(&sent), &reference(&announced)),
        Err(OpenError::WrongFile)
    );
}

#[test]
fn a_file_that_shrinks_while_it_is_read_is_an_error() {
    let plain = content(1000);
    let (mut sealing, summary) = Sealing::new(&plain[..], 2000, &KEY);
    let error = block_on(sealing.read_to_end(&mut Vec::new())).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    assert_eq!(summary.get(), None);
}

#[test]
fn what_grows_behind_the_announced_length_is_left_out() {
    let plain = content(2000);
    let (mut sealing, _) = Sealing::new(&plain[..], 1000, &KEY);
    let mut sealed = Vec::new();
    block_on(sealing.read_to_end(&mut sealed)).unwrap();
    assert_eq!(
        unseal(&sealed, &reference(&plain[..1000])),
        Ok(content(1000))
    );
}

#[test]
fn a_file_of_an_impossible_size_is_refused_and_not_allocated() {
    let mut file = reference(b"");
    file.size = u64::MAX;
    assert_eq!(unseal(&[0; 100], &file), Err(OpenError::FileDamaged));
}

proptest! {
    #[test]
    fn no_bytes_make_opening_panic(sealed: Vec<u8>, size in 0u64..2000) {
        let mut file = reference(b"");
        file.size = size;
        prop_assert!(unseal(&sealed, &file).is_err());
    }
}
