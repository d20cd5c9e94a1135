//! Receiving: everything that waits, many contents at a time, and nothing hides the rest.

use super::{
    read::{Announcement, Outcome},
    Arrival, Client, Unreadable,
};
use crate::{
    chain::{
        types::{AccountId, EntryInfo, Head},
        ChainError, Pending,
    },
    content::Progress,
    store::Standing,
    Error, Result,
};
use futures::{future::BoxFuture, FutureExt, StreamExt};
use postern_primitives::{
    limits::{MAX_ACKNOWLEDGED, MAX_PAGE},
    BlockNumber, Cid,
};
use std::{collections::HashMap, path::PathBuf};

/// Blocks that an acknowledgement that is not taken is tried in again: time for another one of the
/// same entries to come into one.
const ACKNOWLEDGED_WITHIN: u32 = 4;

/// How to receive.
#[derive(Clone, Debug, Default)]
pub struct ReceiveOptions {
    /// Leave what was read in the inbox.
    pub keep: bool,
    /// Where files go, if not to the home folder.
    pub folder: Option<PathBuf>,
}

impl Client {
    /// Reads everything that waits, and acknowledges it unless told to keep it.
    ///
    /// `show` gets each arrival as soon as it is there: those from people whom the user knows
    /// in the order of the inbox, and behind them requests from others. What was shown once is
    /// not shown again, but acknowledged; so is whatever blocked people have sent.
    ///
    /// # Errors
    /// When the chain cannot be asked, or an acknowledgement is not taken: the messages
    /// have been shown, and are acknowledged the next time.
    pub fn receive<'a>(
        &'a self,
        options: &'a ReceiveOptions,
        progress: &'a dyn Progress,
        show: &'a mut (dyn FnMut(Arrival) + Send),
    ) -> BoxFuture<'a, Result<()>> {
        async move {
            self.tidy().await;
            self.sweep_all().await;
            self.rotate_keys_if_possible().await;
            self.forget_certificates();
            let (head, listed) = self.list().await?;
            let passed_on = self
                .receive_own(&head, &listed, options, progress, show)
                .await?;
            self.notice_gaps(&head, &listed, passed_on, show).await?;
            let sorted = self.sort_by_sender(listed)?;
            let mut acknowledgements = Vec::new();
            if !options.keep {
                for page in sorted.blocked.chunks(MAX_PAGE as usize) {
                    acknowledgements
                        .extend(self.acknowledge_read(numbers(page), page, head).await?);
                }
            }
            let pages = sorted.known.chunks(MAX_PAGE as usize);
            for page in pages.chain(sorted.strangers.chunks(MAX_PAGE as usize)) {
                let done = self.read_page(page, options, progress, show).await;
                if !options.keep {
                    let done = self.pass_on(done, page).await;
                    acknowledgements.extend(self.acknowledge_read(done, page, head).await?);
                }
            }
            for pending in acknowledgements {
                pending.in_block().await?;
            }
            self.tend_conversations().await;
            let mut tell = |post| show(Arrival::Private(Box::new(post)));
            self.private_news(options.keep, &mut tell).await
        }
        .boxed()
    }

    /// Everything that lies in the inbox, and in which block. The chain bounds how much that
    /// can be.
    pub(super) async fn list(&self) -> Result<(Head, Vec<EntryInfo>)> {
        let head = self.chain.best_head().await?;
        let listed = self.list_inbox(&head, &self.account()).await?;
        Ok((head, listed))
    }

    /// Everything that lies in an inbox in a block.
    pub(super) async fn list_inbox(
        &self,
        head: &Head,
        owner: &AccountId,
    ) -> Result<Vec<EntryInfo>> {
        let mut listed = Vec::new();
        let mut next = Some(0);
        while let Some(from) = next {
            let page = self.chain.entries(head, owner, from, MAX_PAGE).await?;
            next = page.next;
            listed.extend(page.entries);
        }
        Ok(listed)
    }

    /// Entries by what the user has made of those who put them there.
    fn sort_by_sender(&self, entries: Vec<EntryInfo>) -> Result<BySender> {
        let mut sorted = BySender::default();
        let store = self.store();
        for entry in entries {
            match store.person(&entry.sender)?.standing() {
                Standing::Known => sorted.known.push(entry),
                Standing::Stranger => sorted.strangers.push(entry),
                Standing::Blocked => sorted.blocked.push(entry),
            }
        }
        Ok(sorted)
    }

    /// Whether nothing of this account is to be shown.
    pub(super) fn is_blocked(&self, account: &AccountId) -> bool {
        let person = self.store().person(account);
        person.is_ok_and(|person| person.standing() == Standing::Blocked)
    }

    /// Rising numbers of the entries that need not be kept any more.
    async fn read_page(
        &self,
        entries: &[EntryInfo],
        options: &ReceiveOptions,
        progress: &dyn Progress,
        show: &mut (dyn FnMut(Arrival) + Send),
    ) -> Vec<u64> {
        let mut done = Vec::with_capacity(entries.len());
        // One message may lie there several times. Who else puts it there is another matter:
        // theirs is refused, and must not stand in the way of the sender's own.
        let mut places: HashMap<_, Vec<u64>> = HashMap::new();
        let mut announced = Vec::with_capacity(entries.len());
        for entry in entries {
            let numbers = places.entry((entry.cid, entry.sender)).or_default();
            if numbers.is_empty() {
                announced.push(Announcement::from(entry));
            }
            numbers.push(entry.sequence_number);
        }
        let mut reading = self.reading(announced, options, progress);
        while let Some((announced, outcome)) = reading.next().await {
            match self.present(&announced.cid, outcome, show) {
                Ok(()) => {
                    let places = places.remove(&(announced.cid, announced.sender));
                    done.extend(places.unwrap_or_default());
                }
                Err(unreadable) if unreadable.for_others => {}
                Err(unreadable) => show(Arrival::Unreadable(unreadable)),
            }
        }
        done.sort_unstable();
        done
    }

    /// Acknowledges some entries of a page that was read in the state of `head`.
    ///
    /// An acknowledgement of entries that are gone, or about to go, is not taken: another device may
    /// have made one, or this program before it was interrupted. What a later block has of them
    /// still is acknowledged then.
    async fn acknowledge_read(
        &self,
        mut done: Vec<u64>,
        page: &[EntryInfo],
        mut head: Head,
    ) -> Result<Vec<Pending>> {
        let newest = page.iter().map(|entry| entry.sent_at).max();
        let mut tries = ACKNOWLEDGED_WITHIN;
        while !done.is_empty() {
            let seen = self.seen(head, newest.unwrap_or_default()).await?;
            let refused = match self.acknowledge(&done, &seen).await {
                Err(refused @ Error::Chain(ChainError::NotTaken { .. })) if tries > 0 => refused,
                outcome => return outcome,
            };
            tries -= 1;
            self.chain.next_block().await.map_err(|_| refused)?;
            let listed;
            (head, listed) = self.list().await?;
            done.retain(|number| listed.iter().any(|entry| entry.sequence_number == *number));
        }
        Ok(Vec::new())
    }

    /// Shows what was read, unless it was shown before, and remembers that it was.
    ///
    /// # Errors
    /// What could not be read, and why.
    pub(super) fn present(
        &self,
        id: &Cid,
        outcome: Outcome,
        show: &mut (dyn FnMut(Arrival) + Send),
    ) -> Result<(), Unreadable> {
        let received = match outcome {
            Ok(received) => received,
            Err(error) => {
                let for_others = self.is_for_others(&error);
                let error = format!("the message {id} cannot be read: {error}");
                return Err(Unreadable {
                    id: *id,
                    error,
                    for_others,
                });
            }
        };
        // The same message may lie in the inbox twice, and have been read at the same time.
        if let Some(received) = received.filter(|_| !self.was_shown(id)) {
            let over = received.over.clone();
            show(Arrival::Received(Box::new(received)));
            // If this cannot be recorded the message is shown once more, which is better
            // than not at all.
            let recorded = over
                .as_deref()
                .map_or(Ok(()), |over| self.keep_over(id, over))
                .and_then(|()| self.store().mark_shown(id))
                .and_then(|()| over.as_deref().map_or(Ok(()), |over| self.take_over(over)));
            if let Err(error) = recorded {
                tracing::warn!("{error}");
            }
        }
        Ok(())
    }

    pub(super) fn was_shown(&self, id: &Cid) -> bool {
        self.store().was_shown(id).unwrap_or_default()
    }

    /// Acknowledges rising numbers that were read in the state of `seen` or before, in as few
    /// transactions as the chain allows.
    pub(super) async fn acknowledge(&self, numbers: &[u64], seen: &Head) -> Result<Vec<Pending>> {
        let mut pending = Vec::new();
        for batch in numbers.chunks(MAX_ACKNOWLEDGED as usize) {
            pending.push(self.chain.acknowledge(self.signer(), batch, seen).await?);
        }
        Ok(pending)
    }

    /// What an acknowledgement is bound to of entries that were read in `head`, the newest of
    /// them sent in block `newest`: a final block if that has them all, which no fork can
    /// take away.
    pub(super) async fn seen(&self, head: Head, newest: BlockNumber) -> Result<Head> {
        let last = self.chain.finalized_head().await?;
        Ok(if newest <= last.number { last } else { head })
    }
}

/// What waits, by what the user has made of the senders.
#[derive(Default)]
struct BySender {
    known: Vec<EntryInfo>,
    strangers: Vec<EntryInfo>,
    blocked: Vec<EntryInfo>,
}

pub(super) fn numbers(entries: &[EntryInfo]) -> Vec<u64> {
    entries.iter().map(|entry| entry.sequence_number).collect()
}
