//! What others may ask: the runtime API's answers.

use crate::{
    types::{ChannelId, ChannelInfo, PostPage},
    Channels, Config, Log, Members, Names, Pallet,
};
use alloc::vec::Vec;
use postern_primitives::{limits, Handle};

impl<T: Config> Pallet<T> {
    /// The channel with a number, if it is open.
    pub fn channel(id: ChannelId) -> Option<ChannelInfo<T::AccountId>> {
        Channels::<T>::get(id).map(|channel| channel.into_info(id))
    }

    /// The channel behind a name; none if the name breaks the rules of names.
    pub fn channel_by_name(name: &[u8]) -> Option<ChannelInfo<T::AccountId>> {
        let name = Handle::parse(name).ok()?;
        Self::channel(Names::<T>::get(name)?)
    }

    /// At most `limit` posts of a channel, and never more than
    /// [`MAX_PAGE`](limits::MAX_PAGE), oldest first, from the number `from` on.
    ///
    /// A channel that does not exist has no posts.
    pub fn history(id: ChannelId, from: u64, limit: u32) -> PostPage<T::AccountId> {
        let end = Channels::<T>::get(id).map_or(0, |channel| channel.next);
        let limit = u64::from(limit.min(limits::MAX_PAGE));
        let stop = from.saturating_add(limit).min(end);
        let posts: Vec<_> = (from..stop)
            .filter_map(|number| Some(Log::<T>::get(id, number)?.into_info(number)))
            .collect();
        // An empty range where `from` lies behind the end: there is no next page either.
        let next = (from < end && stop < end).then_some(stop);
        PostPage { posts, next }
    }

    /// Whether an account may post to a channel.
    pub fn is_member(id: ChannelId, account: &T::AccountId) -> bool {
        Members::<T>::contains_key(id, account)
    }
}
