//! What is signed outside of an extrinsic's own signature.
//!
//! Every such signature covers
//! `context ‖ genesis hash ‖ signer ‖ nonce ‖ expiry block ‖ fields`, SCALE-encoded in
//! this order, so that it is good for one purpose, on one chain, by one signer, once,
//! and for a while only. Contexts are of one length and each is used for one kind of
//! fields, so the bytes of one kind are never those of another.

mod devices;

pub use devices::*;

use crate::{Balance, BlockNumber, Cid, Senders};
use alloc::vec::Vec;
use codec::{Decode, DecodeAll, Encode};

/// What a signature is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context(pub &'static [u8; 16]);

/// The owner of an inbox acknowledges entries.
pub const ACKNOWLEDGE: Context = Context(b"postern/inboxa/1");

/// The owner of an inbox changes its rules.
pub const INBOX_RULES: Context = Context(b"postern/inboxr/1");

/// A pinner's machine says that it is at work.
pub const HEARTBEAT: Context = Context(b"postern/heartb/1");

/// A pinner's machine says what it keeps.
pub const ATTEST: Context = Context(b"postern/attest/1");

/// A pinner's machine says what it no longer keeps.
pub const WITHDRAW: Context = Context(b"postern/withdr/1");

/// The bytes to be signed.
///
/// `signer` is the account that a device is registered by, or the key of an inbox.
/// `nonce` is the identity's counter; acknowledgements pass 0, because an entry can
/// be acknowledged only once. Reports of a pinner pass the block whose state they are
/// about, which the chain compares with what it has heard since. The signature is no longer
/// accepted after block `expires`.
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

/// What the bytes of a [`payload`] say, read back: for a device or a wallet that shows what
/// it is asked to sign.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Payload<Fields> {
    /// The first block of the chain that it is for.
    pub genesis: [u8; 32],
    /// Whom it speaks for.
    pub signer: [u8; 32],
    /// The signer's counter.
    pub nonce: u32,
    /// The last block in which it is accepted.
    pub expires: BlockNumber,
    /// What it says.
    pub fields: Fields,
}

impl<Fields: Decode> Payload<Fields> {
    /// Reads the bytes of a payload for `context`, to the last one.
    ///
    /// None for bytes of another context, and for any that are not what [`payload`]
    /// makes. Never panics, whatever the bytes.
    pub fn read(context: Context, bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(context.0.as_slice())?;
        Self::decode_all(&mut rest).ok()
    }
}

/// What the owner of an inbox signs, bound to a block as well.
///
/// Until a block is final, another one may take its place, with other entries under the same
/// numbers. A signature that covers the hash of a block is worth nothing where that block
/// is not: what was said of one entry never meets another.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Seen<Fields> {
    /// The hash of a block that the signer knows, best the one whose state was read. That of
    /// the first block binds to nothing but the chain.
    pub block: [u8; 32],
    /// What is said.
    pub fields: Fields,
}

/// What an acknowledgement says, besides whose inbox it is.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Acknowledge<'a> {
    /// Sequence numbers of the entries that have been read.
    pub sequence_numbers: &'a [u64],
}

/// What a change of an inbox's rules says, besides whose inbox it is.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct InboxRules<'a> {
    /// How often the rules were changed before. A counter of the inbox with room for every
    /// change that a chain will ever see; the 32-bit one of [`payload`] is passed as 0.
    pub nonce: u64,
    /// What is to change.
    pub change: RulesChange<'a>,
}

/// A change of an inbox's rules. The variants differ in what is signed as well, so that a
/// signature for one is none for another.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub enum RulesChange<'a> {
    /// Whose messages are taken, and what they have to hold at least.
    SetPolicy {
        /// Whose messages are taken.
        senders: Senders,
        /// What is held for an entry of a stranger at least.
        min_deposit: Balance,
    },
    /// This sender's messages are taken.
    Allow(&'a [u8; 32]),
    /// This sender's messages are refused.
    Block(&'a [u8; 32]),
    /// This sender is a stranger again.
    Unlist(&'a [u8; 32]),
}

/// What a heartbeat says, besides whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Heartbeat {
    /// Bytes of the contents that the pinner keeps.
    pub used: u64,
}

/// What an attestation or a withdrawal says, besides whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Contents<'a> {
    /// The contents that are kept, or no longer kept.
    pub cids: &'a [Cid],
}

#[cfg(test)]
mod tests;
