//! The outside of a letter: what lies on IPFS for everyone to see.
//!
//! ```text
//! version u8 = 1 | kind u8 = 1 | suite u16 | slots: compact count, then 1168 bytes each | ciphertext
//! ```
//!
//! A slot holds the content key, sealed to one device. Slots name nobody: a recipient tries
//! each with its key, at about 0.1 ms a try. The ciphertext is bound to everything before
//! it, and each slot to the header.

use super::{
    kem::{open_key, seal_key, ENCAPSULATED, SEALED_KEY, SUITE},
    letter::{Letter, SignedLetter},
    OpenError, Recipient, SealError, SealingSecret,
};
use crate::{
    defaults::{MAX_ENVELOPE, MAX_SLOTS},
    device::{fill_random, DeviceKey},
    Result,
};
use chacha20poly1305::{
    aead::{Aead, Payload},
    ChaCha20Poly1305, KeyInit, Nonce,
};
use codec::{Compact, Decode, Encode};
use postern_primitives::{padding, DeviceId};
use zeroize::Zeroizing;

pub(super) const VERSION: u8 = 1;
pub(super) const KIND_SEALED: u8 = 1;
pub(super) const KIND_POST: u8 = 2;

/// How errors call it.
const PART: &str = "envelope";

const SLOT: usize = ENCAPSULATED + SEALED_KEY;

/// Version, kind, suite: what each slot is bound to.
type Header = (u8, u8, u16);

const HEADER: Header = (VERSION, KIND_SEALED, SUITE);

/// Each content key encrypts one content, so its nonce need not differ from anything.
fn nonce() -> Nonce {
    Nonce::default()
}

/// Signs `letter` by `device` and seals it to every device in `to`. The result is a block to
/// be published as it is.
///
/// # Errors
/// [`SealError`] when a part is too long, nobody or too many are to receive it, or `device`
/// is not the letter's; [`Error::Randomness`](crate::Error::Randomness).
pub fn seal(
    letter: &Letter,
    genesis: &[u8; 32],
    device: &DeviceKey,
    to: &[Recipient],
) -> Result<Vec<u8>> {
    let content = letter.sign(genesis, device)?;
    let content = Zeroizing::new(padding::pad(&content).ok_or(SealError::Cipher)?);
    let mut key = Zeroizing::new([0; 32]);
    fill_random(&mut *key)?;
    let mut envelope = open_slots(&key, genesis, to)?;
    let ciphertext = cipher(&key)
        .encrypt(
            &nonce(),
            Payload {
                msg: &content,
                aad: &envelope,
            },
        )
        .map_err(|_| SealError::Cipher)?;
    envelope.extend_from_slice(&ciphertext);
    // By the limits of each part this cannot be.
    if envelope.len() > MAX_ENVELOPE {
        let (found, limit) = (envelope.len(), MAX_ENVELOPE);
        return Err(SealError::TooLong {
            part: "message",
            found,
            limit,
        }
        .into());
    }
    Ok(envelope)
}

fn cipher(key: &[u8; 32]) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(key.into())
}

/// The envelope up to its ciphertext.
fn open_slots(key: &[u8; 32], genesis: &[u8; 32], to: &[Recipient]) -> Result<Vec<u8>, SealError> {
    if to.is_empty() {
        return Err(SealError::NoRecipients);
    }
    if to.len() > MAX_SLOTS {
        return Err(SealError::TooManyDevices {
            found: to.len(),
            limit: MAX_SLOTS,
        });
    }
    let count = u32::try_from(to.len()).unwrap_or(u32::MAX);
    let header = HEADER.encode();
    let mut bytes = (HEADER, Compact(count)).encode();
    for recipient in to {
        let (encapsulated, sealed) = seal_key(
            key,
            &recipient.sealing_public,
            recipient.device,
            genesis,
            &header,
        )?;
        bytes.extend_from_slice(&encapsulated);
        bytes.extend_from_slice(&sealed);
    }
    Ok(bytes)
}

/// An envelope taken apart, borrowed from its bytes.
struct Parts<'a> {
    slots: &'a [u8],
    /// Everything before the ciphertext.
    bound: &'a [u8],
    ciphertext: &'a [u8],
}

/// Checks version and kind, which every envelope begins with, whatever follows.
pub(super) fn expect_kind(envelope: &[u8], kind: u8) -> Result<(), OpenError> {
    match *envelope {
        _ if envelope.len() > MAX_ENVELOPE => Err(OpenError::Malformed { part: PART }),
        [VERSION, found, ..] if found == kind => Ok(()),
        [VERSION, found, ..] => Err(OpenError::WrongKind { found }),
        [found, ..] => Err(OpenError::UnknownVersion { part: PART, found }),
        [] => Err(OpenError::Malformed { part: PART }),
    }
}

fn take_apart(envelope: &[u8]) -> Result<Parts<'_>, OpenError> {
    let malformed = || OpenError::Malformed { part: PART };
    expect_kind(envelope, KIND_SEALED)?;
    let mut rest = envelope;
    let (_, _, suite) = Header::decode(&mut rest).map_err(|_| malformed())?;
    if suite != SUITE {
        return Err(OpenError::UnknownSuite {
            part: PART,
            found: suite,
        });
    }
    let count = Compact::<u32>::decode(&mut rest)
        .map_err(|_| malformed())?
        .0 as usize;
    if count == 0 || count > MAX_SLOTS {
        return Err(malformed());
    }
    let (slots, ciphertext) = rest.split_at_checked(count * SLOT).ok_or_else(malformed)?;
    let bound = &envelope[..envelope.len() - ciphertext.len()];
    Ok(Parts {
        slots,
        bound,
        ciphertext,
    })
}

/// Opens an envelope with this device's key. What comes out is not yet to be believed.
///
/// # Errors
/// [`OpenError::NotForThisDevice`] when no slot opens, [`OpenError::Damaged`] when one does
/// and the content does not, and one for each way to be malformed.
pub fn open(
    envelope: &[u8],
    genesis: &[u8; 32],
    device: DeviceId,
    secret: &SealingSecret,
) -> Result<SignedLetter, OpenError> {
    let parts = take_apart(envelope)?;
    let key = find_key(parts.slots, genesis, device, secret)?;
    let padded = cipher(&key)
        .decrypt(
            &nonce(),
            Payload {
                msg: parts.ciphertext,
                aad: parts.bound,
            },
        )
        .map(Zeroizing::new)
        .map_err(|_| OpenError::Damaged)?;
    let content = padding::unpad(&padded).ok_or(OpenError::Malformed { part: "message" })?;
    SignedLetter::parse(content, genesis)
}

fn find_key(
    slots: &[u8],
    genesis: &[u8; 32],
    device: DeviceId,
    secret: &SealingSecret,
) -> Result<Zeroizing<[u8; 32]>, OpenError> {
    let header = HEADER.encode();
    slots
        .chunks_exact(SLOT)
        .filter_map(|slot| {
            let (encapsulated, sealed) = slot.split_first_chunk::<ENCAPSULATED>()?;
            let slot = (encapsulated, sealed.first_chunk::<SEALED_KEY>()?);
            open_key(slot, secret, device, genesis, &header).ok()
        })
        .next()
        .ok_or(OpenError::NotForThisDevice)
}

#[cfg(test)]
mod tests;
