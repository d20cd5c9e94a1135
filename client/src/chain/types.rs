//! What the runtime APIs answer, field by field as they encode it.

use codec::{Decode, Encode};
use postern_primitives::{BlockNumber, Cid, DeviceId, DevicePublic, Handle, Moment};

/// Public key of an account or of an inbox.
pub type AccountId = [u8; 32];

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
    /// How many members it has.
    pub members: u32,
    /// How many posts it has.
    pub posts: u64,
}

/// A post of a channel.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PostInfo {
    /// Its place in the channel.
    pub sequence_number: u64,
    /// Who posted it.
    pub author: AccountId,
    /// Names the content.
    pub cid: Cid,
    /// Announced size of the content in bytes.
    pub size: u64,
    /// The block in which it was posted.
    pub posted_at: BlockNumber,
}

/// Some posts of a channel.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PostPage {
    /// The posts, oldest first.
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
    #[error("the inbox of a recipient is full; try again when it has been read")]
    QueueFull,
    /// The sender cannot spare the deposit.
    #[error("the account cannot spare the deposit, which comes back on delivery; send it some PST first")]
    DepositNotAffordable,
}

/// What an account owns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Funds {
    /// What can be spent or held, in the smallest unit.
    pub free: u128,
    /// What is held for deposits.
    pub held: u128,
}
