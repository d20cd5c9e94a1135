//! What the runtime APIs answer, field by field as they encode it.

use codec::{Decode, Encode};
use postern_primitives::{
    multiaddress::with_peer_id, BlockNumber, Cid, DeviceId, DevicePublic, Handle, Moment,
};
use serde::Serialize;

/// Public key of an account or of an inbox.
pub type AccountId = [u8; 32];

/// A block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub number: BlockNumber,
    /// Its hash.
    pub hash: [u8; 32],
}

/// A device's certificate.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct DeviceInfo {
    /// Hash of its key.
    pub id: DeviceId,
    /// Who registered it.
    pub account: AccountId,
    /// Its key.
    pub public: DevicePublic,
    /// Where its sealing key lies.
    pub key_cid: Cid,
    /// When the certificate began.
    pub valid_from: Moment,
    /// When it ends.
    pub valid_until: Moment,
    /// When it was revoked.
    pub revoked_at: Option<Moment>,
}

impl DeviceInfo {
    /// Whether the certificate was good at a time.
    pub fn is_valid_at(&self, at: Moment) -> bool {
        let revoked = self.revoked_at.is_some_and(|revoked_at| revoked_at <= at);
        self.valid_from <= at && at < self.valid_until && !revoked
    }
}

/// An identity.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct IdentityInfo {
    /// The account.
    pub account: AccountId,
    /// The name it is found by.
    pub handle: Option<Handle>,
    /// Its devices that are not revoked; they may have expired.
    pub devices: Vec<DeviceInfo>,
    /// CID and size of its encrypted history.
    pub archive: Option<(Cid, u64)>,
}

/// An entry of an inbox.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct EntryInfo {
    /// Its number in its inbox.
    pub sequence_number: u64,
    /// Names the content.
    pub cid: Cid,
    /// Announced size of the content in bytes.
    pub size: u64,
    /// Who put it there.
    pub sender: AccountId,
    /// The block that put it there.
    pub sent_at: BlockNumber,
    /// The first block in which it is gone.
    pub expires_at: BlockNumber,
}

/// Some entries of an inbox.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct EntryPage {
    /// The entries, in order.
    pub entries: Vec<EntryInfo>,
    /// Where to go on, if there is more.
    pub next: Option<u64>,
}

/// How many pinners keep a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize)]
pub struct Replicas {
    /// Those at work that claim to keep it; for a while, more than are wanted.
    pub kept: u32,
    /// How many are to keep it.
    pub wanted: u32,
}

/// One of those that are to keep a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Assignment {
    /// Which pinner.
    pub pinner: u32,
    /// The block of its attestation, if it has attested.
    pub kept_since: Option<BlockNumber>,
}

/// A pinner.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PinnerInfo {
    /// Its number.
    pub pinner: u32,
    /// Who registered it.
    pub account: AccountId,
    /// The key that its machine signs with.
    pub worker: [u8; 32],
    /// Held of the account's funds.
    pub bond: u128,
    /// Its IPFS node, as base58 text.
    pub peer_id: Vec<u8>,
    /// Multiaddresses of that, as text.
    pub addresses: Vec<Vec<u8>>,
    /// Bytes that it offers.
    pub capacity: u64,
    /// Bytes that it keeps, as it said last.
    pub used: u64,
    /// Whether it is at work.
    pub live: bool,
    /// The block in which it was heard last.
    pub heard_at: Option<BlockNumber>,
    /// Once it has left: the first block in which the bond can be had back.
    pub free_at: Option<BlockNumber>,
}

impl PinnerInfo {
    /// Its addresses, each with its peer id, without those that nobody could call.
    pub fn full_addresses(&self) -> impl Iterator<Item = String> + '_ {
        let full = |address: &Vec<u8>| with_peer_id(address, &self.peer_id);
        self.addresses.iter().filter_map(full)
    }
}

/// A channel.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ChannelInfo {
    /// Its number.
    pub id: u32,
    /// Its name.
    pub name: Handle,
    /// Who opened it.
    pub owner: AccountId,
    /// The block in which it was opened.
    pub created_at: BlockNumber,
    /// Its rules.
    pub policy: super::channels::Policy,
    /// How many members it has.
    pub members: u32,
    /// How many of them are moderators.
    pub moderators: u32,
    /// How many posts its log has.
    pub posts: u32,
    /// The number that the next post gets.
    pub next: u64,
    /// How many proposals are open.
    pub proposals: u32,
}

