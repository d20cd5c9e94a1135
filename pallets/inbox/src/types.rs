//! What an inbox is made of, as it is stored.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{pallet_prelude::ConstU32, BoundedVec};
use postern_primitives::{
    limits::{MAX_ACKNOWLEDGED, MAX_RECIPIENTS},
    BlockNumber, Cid, Senders,
};
use scale_info::TypeInfo;
use sp_runtime::{traits::Zero, MultiSignature};

/// Sequence numbers of one inbox, as many as one call may name.
pub type SequenceNumbers = BoundedVec<u64, ConstU32<MAX_ACKNOWLEDGED>>;

/// Entries anywhere, each by its inbox and its number there.
pub type Places<AccountId> = BoundedVec<(AccountId, u64), ConstU32<MAX_RECIPIENTS>>;

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
    /// Number of the page that it stands on in the expiry index.
    pub page: u32,
}

impl<AccountId, Balance> Entry<AccountId, Balance> {
    /// The page that it stands on in the expiry index, among those of `expires_at`.
    pub fn page(&self) -> Page {
        Page {
            sent_at: self.sent_at,
            number: self.page,
        }
    }

    /// Whether the lifetime has not run out in block `now`.
    pub fn is_live(&self, now: BlockNumber) -> bool {
        now < self.expires_at
    }
}

/// A page of the expiry index, among those of one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Page {
    /// The block that has put the entries on it into their inboxes.
    pub sent_at: BlockNumber,
    /// Grows with the entries that this block had put into inboxes before.
    pub number: u32,
}

/// Where an inbox stands. It is stored while there are entries or rules, unless it
/// [follows](Self::follows_from_entry) from its only entry, and not after.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Queue<AccountId, Balance> {
    /// The first number since the queue was stored: from here to `next` there are no gaps.
    pub start: u64,
    /// Sequence number of the oldest entry; `next` when there is none.
    pub first: u64,
    /// Sequence number that the next entry will get.
    pub next: u64,
    /// Entries in the inbox.
    pub count: u32,
    /// Bytes of their content together.
    pub bytes: u64,
    /// What its owner asks of senders, unless it is nothing.
    pub rules: Option<Rules<AccountId, Balance>>,
}

impl<AccountId, Balance> Queue<AccountId, Balance> {
    /// One that nothing has been put into.
    pub(crate) fn starting_at(start: u64) -> Self {
        Self {
            start,
            first: start,
            next: start,
            count: 0,
            bytes: 0,
            rules: None,
        }
    }

    /// One that has got a single entry since it began.
    pub(crate) fn of_only(number: u64, bytes: u64) -> Self {
        Self {
            next: number.saturating_add(1),
            count: 1,
            bytes,
            ..Self::starting_at(number)
        }
    }

    /// Whether its only entry tells all that there is to it: the most frequent case, of somebody
    /// who has read everything before the message came.
    pub(crate) fn follows_from_entry(&self) -> bool {
        let begins_with_it = self.start == self.first;
        let ends_with_it = self.next == self.first.saturating_add(1);
        self.count == 1 && self.rules.is_none() && begins_with_it && ends_with_it
    }

    /// Whether nothing is left that would have to be stored.
    pub(crate) fn is_idle(&self) -> bool {
        self.count == 0 && self.rules.is_none()
    }

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

/// What an inbox asks of strangers: senders who are neither allowed nor blocked by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Policy<Balance> {
    /// Whose messages are taken.
    pub senders: Senders,
    /// What is held of the sender for an entry at least.
    pub min_deposit: Balance,
}

/// What the owner of an inbox asks of senders.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Rules<AccountId, Balance> {
    /// What is asked of strangers.
    pub policy: Policy<Balance>,
    /// How many senders are allowed or blocked by name.
    pub listed: u32,
    /// How often the rules were changed: what the owner's next signature is made for.
    pub nonce: u64,
    /// Whose deposit it is: who signed the transaction that brought the first rule.
    pub payer: AccountId,
    /// What is held of the payer until the last rule goes.
    pub deposit: Balance,
}

impl<AccountId, Balance: Zero> Rules<AccountId, Balance> {
    /// Whether they ask for nothing.
    pub(crate) fn are_void(&self) -> bool {
        self.policy.senders == Senders::Anyone
            && self.policy.min_deposit.is_zero()
            && self.listed == 0
    }
}

/// What becomes of the messages of a sender who is named.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Verdict {
    /// They are taken, whatever is asked of strangers.
    Allowed,
    /// They are refused.
    Blocked,
}

/// One sender on the list of an inbox.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Listing<AccountId, Balance> {
    /// Allowed or blocked.
    pub verdict: Verdict,
    /// Whose deposit it is: who signed the transaction that listed the sender.
    pub payer: AccountId,
    /// What is held of the payer until the sender is taken off the list.
    pub deposit: Balance,
}

/// The agreement of an inbox's owner, who need not be an account.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct OwnerProof {
    /// Number of the block whose hash the signature covers, a recent one. On a fork without
    /// that block the signature is worth nothing. 0, the first block, binds to no fork.
    pub seen: BlockNumber,
    /// The last block in which the signature is accepted.
    pub expires: BlockNumber,
    /// The owner's, over `postern_primitives::signing::payload`.
    pub signature: MultiSignature,
}
