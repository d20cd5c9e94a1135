//! Questions about channels.

use super::{ChannelPage, MemberPage, ProposalInfo};
use crate::chain::{
    types::{AccountId, PostPage},
    Chain, ChainError,
};

impl Chain {
    /// Public channels behind a number.
    ///
    /// # Errors
    /// Here and below: when the node cannot be asked.
    pub async fn channels(
        &self,
        after: Option<u32>,
        limit: u32,
    ) -> Result<ChannelPage, ChainError> {
        self.ask("ChannelsApi_channels", (after, limit)).await
    }

    /// Posts of a channel below a number or from the last one on, newest first.
    pub async fn history_back(
        &self,
        channel: u32,
        before: Option<u64>,
        limit: u32,
    ) -> Result<PostPage, ChainError> {
        self.ask("ChannelsApi_history_back", (channel, before, limit))
            .await
    }

    /// Members of a channel behind one of them.
    pub async fn members(
        &self,
        channel: u32,
        after: Option<AccountId>,
        limit: u32,
    ) -> Result<MemberPage, ChainError> {
        self.ask("ChannelsApi_members", (channel, after, limit))
            .await
    }

    /// The open proposals of a channel.
    pub async fn proposals(&self, channel: u32) -> Result<Vec<ProposalInfo>, ChainError> {
        self.ask("ChannelsApi_proposals", channel).await
    }
}
