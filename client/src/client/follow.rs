//! Following an inbox: messages are read while they wait for a block, and acknowledged when
//! one has them.
//!
//! A letter proves by itself who wrote it, so it need not be in a block to be believed: the
//! chain's part is to keep it until it is acknowledged. Best blocks are followed, not final
//! ones: a block that is retracted costs nothing, because its entries come again in another
//! and are known by their CID.

mod messages;

use super::{
    read::{Announcement, Outcome},
    Arrival, Client, ReceiveOptions,
};
use crate::{
    chain::{
        types::{EntryInfo, Head},
        PooledMessage, Subscription,
    },
    content::Progress,
    defaults, Result,
};
use futures::{
    future::{pending, BoxFuture, Fuse, FusedFuture},
    stream::{BoxStream, FuturesUnordered, SelectAll},
    FutureExt, StreamExt,
};
use messages::Messages;
use postern_primitives::BlockNumber;

/// Blocks for which what has come of a message's files stays while no block has the message.
const POOLED_FOR: BlockNumber = 100;

type Reading<'a> = SelectAll<BoxStream<'a, (Announcement, Outcome)>>;

impl Client {
    /// Reads what waits, and then whatever comes, until the connection breaks.
    ///
    /// What cannot be read is reported once, tried again with growing pauses, and does not
    /// hold up what comes later. What comes at the same time may be shown in any order.
    ///
    /// # Errors
    /// When the chain cannot be asked any more.
    pub fn follow<'a>(
        &'a self,
        options: &'a ReceiveOptions,
        progress: &'a dyn Progress,
        show: &'a mut (dyn FnMut(Arrival) + Send),
    ) -> BoxFuture<'a, Result<()>> {
        async move {
        let mut blocks = self.chain.best_blocks().await?;
        let mut pooled = None;
        self.tidy().await;
        self.sweep_all().await;
        let (mut messages, mut own) = (Messages::default(), Messages::default());
        let mut reading = Reading::new();
        let mut acknowledging = FuturesUnordered::new();
        let (head, listed) = self.list().await?;
        let mut block = head.number;
        // What came while nobody followed, before it is missed.
        let mut passed_on = self
            .receive_own(&head, &listed, options, progress, show)
            .await?;
        let mut tending = Fuse::terminated();
        loop {
            // Certificates may have changed with the block.
            self.forget_certificates();
            if pooled.is_none() {
                pooled = self.pooled_messages().await;
            }
            if tending.is_terminated() {
                // Beside the rest: it may have to wait for a block.
                tending = self.tend_conversations().boxed().fuse();
            }
            let (head, listed) = self.list().await?;
            let mut tell = |post| show(Arrival::Private(Box::new(post)));
            self.private_news(options.keep, &mut tell).await?;
            self.sweep(block);
            self.notice_gaps(&head, &listed, passed_on, show).await?;
            passed_on = 0;
            messages.leave_for(self.left_to_others().await?);
            let is_blocked = |entry: &EntryInfo| self.is_blocked(&entry.sender);
            let entries = listed.clone();
            let due = messages.update(listed, is_blocked, block);
            if !due.is_empty() {
                let due = due.iter().map(Announcement::from).collect();
                reading.push(self.reading(due, options, progress));
            }
            let is_foreign = |entry: &EntryInfo| entry.sender != self.account();
            let due = own.update(self.list_own(&head).await?, is_foreign, block);
            if !due.is_empty() {
                let due = due.iter().map(Announcement::own).collect();
                reading.push(self.reading(due, options, progress));
            }
            block = loop {
                // Together when all is read, and with the next block at the latest.
                if reading.is_empty() && !options.keep {
                    self.acknowledge_own(&own.due_for_acknowledgement(), &head).await;
                    let due = messages.due_for_acknowledgement();
                    if !due.is_empty() {
                        acknowledging.push(self.acknowledge_due(due, entries.clone(), head));
                    }
                }
                tokio::select! {
                    Some(block) = blocks.next() => break block?,
                    () = &mut tending => {}
                    Some((announced, outcome)) = reading.next() => {
                        let (cid, message) = (announced.cid, (announced.cid, announced.sender));
                        let messages = if announced.own { &mut own } else { &mut messages };
                        match self.present(&cid, outcome, show) {
                            Ok(()) => messages.shown(&message),
                            Err(unreadable) => {
                                if messages.failed(&message) && !unreadable.for_others {
                                    show(Arrival::Unreadable(unreadable));
                                }
                            }
                        }
                    }
                    Some(()) = acknowledging.next() => {}
                    // What does not fit is read when a block has it.
                    message = next(&mut pooled), if reading.len() < defaults::FETCHES_AT_ONCE => {
                        let named = (message.cid, message.sender);
                        if !self.is_blocked(&message.sender) && messages.begin(&named) {
                            let announced = vec![Announcement {
                                cid: message.cid,
                                sender: message.sender,
                                sent_at: block,
                                // Not known before its block, which is looked at again.
                                expires_at: block.saturating_add(POOLED_FOR),
                                own: false,
                            }];
                            reading.push(self.reading(announced, options, progress));
                        }
                    }
                }
            };
            if !options.keep {
                self.acknowledge_own(&own.due_for_acknowledgement(), &head).await;
                let due = messages.due_for_acknowledgement();
                acknowledging.push(self.acknowledge_due(due, entries, head));
            }
        }
    }.boxed()
    }

    /// Without it messages come with their blocks: later, but all of them.
    async fn pooled_messages(&self) -> Option<Subscription<'_, PooledMessage>> {
        match self.chain.pooled_messages(&self.account()).await {
            Ok(pooled) => Some(pooled),
            Err(error) => {
                tracing::debug!("messages are read from blocks only: {error}");
                None
            }
        }
    }

    /// Passes on what was read, and acknowledges it. Nobody waits for this: what had no effect is
    /// acknowledged again later.
    async fn acknowledge_due(&self, due: Vec<u64>, entries: Vec<EntryInfo>, seen: Head) {
        let due = self.pass_on(due, &entries).await;
        if let Err(error) = self.acknowledge(&due, &seen).await {
            tracing::warn!("{} entries are not acknowledged yet: {error}", due.len());
        }
    }
}

/// The next message in the pool; never, once the subscription has ended.
async fn next(pooled: &mut Option<Subscription<'_, PooledMessage>>) -> PooledMessage {
    if let Some(subscription) = pooled {
        if let Some(Ok(message)) = subscription.next().await {
            return message;
        }
        // It was too slow for all that came. The next block makes another one.
        *pooled = None;
    }
    pending().await
}
