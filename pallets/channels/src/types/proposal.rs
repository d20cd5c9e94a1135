//! Proposals, and votes on them.

use super::{Authority, Policy, ProposalId};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use postern_primitives::BlockNumber;
use scale_info::TypeInfo;

/// What a decision does.
#[derive(
    Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Subject<AccountId> {
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

/// A proposal that is voted on.
///
/// Its electors are those who decided on its subject in the block that opened it, as far as
/// they still do: who comes later has no vote on it, and who leaves is counted no more.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Proposal<AccountId, Balance> {
    /// What it would do.
    pub subject: Subject<AccountId>,
    /// Who opened it.
    pub proposer: AccountId,
    /// What it needs: what the policy asked for in the block that opened it, whatever the
    /// policy has become.
    pub authority: Authority,
    /// The block that opened it.
    pub opened_at: BlockNumber,
    /// The first block in which nobody votes any more.
    pub ends_at: BlockNumber,
    /// The channel's next ticket when it was opened: lower ones have a vote.
    pub ticket: u64,
    /// How many have a vote.
    pub electors: u32,
    /// How many of them agree.
    pub ayes: u32,
    /// How many of them disagree.
    pub nays: u32,
    /// What is held from the proposer.
    pub deposit: Balance,
}

impl<AccountId, Balance> Proposal<AccountId, Balance> {
    /// Whether it has passed (`true`) or can no longer pass (`false`), whoever votes yet.
    pub fn verdict(&self) -> Option<bool> {
        let needed = self.authority.needed(self.electors);
        if self.ayes >= needed {
            return Some(true);
        }
        let can_still_agree = self.electors.saturating_sub(self.nays);
        (can_still_agree < needed).then_some(false)
    }

    /// Counts a vote in.
    pub fn count(&mut self, aye: bool) {
        let tally = self.tally(aye);
        *tally = tally.saturating_add(1);
    }

    /// Counts a vote out that was counted in before.
    pub fn discount(&mut self, aye: bool) {
        let tally = self.tally(aye);
        *tally = tally.saturating_sub(1);
    }

    fn tally(&mut self, aye: bool) -> &mut u32 {
        if aye {
            &mut self.ayes
        } else {
            &mut self.nays
        }
    }
}

/// What a member has said to a proposal.
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
pub struct Vote {
    /// Which proposal.
    pub proposal: ProposalId,
    /// Whether the member agrees.
    pub aye: bool,
}

/// What became of a proposal.
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
pub enum Outcome {
    /// Enough electors agreed, and it is done.
    Passed,
    /// Enough electors agreed, but what it wanted cannot be done any more.
    Void,
    /// Too many electors disagreed.
    Rejected,
    /// Its proposer took it back.
    Withdrawn,
    /// Too few electors voted in time.
    Expired,
}
