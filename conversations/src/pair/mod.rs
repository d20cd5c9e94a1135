//! Conversations of two people: groups like any other, whose messages travel through inboxes.
//!
//! The chain's order is what a group agrees by on who is in it. What two people say to each other
//! needs no order, and rather gains by lying in the recipient's inbox: there it waits, is
//! acknowledged, and is noticed before any block has it. So a message is sealed in an epoch of the
//! group, and its content is the caller's to send. Commits, and what authenticates both to each
//! other, stand in the log as they do elsewhere.
//!
//! | question | where |
//! |---|---|
//! | Who is in it, and who has come? | `people.rs` |
//! | How is a message sealed and opened? | `direct.rs` |
//! | What lies on IPFS for it? | `content.rs` |
//! | Until when can it be opened? | `epochs.rs` |

mod content;
mod direct;
mod epochs;
mod people;

#[cfg(test)]
pub(crate) use content::{Keys, Outside};

use crate::{
    certificate::Certificates, Body, ConversationId, Conversations, Error, Member, Message,
    MessageId, Result,
};
use postern_primitives::Moment;

/// How a conversation of two stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pair {
    /// The devices in it. None where this device is no member any more.
    pub devices: Vec<PairDevice>,
    /// Whether messages can be sealed now: what was changed last is final.
    pub is_final: bool,
    /// Whether nothing is wanted that is not final.
    pub is_idle: bool,
}

/// A device in a conversation of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairDevice {
    /// Which.
    pub member: Member,
    /// Whether it has answered a challenge of ours. True of this device.
    pub authenticated: bool,
    /// Whether it was heard: until then nobody knows whether it has joined. True of this device.
    pub arrived: bool,
}

/// A message that has come beside the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Direct {
    /// SHA-256 of the content it came in, by which it is [taken](Conversations::direct_taken).
    pub digest: [u8; 32],
    /// In which conversation.
    pub conversation: ConversationId,
    /// Who sent it.
    pub from: Member,
    /// Whether that device has answered a challenge of ours.
    pub authenticated: bool,
    /// What it says.
    pub message: Message,
}

impl<C: Certificates> Conversations<C> {
    /// Begins a conversation of two people with the devices of these key packages: all of the other
    /// person, and one's own other ones. It has no name.
    ///
    /// # Errors
    /// As [`create`](Self::create); [`Error::NobodyMeant`] without a key package;
    /// [`Refusal::ThirdPerson`](crate::Refusal::ThirdPerson) if they belong to more people.
    pub fn create_pair(&mut self, packages: &[Vec<u8>], now: Moment) -> Result<ConversationId> {
        if packages.is_empty() {
            return Err(Error::NobodyMeant);
        }
        self.step(|step| step.begin(None, packages, now))
    }

    /// All conversations of two people, the lesser identifiers first. Where two people have begun
    /// one each at the same time, they write in the first that both are in.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn pairs(&mut self) -> Result<Vec<ConversationId>> {
        self.step(|step| step.pairs())
    }

    /// How a conversation of two stands; none if it is not one.
    ///
    /// # Errors
    /// [`Error::UnknownConversation`].
    pub fn pair(&mut self, id: &ConversationId) -> Result<Option<Pair>> {
        self.step(|step| step.pair(id))
    }

    /// Seals a message, which the caller puts on IPFS and announces to its recipient. Sealed once:
    /// what gets lost on its way is said again.
    ///
    /// Whether all who are to read it are in the conversation, and nobody else, is for the caller
    /// to see to. `lifetime` is for how many milliseconds they are to keep it; for good without one.
    ///
    /// # Errors
    /// [`Error::NotFinal`] for some seconds after a change; [`Error::NotOfTwo`];
    /// [`Error::BelongsInLog`]; [`Error::NotMember`]; [`Error::TooLong`].
    pub fn seal_direct(
        &mut self,
        id: &ConversationId,
        body: Body,
        lifetime: Option<u64>,
        now: Moment,
    ) -> Result<(MessageId, Vec<u8>)> {
        self.step(|step| step.seal_direct(id, body, lifetime, now))
    }

    /// Opens a content that somebody has announced, in a block of this time. Its key is gone then;
    /// so the message is kept, and given again, until it is [taken](Self::direct_taken).
    ///
    /// That its sender is who announced it is for the caller to see to.
    ///
    /// # Errors
    /// [`Error::UnknownEpoch`] where it may be that the log has to be read first, or an invitation
    /// be accepted; [`Error::Refused`], with
    /// [`Refusal::KeyGone`](crate::Refusal::KeyGone) for what was taken before;
    /// [`Error::LookUp`].
    pub fn open_direct(&mut self, content: &[u8], at: Moment) -> Result<Direct> {
        self.step(|step| step.open_direct(content, at))
    }

    /// A message is in the caller's hands for good.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn direct_taken(&mut self, digest: &[u8; 32]) -> Result<()> {
        self.step(|step| step.forget_delivered(digest))
    }

    /// Drops the keys of epochs that ended longer ago than a message may wait
    /// ([`WAITING_FOR`](crate::limits::WAITING_FOR)), and messages that nobody has taken since.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn forget_ended(&mut self, now: Moment) -> Result<()> {
        self.step(|step| step.forget_ended(now))
    }
}
