//! Votes, and what becomes of them when a member goes.

use crate::{
    types::{BalanceOf, ChannelId, Membership, PerProposal, ProposalId, Vote},
    Config, Error, Event, Members, Pallet, Proposals, Votes,
};
use frame_support::{ensure, pallet_prelude::DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_vote(
        account: &T::AccountId,
        id: ChannelId,
        number: ProposalId,
        aye: bool,
    ) -> DispatchResult {
        let channel = Self::open(id)?;
        let mut proposal = Self::proposed(id, number)?;
        ensure!(Self::now() < proposal.ends_at, Error::<T>::VotingEnded);
        let member = Members::<T>::get(id, account).ok_or(Error::<T>::NotMember)?;
        ensure!(member.votes_on(&proposal), Error::<T>::NotElector);

        let mut votes = Votes::<T>::get(id, account);
        // What is left is one for each open proposal, so there is room for one more.
        votes.retain(|vote| channel.open.contains(&vote.proposal));
        if let Some(before) = take(&mut votes, number) {
            ensure!(before != aye, Error::<T>::AlreadyVoted);
            proposal.discount(before);
        }
        let vote = Vote {
            proposal: number,
            aye,
        };
        votes
            .try_push(vote)
            .map_err(|_| Error::<T>::TooManyProposals)?;
        proposal.count(aye);

        Votes::<T>::insert(id, account, votes);
        Self::deposit_event(Event::Voted {
            channel: id,
            proposal: number,
            account: account.clone(),
            aye,
            ayes: proposal.ayes,
            nays: proposal.nays,
        });
        Proposals::<T>::insert(id, number, proposal);
        Ok(())
    }

    /// Counts a member out of the open proposals on which they have a vote no more, now that
    /// they are what `after` says.
    pub(crate) fn strike(
        id: ChannelId,
        open: &[ProposalId],
        account: &T::AccountId,
        before: &Membership<BalanceOf<T>>,
        after: Option<&Membership<BalanceOf<T>>>,
    ) {
        let mut votes = Votes::<T>::get(id, account);
        for number in open {
            let Some(mut proposal) = Proposals::<T>::get(id, number) else {
                continue;
            };
            let stays = after.is_some_and(|member| member.votes_on(&proposal));
            if stays || !before.votes_on(&proposal) {
                continue;
            }
            proposal.electors = proposal.electors.saturating_sub(1);
            if let Some(aye) = take(&mut votes, *number) {
                proposal.discount(aye);
            }
            Proposals::<T>::insert(id, number, proposal);
        }
        if after.is_none() || votes.is_empty() {
            Votes::<T>::remove(id, account);
        } else {
            Votes::<T>::insert(id, account, votes);
        }
    }
}

/// Takes the vote on a proposal out; says what it was.
fn take(votes: &mut PerProposal<Vote>, number: ProposalId) -> Option<bool> {
    let at = votes.iter().position(|vote| vote.proposal == number)?;
    Some(votes.remove(at).aye)
}
