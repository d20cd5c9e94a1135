//! What the pallet stores, and what it answers.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use postern_primitives::{BlockNumber, Cid};
use scale_info::TypeInfo;

/// Content that must stay available.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Pin {
    /// Bytes of the content: the largest of the sizes that were announced for it.
    pub size: u64,
    /// How many entries, posts and certificates refer to it; never 0.
    pub references: u32,
}

/// Which way the place of a CID in the pin set changed.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum ChangeKind {
    /// The first reference came.
    Keep,
    /// The last reference went.
    Release,
}

/// A CID entered or left the pin set.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Change {
    /// Which CID.
    pub cid: Cid,
    /// Which way.
    pub kind: ChangeKind,
}

/// What is known of content that must stay available.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PinInfo {
    /// Bytes of the content, as announced.
    pub size: u64,
    /// How many entries, posts and certificates refer to it.
    pub references: u32,
}

impl From<Pin> for PinInfo {
    fn from(Pin { size, references }: Pin) -> Self {
        Self { size, references }
    }
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
