//! Public channels, and who is in them.

use super::{PerProposal, Policy, Proposal, ProposalId};
use codec::{Decode, Encode, MaxEncodedLen};
use postern_primitives::{BlockNumber, Handle};
use scale_info::TypeInfo;

/// Where the log of a channel stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct LogState {
    /// Every post with a number below this one is gone. The post with this very number may be
    /// gone as well: what is taken out of the middle does not move it.
    pub first: u64,
    /// The number of the next post.
    pub next: u64,
    /// How many posts there are, those included that have expired and are not swept yet.
    pub count: u32,
}

/// A public channel.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Channel<AccountId, Balance> {
    /// What the channel is found by.
    pub name: Handle,
    /// Who opened it.
    pub owner: AccountId,
    /// The block in which it was opened.
    pub created_at: BlockNumber,
    /// Its rules.
    pub policy: Policy,
    /// How many members it has, the owner included.
    pub members: u32,
    /// How many of them are moderators, the owner included.
    pub moderators: u32,
    /// The next ticket. Whoever becomes a member or a moderator draws one; a proposal notes
    /// the next one, so whose ticket is lower was there before it.
    pub next_ticket: u64,
    /// Where its log stands.
    pub log: LogState,
    /// The number of the next proposal.
    pub next_proposal: ProposalId,
    /// The proposals that are open.
    pub open: PerProposal<ProposalId>,
    /// What is held from the owner.
    pub deposit: Balance,
}

/// That somebody is a member.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Membership<Balance> {
    /// The block in which the member joined.
    pub joined_at: BlockNumber,
    /// Drawn on joining.
    pub ticket: u64,
    /// Drawn on becoming a moderator; none from those who are not.
    pub moderator: Option<u64>,
    /// What is held from the member. Nothing from the owner, who pays for the channel.
    pub deposit: Balance,
}

impl<Balance> Membership<Balance> {
    /// Whether the member has a vote on a proposal: was already, when it was opened, one of
    /// those who decide.
    pub fn votes_on<A, B>(&self, proposal: &Proposal<A, B>) -> bool {
        use super::Electorate::{Members, Moderators};
        let ticket = match proposal.authority.electorate() {
            Some(Members) => Some(self.ticket),
            Some(Moderators) => self.moderator,
            None => None,
        };
        ticket.is_some_and(|ticket| ticket < proposal.ticket)
    }
}

/// That somebody may join a channel which not everybody may join.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Invitation<AccountId, Balance> {
    /// The moderator who invited, or who proposed what was voted for.
    pub inviter: AccountId,
    /// The block that made it.
    pub invited_at: BlockNumber,
    /// What is held from the inviter until it is used or withdrawn.
    pub deposit: Balance,
}
