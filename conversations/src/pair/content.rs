//! The outside of a message that travels beside the log: what lies on IPFS for everyone to see.
//!
//! ```text
//! version u8 = 1 | kind u8 = 4 | suite u16 | nonce, 24 bytes | tag, 16 bytes | ciphertext
//! ```
//!
//! A post stands in the log of its epoch, so its reader knows which key it is under. A message in
//! an inbox tells that by its tag, which only members can tell from random bytes: it is a different
//! one for each message, so nobody else can see which belong together.

use crate::{
    content::KIND_DIRECT, limits::MAX_POST, store::random, suite::SUITE_NUMBER, Error, Part,
    Refusal, Result,
};
use chacha20poly1305::{
    aead::{Aead, Payload},
    KeyInit, XChaCha20Poly1305, XNonce,
};
use codec::{Decode, Encode};
use postern_primitives::padding;
use zeroize::Zeroize;

const VERSION: u8 = 1;

const HEADER: usize = 4;
const NONCE: usize = 24;
const TAG: usize = 16;

/// What finds and opens contents of one epoch.
#[derive(Encode, Decode)]
pub(crate) struct Keys {
    /// Under this, nothing is encrypted: its ciphertext is the tag.
    pub(crate) tag: [u8; 32],
    /// What the MLS message is encrypted under.
    pub(crate) content: [u8; 32],
}

impl Drop for Keys {
    fn drop(&mut self) {
        self.tag.zeroize();
        self.content.zeroize();
    }
}

/// A content taken apart, borrowed from its bytes.
pub(crate) struct Outside<'a> {
    header: &'a [u8; HEADER],
    nonce: XNonce,
    tag: &'a [u8; TAG],
    sealed: &'a [u8],
}

impl<'a> Outside<'a> {
    pub(crate) fn read(content: &'a [u8]) -> Result<Self, Refusal> {
        let malformed = Refusal::Malformed(Part::Content);
        if content.len() > MAX_POST {
            return Err(malformed);
        }
        let (header, rest) = content
            .split_first_chunk::<HEADER>()
            .ok_or(malformed.clone())?;
        let [version, kind, low, high] = *header;
        if version != VERSION {
            return Err(Refusal::UnknownVersion(Part::Content, version));
        }
        if kind != KIND_DIRECT {
            return Err(malformed);
        }
        let suite = u16::from_le_bytes([low, high]);
        if suite != SUITE_NUMBER {
            return Err(Refusal::UnknownSuite(Part::Content, suite));
        }
        let (nonce, rest) = rest.split_first_chunk::<NONCE>().ok_or(malformed.clone())?;
        let (tag, sealed) = rest.split_first_chunk::<TAG>().ok_or(malformed)?;
        Ok(Self {
            header,
            nonce: XNonce::from(*nonce),
            tag,
            sealed,
        })
    }

    /// What the ciphertext is bound to.
    fn bound(&self) -> [u8; HEADER + TAG] {
        bound(self.header, self.tag)
    }
}

fn bound(header: &[u8; HEADER], tag: &[u8; TAG]) -> [u8; HEADER + TAG] {
    let mut bytes = [0; HEADER + TAG];
    bytes[..HEADER].copy_from_slice(header);
    bytes[HEADER..].copy_from_slice(tag);
    bytes
}

impl Keys {
    /// Wraps an MLS message.
    pub(crate) fn wrap(&self, message: &[u8]) -> Result<Vec<u8>> {
        let unwritable = || Error::TooLong {
            part: "message",
            found: message.len(),
            limit: MAX_POST,
        };
        let padded = padding::pad(message).ok_or_else(unwritable)?;
        let [low, high] = SUITE_NUMBER.to_le_bytes();
        let header = [VERSION, KIND_DIRECT, low, high];
        let bytes: [u8; NONCE] = random()?;
        let nonce = XNonce::from(bytes);
        let nothing = Payload {
            msg: &[],
            aad: &header,
        };
        let tag = cipher(&self.tag).encrypt(&nonce, nothing);
        let tag = tag.ok().and_then(|tag| <[u8; TAG]>::try_from(tag).ok());
        let tag = tag.ok_or_else(unwritable)?;
        let payload = Payload {
            msg: &padded,
            aad: &bound(&header, &tag),
        };
        let sealed = cipher(&self.content)
            .encrypt(&nonce, payload)
            .map_err(|_| unwritable())?;
        let content = [&header[..], &bytes, &tag, &sealed].concat();
        if content.len() > MAX_POST {
            return Err(unwritable());
        }
        Ok(content)
    }

