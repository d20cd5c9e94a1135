//! Following an inbox: new entries are read as soon as a best block has them.
//!
//! Best blocks are followed, not final ones: a block that is retracted costs nothing,
//! because its entries come again in another and are known by their CID.

use super::{receive::Outcome, Arrival, Client, ReceiveOptions};
use crate::{chain::types::EntryInfo, content::Progress, Result};
use futures::{
    stream::{BoxStream, SelectAll},
    StreamExt,
};
use postern_primitives::{limits::MAX_PAGE, BlockNumber, Cid};
use std::collections::HashMap;

/// Blocks after which an acknowledgement that had no effect is made again.
const ACKNOWLEDGE_AGAIN: BlockNumber = 20;

/// Blocks after which what could not be read is tried again, the first time; each time
/// after that, twice as many.
const READ_AGAIN: BlockNumber = 10;

/// Times that this doubles: with blocks of 3 s, the longest wait is 32 minutes.
const DOUBLINGS: u32 = 6;

/// What an entry is known by: its number alone may come again with other content, after a
/// block has been retracted.
type Key = (u64, Cid);

fn key(entry: &EntryInfo) -> Key {
    (entry.sequence_number, entry.cid)
}

/// How far we are with an entry that lies in the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Being read; failed so many times before.
    Reading { failures: u32 },
    /// Could not be read; is tried again in a later block.
    Unreadable {
        failures: u32,
        again_at: BlockNumber,
    },
    /// Shown. Acknowledged, or again if it is still there in a later block.
    Shown { acknowledge_at: BlockNumber },
}

/// What is known of an inbox while it is followed.
#[derive(Default)]
struct Followed {
    entries: HashMap<Key, State>,
    block: BlockNumber,
}

impl Followed {
    /// Takes in what lies in the inbox in `block`; returns what is to be read now.
    fn update(&mut self, listed: Vec<EntryInfo>, block: BlockNumber) -> Vec<EntryInfo> {
        self.block = block;
        let mut before = std::mem::take(&mut self.entries);
        let mut due = Vec::new();
        for entry in listed {
            let state = match before.remove(&key(&entry)) {
                None => Some(State::Reading { failures: 0 }),
                Some(State::Unreadable { failures, again_at }) if again_at <= block => {
                    Some(State::Reading { failures })
                }
                Some(known) => {
                    self.entries.insert(key(&entry), known);
                    None
                }
            };
            if let Some(state) = state {
                self.entries.insert(key(&entry), state);
                due.push(entry);
            }
        }
        due
    }

    fn shown(&mut self, entry: &EntryInfo) {
        let state = State::Shown {
            acknowledge_at: self.block,
        };
        self.entries
            .entry(key(entry))
            .and_modify(|known| *known = state);
    }

    /// Whether this is the first time, so that it is reported once.
    fn failed(&mut self, entry: &EntryInfo) -> bool {
        let block = self.block;
        let Some(known) = self.entries.get_mut(&key(entry)) else {
            return true;
        };
        let before = match *known {
            State::Reading { failures } => failures,
            _ => 0,
        };
        let wait = READ_AGAIN << before.min(DOUBLINGS);
        let again_at = block.saturating_add(wait);
        *known = State::Unreadable {
            failures: before.saturating_add(1),
            again_at,
        };
        before == 0
    }

    /// Rising numbers of the entries to be acknowledged now.
    fn due_for_acknowledgement(&mut self) -> Vec<u64> {
        let mut due = Vec::new();
        for ((number, _), state) in &mut self.entries {
            if let State::Shown { acknowledge_at } = state {
                if *acknowledge_at <= self.block {
                    *acknowledge_at = self.block.saturating_add(ACKNOWLEDGE_AGAIN);
                    due.push(*number);
                }
            }
        }
        due.sort_unstable();
        due
    }
}

type Reading<'a> = SelectAll<BoxStream<'a, (EntryInfo, Outcome)>>;

