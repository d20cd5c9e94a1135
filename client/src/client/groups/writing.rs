//! Writing to a log in the name of the group: by its key, and out of its purse.

use super::{reading::channel, Client};
use crate::{
    chain::{
        channels::{GroupProof, PrivateChannelInfo, NONCES},
        Call, ChainError,
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

/// What is to be written.
pub(super) struct Writing {
    pub(super) log: LogId,
    pub(super) content: Vec<u8>,
    /// What writes to the log.
    pub(super) key: ChannelKey,
    /// What writes to the log that a commit opens.
    pub(super) successor: Option<GroupPublic>,
}

impl Client {
    /// Puts a content on IPFS and its CID into a log, and waits until a block has it.
    pub(super) async fn write(&self, writing: Writing) -> Result<()> {
        let Writing {
            log,
            content,
            key,
            successor,
        } = writing;
        let channel = channel(log)?;
        let content = self.publish_content(content).await?;
        let mut tries = TRIES;
        loop {
            let purse = self.filled_purse(channel).await?;
            let call = match successor {
                None => self.post_call(&purse, &content, &key).await?,
                Some(successor) => self.commit_call(&purse, &content, &key, successor).await?,
            };
            match self.submit_for_group(&call).await {
                Err(ChainError::NotTaken { reason }) if tries > 0 => {
                    tracing::debug!("another number is drawn: {reason}");
                    tries -= 1;
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

    /// The channel, its purse filled from the own account where there is too little in it.
    async fn filled_purse(&self, channel: u32) -> Result<PrivateChannelInfo> {
        let found = self.private_log(channel).await?;
        if found.funds >= PURSE_FLOOR {
            return Ok(found);
        }
        self.execute(&Call::fund_channel(channel, PURSE_FILL))
            .await?;
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
    async fn submit_for_group(&self, call: &Call) -> Result<(), ChainError> {
        let pending = match self.chain.submit_general(call).await {
            Err(refused @ ChainError::NotTaken { .. }) => {
                self.chain.next_block().await.map_err(|_| refused)?;
                self.chain.submit_general(call).await?
            }
            outcome => outcome?,
        };
        let in_block = pending.in_block().await?;
        in_block.failed_inside()?.map_or(Ok(()), Err)
    }
}
