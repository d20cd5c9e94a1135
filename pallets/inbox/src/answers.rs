//! What the runtime API says.

use crate::{Entry, Policy, Queue, Verdict};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use postern_primitives::{BlockNumber, Cid, Senders};
use scale_info::TypeInfo;

/// Where an inbox stands.
///
/// Entries that have expired count until they are cleared; they are never listed.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo,
)]
pub struct QueueInfo {
    /// From here to `next`, every number was given to an entry of this inbox. If it lies
    /// beyond what a client has seen, the inbox was empty in between.
    pub start: u64,
    /// Sequence number of the oldest entry; `next` when there is none.
    pub first: u64,
    /// The least sequence number that the next entry can get; it never falls. While there
    /// are entries, it is the very number.
    pub next: u64,
    /// Entries in the inbox.
    pub count: u32,
    /// Bytes of their content together.
    pub bytes: u64,
}

impl<AccountId, Balance> From<Queue<AccountId, Balance>> for QueueInfo {
    fn from(queue: Queue<AccountId, Balance>) -> Self {
        Self {
            start: queue.start,
            first: queue.first,
            next: queue.next,
            count: queue.count,
            bytes: queue.bytes,
        }
    }
}

/// An entry.
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

/// What an inbox asks of senders.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo,
)]
pub struct RulesInfo<Balance> {
    /// Whose messages are taken, of senders who are not named.
    pub senders: Senders,
    /// What is held of a sender who is not named, for an entry at least.
    pub min_deposit: Balance,
    /// How many senders are named.
    pub listed: u32,
    /// What the owner's next signature over a change has to be made for.
    pub nonce: u64,
}

impl<Balance> RulesInfo<Balance> {
    pub(crate) fn new(policy: Policy<Balance>, listed: u32, nonce: u64) -> Self {
        Self {
            senders: policy.senders,
            min_deposit: policy.min_deposit,
            listed,
            nonce,
        }
    }
}

/// Some of the senders whom an inbox names, in no particular order.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ListingPage<AccountId> {
    /// The senders, and what becomes of their messages.
    pub senders: Vec<(AccountId, Verdict)>,
    /// After whom to go on reading; `None` when this was the last page.
    pub next: Option<AccountId>,
}

/// Why a `send` would be refused. Recipients are named by their place in the list.
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
    QueueFull {
        /// Whose.
        recipient: u32,
    },
    /// The sender cannot spare the deposit.
    DepositNotAffordable,
    /// A recipient takes messages of registered senders only.
    NotRegistered {
        /// Who.
        recipient: u32,
    },
    /// A recipient takes messages of named senders only.
    NotAllowed {
        /// Who.
        recipient: u32,
    },
    /// A recipient has blocked the sender.
    Blocked {
        /// Who.
        recipient: u32,
    },
}
