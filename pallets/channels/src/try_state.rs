//! What must hold between the storage items, whatever calls were made.

use crate::{
    types::{BalanceOf, Channel, ChannelId},
    Channels, Config, HoldReason, Log, Members, Names, NextChannel, Pallet,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::InspectHold};
use sp_runtime::{
    traits::{CheckedAdd, Zero},
    TryRuntimeError,
};

/// What each account should have on hold, for one reason.
type Sums<T> = BTreeMap<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

impl<T: Config> Pallet<T> {
    /// Checks every invariant of the pallet.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        for (id, channel) in Channels::<T>::iter() {
            Self::try_channel(id, &channel)?;
        }
        for (name, id) in Names::<T>::iter() {
            ensure!(
                Channels::<T>::get(id).is_some_and(|channel| channel.name == name),
                "a name points to a channel of another name"
            );
        }
        Self::try_no_orphans()?;
        Self::try_holds()
    }

    /// A channel is found by its name, counts its members and numbers its posts rightly, and
    /// has its owner in it.
    fn try_channel(
        id: ChannelId,
        channel: &Channel<T::AccountId, BalanceOf<T>>,
    ) -> Result<(), TryRuntimeError> {
        ensure!(
            id < NextChannel::<T>::get(),
            "a channel's number may be given away again"
        );
        ensure!(
            Names::<T>::get(&channel.name) == Some(id),
            "a channel is not found by its name"
        );
        ensure!(
            Self::is_member(id, &channel.owner),
            "a channel's owner is not a member"
        );
        ensure!(
            Members::<T>::iter_key_prefix(id).count() == channel.members as usize,
            "a channel miscounts its members"
        );
        let mut numbers: alloc::vec::Vec<u64> = Log::<T>::iter_key_prefix(id).collect();
        numbers.sort_unstable();
        ensure!(
            numbers.into_iter().eq(0..channel.next),
            "a channel's posts have gaps"
        );
        Ok(())
    }

    fn try_no_orphans() -> Result<(), TryRuntimeError> {
        ensure!(
            Members::<T>::iter_keys().all(|(id, _)| Channels::<T>::contains_key(id)),
            "a membership belongs to no channel"
        );
        ensure!(
            Log::<T>::iter_keys().all(|(id, _)| Channels::<T>::contains_key(id)),
            "a post belongs to no channel"
        );
        Ok(())
    }

    /// What is recorded as held is held.
    fn try_holds() -> Result<(), TryRuntimeError> {
        let channels = Channels::<T>::iter_values().map(|channel| (channel.owner, channel.deposit));
        Self::try_held(HoldReason::Channel, channels)?;
        let members = Members::<T>::iter().map(|(_, account, member)| (account, member.deposit));
        Self::try_held(HoldReason::Membership, members)?;
        let posts = Log::<T>::iter_values().map(|post| (post.author, post.deposit));
        Self::try_held(HoldReason::Post, posts)
    }

    fn try_held(
        reason: HoldReason,
        deposits: impl Iterator<Item = (T::AccountId, BalanceOf<T>)>,
    ) -> Result<(), TryRuntimeError> {
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
