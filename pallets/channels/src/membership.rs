//! How members and moderators come and go, and who may come.

use crate::{
    types::{BalanceOf, ChannelId, ChannelOf, Invitation, JoinRule, Membership},
    Channels, Config, Error, Event, HoldReason, Invitations, Members, Pallet,
};
use frame_support::{
    ensure,
    pallet_prelude::{DispatchError, DispatchResult},
    traits::Get,
};
use sp_runtime::ArithmeticError;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_join(account: &T::AccountId, id: ChannelId) -> DispatchResult {
        let mut channel = Self::open(id)?;
        ensure!(!Self::is_member(id, account), Error::<T>::AlreadyMember);
        ensure!(
            channel.members < T::MaxMembers::get(),
            Error::<T>::TooManyMembers
        );
        Self::use_invitation(id, &channel, account)?;
        let deposit = T::MembershipDeposit::get();
        Self::hold(HoldReason::Membership, account, deposit)?;
        Self::take_in(id, &mut channel, account, deposit)?;
        Channels::<T>::insert(id, channel);
        Self::deposit_event(Event::Joined {
            channel: id,
            account: account.clone(),
        });
        Ok(())
    }

    pub(crate) fn do_leave(account: &T::AccountId, id: ChannelId) -> DispatchResult {
        let mut channel = Self::open(id)?;
        ensure!(Self::is_member(id, account), Error::<T>::NotMember);
        if channel.owner == *account {
            ensure!(channel.members == 1, Error::<T>::OwnerMustStay);
            Self::shut(id, channel);
            return Ok(());
        }
        Self::let_go(id, &mut channel, account)?;
        Channels::<T>::insert(id, channel);
        Self::deposit_event(Event::Left {
            channel: id,
            account: account.clone(),
        });
        Ok(())
    }

    pub(crate) fn do_uninvite(
        by: &T::AccountId,
        id: ChannelId,
        account: &T::AccountId,
    ) -> DispatchResult {
        Self::open(id)?;
        let invitation =
            Invitations::<T>::get(id, account).ok_or(Error::<T>::InvitationNotFound)?;
        let may = invitation.inviter == *by || account == by || Self::is_moderator(id, by);
        ensure!(may, Error::<T>::NotModerator);
        Self::drop_invitation(id, account, invitation);
        Self::deposit_event(Event::Uninvited {
            channel: id,
            account: account.clone(),
        });
        Ok(())
    }

    /// Lets an account join, at the cost of `inviter`.
    pub(crate) fn admit(
        id: ChannelId,
        account: T::AccountId,
        inviter: &T::AccountId,
    ) -> DispatchResult {
        let deposit = T::MembershipDeposit::get();
        Self::hold(HoldReason::Invitation, inviter, deposit)?;
        let invitation = Invitation {
            inviter: inviter.clone(),
            invited_at: Self::now(),
            deposit,
        };
        Invitations::<T>::insert(id, &account, invitation);
        Self::deposit_event(Event::Invited {
            channel: id,
            account,
            inviter: inviter.clone(),
        });
        Ok(())
    }

    pub(crate) fn drop_invitation(
        id: ChannelId,
        account: &T::AccountId,
        invitation: Invitation<T::AccountId, BalanceOf<T>>,
    ) {
        Self::give_back(
            HoldReason::Invitation,
            &invitation.inviter,
            invitation.deposit,
        );
        Invitations::<T>::remove(id, account);
    }

    /// Makes an account a member. The caller stores `channel`.
    pub(crate) fn take_in(
        id: ChannelId,
        channel: &mut ChannelOf<T>,
        account: &T::AccountId,
        deposit: BalanceOf<T>,
    ) -> DispatchResult {
        let membership = Membership {
            joined_at: Self::now(),
            ticket: Self::draw(channel)?,
            moderator: None,
            deposit,
        };
        channel.members = add_one(channel.members)?;
        Members::<T>::insert(id, account, membership);
        Ok(())
    }

    /// Ends a membership. The caller stores `channel`, and has seen that it is not the
    /// owner's.
    pub(crate) fn let_go(
        id: ChannelId,
        channel: &mut ChannelOf<T>,
        account: &T::AccountId,
    ) -> DispatchResult {
        let membership = Members::<T>::get(id, account).ok_or(Error::<T>::NotMember)?;
        Self::strike(id, &channel.open, account, &membership, None);
        channel.members = take_one(channel.members)?;
        if membership.moderator.is_some() {
            channel.moderators = take_one(channel.moderators)?;
        }
        Self::give_back(HoldReason::Membership, account, membership.deposit);
        Members::<T>::remove(id, account);
        Ok(())
    }

    /// Makes a member a moderator. The caller stores `channel`.
    pub(crate) fn raise(
        id: ChannelId,
        channel: &mut ChannelOf<T>,
        account: &T::AccountId,
    ) -> DispatchResult {
        let mut membership = Members::<T>::get(id, account).ok_or(Error::<T>::NotMember)?;
        membership.moderator = Some(Self::draw(channel)?);
        channel.moderators = add_one(channel.moderators)?;
        Members::<T>::insert(id, account, membership);
        Ok(())
    }

    /// Makes a moderator an ordinary member. The caller stores `channel`, and has seen that
    /// it is not the owner.
    pub(crate) fn lower(
        id: ChannelId,
        channel: &mut ChannelOf<T>,
        account: &T::AccountId,
    ) -> DispatchResult {
        let before = Members::<T>::get(id, account).ok_or(Error::<T>::NotMember)?;
        let mut after = before.clone();
        after.moderator = None;
        Self::strike(id, &channel.open, account, &before, Some(&after));
        channel.moderators = take_one(channel.moderators)?;
        Members::<T>::insert(id, account, after);
        Ok(())
    }

    /// Takes the invitation away that lets an account join, if it takes one.
    fn use_invitation(
        id: ChannelId,
        channel: &ChannelOf<T>,
        account: &T::AccountId,
    ) -> DispatchResult {
        match Invitations::<T>::get(id, account) {
            Some(invitation) => Self::drop_invitation(id, account, invitation),
            None => ensure!(
                channel.policy.join == JoinRule::Anyone,
                Error::<T>::NotInvited
            ),
        }
        Ok(())
    }

    fn draw(channel: &mut ChannelOf<T>) -> Result<u64, DispatchError> {
        let ticket = channel.next_ticket;
        channel.next_ticket = ticket.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        Ok(ticket)
    }
}

fn add_one(count: u32) -> Result<u32, ArithmeticError> {
    count.checked_add(1).ok_or(ArithmeticError::Overflow)
}

fn take_one(count: u32) -> Result<u32, ArithmeticError> {
    count.checked_sub(1).ok_or(ArithmeticError::Underflow)
}
