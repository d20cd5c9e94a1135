//! What the pallet stores.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use postern_primitives::{
    limits::{MAX_ADDRESS, MAX_ADDRESSES, MAX_ATTESTED, MAX_KEEPERS, MAX_PEER_ID},
    BlockNumber, Cid,
};
use scale_info::TypeInfo;
use sp_core::{bounded::BoundedVec, ConstU32};

/// Names a pinner. Numbers are given out by the chain and never used twice, so nobody can
/// choose one that ranks high for a CID.
pub type PinnerNumber = u32;

/// An IPFS peer id, as base58 text.
pub type PeerId = BoundedVec<u8, ConstU32<MAX_PEER_ID>>;

/// A multiaddress, as text.
pub type Address = BoundedVec<u8, ConstU32<MAX_ADDRESS>>;

/// Where a pinner's IPFS node can be reached.
pub type Addresses = BoundedVec<Address, ConstU32<MAX_ADDRESSES>>;

/// What an attestation or a withdrawal names, in rising order.
pub type Cids = BoundedVec<Cid, ConstU32<MAX_ATTESTED>>;

/// Content that must stay available.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Pin {
    /// Bytes of the content: the largest of the sizes that were announced for it.
    pub size: u64,
    /// How many entries, posts and certificates refer to it; never 0.
    pub references: u32,
    /// Who has attested to keep it, each once. Part of the pin, so that it goes with it.
    pub keepers: BoundedVec<Keeper, ConstU32<MAX_KEEPERS>>,
}

impl Pin {
    /// The attestation of a pinner, if there is one.
    pub fn keeper(&self, pinner: PinnerNumber) -> Option<&Keeper> {
        self.keepers.iter().find(|keeper| keeper.pinner == pinner)
    }
}

/// A pinner's claim that it keeps a content.
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
pub struct Keeper {
    /// Whose claim it is. It may have left since.
    pub pinner: PinnerNumber,
    /// The block that brought the claim.
    pub since: BlockNumber,
}

/// Somebody who keeps contents for others.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Pinner<AccountId, Balance, Worker> {
    /// Who registered it, and holds the bond.
    pub account: AccountId,
    /// The key that its machine signs with, which owns nothing.
    pub worker: Worker,
    /// Held of the account's funds.
    pub bond: Balance,
    /// Its IPFS node.
    pub peer_id: PeerId,
    /// Where that can be reached.
    pub addresses: Addresses,
    /// Bytes that it offers.
    pub capacity: u64,
    /// Bytes that it keeps, as its last heartbeat said.
    pub used: u64,
    /// When it was registered.
    pub registered_at: BlockNumber,
    /// Once it has left: the first block in which the bond can be had back.
    pub free_at: Option<BlockNumber>,
}

/// A pinner among those that contents are assigned to. As small as can be, because all of
/// them are looked at for each CID.
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
pub struct Seat {
    /// Which pinner.
    pub pinner: PinnerNumber,
    /// The block of its last heartbeat; 0 before the first.
    pub heard_at: BlockNumber,
    /// Whether it had no room left then. It takes nothing new, and keeps what it has.
    pub full: bool,
}

/// What a worker key stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Post {
    /// The pinner that it signs for.
    pub pinner: PinnerNumber,
    /// The block of its last withdrawal; 0 before the first. Voids attestations that were
    /// signed before.
    pub withdrawn_at: BlockNumber,
}

/// Changes of the pin set that one value of state holds. A page is read as a whole each time
/// that a change is added to it, so it should not be longer than what that costs anyway: this
/// makes ten kilobytes.
pub const CHANGES_PER_PAGE: u32 = 256;

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
