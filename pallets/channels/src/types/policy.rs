//! The rules of a public channel.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use postern_primitives::BlockNumber;
use scale_info::TypeInfo;

/// The rules of a channel.
#[derive(
    Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Policy {
    /// Who may join.
    pub join: JoinRule,
    /// Who may post.
    pub post: PostRule,
    /// How much of the log is kept.
    pub retention: Retention,
    /// Who decides.
    pub decisions: Decisions,
}

/// Who may join a channel.
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
pub enum JoinRule {
    /// Everybody.
    Anyone,
    /// Whom a moderator has invited.
    Invited,
    /// Whom those have admitted who decide on members.
    Vote,
}

/// Who may post to a channel.
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
pub enum PostRule {
    /// The members.
    Members,
    /// The moderators alone: for announcements.
    Moderators,
    /// The members, and whoever else has an identity with a valid device.
    Registered,
}

/// How much of a channel's log is kept.
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
pub struct Retention {
    /// How many posts. Each new one beyond takes the oldest out.
    pub posts: u32,
    /// For how many blocks each. Decided when it is posted; a change is for later posts.
    pub blocks: BlockNumber,
}

/// What a decision needs, by what it is about.
#[derive(
    Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Decisions {
    /// Admitting and removing members.
    pub members: Authority,
    /// Appointing and dismissing moderators.
    pub moderators: Authority,
    /// Changing the policy, and closing the channel.
    pub policy: Authority,
}

/// Who decides.
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
pub enum Authority {
    /// The owner, at once.
    Owner,
    /// Any one moderator, at once.
    AnyModerator,
    /// More than half of the moderators, by vote.
    ModeratorMajority,
    /// More than half of the members, by vote.
    MemberMajority,
    /// At least two thirds of the members, by vote.
    MemberTwoThirds,
}

/// Who has a vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Electorate {
    /// Every member.
    Members,
    /// Every moderator.
    Moderators,
}

impl Authority {
    /// Who has a vote, if it takes one.
    pub fn electorate(self) -> Option<Electorate> {
        match self {
            Self::Owner | Self::AnyModerator => None,
            Self::ModeratorMajority => Some(Electorate::Moderators),
            Self::MemberMajority | Self::MemberTwoThirds => Some(Electorate::Members),
        }
    }

    /// How many of this many electors have to agree. Never 0.
    pub fn needed(self, electors: u32) -> u32 {
        match self {
            Self::MemberTwoThirds => {
                // Rounded up, without ever being larger than the number itself.
                let third = electors / 3;
                electors.saturating_sub(third).max(1)
            }
            _ => (electors / 2).saturating_add(1),
        }
    }
}
