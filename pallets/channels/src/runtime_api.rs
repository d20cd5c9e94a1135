//! What clients ask a node about channels.

use crate::types::{ChannelId, ChannelInfo, PostPage};
use alloc::vec::Vec;
use codec::Codec;

sp_api::decl_runtime_apis! {
    /// Channels, their members and their posts.
    pub trait ChannelsApi<AccountId>
    where
        AccountId: Codec,
    {
        /// The channel with a number, if it is open.
        fn channel(id: ChannelId) -> Option<ChannelInfo<AccountId>>;

        /// The channel behind a name; none if the name breaks the rules of names.
        fn channel_by_name(name: Vec<u8>) -> Option<ChannelInfo<AccountId>>;

        /// At most `limit` posts of a channel, and never more than 512, oldest first, from the
        /// number `from` on.
        fn history(id: ChannelId, from: u64, limit: u32) -> PostPage<AccountId>;

        /// Whether an account may post to a channel.
        fn is_member(id: ChannelId, account: AccountId) -> bool;
    }
}
