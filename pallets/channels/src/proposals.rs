//! How proposals open and close.

use crate::{
    types::{
        ChannelId, ChannelOf, Electorate, Outcome, Proposal, ProposalId, ProposalOf, SubjectOf,
    },
    Channels, Config, Error, Event, HoldReason, Pallet, Proposals,
};
use frame_support::{
    ensure, pallet_prelude::DispatchResult, storage::with_storage_layer, traits::Get,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_propose(
        proposer: &T::AccountId,
        id: ChannelId,
        subject: SubjectOf<T>,
    ) -> DispatchResult {
        let mut channel = Self::open(id)?;
        ensure!(Self::is_member(id, proposer), Error::<T>::NotMember);
        Self::ensure_none_open(id, &channel, proposer)?;
        Self::ensure_sensible(id, &channel, &subject)?;
        let number = channel.next_proposal;
        let next = number.checked_add(1).ok_or(Error::<T>::TooManyProposals)?;
        channel.next_proposal = next;
        channel
            .open
            .try_push(number)
            .map_err(|_| Error::<T>::TooManyProposals)?;

        let proposal = Self::draft(&channel, proposer, subject)?;
        Self::hold(HoldReason::Proposal, proposer, proposal.deposit)?;
        Self::deposit_event(Event::Proposed {
            channel: id,
            proposal: number,
            subject: proposal.subject.clone(),
            proposer: proposer.clone(),
            ends_at: proposal.ends_at,
        });
        Channels::<T>::insert(id, channel);
        Proposals::<T>::insert(id, number, proposal);
        Ok(())
    }

    pub(crate) fn do_close_vote(
        by: &T::AccountId,
        id: ChannelId,
        number: ProposalId,
    ) -> DispatchResult {
        let channel = Self::open(id)?;
        let proposal = Self::proposed(id, number)?;
        let outcome = match proposal.verdict() {
            Some(true) => return Self::pass(id, channel, number, proposal),
            Some(false) => Outcome::Rejected,
            None => {
                ensure!(proposal.proposer == *by, Error::<T>::VoteUndecided);
                Outcome::Withdrawn
            }
        };
        Self::end(id, channel, number, &proposal, outcome);
        Ok(())
    }

    pub(crate) fn do_expire(id: ChannelId, number: ProposalId) -> DispatchResult {
        let channel = Self::open(id)?;
        let proposal = Self::proposed(id, number)?;
        ensure!(Self::now() >= proposal.ends_at, Error::<T>::VotingGoesOn);
        ensure!(proposal.verdict().is_none(), Error::<T>::VoteDecided);
        Self::end(id, channel, number, &proposal, Outcome::Expired);
        Ok(())
    }

    /// An open proposal.
    pub(crate) fn proposed(id: ChannelId, number: ProposalId) -> Result<ProposalOf<T>, Error<T>> {
        Proposals::<T>::get(id, number).ok_or(Error::<T>::ProposalNotFound)
    }

    /// Forgets a proposal and gives its deposit back. The caller strikes it off the channel's
    /// list.
    pub(crate) fn drop_proposal(id: ChannelId, number: ProposalId, proposal: &ProposalOf<T>) {
        Self::give_back(HoldReason::Proposal, &proposal.proposer, proposal.deposit);
        Proposals::<T>::remove(id, number);
    }

    /// One member cannot take all the places that a channel has for proposals.
    fn ensure_none_open(
        id: ChannelId,
        channel: &ChannelOf<T>,
        proposer: &T::AccountId,
    ) -> Result<(), Error<T>> {
        let is_theirs = |number: &ProposalId| {
            Proposals::<T>::get(id, number).is_some_and(|open| open.proposer == *proposer)
        };
        ensure!(
            !channel.open.iter().any(is_theirs),
            Error::<T>::AlreadyProposed
        );
        Ok(())
    }

    fn draft(
        channel: &ChannelOf<T>,
        proposer: &T::AccountId,
        subject: SubjectOf<T>,
    ) -> Result<ProposalOf<T>, Error<T>> {
        let authority = Self::authority(channel, &subject);
        let electors = match authority.electorate() {
            Some(Electorate::Members) => channel.members,
            Some(Electorate::Moderators) => channel.moderators,
            None => return Err(Error::<T>::VoteNotNeeded),
        };
        let now = Self::now();
        Ok(Proposal {
            subject,
            proposer: proposer.clone(),
            authority,
            opened_at: now,
            ends_at: now.saturating_add(T::VotingPeriod::get()),
            ticket: channel.next_ticket,
            electors,
            ayes: 0,
            nays: 0,
            deposit: T::ProposalDeposit::get(),
        })
    }

    /// Closes a vote that has passed, whether or not what it wanted can still be done: else
    /// it would stay open for ever.
    fn pass(
        id: ChannelId,
        mut channel: ChannelOf<T>,
        number: ProposalId,
        proposal: ProposalOf<T>,
    ) -> DispatchResult {
        Self::drop_proposal(id, number, &proposal);
        channel.open.retain(|open| *open != number);
        Channels::<T>::insert(id, channel.clone());
        let done = with_storage_layer(|| {
            Self::ensure_sensible(id, &channel, &proposal.subject)?;
            Self::carry_out(id, channel, proposal.subject, &proposal.proposer)
        });
        let outcome = match done {
            Ok(()) => Outcome::Passed,
            Err(_) => Outcome::Void,
        };
        Self::announce(id, number, outcome);
        Ok(())
    }

    /// Closes a vote that has not passed.
    fn end(
        id: ChannelId,
        mut channel: ChannelOf<T>,
        number: ProposalId,
        proposal: &ProposalOf<T>,
        outcome: Outcome,
    ) {
        Self::drop_proposal(id, number, proposal);
        channel.open.retain(|open| *open != number);
        Channels::<T>::insert(id, channel);
        Self::announce(id, number, outcome);
    }

    fn announce(id: ChannelId, number: ProposalId, outcome: Outcome) {
        Self::deposit_event(Event::VoteClosed {
            channel: id,
            proposal: number,
            outcome,
        });
    }
}
