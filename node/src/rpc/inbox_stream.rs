//! `postern_subscribeInbox`: what comes into an inbox, as early as this node knows it.

use super::pooled::{PooledSend, PooledSends};
use crate::service::{Block, Client};
use futures::{stream, Stream, StreamExt};
use jsonrpsee::{core::async_trait, proc_macros::rpc, PendingSubscriptionSink};
use pallet_inbox::{runtime_api::InboxApi, EntryInfo};
use postern_primitives::{limits::MAX_PAGE, Balance, BlockNumber, Cid};
use postern_runtime::AccountId;
use sc_client_api::BlockchainEvents;
use sc_rpc::{
    utils::{BoundedVecDeque, PendingSubscription},
    SubscriptionTaskExecutor,
};
use sp_api::{ApiError, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_runtime::traits::Block as BlockT;
use std::{future::ready, sync::Arc};
use tokio::sync::broadcast::{error::RecvError, Receiver};

type Hash = <Block as BlockT>::Hash;

/// Events that may wait for a slow connection before its subscription is ended: as many as
/// one page of an inbox has entries.
const BUFFER: usize = MAX_PAGE as usize;

/// How sure it is that an entry will stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Stage {
    /// A transaction that would add it waits for a block.
    Pooled,
    /// The best chain has it.
    InBlock,
    /// No fork can take it away.
    Final,
}

/// Something in an inbox reached a stage.
///
/// An entry is told once for each stage, and again where a fork took it away and brought it
/// back. One that was acknowledged before a stage is not told any more, and what was pooled
/// may never be in a block: fetch early, but believe the chain.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InboxEvent {
    /// How sure it is.
    pub stage: Stage,
    /// Names the content.
    pub cid: Cid,
    /// Bytes of the content.
    pub size: u64,
    /// Who sent it.
    pub sender: AccountId,
    /// Its place in the inbox, once a block has it.
    pub sequence_number: Option<u64>,
    /// The first block in which it is gone, once a block has it.
    pub expires_at: Option<BlockNumber>,
    /// The block whose state it was read from, once a block has it.
    pub block: Option<Hash>,
}

/// Subscriptions to inboxes.
#[rpc(server)]
pub trait InboxStreamApi {
    /// New entries of an inbox, from now on.
    #[subscription(
        name = "postern_subscribeInbox" => "postern_inbox",
        unsubscribe = "postern_unsubscribeInbox",
        item = InboxEvent
    )]
    fn subscribe_inbox(&self, owner: AccountId);
}

/// Answers subscriptions to inboxes.
pub struct InboxStream {
    client: Arc<Client>,
    pooled: PooledSends,
    executor: SubscriptionTaskExecutor,
}

impl InboxStream {
    /// From what the node knows of its pool and its chain.
    pub fn new(
        client: Arc<Client>,
        pooled: PooledSends,
        executor: SubscriptionTaskExecutor,
    ) -> Self {
        Self {
            client,
            pooled,
            executor,
        }
    }
}

#[async_trait]
impl InboxStreamApiServer for InboxStream {
    fn subscribe_inbox(&self, pending: PendingSubscriptionSink, owner: AccountId) {
        let events = events(self.client.clone(), self.pooled.subscribe(), owner);
        let buffer = BoundedVecDeque::new(BUFFER);
        sc_rpc::utils::spawn_subscription_task(
            &self.executor,
            PendingSubscription::from(pending).pipe_from_stream(events, buffer),
        );
    }
}

/// What makes a subscriber look again.
enum Signal {
    Pooled(Arc<PooledSend>),
    Best { block: Hash, forked: bool },
    Final(Hash),
}

fn events(
    client: Arc<Client>,
    pooled: Receiver<Arc<PooledSend>>,
    owner: AccountId,
) -> impl Stream<Item = InboxEvent> + Unpin {
    let best = client
        .import_notification_stream()
        .filter_map(|notification| {
            let forked = notification
                .tree_route
                .is_some_and(|route| !route.retracted().is_empty());
            ready(notification.is_new_best.then_some(Signal::Best {
                block: notification.hash,
                forked,
            }))
        });
    let is_final = client
        .finality_notification_stream()
        .map(|notification| Signal::Final(notification.hash));
    // After the streams were opened, so that no entry falls between.
    let state = Subscriber::new(client, owner);
    let signals = stream::select(stream::select(best, is_final), pooled_signals(pooled));
    signals
        .scan(state, |state, signal| {
            ready(Some(stream::iter(state.on(signal))))
        })
        .flatten()
        .boxed()
}

