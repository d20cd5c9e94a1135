//! How channels open and close, and how members come and go.

use crate::{
    types::{BalanceOf, Channel, ChannelId, Membership},
    Channels, Config, Error, Event, HoldReason, Members, Names, NextChannel, Pallet,
};
use frame_support::{
    ensure,
    pallet_prelude::{DispatchError, DispatchResult},
    traits::Get,
};
use postern_primitives::{BlockNumber, Handle};
use sp_runtime::{
    traits::{SaturatedConversion, Zero},
    ArithmeticError,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_create(owner: &T::AccountId, name: &[u8]) -> DispatchResult {
        let name = Handle::parse(name).map_err(Error::<T>::from)?;
        ensure!(!Names::<T>::contains_key(&name), Error::<T>::NameTaken);
        let channel = Self::take_number()?;
        let deposit = T::ChannelDeposit::get();
        Self::hold(HoldReason::Channel, owner, deposit)?;

        Names::<T>::insert(&name, channel);
        Channels::<T>::insert(
            channel,
            Channel {
                name: name.clone(),
                owner: owner.clone(),
                created_at: Self::now(),
                members: 1,
                next: 0,
                deposit,
            },
        );
        Self::admit(channel, owner, Zero::zero());
        Self::deposit_event(Event::Created {
            channel,
            name,
            owner: owner.clone(),
        });
        Ok(())
    }

    pub(crate) fn do_join(account: &T::AccountId, channel: ChannelId) -> DispatchResult {
        let mut joined = Self::open(channel)?;
        ensure!(
            !Self::is_member(channel, account),
            Error::<T>::AlreadyMember
        );
        ensure!(
            joined.members < T::MaxMembers::get(),
            Error::<T>::TooManyMembers
        );
        joined.members = joined
            .members
            .checked_add(1)
            .ok_or(ArithmeticError::Overflow)?;
        let deposit = T::MembershipDeposit::get();
        Self::hold(HoldReason::Membership, account, deposit)?;

        Channels::<T>::insert(channel, joined);
        Self::admit(channel, account, deposit);
        Self::deposit_event(Event::Joined {
            channel,
            account: account.clone(),
        });
        Ok(())
    }

    pub(crate) fn do_leave(account: &T::AccountId, channel: ChannelId) -> DispatchResult {
        let left = Self::open(channel)?;
        let membership = Members::<T>::get(channel, account).ok_or(Error::<T>::NotMember)?;
        if left.owner == *account {
            return Self::close(channel, left);
        }
        Self::part(account, channel, left, membership)
    }

    /// The channel behind a number.
    pub(crate) fn open(
        channel: ChannelId,
    ) -> Result<Channel<T::AccountId, BalanceOf<T>>, DispatchError> {
        Channels::<T>::get(channel).ok_or_else(|| Error::<T>::ChannelNotFound.into())
    }

    pub(crate) fn now() -> BlockNumber {
        frame_system::Pallet::<T>::block_number().saturated_into()
    }

    fn take_number() -> Result<ChannelId, DispatchError> {
        NextChannel::<T>::try_mutate(|next| {
            let taken = *next;
            *next = taken.checked_add(1).ok_or(Error::<T>::TooManyChannels)?;
            Ok(taken)
        })
    }

    fn admit(channel: ChannelId, account: &T::AccountId, deposit: BalanceOf<T>) {
        let membership = Membership {
            joined_at: Self::now(),
            deposit,
        };
        Members::<T>::insert(channel, account, membership);
    }

    fn part(
        account: &T::AccountId,
        channel: ChannelId,
        mut left: Channel<T::AccountId, BalanceOf<T>>,
        membership: Membership<BalanceOf<T>>,
    ) -> DispatchResult {
        left.members = left
            .members
            .checked_sub(1)
            .ok_or(ArithmeticError::Underflow)?;
        Self::release(HoldReason::Membership, account, membership.deposit)?;
        Channels::<T>::insert(channel, left);
        Members::<T>::remove(channel, account);
        Self::deposit_event(Event::Left {
            channel,
            account: account.clone(),
        });
        Ok(())
    }

    /// Only an empty channel, which takes a bounded number of removals.
    fn close(channel: ChannelId, closed: Channel<T::AccountId, BalanceOf<T>>) -> DispatchResult {
        ensure!(
            closed.members == 1 && closed.next == 0,
            Error::<T>::OwnerMustStay
        );
        Self::release(HoldReason::Channel, &closed.owner, closed.deposit)?;
        Members::<T>::remove(channel, &closed.owner);
        Names::<T>::remove(&closed.name);
        Channels::<T>::remove(channel);
        Self::deposit_event(Event::Closed {
            channel,
            name: closed.name,
            owner: closed.owner,
        });
        Ok(())
    }
}