    /// Whether a content is of this epoch.
    pub(crate) fn know(&self, outside: &Outside<'_>) -> bool {
        let payload = Payload {
            msg: outside.tag,
            aad: outside.header,
        };
        cipher(&self.tag).decrypt(&outside.nonce, payload).is_ok()
    }

    /// The MLS message in a content that is [known](Self::know).
    pub(crate) fn unwrap(&self, outside: &Outside<'_>) -> Result<Vec<u8>, Refusal> {
        let payload = Payload {
            msg: outside.sealed,
            aad: &outside.bound(),
        };
        let padded = cipher(&self.content)
            .decrypt(&outside.nonce, payload)
            .map_err(|_| Refusal::NotAuthentic)?;
        let message = padding::unpad(&padded).ok_or(Refusal::Malformed(Part::Content))?;
        Ok(message.to_vec())
    }
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys(byte: u8) -> Keys {
        Keys {
            tag: [byte; 32],
            content: [byte + 1; 32],
        }
    }

    #[test]
    fn a_content_is_known_and_opened_by_its_epochs_keys_only() {
        let content = keys(1).wrap(b"message").unwrap();
        let outside = Outside::read(&content).unwrap();
        assert!(keys(1).know(&outside));
        assert_eq!(keys(1).unwrap(&outside).unwrap(), b"message");
        assert!(!keys(3).know(&outside));
        assert_eq!(keys(3).unwrap(&outside), Err(Refusal::NotAuthentic));
    }

    #[test]
    fn no_two_contents_of_an_epoch_have_anything_in_common_but_the_header() {
        let [one, other] = [(); 2].map(|()| keys(1).wrap(b"message").unwrap());
        let tags = [&one, &other].map(|content| Outside::read(content).unwrap().tag);
        assert_ne!(tags[0], tags[1]);
        assert_eq!(one.len(), other.len());
    }

    #[test]
    fn a_change_of_any_byte_is_refused() {
        let content = keys(1).wrap(b"message").unwrap();
        for at in 0..content.len() {
            let mut changed = content.clone();
            changed[at] ^= 1;
            let opened = Outside::read(&changed)
                .map(|outside| keys(1).know(&outside) && keys(1).unwrap(&outside).is_ok());
            assert_ne!(opened, Ok(true), "byte {at}");
        }
    }

    #[test]
    fn other_versions_kinds_and_suites_are_named() {
        let content = keys(1).wrap(b"message").unwrap();
        let with = |at: usize, to| {
            let mut changed = content.clone();
            changed[at] = to;
            Outside::read(&changed).map(|_| ()).unwrap_err()
        };
        assert_eq!(with(0, 2), Refusal::UnknownVersion(Part::Content, 2));
        assert_eq!(with(1, 3), Refusal::Malformed(Part::Content));
        assert_eq!(with(3, 1), Refusal::UnknownSuite(Part::Content, 0x014D));
        let long = vec![0; MAX_POST + 1];
        let long = Outside::read(&long).map(|_| ());
        assert_eq!(long, Err(Refusal::Malformed(Part::Content)));
    }

    proptest! {
        #[test]
        fn no_bytes_make_reading_panic(mut bytes: Vec<u8>) {
            prop_assert!(Outside::read(&bytes).is_err());
            bytes.splice(0..0, [VERSION, KIND_DIRECT, 0x4D, 0]);
            if let Ok(outside) = Outside::read(&bytes) {
                prop_assert!(!keys(1).know(&outside));
                prop_assert!(keys(1).unwrap(&outside).is_err());
            }
        }
    }
}
