//! What an inbox is made of, and what the runtime API says about it.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{pallet_prelude::ConstU32, BoundedVec};
use postern_primitives::{
    limits::{MAX_ACKNOWLEDGED, MAX_RECIPIENTS},
    BlockNumber, Cid,
};
use scale_info::TypeInfo;

/// Sequence numbers of one inbox, as many as one call may name.
pub type SequenceNumbers = BoundedVec<u64, ConstU32<MAX_ACKNOWLEDGED>>;

/// Inboxes, each with the sequence number of an entry there.
pub type SentEntries<AccountId> = BoundedVec<(AccountId, u64), ConstU32<MAX_RECIPIENTS>>;

/// A sequence number as a storage key.
///
/// Big-endian, so that the order of keys is the order of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct SequenceKey([u8; 8]);

impl From<u64> for SequenceKey {
    fn from(sequence_number: u64) -> Self {
        Self(sequence_number.to_be_bytes())
    }
}

impl From<SequenceKey> for u64 {
    fn from(key: SequenceKey) -> Self {
        Self::from_be_bytes(key.0)
    }
}

/// One message that waits in one inbox.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Entry<AccountId, Balance> {
    /// Names the content.
    pub cid: Cid,
    /// Bytes of the content, as its sender announced them.
    pub size: u64,
    /// Who put it there, and whose deposit it is.
    pub sender: AccountId,
    /// What is held of the sender until the entry goes.
    pub deposit: Balance,
    /// The block that put it there.
    pub sent_at: BlockNumber,
    /// The first block in which it is gone.
    pub expires_at: BlockNumber,
}

impl<AccountId, Balance> Entry<AccountId, Balance> {
    /// Whether the lifetime has not run out in block `now`.
    pub fn is_live(&self, now: BlockNumber) -> bool {
        now < self.expires_at
    }
}

/// Where an inbox stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Queue {
    /// Sequence number of the oldest entry; `next` when there is none.
    pub first: u64,
    /// Sequence number that the next entry will get.
    pub next: u64,
    /// Entries in the inbox.
    pub count: u32,
    /// Bytes of their content together.
    pub bytes: u64,
}

impl Queue {
    /// Whether an entry with one of these rising numbers can be in the inbox at all.
    pub(crate) fn may_hold(&self, sequence_numbers: &[u64]) -> bool {
        let lowest_in_reach = sequence_numbers
            .first()
            .is_some_and(|lowest| *lowest < self.next);
        let highest_in_reach = sequence_numbers
            .last()
            .is_some_and(|highest| *highest >= self.first);
        self.count > 0 && lowest_in_reach && highest_in_reach
    }
}

/// What the runtime API says about an inbox.
///
/// Entries that have expired count until the sweep reaches them; they are never listed.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo,
)]
pub struct QueueInfo {
    /// Sequence number of the oldest entry; `next` when there is none.
    pub first: u64,
    /// Sequence number that the next entry will get.
    pub next: u64,
    /// Entries in the inbox.
    pub count: u32,
    /// Bytes of their content together.
    pub bytes: u64,
}

impl From<Queue> for QueueInfo {
    fn from(
        Queue {
            first,
            next,
            count,
            bytes,
        }: Queue,
    ) -> Self {
        Self {
            first,
            next,
            count,
            bytes,
        }
    }
}

/// What the runtime API says about an entry.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct EntryInfo<AccountId> {
    /// Its number in its inbox.
    pub sequence_number: u64,
    /// Names the content.
    pub cid: Cid,
    /// Bytes of the content, as its sender announced them.
    pub size: u64,
    /// Who put it there.
    pub sender: AccountId,
    /// The block that put it there.
    pub sent_at: BlockNumber,
    /// The first block in which it is gone.
    pub expires_at: BlockNumber,
}

impl<AccountId> EntryInfo<AccountId> {
    pub(crate) fn new<Balance>(sequence_number: u64, entry: Entry<AccountId, Balance>) -> Self {
        let Entry {
            cid,
            size,
            sender,
            sent_at,
            expires_at,
            ..
        } = entry;
        Self {
            sequence_number,
            cid,
            size,
            sender,
            sent_at,
            expires_at,
        }
    }
}

/// Some entries of an inbox, in order.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct EntryPage<AccountId> {
    /// The entries. There may be none although `next` names more.
    pub entries: Vec<EntryInfo<AccountId>>,
    /// Where to go on reading; `None` when this was the last page.
    pub next: Option<u64>,
}

/// Why a `send` would be refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum SendRefusal {
    /// No recipient is named.
    NoRecipients,
    /// More recipients are named than one call takes.
    TooManyRecipients,
    /// A recipient is named twice.
    DuplicateRecipient,
    /// The announced size is 0.
    ContentEmpty,
    /// The content is larger than an entry may announce.
    ContentTooLarge,
    /// The lifetime is below the least allowed.
    LifetimeTooShort,
    /// The lifetime is above the most allowed.
    LifetimeTooLong,
    /// The inbox of a recipient is full.
    QueueFull,
    /// The sender cannot spare the deposit.
    DepositNotAffordable,
}
