//! What the runtime API answers.

use crate::{Addresses, Change, PeerId, Pin, PinnerNumber, WorkerId};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use postern_primitives::{BlockNumber, Cid};
use scale_info::TypeInfo;

/// What is known of content that must stay available.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PinInfo {
    /// Bytes of the content, as announced.
    pub size: u64,
    /// How many entries, posts and certificates refer to it.
    pub references: u32,
}

impl From<Pin> for PinInfo {
    fn from(pin: Pin) -> Self {
        Self {
            size: pin.size,
            references: pin.references,
        }
    }
}

/// How many keep a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Replicas {
    /// Pinners that are at work and have attested to keep it. While contents move from one
    /// pinner to another, more than are wanted.
    pub kept: u32,
    /// How many the chain wants.
    pub wanted: u32,
}

/// One of those that are to keep a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Assignment {
    /// Which pinner.
    pub pinner: PinnerNumber,
    /// The block of its attestation, if it has attested.
    pub kept_since: Option<BlockNumber>,
}

/// What is known of a pinner.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PinnerInfo<AccountId, Balance> {
    /// Which pinner.
    pub pinner: PinnerNumber,
    /// Who registered it.
    pub account: AccountId,
    /// The key that its machine signs with.
    pub worker: WorkerId,
    /// Held of the account's funds.
    pub bond: Balance,
    /// Its IPFS node, as base58 text.
    pub peer_id: PeerId,
    /// Multiaddresses of that, as text.
    pub addresses: Addresses,
    /// Bytes that it offers.
    pub capacity: u64,
    /// Bytes that it keeps, as its last heartbeat said.
    pub used: u64,
    /// Whether it is at work: has sent a heartbeat, and not too long ago.
    pub live: bool,
    /// The block of its last heartbeat, if it has sent one and not left.
    pub heard_at: Option<BlockNumber>,
    /// Once it has left: the first block in which the bond can be had back.
    pub free_at: Option<BlockNumber>,
}

/// Some of the pinners.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PinnerPage<AccountId, Balance> {
    /// Pinners that have not left, in the order of their numbers.
    pub pinners: Vec<PinnerInfo<AccountId, Balance>>,
    /// Where to go on, if there are more.
    pub next: Option<PinnerNumber>,
}

/// Part of what changed in one block.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ChangePage {
    /// The changes, in the order in which they happened.
    pub changes: Vec<Change>,
    /// Where to go on in the same block, if there is more.
    pub next: Option<u32>,
    /// The first block whose changes are all kept still. A page of an earlier block
    /// says nothing: compare the whole pin set instead.
    pub kept_since: BlockNumber,
}

/// Part of the pin set.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PinPage {
    /// CIDs with the sizes of their contents, in no particular order.
    pub pins: Vec<(Cid, u64)>,
    /// Where to go on, if there is more. Pins that come while pages are being read may
    /// be missed; they are among the changes.
    pub next: Option<Cid>,
}
