//! What is signed outside of an extrinsic's own signature.
//!
//! Every such signature covers
//! `context ‖ genesis hash ‖ signer ‖ nonce ‖ expiry block ‖ fields`, SCALE-encoded in
//! this order, so that it is good for one purpose, on one chain, by one signer, once,
//! and for a while only. Contexts are of one length, so none is the start of another.

use crate::{BlockNumber, Cid, DevicePublic, Moment};
use alloc::vec::Vec;
use codec::Encode;

/// What a signature is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context(pub &'static [u8; 16]);

/// A device proves that it holds its key when an account registers it.
pub const REGISTER_DEVICE: Context = Context(b"postern/device/1");

/// The owner of an inbox acknowledges entries.
pub const ACKNOWLEDGE: Context = Context(b"postern/inboxa/1");

/// The bytes to be signed.
///
/// `signer` is the account that a device is registered by, or the key of an inbox.
/// `nonce` is the identity's counter; acknowledgements pass 0, because an entry can
/// be acknowledged only once. The signature is no longer accepted after block `expires`.
pub fn payload<Fields: Encode>(
    context: Context,
    genesis: &[u8; 32],
    signer: &[u8; 32],
    nonce: u32,
    expires: BlockNumber,
    fields: &Fields,
) -> Vec<u8> {
    (context.0, genesis, signer, nonce, expires, fields).encode()
}

/// What a device's proof of possession says, besides who registers it.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct RegisterDevice {
    /// The device's public key.
    pub public: DevicePublic,
    /// Where its sealing key lies.
    pub key_cid: Cid,
    /// When its certificate ends.
    pub valid_until: Moment,
}

/// What an acknowledgement says, besides whose inbox it is.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Acknowledge<'a> {
    /// Sequence numbers of the entries that have been read.
    pub sequence_numbers: &'a [u64],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payloads_differ_in_every_part() {
        let base = payload(ACKNOWLEDGE, &[1; 32], &[2; 32], 3, 4, &5u8);
        for other in [
            payload(REGISTER_DEVICE, &[1; 32], &[2; 32], 3, 4, &5u8),
            payload(ACKNOWLEDGE, &[9; 32], &[2; 32], 3, 4, &5u8),
            payload(ACKNOWLEDGE, &[1; 32], &[9; 32], 3, 4, &5u8),
            payload(ACKNOWLEDGE, &[1; 32], &[2; 32], 9, 4, &5u8),
            payload(ACKNOWLEDGE, &[1; 32], &[2; 32], 3, 9, &5u8),
            payload(ACKNOWLEDGE, &[1; 32], &[2; 32], 3, 4, &9u8),
        ] {
            assert_ne!(base, other);
            assert_eq!(base.len(), other.len());
        }
    }
}
