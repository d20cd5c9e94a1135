//! What clients ask a node about channels.

use crate::types::{
    ChannelId, ChannelInfo, ChannelPage, InvitationInfo, MemberInfo, MemberPage, PostInfo,
    PostPage, PrivateChannelInfo, ProposalInfo, Vote,
};
use alloc::vec::Vec;
use codec::Codec;

sp_api::decl_runtime_apis! {
    /// Channels, their members and their posts. A page never has more than 512 items, whatever
    /// its `limit`.
    #[api_version(1)]
    pub trait ChannelsApi<AccountId, Balance>
    where
        AccountId: Codec,
        Balance: Codec,
    {
        /// The public channel with a number, if it is open.
        fn channel(id: ChannelId) -> Option<ChannelInfo<AccountId>>;

        /// The public channel behind a name; none if the name breaks the rules of names.
        fn channel_by_name(name: Vec<u8>) -> Option<ChannelInfo<AccountId>>;

        /// At most `limit` public channels, behind the one with the number `after`.
        fn channels(after: Option<ChannelId>, limit: u32) -> ChannelPage<AccountId>;

        /// At most `limit` posts of a channel, oldest first, from the number `from` on.
        fn history(id: ChannelId, from: u64, limit: u32) -> PostPage<AccountId>;

        /// Posts of a channel, newest first, below the number `before` or from the last one
        /// on. Looks at `limit` numbers.
        fn history_back(id: ChannelId, before: Option<u64>, limit: u32) -> PostPage<AccountId>;

        /// One post, if it is kept still.
        fn post(id: ChannelId, sequence_number: u64) -> Option<PostInfo<AccountId>>;

        /// What is held for a post whose content takes `size` bytes; none if that is more than
        /// a balance can be.
        fn post_deposit(size: u64) -> Option<Balance>;

        /// Whether an account is a member of a public channel.
        fn is_member(id: ChannelId, account: AccountId) -> bool;

        /// Whether an account may post to a public channel.
        fn can_post(id: ChannelId, account: AccountId) -> bool;

        /// One member of a public channel.
        fn member(id: ChannelId, account: AccountId) -> Option<MemberInfo<AccountId>>;

        /// At most `limit` members of a public channel, behind `after`, who may have left.
        fn members(id: ChannelId, after: Option<AccountId>, limit: u32) -> MemberPage<AccountId>;

        /// The invitation of an account to a public channel, if it was not used.
        fn invitation(id: ChannelId, account: AccountId) -> Option<InvitationInfo<AccountId>>;

        /// The open proposals of a public channel, oldest first; at most 16.
        fn proposals(id: ChannelId) -> Vec<ProposalInfo<AccountId>>;

        /// What a member has said to the open proposals of a public channel.
        fn votes(id: ChannelId, account: AccountId) -> Vec<Vote>;

        /// The private channel with a number, if it is open. Its log is read by `history`.
        fn private_channel(id: ChannelId) -> Option<PrivateChannelInfo<AccountId, Balance>>;
    }
}
