//! What must hold between the storage items, whatever calls were made.

use crate::{
    types::{BalanceOf, ChannelId, ChannelOf, LogState, ProposalId, ProposalOf},
    Channels, Closing, Config, Expiring, HoldReason, Invitations, Log, Members, Names, NextChannel,
    Pallet, PrivateChannels, Proposals, SweptTo, Votes,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{
    ensure,
    traits::fungible::{Inspect, InspectHold},
};
use postern_primitives::SequenceKey;
use sp_runtime::{
    traits::{CheckedAdd, Zero},
    TryRuntimeError,
};

/// What each account should have on hold, for one reason.
type Sums<T> = BTreeMap<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

type Verdict = Result<(), TryRuntimeError>;

impl<T: Config> Pallet<T> {
    /// Checks every invariant of the pallet.
    pub(crate) fn do_try_state() -> Verdict {
        for (id, channel) in Channels::<T>::iter() {
            Self::try_public(id, &channel)?;
        }
        for id in PrivateChannels::<T>::iter_keys() {
            Self::try_private(id)?;
        }
        for (name, id) in Names::<T>::iter() {
            ensure!(
                Channels::<T>::get(id).is_some_and(|channel| channel.name == name),
                "a name points to a channel of another name"
            );
        }
        let number_is_free = |id| id < NextChannel::<T>::get() && !Self::is_open(id);
        ensure!(
            Closing::<T>::iter_keys().all(number_is_free),
            "a channel that is open is being cleared"
        );
        Self::try_no_orphans()?;
        Self::try_expiry()?;
        Self::try_holds()
    }

    /// A channel is found by its name, counts its members rightly, and has its owner in it.
    fn try_public(id: ChannelId, channel: &ChannelOf<T>) -> Verdict {
        ensure!(
            id < NextChannel::<T>::get(),
            "a channel's number may be given away again"
        );
        ensure!(
            Names::<T>::get(&channel.name) == Some(id),
            "a channel is not found by its name"
        );
        ensure!(
            Self::is_moderator(id, &channel.owner),
            "a channel's owner is not a moderator"
        );
        let members: Vec<_> = Members::<T>::iter_prefix_values(id).collect();
        ensure!(
            members.len() == channel.members as usize,
            "a channel miscounts its members"
        );
        let mut tickets: Vec<_> = members
            .iter()
            .filter_map(|member| member.moderator)
            .collect();
        ensure!(
            tickets.len() == channel.moderators as usize,
            "a channel miscounts its moderators"
        );
        tickets.extend(members.iter().map(|member| member.ticket));
        let drawn = tickets.len();
        tickets.sort_unstable();
        tickets.dedup();
        ensure!(
            tickets.len() == drawn && tickets.iter().all(|ticket| *ticket < channel.next_ticket),
            "a ticket was drawn twice, or is to be drawn yet"
        );
        Self::try_log(id, &channel.log, false)?;
        Self::try_proposals(id, channel)
    }

    /// A private channel numbers its posts rightly, and its purse lives.
    fn try_private(id: ChannelId) -> Verdict {
        let Some(channel) = PrivateChannels::<T>::get(id) else {
            return Err("a channel's number may be given away again".into());
        };
        ensure!(
            id < NextChannel::<T>::get() && !Channels::<T>::contains_key(id),
            "a channel's number may be given away again"
        );
        Self::try_log(id, &channel.log, true)?;
        let commits = Log::<T>::iter_prefix_values(id).filter(|post| post.commit.is_some());
        ensure!(
            commits.count() == channel.commits as usize,
            "a private channel miscounts its commits"
        );
        ensure!(
            T::Currency::total_balance(&Self::purse(id)) >= T::Currency::minimum_balance(),
            "a private channel has no purse"
        );
        Ok(())
    }

    fn try_log(id: ChannelId, log: &LogState, private: bool) -> Verdict {
        let posts: Vec<_> = Self::posts_from(id, 0).collect();
        ensure!(
            posts.len() == log.count as usize,
            "a channel miscounts its posts"
        );
        ensure!(
            posts
                .iter()
                .all(|(number, _)| (log.first..log.next).contains(number)),
            "a post is outside of its log"
        );
        ensure!(
            posts
                .iter()
                .all(|(_, post)| post.author.is_none() == private),
            "a post shows an author where there is none, or none where there is one"
        );
        Ok(())
    }

    fn try_proposals(id: ChannelId, channel: &ChannelOf<T>) -> Verdict {
        let mut stored: Vec<_> = Proposals::<T>::iter_prefix(id).collect();
        stored.sort_unstable_by_key(|(number, _)| *number);
        ensure!(
            stored
                .iter()
                .map(|(number, _)| number)
                .eq(channel.open.iter()),
            "a channel does not list its open proposals"
        );
        for (number, proposal) in stored {
            ensure!(
                number < channel.next_proposal && proposal.ticket <= channel.next_ticket,
                "a proposal is newer than its channel"
            );
            Self::try_tally(id, number, &proposal)?;
        }
        Ok(())
    }

    fn try_tally(id: ChannelId, number: ProposalId, proposal: &ProposalOf<T>) -> Verdict {
        let electors: Vec<_> = Members::<T>::iter_prefix(id)
            .filter(|(_, member)| member.votes_on(proposal))
            .map(|(account, _)| account)
            .collect();
        ensure!(
            electors.len() == proposal.electors as usize,
            "a proposal miscounts its electors"
        );
        let votes: Vec<_> = Votes::<T>::iter_prefix(id)
            .flat_map(|(account, votes)| votes.into_iter().map(move |vote| (account.clone(), vote)))
            .filter(|(_, vote)| vote.proposal == number)
            .collect();
        ensure!(
            votes.iter().all(|(account, _)| electors.contains(account)),
            "somebody voted who is no elector"
        );
        let ayes = votes.iter().filter(|(_, vote)| vote.aye).count();
        ensure!(
            (ayes, votes.len() - ayes) == (proposal.ayes as usize, proposal.nays as usize),
            "a proposal miscounts its votes"
        );
        Ok(())
    }

    fn is_open(id: ChannelId) -> bool {
        Channels::<T>::contains_key(id) || PrivateChannels::<T>::contains_key(id)
    }

    fn try_no_orphans() -> Verdict {
        let exists = |id| Channels::<T>::contains_key(id) || Closing::<T>::contains_key(id);
        ensure!(
            Members::<T>::iter_keys().all(|(id, _)| exists(id)),
            "a membership belongs to no channel"
        );
        ensure!(
            Invitations::<T>::iter_keys().all(|(id, _)| exists(id)),
            "an invitation belongs to no channel"
        );
        ensure!(
            Proposals::<T>::iter_keys().all(|(id, _)| exists(id)),
            "a proposal belongs to no channel"
        );
        ensure!(
            Votes::<T>::iter_keys().all(|(id, account)| Self::is_member(id, &account)),
            "a vote belongs to no member"
        );
        ensure!(
            Log::<T>::iter_keys()
                .all(|(id, _)| exists(id) || PrivateChannels::<T>::contains_key(id)),
            "a post belongs to no channel"
        );
        Ok(())
    }

    /// Every post stands under the block in which it expires, which has not been worked off.
    fn try_expiry() -> Verdict {
        for (id, number, post) in Log::<T>::iter() {
            let number = u64::from(number);
            ensure!(
                Expiring::<T>::contains_key(post.expires_at, (id, number)),
                "a post would never expire"
            );
            ensure!(
                post.expires_at > SweptTo::<T>::get(),
                "a post has been forgotten by the sweep"
            );
        }
        for (block, (id, number)) in Expiring::<T>::iter_keys() {
            let post = Log::<T>::get(id, SequenceKey::from(number));
            ensure!(
                post.is_some_and(|post| post.expires_at == block),
                "a post is to expire that is not there"
            );
        }
        Ok(())
    }

    /// What is recorded as held is held.
    fn try_holds() -> Verdict {
        let public = Channels::<T>::iter_values().map(|channel| (channel.owner, channel.deposit));
        let private =
            PrivateChannels::<T>::iter().map(|(id, channel)| (Self::purse(id), channel.deposit));
        Self::try_held(HoldReason::Channel, public.chain(private))?;
        let members = Members::<T>::iter().map(|(_, account, member)| (account, member.deposit));
        Self::try_held(HoldReason::Membership, members)?;
        let invitations = Invitations::<T>::iter_values()
            .map(|invitation| (invitation.inviter, invitation.deposit));
        Self::try_held(HoldReason::Invitation, invitations)?;
        let proposals =
            Proposals::<T>::iter_values().map(|proposal| (proposal.proposer, proposal.deposit));
        Self::try_held(HoldReason::Proposal, proposals)?;
        let posts = Log::<T>::iter().map(|(id, _, post)| {
            let payer = post.author.unwrap_or_else(|| Self::purse(id));
            (payer, post.deposit)
        });
        Self::try_held(HoldReason::Post, posts)
    }

    fn try_held(
        reason: HoldReason,
        deposits: impl Iterator<Item = (T::AccountId, BalanceOf<T>)>,
    ) -> Verdict {
        let mut sums = Sums::<T>::new();
        for (account, deposit) in deposits {
            let sum = sums.entry(account).or_insert_with(Zero::zero);
            *sum = sum.checked_add(&deposit).ok_or("deposits overflow")?;
        }
        let reason = reason.into();
        for (account, sum) in sums {
            ensure!(
                T::Currency::balance_on_hold(&reason, &account) == sum,
                "what is held differs from what is recorded"
            );
        }
        Ok(())
    }
}
