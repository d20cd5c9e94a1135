//! What is said in a conversation: typed, versioned, bounded.

mod codec;
mod subject;

pub use subject::Subject;

use crate::certificate::Account;
use ::codec::{Decode, Encode};
use postern_primitives::{Balance, BlockNumber, Cid, DeviceId, Moment};
use std::fmt;
use zeroize::Zeroize;

/// A message's own identifier, chosen at random by its sender. It stays when the message has to be
/// sealed again, which changes its CID; with the sender's device it names the message.
pub type MessageId = [u8; 16];

/// A message of a device, by which others refer to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct MessageRef {
    /// Who sent it.
    pub device: DeviceId,
    /// Its identifier.
    pub id: MessageId,
}

/// A message.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Message {
    /// Its identifier.
    pub id: MessageId,
    /// When it was written, by its sender's clock.
    pub sent_at: Moment,
    /// For how many milliseconds after that it is to be kept; for good if absent.
    pub lifetime: Option<u64>,
    /// What it says.
    pub body: Body,
}

/// What a message says.
///
/// Who may edit or delete what is for the reader to judge, who has the messages: the core only
/// vouches for who says so.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub enum Body {
    /// A text, and files with it.
    #[codec(index = 0)]
    Text {
        /// The text. Empty if there are only files.
        text: String,
        /// Files, in the order they were named.
        files: Vec<File>,
        /// The message that it answers.
        reply_to: Option<MessageRef>,
    },
    /// Another text in the place of an earlier one.
    #[codec(index = 1)]
    Edit {
        /// Which message of the sender's account.
        of: MessageRef,
        /// What it says now.
        text: String,
    },
    /// A message is to be forgotten by everybody.
    #[codec(index = 2)]
    Delete {
        /// Which message of the sender's account.
        of: MessageRef,
    },
    /// A reaction; an empty one takes an earlier one back.
    #[codec(index = 3)]
    Reaction {
        /// To which message.
        to: MessageRef,
        /// The emoji.
        reaction: String,
    },
    /// Messages have arrived, or have been read.
    #[codec(index = 4)]
    Receipt {
        /// Whether they have been read.
        read: bool,
        /// Which.
        of: Vec<MessageRef>,
    },
    /// The conversation is called so from now on.
    ///
    /// A message and not a part of the group: the chain orders messages as it orders commits, so
    /// all agree on the last name without an epoch, a race or kilobytes. Who joins later finds the
    /// name in the invitation.
    #[codec(index = 5)]
    Rename {
        /// The name.
        name: String,
    },
    /// The sender has paid somebody in the conversation.
    #[codec(index = 6)]
    Paid {
        /// Whom.
        to: Account,
        /// How much.
        amount: Balance,
        /// The hash of the transaction.
        transaction: [u8; 32],
        /// The final block that it is in, without which nobody finds it.
        block: BlockNumber,
        /// That block's hash.
        block_hash: [u8; 32],
        /// What for.
        note: String,
    },
    /// The sender's account wants to be removed, with all of its devices: MLS lets nobody remove
    /// themselves, so another member does.
    #[codec(index = 7)]
    Leave,
    /// The first step of authenticating each other: see [`crate::handshake`].
    #[codec(index = 8)]
    Challenge {
        /// Who is to answer.
        to: DeviceId,
        /// Fresh random bytes.
        challenge: [u8; 32],
        /// The sender's certificate.
        certificate: [u8; 32],
    },
    /// The second step.
    #[codec(index = 9)]
    Answer {
        /// Who gave the challenge.
        to: DeviceId,
        /// That challenge.
        challenge: [u8; 32],
        /// The sender's certificate.
        certificate: [u8; 32],
        /// A challenge in return.
        back: [u8; 32],
        /// By the sender's device, over all of it.
        signature: [u8; 64],
    },
    /// The third step.
    #[codec(index = 10)]
    Confirm {
        /// Who gave the challenge.
        to: DeviceId,
        /// That challenge.
        challenge: [u8; 32],
        /// By the sender's device.
        signature: [u8; 64],
    },
    /// Something to be voted on: see [`crate::votes`].
    #[codec(index = 11)]
    Proposal {
        /// What.
        subject: Subject,
    },
    /// What the sender's account says to a proposal, in the place of what it said before.
    #[codec(index = 12)]
    Vote {
        /// To which.
        on: MessageRef,
        /// Whether it agrees.
        aye: bool,
    },
}

/// A file that a message announces, and the key to it.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct File {
    /// Where its ciphertext lies.
    pub cid: Cid,
    /// The key of this one file.
    pub key: [u8; 32],
    /// Its name as the sender's system had it. Never a path to be trusted.
    pub name: String,
    /// Its media type, by its name. Empty if unknown.
    pub media_type: String,
    /// Bytes of plaintext.
    pub size: u64,
    /// SHA-256 of the plaintext.
    pub sha256: [u8; 32],
}

impl Drop for File {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

impl Body {
    /// A text without files that answers nothing.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text {
            text: text.into(),
            files: Vec::new(),
            reply_to: None,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Edit { .. } => "edit",
            Self::Delete { .. } => "delete",
            Self::Reaction { .. } => "reaction",
            Self::Receipt { .. } => "receipt",
            Self::Rename { .. } => "rename",
            Self::Paid { .. } => "paid",
            Self::Leave => "leave",
            Self::Challenge { .. } => "challenge",
            Self::Answer { .. } => "answer",
            Self::Confirm { .. } => "confirm",
            Self::Proposal { .. } => "proposal",
            Self::Vote { .. } => "vote",
        }
    }
}

// What is said, and keys, stay out of logs.

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("id", &hex::encode(self.id))
            .field("sent_at", &self.sent_at)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({})", self.kind())
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("cid", &self.cid)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}
