//! What the node tells by itself: best blocks, and messages on their way to an inbox.

use super::{types::AccountId, Chain, ChainError};
use futures::{
    stream::{self, BoxStream},
    StreamExt,
};
use postern_primitives::{BlockNumber, Cid};
use serde::{de::DeserializeOwned, Deserialize};
use serde_json::Value;
use std::{future::ready, time::Duration};
use subxt::{
    rpcs::{client::RpcParams, rpc_params},
    utils::AccountId32,
};
use tokio::time::timeout;

/// Slots in which a chain that is alive has a block, empty ones and forks included.
const SLOTS_TO_WAIT: u64 = 10;

/// What the node tells, until it is dropped. An error is the last thing that comes.
pub type Subscription<'a, T> = BoxStream<'a, Result<T, ChainError>>;

/// A message in the node's pool. It may never come into a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PooledMessage {
    /// Names the content.
    pub cid: Cid,
    /// Whose transaction it is.
    pub sender: AccountId,
}

/// What `postern_subscribeInbox` tells, as far as it is of interest here.
#[derive(Deserialize)]
struct InboxEvent {
    stage: Stage,
    cid: Cid,
    sender: AccountId32,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
enum Stage {
    Pooled,
    /// In a block, or final: the inbox itself says so, in order and without gaps.
    #[serde(other)]
    OnChain,
}

impl Chain {
    /// Best blocks from now on, by number; final or not.
    ///
    /// # Errors
    /// When the node does not take the subscription.
    pub async fn best_blocks(&self) -> Result<Subscription<'_, BlockNumber>, ChainError> {
        let headers = self
            .subscribe::<Value>(
                "chain_subscribeNewHeads",
                rpc_params![],
                "chain_unsubscribeNewHeads",
            )
            .await?;
        Ok(headers.map(move |header| self.number(&header?)).boxed())
    }

    /// Waits until the best block is another one.
    ///
    /// Right after a node has fetched many blocks at once its pool still judges by one of those
    /// before, and refuses what it takes when another block has come.
    ///
    /// # Errors
    /// When the node cannot be asked, or knows of no other block for longer than some slots.
    pub async fn next_block(&self) -> Result<(), ChainError> {
        let mut blocks = self.best_blocks().await?;
        let known = self.best_block().await?;
        let wait = Duration::from_millis(self.slot_milliseconds.saturating_mul(SLOTS_TO_WAIT));
        let next = async {
            while let Some(block) = blocks.next().await {
                if block? > known {
                    break;
                }
            }
            Ok(())
        };
        timeout(wait, next).await.unwrap_or_else(|_| {
            Err(ChainError::Unreachable {
                url: self.url.clone(),
                reason: "it has had no block for a while".into(),
            })
        })
    }

    /// Messages that come into the node's pool from now on, for the inbox of `owner`.
    ///
    /// # Errors
    /// When the node does not take the subscription; one that is not `postern-node` cannot.
    pub async fn pooled_messages(
        &self,
        owner: &AccountId,
    ) -> Result<Subscription<'_, PooledMessage>, ChainError> {
        let owner = AccountId32(*owner).to_string();
        let events = self
            .subscribe::<InboxEvent>(
                "postern_subscribeInbox",
                rpc_params![owner],
                "postern_unsubscribeInbox",
            )
            .await?;
        let pooled = events.filter_map(|event| {
            ready(match event {
                Ok(event) if event.stage == Stage::Pooled => Some(Ok(PooledMessage {
                    cid: event.cid,
                    sender: event.sender.0,
                })),
                Ok(_) => None,
                Err(error) => Some(Err(error)),
            })
        });
        Ok(pooled.boxed())
    }

    async fn subscribe<R: DeserializeOwned + Send + 'static>(
        &self,
        subscribe: &str,
        params: RpcParams,
        unsubscribe: &str,
    ) -> Result<Subscription<'_, R>, ChainError> {
        let told = self
            .rpc
            .subscribe::<R>(subscribe, params, unsubscribe)
            .await
            .map_err(|error| ChainError::from_rpc(&self.url, &error))?;
        let lost = |reason: String| ChainError::Unreachable {
            url: self.url.clone(),
            reason,
        };
        let told = told.map(move |item| item.map_err(|error| lost(error.to_string())));
        let end = stream::once(ready(Err(lost("the subscription ended".into()))));
        Ok(told.chain(end).boxed())
    }
}
