//! What comes out of an inbox.

use super::{groups::Over, About, PrivatePost, ReceivedInvitation, ReceivedPayment, Safety};
use postern_primitives::Cid;
use serde::Serialize;
use std::path::PathBuf;

/// What one entry of the inbox turned out to be.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Arrival {
    /// A message.
    Received(Box<Received>),
    /// Something that could not be read. It stays in the inbox.
    Unreadable(Unreadable),
    /// Something that left the inbox before this device could read it.
    Missing(Missing),
    /// Something that is new in a private channel.
    Private(Box<PrivatePost>),
}

/// A message, checked and in the clear.
#[derive(Clone, Debug, Serialize)]
pub struct Received {
    /// Its identifier everywhere.
    pub id: Cid,
    /// Address of the sender.
    pub from: String,
    /// Handle of the sender, if there is one.
    pub handle: Option<String>,
    /// The sender's device.
    pub device: String,
    /// Whom it was sent to, of what another device of this account has sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Vec<String>>,
    /// When it was sent, by the sender's clock, in ISO 8601.
    pub sent_at: String,
    /// The text.
    pub text: String,
    /// Files that came with it, saved already.
    pub files: Vec<ReceivedFile>,
    /// Whether the sender's device has proven that it holds its key *now*, in answer to a fresh
    /// challenge. A letter proves who wrote it, not that they are there: false of all letters.
    pub authenticated: bool,
    /// Whether nobody can read it any more who gets hold of the keys from now on. Letters are sealed
    /// to keys that stay.
    pub forward_secret: bool,
    /// A payment that the sender says to have made, and what the chain says.
    pub payment: Option<ReceivedPayment>,
    /// An invitation to a private channel. It is accepted by a command, never by itself.
    pub invitation: Option<ReceivedInvitation>,
    /// The conversation it belongs to; letters belong to none.
    pub conversation: Option<String>,
    /// What the user calls the sender.
    pub contact: Option<String>,
    /// Whether the sender is neither a contact nor somebody whom the user has written to.
    pub request: bool,
    /// Whether the sender's keys are those that the user compared.
    pub safety: Safety,
    /// What it says of an earlier message of the conversation.
    #[serde(flatten)]
    pub about: About,
    /// What is kept of it when it is shown.
    #[serde(skip)]
    pub(super) over: Option<Box<Over>>,
}

/// A file that came with a message.
#[derive(Clone, Debug, Serialize)]
pub struct ReceivedFile {
    /// The name that the sender gave it.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Where it is.
    pub path: PathBuf,
}

/// An entry that could not be read.
#[derive(Debug, Serialize)]
pub struct Unreadable {
    /// Its identifier.
    pub id: Cid,
    /// Why, in a sentence.
    pub error: String,
    /// Whether it is none of this device's business: it is not sealed to it, and the account has
    /// others.
    #[serde(skip)]
    pub(super) for_others: bool,
}

/// Entries that left the inbox before this device could read them. Numbers of an inbox have no
/// gaps while anything lies in it, so this is known even of what was never seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Number of the first one.
    pub missing_from: u64,
    /// Number of the last one.
    pub missing_to: u64,
    /// The message, if it was seen before it went.
    pub id: Option<Cid>,
    /// Address of its sender, if it was seen.
    pub from: Option<String>,
    /// What became of it.
    pub reason: Loss,
}

/// What became of a message that was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// Its lifetime ended.
    Expired,
    /// Its sender took it back, or another device of this account read it.
    TakenBackOrReadElsewhere,
    /// One of these; it was never seen, so nobody can tell which.
    Unknown,
}
