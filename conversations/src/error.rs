//! What can go wrong, as it is told to the user: what happened and what to do next.

use crate::{certificate::CertificateFault, ConversationId, Position};
use codec::{Decode, Encode};
use postern_primitives::{Cid, DeviceId};
use std::fmt;

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a step was not done. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database failed.
    #[error("the database of conversations failed ({0}); try again, and make sure that the disk has room")]
    Database(#[from] rusqlite::Error),
    /// The database was written by another version.
    #[error("the database of conversations has version {found}, this program knows {known}; use the program that wrote it")]
    DatabaseVersion {
        /// Version in the file.
        found: u32,
        /// The version that is known.
        known: u32,
    },
    /// The key does not open what is stored.
    #[error("the database of conversations is of another keystore, or damaged; open it with the keystore that made it")]
    WrongKey,
    /// A stored value cannot be read.
    #[error(
        "the database of conversations is damaged ({0}); restore it from a copy, or join again"
    )]
    Damaged(&'static str),
    /// The operating system has no randomness.
    #[error("the system's random numbers are not available ({0}); try again after a restart")]
    Randomness(String),

    /// No such conversation.
    #[error("there is no conversation {0}")]
    UnknownConversation(ConversationId),
    /// This device is no member any more.
    #[error("this device is not a member of the conversation any more; ask a member to be invited again")]
    NotMember,
    /// This device is a member already.
    #[error("this device is a member of the conversation already")]
    AlreadyMember,
    /// A conversation of more than two people.
    #[error(
        "the conversation {0} is not one of two people, so what is said in it stands in its log"
    )]
    NotOfTwo(ConversationId),
    /// A message that has to have a place in the conversation's order.
    #[error(
        "this belongs in the conversation's log, where all see when it was said; say it there"
    )]
    BelongsInLog,
    /// The group has changed, and the chain could still take that back.
    #[error(
        "the conversation has just changed, and that is not final yet; try again in some seconds"
    )]
    NotFinal,
    /// A message of no epoch that this device knows.
    #[error("the message was sealed in a conversation that this device is not in, or before it came, or so long ago that the keys are gone; accept its sender's invitation, or ask them to send it again")]
    UnknownEpoch,
    /// Nothing to add or remove.
    #[error("none of these devices can be added or removed; look at the members")]
    NobodyMeant,
    /// Something is longer than allowed.
    #[error("the {part} has {found} bytes or items, at most {limit} are allowed")]
    TooLong {
        /// Which part.
        part: &'static str,
        /// Its length.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// Too much waits already.
    #[error("too many {0} wait already; take or send some first")]
    Full(&'static str),

    /// An entry of another log than the one that is read now.
    #[error("the conversation goes on in another channel by now; ask where it is read next")]
    WrongLog,
    /// Another entry stands at this place already.
    #[error("another entry was at position {0} before; report that it was retracted first")]
    Conflict(Position),
    /// What is final does not change.
    #[error("position {0} is final and cannot be retracted; the node that says otherwise is on another chain")]
    AlreadyFinal(Position),
    /// Bytes that do not belong to the CID.
    #[error("the content delivered for {0} is not what it names; fetch it from somebody else")]
    WrongContent(Cid),

    /// Certificates have to be looked up first.
    #[error("certificates of {} devices have to be looked up first", .0.len())]
    LookUp(Vec<DeviceId>),
    /// What came in is not believed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// MLS could not do it.
    #[error("the conversation's keys could not be worked with ({0}); this is a defect, please report it")]
    Mls(String),
}

impl From<CertificateFault> for Error {
    fn from(fault: CertificateFault) -> Self {
        Self::Refused(fault.into())
    }
}

impl Error {
    /// For `map_err` on what MLS does with our own state and should not fail at.
    pub(crate) fn mls(error: impl std::fmt::Display) -> Self {
        Self::Mls(error.to_string())
    }
}

/// Why something that came in is not believed. Final: trying again does not help.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Encode, Decode)]
pub enum Refusal {
    /// Not of the expected form.
    #[error("the {0} cannot be read; it was damaged or made by something else")]
    Malformed(Part),
    /// A later version of the format.
    #[error("the {0} has version {1}, which this program does not know; use a newer one")]
    UnknownVersion(Part, u8),
    /// Other algorithms.
    #[error(
        "the {0} uses cipher suite {1:#06x}, which this program does not know; use a newer one"
    )]
    UnknownSuite(Part, u16),
    /// It does not decrypt, or its signature or its place in the group's history is wrong.
    #[error("it was not made by a member for this epoch, or was changed on its way")]
    NotAuthentic,
    /// A key package whose time is over.
    #[error("the key package of device {0} has expired; ask its owner for a new one")]
    KeyPackageExpired(DeviceId),
    /// An invitation that no key package of this device opens.
    #[error("the invitation is not for this device, or was used before")]
    NotForThisDevice,
    /// A commit that does what commits of Postern do not do.
    #[error("the commit changes more than members and keys; it is ignored")]
    ForbiddenCommit,
    /// A commit that opens a channel under another key than the group's.
    #[error("the commit opens a channel that is not the group's; it is ignored")]
    WrongSuccessor,
    /// A commit that changes who a leaf belongs to.
    #[error("the commit puts device {0} in the place of another one; it is ignored")]
    LeafTaken(DeviceId),
    /// More devices than a conversation has room for.
    #[error("the conversation would have {0} devices, more than it has room for")]
    TooManyDevices(u32),
    /// The certificate does not hold.
    #[error(transparent)]
    Certificate(#[from] CertificateFault),
    /// The answer is to a challenge that was not given, or to one that is answered already.
    #[error("the answer of device {0} is to a challenge that is not open; it was replayed, or came twice")]
    ChallengeNotOpen(DeviceId),
    /// The signature over a challenge does not hold.
    #[error("device {0} did not sign the challenge as it was given; do not trust it")]
    ChallengeNotSigned(DeviceId),
    /// The certificate named in the handshake is not the one that the chain has.
    #[error("device {0} named another certificate than the chain has; do not trust it")]
    CertificateChanged(DeviceId),
    /// The key of a message is gone.
    #[error("its key is gone: it was read before, or too many later ones of its sender were; ask them to send it again if you miss it")]
    KeyGone,
    /// Somebody else in a conversation of two.
    #[error("a third person was to come into a conversation of two; it is refused")]
    ThirdPerson,
}

/// A part of what is received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Part {
    /// What lies on IPFS for an entry.
    Content,
    /// Who a leaf belongs to.
    Credential,
    /// What a device is added with.
    KeyPackage,
    /// What a device joins with.
    Invitation,
    /// What is inside a post.
    Message,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Content => "content",
            Self::Credential => "credential",
            Self::KeyPackage => "key package",
            Self::Invitation => "invitation",
            Self::Message => "message",
        })
    }
}
