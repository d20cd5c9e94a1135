//! How public channels open and close.

use crate::{
    types::{
        Authority, Channel, ChannelId, ChannelOf, Decisions, JoinRule, LogState, Policy, PostRule,
        Retention,
    },
    Channels, Closing, Config, Error, Event, HoldReason, Names, NextChannel, Pallet,
};
use frame_support::{
    ensure,
    pallet_prelude::{DispatchError, DispatchResult},
    traits::Get,
};
use postern_primitives::{BlockNumber, Handle};
use sp_runtime::traits::{SaturatedConversion, Zero};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_create(
        owner: &T::AccountId,
        name: &[u8],
        policy: Option<Policy>,
    ) -> DispatchResult {
        let name = Handle::parse(name).map_err(Error::<T>::from)?;
        let policy = policy.unwrap_or_else(Self::default_policy);
        Self::ensure_policy(&policy)?;
        ensure!(!Names::<T>::contains_key(&name), Error::<T>::NameTaken);
        let id = Self::take_number()?;
        let deposit = T::ChannelDeposit::get();
        Self::hold(HoldReason::Channel, owner, deposit)?;

        Names::<T>::insert(&name, id);
        let mut channel = Channel {
            name: name.clone(),
            owner: owner.clone(),
            created_at: Self::now(),
            policy,
            members: 0,
            moderators: 0,
            next_ticket: 0,
            log: LogState::default(),
            next_proposal: 0,
            open: Default::default(),
            deposit,
        };
        Self::take_in(id, &mut channel, owner, Zero::zero())?;
        Self::raise(id, &mut channel, owner)?;
        Channels::<T>::insert(id, channel);
        Self::deposit_event(Event::Created {
            channel: id,
            name,
            owner: owner.clone(),
        });
        Ok(())
    }

    /// Takes a channel away for everybody, and leaves what is in it to the sweep.
    pub(crate) fn shut(id: ChannelId, channel: ChannelOf<T>) {
        Self::give_back(HoldReason::Channel, &channel.owner, channel.deposit);
        Names::<T>::remove(&channel.name);
        Channels::<T>::remove(id);
        Closing::<T>::insert(id, ());
        Self::deposit_event(Event::Closed {
            channel: id,
            name: channel.name,
            owner: channel.owner,
        });
    }

    /// The public channel behind a number.
    pub(crate) fn open(id: ChannelId) -> Result<ChannelOf<T>, Error<T>> {
        Channels::<T>::get(id).ok_or(Error::<T>::ChannelNotFound)
    }

    pub(crate) fn now() -> BlockNumber {
        frame_system::Pallet::<T>::block_number().saturated_into()
    }

    pub(crate) fn take_number() -> Result<ChannelId, DispatchError> {
        NextChannel::<T>::try_mutate(|next| {
            let taken = *next;
            *next = taken.checked_add(1).ok_or(Error::<T>::TooManyChannels)?;
            Ok(taken)
        })
    }

    /// The rules of a channel that is opened without any.
    pub fn default_policy() -> Policy {
        Policy {
            join: JoinRule::Anyone,
            post: PostRule::Members,
            retention: Retention {
                posts: T::MaxPosts::get(),
                blocks: T::MaxRetention::get(),
            },
            decisions: Decisions {
                members: Authority::AnyModerator,
                moderators: Authority::Owner,
                policy: Authority::Owner,
            },
        }
    }

    /// Whether the chain allows these rules.
    pub(crate) fn ensure_policy(policy: &Policy) -> Result<(), Error<T>> {
        let Retention { posts, blocks } = policy.retention;
        let posts_fit = (1..=T::MaxPosts::get()).contains(&posts);
        ensure!(posts_fit, Error::<T>::RetentionPosts);
        Self::ensure_retention(blocks)
    }

    pub(crate) fn ensure_retention(blocks: BlockNumber) -> Result<(), Error<T>> {
        let fits = (T::MinRetention::get()..=T::MaxRetention::get()).contains(&blocks);
        ensure!(fits, Error::<T>::RetentionBlocks);
        Ok(())
    }
}