/// A post of a channel.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PostInfo {
    /// Its place in the channel.
    pub sequence_number: u64,
    /// Who posted it; none in a private channel.
    pub author: Option<AccountId>,
    /// Names the content.
    pub cid: Cid,
    /// Announced size of the content in bytes.
    pub size: u64,
    /// The block in which it was posted.
    pub posted_at: BlockNumber,
    /// The first block in which it is gone.
    pub expires_at: BlockNumber,
    /// The channel that it opened, if it is a commit of a private channel.
    pub successor: Option<u32>,
}

/// Some posts of a channel.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PostPage {
    /// The posts, in the direction in which they were asked for.
    pub posts: Vec<PostInfo>,
    /// Where to go on, if there is more.
    pub next: Option<u64>,
}

/// Why a `send` would be refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, thiserror::Error)]
pub enum SendRefusal {
    /// No recipient is named.
    #[error("nobody is named to send to; name at least one recipient")]
    NoRecipients,
    /// More recipients than one call takes.
    #[error("more than 64 recipients are named; send it in several steps")]
    TooManyRecipients,
    /// A recipient is named twice.
    #[error("a recipient is named twice; name each once")]
    DuplicateRecipient,
    /// The announced size is 0.
    #[error("there is nothing to send; write a text or attach a file")]
    ContentEmpty,
    /// Larger than an entry may announce.
    #[error("the message is too large; it can have 1 GiB with its files")]
    ContentTooLarge,
    /// Below the least lifetime.
    #[error("the lifetime is too short for this chain; choose a longer --lifetime")]
    LifetimeTooShort,
    /// Above the most lifetime.
    #[error("the lifetime is too long for this chain; choose a shorter --lifetime")]
    LifetimeTooLong,
    /// The inbox of a recipient is full.
    #[error("their inbox is full; try again when it has been read")]
    QueueFull {
        /// Which one of those named.
        recipient: u32,
    },
    /// The sender cannot spare the deposit.
    #[error("the account cannot spare the deposit, which comes back on delivery; send it some PST first")]
    DepositNotAffordable,
    /// A recipient takes messages of registered senders only.
    #[error("they take messages of registered people only; run `postern register` first")]
    NotRegistered {
        /// Which one of those named.
        recipient: u32,
    },
    /// A recipient takes messages of named senders only.
    #[error("they take messages only of people whom they have allowed; ask them to allow you")]
    NotAllowed {
        /// Which one of those named.
        recipient: u32,
    },
    /// A recipient has blocked the sender.
    #[error("they have blocked this account; leave them out")]
    Blocked {
        /// Which one of those named.
        recipient: u32,
    },
}

impl SendRefusal {
    /// Who of those named is the reason, if it is one of them.
    pub fn recipient(&self) -> Option<usize> {
        match self {
            Self::QueueFull { recipient }
            | Self::NotRegistered { recipient }
            | Self::NotAllowed { recipient }
            | Self::Blocked { recipient } => usize::try_from(*recipient).ok(),
            _ => None,
        }
    }
}

/// What an account owns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Funds {
    /// What can be spent or held, in the smallest unit.
    pub free: u128,
    /// What is held for deposits.
    pub held: u128,
    /// What must not be spent, at stake for example; deposits are taken of it first.
    pub frozen: u128,
}

impl Funds {
    /// What can be paid without the account falling below what it has to keep.
    pub fn spendable(&self, existential_deposit: u128) -> u128 {
        let kept = self
            .frozen
            .saturating_sub(self.held)
            .max(existential_deposit);
        self.free.saturating_sub(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_frozen_or_keeps_the_account_alive_cannot_be_spent() {
        let funds = |free, held, frozen| Funds { free, held, frozen };
        assert_eq!(funds(100, 0, 0).spendable(1), 99);
        assert_eq!(funds(100, 0, 60).spendable(1), 40);
        assert_eq!(funds(100, 50, 60).spendable(1), 90);
        assert_eq!(funds(100, 0, 200).spendable(1), 0);
        assert_eq!(funds(0, 0, 0).spendable(1), 0);
    }

    #[test]
    fn a_refusal_names_the_recipient_as_the_chain_encodes_it() {
        let refusal = SendRefusal::decode(&mut &[11, 2, 0, 0, 0][..]);
        assert_eq!(refusal, Ok(SendRefusal::Blocked { recipient: 2 }));
        let full = SendRefusal::QueueFull { recipient: 1 };
        assert_eq!(full.encode(), [7, 1, 0, 0, 0]);
        assert_eq!(full.recipient(), Some(1));
        assert_eq!(SendRefusal::DepositNotAffordable.encode(), [8]);
        assert_eq!(SendRefusal::DepositNotAffordable.recipient(), None);
    }
}
