//! Writing to a log in the name of the group: by its key, and out of its purse.

use super::{reading::channel, Client};
use crate::{
    chain::{
        channels::{GroupProof, PrivateChannelInfo, NONCES},
        Call, ChainError, Until,
    },
    client::near::introduce,
    content::{self, Published},
    defaults::{PURSE_FILL, PURSE_FLOOR, PURSE_LEFT},
    device::fill_random,
    Error, Result,
};
use codec::Encode;
use postern_conversations::{limits::MAX_POST, ChannelKey, LogId};
use postern_primitives::{
    group::{self, GroupPublic},
    signing::{self, Context},
    BlockNumber,
};
use std::io::Cursor;

/// Blocks for which a group's signature is good: a few minutes, within what the chain takes.
const GOOD_FOR: BlockNumber = 100;

/// Times that another number is taken when the one that was drawn is used already. Members draw
/// from a few dozen and know nothing of each other.
const TRIES: u32 = 16;

/// Tries after which another block is waited for: a pool that judges by an old one refuses all
/// numbers.
const PATIENCE: u32 = 4;

/// What is to be written where.
pub(super) struct Writing {
    log: LogId,
    /// What writes to the log.
    key: ChannelKey,
    /// What writes to the log that a commit opens.
    successor: Option<GroupPublic>,
}

impl Writing {
    /// A post.
    pub(super) fn post(log: LogId, key: ChannelKey) -> Self {
        let successor = None;
        Self {
            log,
            key,
            successor,
        }
    }

    /// A commit, and what writes to the log that it opens.
    pub(super) fn commit(log: LogId, key: ChannelKey, successor: GroupPublic) -> Self {
        let successor = Some(successor);
        Self {
            log,
            key,
            successor,
        }
    }
}

impl Client {
    /// Puts a content on IPFS and its CID into a log, and waits until a block has it.
    pub(super) async fn write(&self, to: Writing, content: Vec<u8>) -> Result<()> {
        let content = self.publish_content(content).await?;
        self.announce_content(to, &content, Until::InBlock).await
    }

    /// Puts the CID of what is on IPFS into a log, and waits until it is where `until` says.
    pub(super) async fn announce_content(
        &self,
        to: Writing,
        content: &Published,
        until: Until,
    ) -> Result<()> {
        let Writing {
            log,
            key,
            successor,
        } = to;
        let channel = channel(log)?;
        let mut tries = TRIES;
        loop {
            let purse = self.filled_purse(channel, content.size).await?;
            let call = match successor {
                None => self.post_call(&purse, content, &key).await?,
                Some(successor) => self.commit_call(&purse, content, &key, successor).await?,
            };
            match self.submit_for_group(&call, until).await {
                Err(ChainError::NotTaken { reason }) if tries > 0 => {
                    tracing::debug!("another number is drawn: {reason}");
                    tries -= 1;
                    if tries.is_multiple_of(PATIENCE) {
                        self.chain.next_block().await?;
                    }
                }
                Err(error) => return Err(error.into()),
                Ok(()) => break,
            }
        }
        introduce(&self.chain, &self.ipfs, &content.cid).await;
        Ok(())
    }

    /// One block, or a file if it is larger than blocks travel.
    async fn publish_content(&self, content: Vec<u8>) -> Result<Published> {
        if content.len() <= MAX_POST {
            return content::publish_block(&self.ipfs, content).await;
        }
        let added = self.ipfs.add(Cursor::new(content)).await?;
        let (cid, size) = (added.cid, added.size);
        Ok(Published { cid, size })
    }

    /// The channel, its purse filled from the own account where there is too little in it for a
    /// content of so many bytes.
    async fn filled_purse(&self, channel: u32, size: u64) -> Result<PrivateChannelInfo> {
        let found = self.private_log(channel).await?;
        let deposit = self.chain.post_deposit(size).await?.unwrap_or(u128::MAX);
        let wanted = deposit.saturating_add(PURSE_FLOOR);
        if found.funds >= wanted {
            return Ok(found);
        }
        let fill = wanted.saturating_sub(found.funds).max(PURSE_FILL);
        self.execute(&Call::fund_channel(channel, fill)).await?;
        self.private_log(channel).await
    }

    async fn private_log(&self, channel: u32) -> Result<PrivateChannelInfo> {
        let head = self.chain.best_head().await?;
        let found = self.chain.private_channel(&head, channel).await?;
        found.ok_or(Error::ChannelClosed)
    }

    async fn post_call(
        &self,
        channel: &PrivateChannelInfo,
        content: &Published,
        key: &ChannelKey,
    ) -> Result<Call> {
        let fields = group::Post {
            channel: channel.id,
            cid: content.cid,
            size: content.size,
            retraction: None,
        };
        let proof = self
            .prove_for_group(group::POST, channel, key, &fields)
            .await?;
        Ok(Call::post_private(&fields, &proof))
    }

    /// The next epoch's purse gets nearly all: what is left behind is of no more use to the group.
    async fn commit_call(
        &self,
        channel: &PrivateChannelInfo,
        content: &Published,
        key: &ChannelKey,
        successor: GroupPublic,
    ) -> Result<Call> {
        let fields = group::Commit {
            channel: channel.id,
            cid: content.cid,
            size: content.size,
            successor,
            endowment: channel.funds.saturating_sub(PURSE_LEFT),
        };
        let proof = self
            .prove_for_group(group::COMMIT, channel, key, &fields)
            .await?;
        Ok(Call::commit(&fields, &proof))
    }

    async fn prove_for_group(
        &self,
        context: Context,
        channel: &PrivateChannelInfo,
        key: &ChannelKey,
        fields: &impl Encode,
    ) -> Result<GroupProof> {
        let mut drawn = [0; 4];
        fill_random(&mut drawn)?;
        let nonce = channel
            .nonce
            .saturating_add(u32::from_le_bytes(drawn) % NONCES);
        let expires = self.chain.best_block().await?.saturating_add(GOOD_FOR);
        let genesis = self.chain.genesis();
        let bytes = signing::payload(context, genesis, &key.public(), nonce, expires, fields);
        Ok(GroupProof {
            nonce,
            expires,
            signature: key.sign(&bytes),
        })
    }

    /// What was let into a block has been paid for, and may have done nothing all the same.
    async fn submit_for_group(&self, call: &Call, until: Until) -> Result<(), ChainError> {
        let pending = self.chain.submit_general(call).await?;
        let in_block = pending.wait(until).await?;
        in_block.failed_inside()?.map_or(Ok(()), Err)
    }
}