impl Client {
    /// Reads what waits, and then whatever comes, until the connection breaks.
    ///
    /// What cannot be read is reported once, tried again with growing pauses, and does not
    /// hold up what comes in later blocks.
    ///
    /// # Errors
    /// When the chain cannot be asked any more.
    pub async fn follow(
        &self,
        options: &ReceiveOptions,
        progress: &dyn Progress,
        show: &mut (dyn FnMut(Arrival) + Send),
    ) -> Result<()> {
        let mut blocks = self.chain.best_blocks().await?;
        self.tidy().await;
        let mut followed = Followed::default();
        let mut reading = Reading::new();
        let mut block = self.chain.best_block().await?;
        loop {
            // Certificates may have changed with the block.
            self.forget_people();
            let due = followed.update(self.list().await?, block);
            if !due.is_empty() {
                reading.push(self.reading(due, options, progress));
            }
            block = loop {
                // Together when all is read, and with the next block at the latest.
                if reading.is_empty() && !options.keep {
                    self.acknowledge_due(&mut followed).await;
                }
                tokio::select! {
                    block = blocks.next() => break block?,
                    Some((entry, outcome)) = reading.next() => {
                        match self.present(&entry, outcome, show) {
                            Ok(()) => followed.shown(&entry),
                            Err(unreadable) => {
                                if followed.failed(&entry) {
                                    show(Arrival::Unreadable(unreadable));
                                }
                            }
                        }
                    }
                }
            };
            if !options.keep {
                self.acknowledge_due(&mut followed).await;
            }
        }
    }

    /// Everything that lies in the inbox.
    async fn list(&self) -> Result<Vec<EntryInfo>> {
        let mut listed = Vec::new();
        let mut next = Some(0);
        while let Some(from) = next {
            let page = self.chain.entries(&self.account(), from, MAX_PAGE).await?;
            next = page.next;
            listed.extend(page.entries);
        }
        Ok(listed)
    }

    /// Nobody waits for these: what had no effect is acknowledged again later.
    async fn acknowledge_due(&self, followed: &mut Followed) {
        let due = followed.due_for_acknowledgement();
        if let Err(error) = self.acknowledge(&due).await {
            tracing::warn!("{} entries are not acknowledged yet: {error}", due.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postern_primitives::Codec;

    fn entry(sequence_number: u64, content: u8) -> EntryInfo {
        EntryInfo {
            sequence_number,
            cid: Cid::of_block(Codec::Raw, &[content]),
            size: 1,
            sender: [1; 32],
            sent_at: 1,
            expires_at: 1000,
        }
    }

    #[test]
    fn an_entry_is_read_once_while_it_stays() {
        let mut followed = Followed::default();
        assert_eq!(followed.update(vec![entry(0, 0)], 1), [entry(0, 0)]);
        assert_eq!(
            followed.update(vec![entry(0, 0), entry(1, 1)], 2),
            [entry(1, 1)]
        );
        followed.shown(&entry(0, 0));
        assert_eq!(followed.update(vec![entry(0, 0), entry(1, 1)], 3), []);
    }

    #[test]
    fn a_number_that_comes_again_with_other_content_is_read() {
        let mut followed = Followed::default();
        followed.update(vec![entry(0, 0)], 1);
        followed.shown(&entry(0, 0));
        assert_eq!(followed.update(vec![entry(0, 9)], 2), [entry(0, 9)]);
    }

    #[test]
    fn what_cannot_be_read_is_reported_once_and_tried_again_ever_more_rarely() {
        let mut followed = Followed::default();
        let mut tries = Vec::new();
        for block in 0..200 {
            if !followed.update(vec![entry(0, 0)], block).is_empty() {
                assert_eq!(followed.failed(&entry(0, 0)), tries.is_empty());
                tries.push(block);
            }
        }
        assert_eq!(tries, [0, 10, 30, 70, 150]);
    }

    #[test]
    fn what_was_shown_is_acknowledged_together_and_again_if_it_stays() {
        let mut followed = Followed::default();
        let inbox = || vec![entry(3, 3), entry(7, 7), entry(9, 9)];
        followed.update(inbox(), 5);
        assert!(followed.due_for_acknowledgement().is_empty());
        followed.shown(&entry(9, 9));
        followed.shown(&entry(3, 3));
        assert_eq!(followed.due_for_acknowledgement(), [3, 9]);
        assert!(followed.due_for_acknowledgement().is_empty());
        followed.update(inbox(), 5 + ACKNOWLEDGE_AGAIN - 1);
        assert!(followed.due_for_acknowledgement().is_empty());
        followed.update(inbox(), 5 + ACKNOWLEDGE_AGAIN);
        assert_eq!(followed.due_for_acknowledgement(), [3, 9]);
    }

    #[test]
    fn what_has_left_the_inbox_is_forgotten() {
        let mut followed = Followed::default();
        followed.update(vec![entry(0, 0)], 1);
        followed.update(vec![], 2);
        // Its reading ends only now.
        followed.shown(&entry(0, 0));
        assert!(followed.due_for_acknowledgement().is_empty());
        assert!(followed.entries.is_empty());
    }
}
