//! The outside of a post or a commit: what lies on IPFS for everyone to see.
//!
//! ```text
//! version u8 = 1 | kind u8 = 3 | suite u16 | nonce, 24 bytes | ciphertext
//! ```
//!
//! Inside is an MLS message, padded to a bucket as letters are, under a key that all members
//! export from the epoch. MLS encrypts what is said itself; but it shows the group's identifier,
//! the epoch, and whether something is a commit, to whoever stores it. This layer hides that, and
//! the length.

use crate::{limits::MAX_COMMIT, store::random, suite::SUITE_NUMBER, Part, Refusal, Result};
use chacha20poly1305::{
    aead::{Aead, Payload},
    KeyInit, XChaCha20Poly1305, XNonce,
};
use postern_primitives::padding;
use sha2::{Digest as _, Sha256};

const VERSION: u8 = 1;

/// Envelopes are 1 and posts of public channels 2.
const KIND: u8 = 3;

/// Of messages beside the log: see [`crate::pair`].
pub(crate) const KIND_DIRECT: u8 = 4;

const HEADER: usize = 4;
const NONCE: usize = 24;

/// SHA-256 of a content: by this it is known, however its CID is made of it.
pub(crate) type Digest = [u8; 32];

pub(crate) fn digest(content: &[u8]) -> Digest {
    Sha256::digest(content).into()
}

fn header() -> [u8; HEADER] {
    let [low, high] = SUITE_NUMBER.to_le_bytes();
    [VERSION, KIND, low, high]
}

/// Wraps an MLS message under an epoch's key.
pub(crate) fn wrap(key: &[u8; 32], message: &[u8]) -> Result<Vec<u8>> {
    let unwritable = || crate::Error::TooLong {
        part: "content",
        found: message.len(),
        limit: MAX_COMMIT,
    };
    let padded = padding::pad(message).ok_or_else(unwritable)?;
    let nonce: [u8; NONCE] = random()?;
    let payload = Payload {
        msg: &padded,
        aad: &header(),
    };
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_| unwritable())?;
    let content = [&header()[..], &nonce, &sealed].concat();
    if content.len() > MAX_COMMIT {
        return Err(unwritable());
    }
    Ok(content)
}

/// The MLS message in a content of this epoch.
pub(crate) fn unwrap(key: &[u8; 32], content: &[u8]) -> Result<Vec<u8>, Refusal> {
    let malformed = Refusal::Malformed(Part::Content);
    if content.len() > MAX_COMMIT {
        return Err(malformed);
    }
    let (found, rest) = content
        .split_first_chunk::<HEADER>()
        .ok_or(malformed.clone())?;
    if found[0] != VERSION {
        return Err(Refusal::UnknownVersion(Part::Content, found[0]));
    }
    let suite = u16::from_le_bytes([found[2], found[3]]);
    if suite != SUITE_NUMBER {
        return Err(Refusal::UnknownSuite(Part::Content, suite));
    }
    let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or(malformed.clone())?;
    let payload = Payload {
        msg: sealed,
        aad: found,
    };
    let padded = XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), payload)
        .map_err(|_| Refusal::NotAuthentic)?;
    let message = padding::unpad(&padded).ok_or(malformed.clone())?.to_vec();
    if *found == header() {
        Ok(message)
    } else {
        Err(malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_content_opens_with_its_epochs_key_only() {
        let content = wrap(&[1; 32], b"message").unwrap();
        assert_eq!(unwrap(&[1; 32], &content).unwrap(), b"message");
        assert_eq!(unwrap(&[2; 32], &content), Err(Refusal::NotAuthentic));
    }

    #[test]
    fn contents_of_one_bucket_have_one_length() {
        let lengths =
            [0, 1, 100, 508].map(|length| wrap(&[1; 32], &vec![7; length]).unwrap().len());
        assert!(lengths.iter().all(|length| *length == lengths[0]));
    }

    #[test]
    fn a_change_of_any_byte_is_refused() {
        let content = wrap(&[1; 32], b"message").unwrap();
        for at in 0..content.len() {
            let mut changed = content.clone();
            changed[at] ^= 1;
            assert!(unwrap(&[1; 32], &changed).is_err(), "byte {at}");
        }
    }

    #[test]
    fn other_versions_and_suites_are_named() {
        let content = wrap(&[1; 32], b"message").unwrap();
        let with = |at: usize, to| {
            let mut changed = content.clone();
            changed[at] = to;
            unwrap(&[1; 32], &changed).unwrap_err()
        };
        assert_eq!(with(0, 2), Refusal::UnknownVersion(Part::Content, 2));
        assert_eq!(with(3, 1), Refusal::UnknownSuite(Part::Content, 0x014D));
    }

    proptest! {
        #[test]
        fn no_bytes_make_opening_panic(mut bytes: Vec<u8>) {
            prop_assert!(unwrap(&[1; 32], &bytes).is_err());
            bytes.splice(0..0, header());
            prop_assert!(unwrap(&[1; 32], &bytes).is_err());
        }
    }
}
