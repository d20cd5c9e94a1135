//! Private channels as the chain knows them: logs that a group's key writes to, and purses.

use crate::chain::{
    types::{AccountId, Head, PostPage},
    Call, Chain, ChainError,
};
use codec::{Decode, Encode};
use postern_primitives::{
    group::{Commit, GroupPublic, GroupSignature, Post},
    BlockNumber,
};
use sp_crypto_hashing::twox_128;
use subxt::dynamic::Value;

/// How many numbers from [`nonce`](PrivateChannelInfo::nonce) up are used for signatures. The
/// pool takes no two calls of one channel whose numbers are the same modulo this.
pub const NONCES: u32 = 32;

/// A private channel: the log of one epoch of a group.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PrivateChannelInfo {
    /// Its number.
    pub id: u32,
    /// The key that writes.
    pub key: GroupPublic,
    /// The channel whose log has the commit that opened this one.
    pub predecessor: Option<u32>,
    /// How many commits lie between the group's first channel and this one.
    pub epoch: u32,
    /// The block in which it was opened.
    pub created_at: BlockNumber,
    /// The last block in which it was written to, or opened.
    pub active_at: BlockNumber,
    /// For how many blocks each post is kept.
    pub retention: BlockNumber,
    /// How many posts its log has, commits included.
    pub posts: u32,
    /// How many of them are commits.
    pub commits: u32,
    /// The number that the next post gets.
    pub next: u64,
    /// The least nonce that no signature has used, nor any above it.
    pub nonce: u32,
    /// The account that pays for the channel.
    pub purse: AccountId,
    /// What is in it to be spent.
    pub funds: u128,
}

/// What shows that a call comes from a group.
#[derive(Clone, Copy, Debug)]
pub struct GroupProof {
    /// A number that no other signature of this key in this channel has used.
    pub nonce: u32,
    /// The last block that accepts it.
    pub expires: BlockNumber,
    /// By the group's key.
    pub signature: GroupSignature,
}

impl From<&GroupProof> for Value {
    fn from(proof: &GroupProof) -> Self {
        Self::named_composite([
            ("nonce", Self::u128(proof.nonce.into())),
            ("expires", Self::u128(proof.expires.into())),
            ("signature", Self::from_bytes(proof.signature)),
        ])
    }
}

impl Call {
    /// Opens a private channel, and fills its purse.
    pub fn create_private(key: &GroupPublic, retention: BlockNumber, endowment: u128) -> Self {
        let arguments = vec![
            Value::from_bytes(key),
            Value::u128(retention.into()),
            Value::u128(endowment),
        ];
        Self::new("Channels", "create_private", arguments)
    }

    /// Puts money into the purse of a private channel.
    pub fn fund_channel(channel: u32, amount: u128) -> Self {
        Self::about(channel, "fund", [Value::u128(amount)])
    }

    /// Posts in the name of a group.
    pub fn post_private(post: &Post, proof: &GroupProof) -> Self {
        let retraction = match &post.retraction {
            Some(hash) => Value::unnamed_variant("Some", [Value::from_bytes(hash)]),
            None => Value::unnamed_variant("None", []),
        };
        let arguments = [
            Value::from_bytes(post.cid.as_bytes()),
            Value::u128(post.size.into()),
            retraction,
            proof.into(),
        ];
        Self::about(post.channel, "post_private", arguments)
    }

    /// Adds a commit in the name of a group, which opens the channel of its next epoch.
    pub fn commit(commit: &Commit<u128>, proof: &GroupProof) -> Self {
        let arguments = [
            Value::from_bytes(commit.cid.as_bytes()),
            Value::u128(commit.size.into()),
            Value::from_bytes(commit.successor),
            Value::u128(commit.endowment),
            proof.into(),
        ];
        Self::about(commit.channel, "commit", arguments)
    }
}

impl Chain {
    /// A private channel, as it is in the state of a block.
    ///
    /// # Errors
    /// Here and below: when the node cannot be asked.
    pub async fn private_channel(
        &self,
        head: &Head,
        channel: u32,
    ) -> Result<Option<PrivateChannelInfo>, ChainError> {
        self.ask_at(head, "ChannelsApi_private_channel", channel)
            .await
    }

    /// Entries of a log from a number on, as they are in the state of a block.
    pub async fn log(
        &self,
        head: &Head,
        channel: u32,
        from: u64,
        limit: u32,
    ) -> Result<PostPage, ChainError> {
        self.ask_at(head, "ChannelsApi_history", (channel, from, limit))
            .await
    }

    /// What is held for a post whose content takes `size` bytes; none if nobody could pay it.
    pub async fn post_deposit(&self, size: u64) -> Result<Option<u128>, ChainError> {
        self.ask("ChannelsApi_post_deposit", size).await
    }

    /// The number that the next channel gets, public or private.
    pub async fn next_channel(&self) -> Result<u32, ChainError> {
        let key = [twox_128(b"Channels"), twox_128(b"NextChannel")].concat();
        let next = self.stored("Channels.NextChannel", &key).await?;
        Ok(next.unwrap_or_default())
    }
}