/// Messages in the pool, without those that a slow subscriber has missed.
fn pooled_signals(receiver: Receiver<Arc<PooledSend>>) -> impl Stream<Item = Signal> {
    stream::unfold(receiver, |mut receiver| async {
        loop {
            match receiver.recv().await {
                Ok(send) => return Some((Signal::Pooled(send), receiver)),
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    })
}

/// What a subscriber has been told.
struct Subscriber {
    client: Arc<Client>,
    owner: AccountId,
    /// The next entry to be told as in a block.
    next_in_block: u64,
    /// The next entry to be told as final.
    next_final: u64,
}

impl Subscriber {
    fn new(client: Arc<Client>, owner: AccountId) -> Self {
        let info = client.info();
        let next = |block| Some(client.runtime_api().queue(block, owner.clone()).ok()?.next);
        let next_in_block = next(info.best_hash).unwrap_or_default();
        let next_final = next(info.finalized_hash).unwrap_or_default();
        Self {
            client,
            owner,
            next_in_block,
            next_final,
        }
    }

    fn on(&mut self, signal: Signal) -> Vec<InboxEvent> {
        match signal {
            Signal::Pooled(send) => self.pooled(&send).into_iter().collect(),
            Signal::Best { block, forked } => {
                if forked {
                    // Whatever is not final may be another entry under its old number.
                    self.next_in_block = self.next_in_block.min(self.next_final);
                }
                let (events, next) = self.read(block, self.next_in_block, Stage::InBlock);
                self.next_in_block = next;
                events
            }
            Signal::Final(block) => {
                let (events, next) = self.read(block, self.next_final, Stage::Final);
                self.next_final = next;
                events
            }
        }
    }

    /// What the chain would refuse is not told: else a reader would be at the mercy of
    /// senders whom the chain keeps away.
    fn pooled(&self, send: &PooledSend) -> Option<InboxEvent> {
        let is_told = send.recipients.contains(&self.owner) && self.would_be_taken(send);
        is_told.then(|| InboxEvent {
            stage: Stage::Pooled,
            cid: send.cid,
            size: send.size,
            sender: send.sender.clone(),
            sequence_number: None,
            expires_at: None,
            block: None,
        })
    }

    fn would_be_taken(&self, send: &PooledSend) -> bool {
        let answer = InboxApi::<Block, AccountId, Balance>::can_send(
            &*self.client.runtime_api(),
            self.client.info().best_hash,
            send.sender.clone(),
            vec![self.owner.clone()],
            send.size,
            send.lifetime,
        );
        matches!(answer, Ok(Ok(_deposit)))
    }

    /// The entries from `from` on in the state of `block`, one page at most, and where to go
    /// on. A block that cannot be asked changes nothing: a later one has the same entries.
    fn read(&self, block: Hash, from: u64, stage: Stage) -> (Vec<InboxEvent>, u64) {
        self.try_read(block, from, stage).unwrap_or_else(|error| {
            log::debug!("inbox subscription at {block:?}: {error}");
            (Vec::new(), from)
        })
    }

    fn try_read(
        &self,
        block: Hash,
        from: u64,
        stage: Stage,
    ) -> Result<(Vec<InboxEvent>, u64), ApiError> {
        let api = self.client.runtime_api();
        let end = api.queue(block, self.owner.clone())?.next;
        if end <= from {
            return Ok((Vec::new(), end));
        }
        let page = InboxApi::<Block, AccountId, Balance>::entries(
            &*api,
            block,
            self.owner.clone(),
            from,
            MAX_PAGE,
        )?;
        let events = page
            .entries
            .into_iter()
            .map(|entry| told(entry, block, stage))
            .collect();
        Ok((events, page.next.unwrap_or(end)))
    }
}

fn told(entry: EntryInfo<AccountId>, block: Hash, stage: Stage) -> InboxEvent {
    InboxEvent {
        stage,
        cid: entry.cid,
        size: entry.size,
        sender: entry.sender,
        sequence_number: Some(entry.sequence_number),
        expires_at: Some(entry.expires_at),
        block: Some(block),
    }
}
