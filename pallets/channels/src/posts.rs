//! How a post enters a channel's log.

use crate::{
    types::{ChannelId, Post},
    Channels, Config, Error, Event, HoldReason, Log, Pallet,
};
use frame_support::{ensure, pallet_prelude::DispatchResult};
use postern_primitives::{limits, traits::ContentStore, Cid};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_post(
        author: &T::AccountId,
        channel: ChannelId,
        cid: Cid,
        size: u64,
    ) -> DispatchResult {
        ensure!(size > 0, Error::<T>::ContentEmpty);
        ensure!(
            size <= limits::MAX_CONTENT_SIZE,
            Error::<T>::ContentTooLarge
        );
        let mut target = Self::open(channel)?;
        ensure!(Self::is_member(channel, author), Error::<T>::NotMember);
        let sequence_number = target.next;
        target.next = sequence_number
            .checked_add(1)
            .ok_or(Error::<T>::TooManyPosts)?;

        let deposit = Self::post_deposit(size)?;
        Self::hold(HoldReason::Post, author, deposit)?;
        T::Content::retain(cid, size).map_err(|_| Error::<T>::ContentRefused)?;
        Channels::<T>::insert(channel, target);
        Log::<T>::insert(
            channel,
            sequence_number,
            Post {
                author: author.clone(),
                cid,
                size,
                posted_at: Self::now(),
                deposit,
            },
        );
        Self::deposit_event(Event::Posted {
            channel,
            sequence_number,
            author: author.clone(),
            cid,
            size,
        });
        Ok(())
    }
}
