//! How entries come into a log and leave it, whosever channel it is.

use crate::{
    types::{BalanceOf, ChannelId, Commit, LogState, Post, PostOf, Removal},
    Channels, Config, Error, Event, Expiring, HoldReason, Log, Pallet, PrivateChannels,
};
use frame_support::{
    ensure,
    pallet_prelude::{DispatchError, DispatchResult},
};
use postern_primitives::{
    limits::MAX_CONTENT_SIZE, traits::ContentStore, BlockNumber, Cid, SequenceKey,
};

/// What a new post makes of a log that is too long: at most so many of the oldest go. Two
/// rather than one, so that a log gets shorter after the policy has been changed.
const DISPLACED_AT_ONCE: u32 = 2;

/// What whoever posts says of a new entry.
pub(crate) struct Draft<AccountId> {
    pub(crate) author: Option<AccountId>,
    pub(crate) cid: Cid,
    pub(crate) size: u64,
    pub(crate) commit: Option<Commit>,
    pub(crate) retraction: Option<[u8; 32]>,
}

impl<T: Config> Pallet<T> {
    /// Adds an entry to the end of a log; says which number it has. The caller stores `log`.
    pub(crate) fn append(
        channel: ChannelId,
        log: &mut LogState,
        retention: BlockNumber,
        draft: Draft<T::AccountId>,
    ) -> Result<u64, DispatchError> {
        ensure!(draft.size > 0, Error::<T>::ContentEmpty);
        ensure!(draft.size <= MAX_CONTENT_SIZE, Error::<T>::ContentTooLarge);
        let sequence_number = log.next;
        log.next = sequence_number
            .checked_add(1)
            .ok_or(Error::<T>::TooManyPosts)?;
        log.count = log.count.checked_add(1).ok_or(Error::<T>::TooManyPosts)?;

        let post = Self::post_of(draft, retention)?;
        Self::hold_for_post(channel, &post)?;
        T::Content::retain(post.cid, post.size).map_err(Error::<T>::from)?;
        Expiring::<T>::insert(post.expires_at, (channel, sequence_number), ());
        Log::<T>::insert(channel, SequenceKey::from(sequence_number), post);
        Ok(sequence_number)
    }

    /// Takes the oldest entries out of a log that has more than `most`. The caller stores `log`.
    pub(crate) fn displace(channel: ChannelId, log: &mut LogState, most: u32) {
        for _ in 0..DISPLACED_AT_ONCE {
            if log.count <= most {
                return;
            }
            let Some((sequence_number, post)) = Self::posts_from(channel, log.first).next() else {
                return;
            };
            Self::take_out(channel, sequence_number, post, Removal::Displaced);
            log.count = log.count.saturating_sub(1);
            log.first = sequence_number.saturating_add(1);
        }
    }

    /// Takes an entry out of the log. The caller counts it out.
    pub(crate) fn take_out(
        channel: ChannelId,
        sequence_number: u64,
        post: PostOf<T>,
        removal: Removal,
    ) {
        let payer = Self::payer(channel, &post);
        Self::give_back(HoldReason::Post, &payer, post.deposit);
        T::Content::release(&post.cid);
        Expiring::<T>::remove(post.expires_at, (channel, sequence_number));
        Log::<T>::remove(channel, SequenceKey::from(sequence_number));
        Self::deposit_event(Event::PostRemoved {
            channel,
            sequence_number,
            cid: post.cid,
            removal,
        });
    }

    /// As [`Self::take_out`], and counts it out of its channel, if that is still open.
    pub(crate) fn drop_post(
        channel: ChannelId,
        sequence_number: u64,
        post: PostOf<T>,
        removal: Removal,
    ) {
        let was_commit = post.commit.is_some();
        Self::take_out(channel, sequence_number, post, removal);
        let leave = |log: &mut LogState| log.count = log.count.saturating_sub(1);
        let counted = Channels::<T>::mutate_extant(channel, |public| {
            leave(&mut public.log);
            true
        });
        if !counted {
            PrivateChannels::<T>::mutate_extant(channel, |private| {
                leave(&mut private.log);
                private.commits = private.commits.saturating_sub(was_commit.into());
            });
        }
    }

    /// The entries of a log from a number on, in their order, expired ones included.
    pub(crate) fn posts_from(
        channel: ChannelId,
        from: u64,
    ) -> impl Iterator<Item = (u64, PostOf<T>)> {
        let found = match from.checked_sub(1) {
            // The iterator goes on behind the key that it is given.
            Some(before) => {
                let key = Log::<T>::hashed_key_for(channel, SequenceKey::from(before));
                Log::<T>::iter_prefix_from(channel, key)
            }
            None => Log::<T>::iter_prefix(channel),
        };
        found.map(|(key, post)| (key.into(), post))
    }

    /// The entry with a number, if it is kept still.
    pub(crate) fn live_post(channel: ChannelId, sequence_number: u64) -> Option<PostOf<T>> {
        Log::<T>::get(channel, SequenceKey::from(sequence_number))
            .filter(|post| post.is_live(Self::now()))
    }

    fn post_of(
        draft: Draft<T::AccountId>,
        retention: BlockNumber,
    ) -> Result<PostOf<T>, DispatchError> {
        let now = Self::now();
        Ok(Post {
            author: draft.author,
            cid: draft.cid,
            size: draft.size,
            posted_at: now,
            expires_at: now.saturating_add(retention),
            commit: draft.commit,
            retraction: draft.retraction,
            deposit: Self::post_deposit(draft.size)?,
        })
    }

    fn hold_for_post(channel: ChannelId, post: &PostOf<T>) -> DispatchResult {
        let held = Self::hold(HoldReason::Post, &Self::payer(channel, post), post.deposit);
        match &post.author {
            Some(_) => held,
            None => held.map_err(Self::as_purse_empty),
        }
    }

    /// Whose deposit is held for an entry.
    fn payer(channel: ChannelId, post: &Post<T::AccountId, BalanceOf<T>>) -> T::AccountId {
        match &post.author {
            Some(author) => author.clone(),
            None => Self::purse(channel),
        }
    }
}
