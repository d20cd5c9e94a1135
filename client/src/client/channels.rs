//! Public channels: members post, posts are signed by devices, and decisions are taken.

use super::{
    reading::{channel_name, find_channel},
    Client,
};
use crate::{
    chain::{
        channels::{ProposalInfo, Subject},
        types::ChannelInfo,
        Call,
    },
    content::{self, Progress},
    sealing, Error, Result,
};
use postern_primitives::Cid;
use std::path::PathBuf;

impl Client {
    /// Finds a channel.
    ///
    /// # Errors
    /// [`Error::UnknownChannel`].
    pub async fn channel(&self, name: &str) -> Result<ChannelInfo> {
        find_channel(&self.chain, name).await
    }

    /// Opens a public channel.
    ///
    /// # Errors
    /// When the name is taken or is none, or the deposit cannot be paid.
    pub async fn create_channel(&self, name: &str) -> Result<ChannelInfo> {
        self.execute(&Call::create_channel(&channel_name(name)?))
            .await?;
        self.channel(name).await
    }

    /// Joins a channel, so as to post to it.
    ///
    /// # Errors
    /// When there is no such channel, it takes an invitation, or the account is in it
    /// already.
    pub async fn join_channel(&self, name: &str) -> Result<ChannelInfo> {
        let channel = self.channel(name).await?;
        self.execute(&Call::join_channel(channel.id)).await?;
        Ok(channel)
    }

    /// Leaves a channel; an owner who is alone in it closes it.
    ///
    /// # Errors
    /// When the account is not in it, or owns it and others are in it.
    pub async fn leave_channel(&self, name: &str) -> Result<ChannelInfo> {
        let channel = self.channel(name).await?;
        self.execute(&Call::leave_channel(channel.id)).await?;
        Ok(channel)
    }

    /// Posts a text for everybody to read, with files for everybody.
    ///
    /// # Errors
    /// [`Error::NothingToSend`]; when a file cannot be read or published, or the account may not
    /// post. Nothing was posted then.
    pub async fn post(
        &self,
        name: &str,
        text: &str,
        files: &[PathBuf],
        progress: &dyn Progress,
    ) -> Result<Cid> {
        if text.is_empty() && files.is_empty() {
            return Err(Error::NothingToSend);
        }
        let channel = self.channel(name).await?;
        let (files, stored) = self.upload_files(files, progress).await?;
        let sent_at = self.chain.moment().await?.max(super::send::local_moment());
        let post = sealing::Post {
            channel: channel.id,
            author: self.account(),
            device: self.device(),
            sent_at,
            text: text.into(),
            files,
        };
        let bytes = sealing::seal_post(&post, self.chain.genesis(), &self.keys.device)?;
        let content = match &stored[..] {
            [] => content::publish_block(&self.ipfs, bytes).await?,
            stored => content::publish_with_files(&self.ipfs, bytes, stored).await?,
        };
        let call = Call::post(channel.id, &content.cid, content.size);
        self.announce(&call, &content.cid).await?;
        Ok(content.cid)
    }

    /// Takes a post back: one's own, or any as a moderator.
    ///
    /// # Errors
    /// When it is gone, or somebody else's and the account is no moderator.
    pub async fn retract_post(&self, name: &str, sequence_number: u64) -> Result<ChannelInfo> {
        let channel = self.channel(name).await?;
        self.execute(&Call::retract_post(channel.id, sequence_number))
            .await?;
        Ok(channel)
    }

    /// Decides at once.
    ///
    /// # Errors
    /// When the channel's policy wants somebody else to decide, or a vote.
    pub async fn decide(&self, name: &str, subject: &Subject) -> Result<ChannelInfo> {
        let channel = self.channel(name).await?;
        self.execute(&Call::decide(channel.id, subject)).await?;
        Ok(channel)
    }

    /// Opens a proposal. Its proposer has not voted by that.
    ///
    /// # Errors
    /// When the account is no member or has another proposal open, or no vote is needed.
    pub async fn propose(&self, name: &str, subject: &Subject) -> Result<ProposalInfo> {
        let channel = self.channel(name).await?;
        self.execute(&Call::propose(channel.id, subject)).await?;
        let mine = self.account();
        let open = self.chain.proposals(channel.id).await?;
        open.into_iter()
            .find(|proposal| proposal.proposer == mine)
            .ok_or(Error::UnknownProposal)
    }

    /// Votes; if that decides it, closes the vote as well. Returns what it looks like before
    /// it is closed.
    ///
    /// # Errors
    /// When the account has no vote on it, has voted so already, or voting is over.
    pub async fn vote(&self, name: &str, proposal: u32, aye: bool) -> Result<ProposalInfo> {
        let channel = self.channel(name).await?;
        self.execute(&Call::vote(channel.id, proposal, aye)).await?;
        let voted = self.proposal(channel.id, proposal).await?;
        if voted.verdict.is_some() {
            self.execute(&Call::close_vote(channel.id, proposal))
                .await?;
        }
        Ok(voted)
    }

    /// Closes a vote that is decided, clears one away that was not decided in time, or
    /// withdraws one's own.
    ///
    /// # Errors
    /// When it goes on, and is somebody else's.
    pub async fn settle(&self, name: &str, proposal: u32) -> Result<ProposalInfo> {
        let channel = self.channel(name).await?;
        let found = self.proposal(channel.id, proposal).await?;
        let over = self.chain.best_block().await? >= found.ends_at;
        let call = if over && found.verdict.is_none() {
            Call::expire_vote(channel.id, proposal)
        } else {
            Call::close_vote(channel.id, proposal)
        };
        self.execute(&call).await?;
        Ok(found)
    }

    async fn proposal(&self, channel: u32, number: u32) -> Result<ProposalInfo> {
        let open = self.chain.proposals(channel).await?;
        open.into_iter()
            .find(|proposal| proposal.id == number)
            .ok_or(Error::UnknownProposal)
    }
}
