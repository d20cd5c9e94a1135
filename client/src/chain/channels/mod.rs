//! What channels are made of, as the chain encodes it.

mod calls;
mod private;
mod queries;

pub use private::{GroupProof, PrivateChannelInfo, NONCES};

use super::types::AccountId;
use codec::{Decode, Encode};
use postern_primitives::BlockNumber;
use serde::Serialize;

/// The rules of a channel.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum JoinRule {
    /// Everybody.
    Anyone,
    /// Whom a moderator has invited.
    Invited,
    /// Whom those have admitted who decide on members.
    Vote,
}

/// Who may post to a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum PostRule {
    /// The members.
    Members,
    /// The moderators alone.
    Moderators,
    /// The members, and whoever else is registered.
    Registered,
}

/// How much of a channel's log is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize)]
pub struct Retention {
    /// How many posts.
    pub posts: u32,
    /// For how many blocks each.
    pub blocks: BlockNumber,
}

/// What a decision needs, by what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize)]
pub struct Decisions {
    /// Admitting and removing members.
    pub members: Authority,
    /// Appointing and dismissing moderators.
    pub moderators: Authority,
    /// Changing the policy, and closing the channel.
    pub policy: Authority,
}

/// Who decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
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

/// What a decision does.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Subject {
    /// Somebody may join.
    Admit(AccountId),
    /// A member is one no more.
    Remove(AccountId),
    /// A member becomes a moderator.
    Appoint(AccountId),
    /// A moderator becomes an ordinary member.
    Dismiss(AccountId),
    /// The channel gets other rules.
    Policy(Policy),
    /// The channel is closed.
    Close,
}

/// An open proposal.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ProposalInfo {
    /// Its number in its channel.
    pub id: u32,
    /// What it would do.
    pub subject: Subject,
    /// Who opened it.
    pub proposer: AccountId,
    /// What it needs.
    pub authority: Authority,
    /// The block that opened it.
    pub opened_at: BlockNumber,
    /// The first block in which nobody votes any more.
    pub ends_at: BlockNumber,
    /// How many have a vote.
    pub electors: u32,
    /// How many of them have to agree.
    pub needed: u32,
    /// How many agree.
    pub ayes: u32,
    /// How many disagree.
    pub nays: u32,
    /// Whether it has passed, or can no longer pass; none while that is open.
    pub verdict: Option<bool>,
}

/// A member.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct MemberInfo {
    /// Who it is.
    pub account: AccountId,
    /// The block in which the member joined.
    pub joined_at: BlockNumber,
    /// Whether the member is a moderator.
    pub moderator: bool,
}

/// Some members of a channel.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct MemberPage {
    /// The members, in no particular order.
    pub members: Vec<MemberInfo>,
    /// What to ask for the next page, if there is more.
    pub next: Option<AccountId>,
}

/// Some of the public channels.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ChannelPage {
    /// The channels, in no particular order.
    pub channels: Vec<super::types::ChannelInfo>,
    /// What to ask for the next page, if there is more.
    pub next: Option<u32>,
}
