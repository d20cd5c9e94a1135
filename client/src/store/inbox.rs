//! How far the own inbox was seen, so that nothing leaves it unnoticed.

use super::{
    codes::{decode_account, decode_cid, decode_size, encode_size},
    Store,
};
use crate::{
    chain::{
        types::{AccountId, EntryInfo},
        QueueInfo,
    },
    Result,
};
use postern_primitives::{BlockNumber, Cid};
use rusqlite::{params, OptionalExtension, Row};
use std::{
    collections::HashSet,
    ops::{Range, RangeInclusive},
};

/// An entry that was seen in the inbox and not shown yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its number there.
    pub number: u64,
    /// The message.
    pub id: Cid,
    /// Who put it there.
    pub sender: AccountId,
    /// In which block.
    pub sent_at: BlockNumber,
    /// The first block in which it is gone.
    pub expires_at: BlockNumber,
}

impl Waiting {
    fn place(&self) -> (u64, Cid) {
        (self.number, self.id)
    }
}

fn place(entry: &EntryInfo) -> (u64, Cid) {
    (entry.sequence_number, entry.cid)
}

/// Something that left the inbox before this device read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Numbers of entries that were never seen.
    Unseen(RangeInclusive<u64>),
    /// An entry that was seen, and could not be read then.
    Unread(Waiting),
}

impl Store {
    /// Whatever lies in the inbox from `next` on is for this device; what was there before is
    /// none of its business. Only the first word counts.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database), as for all that follow.
    pub fn begin_inbox(&self, next: u64) -> Result<()> {
        self.database.execute(
            "INSERT OR IGNORE INTO inbox VALUES (1, ?1)",
            [encode_size(next)],
        )?;
        Ok(())
    }

    /// Takes in what lies in the inbox in a block, of which the last final one is `last`;
    /// returns what has left it since the last look without being shown.
    ///
    /// Numbers rise by one from `queue.start` on. Where that lies beyond what was seen, the
    /// inbox was forgotten in between, and its numbers say nothing. An entry that was seen is
    /// missed once its block is final: before that, it may come again under another number.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub fn look_into_inbox(
        &self,
        queue: &QueueInfo,
        listed: &[EntryInfo],
        last: BlockNumber,
    ) -> Result<Vec<Gap>> {
        let change = self.database.unchecked_transaction()?;
        let seen: Option<u64> = change
            .query_row("SELECT next FROM inbox", [], |row| decode_size(row, 0))
            .optional()?;
        let waiting = self.waiting()?;
        let mut gaps = self.take_missed(&waiting, listed, last)?;
        if let Some(seen) = seen {
            let unseen = missing(seen.max(queue.start)..queue.next, listed);
            gaps.extend(unseen.into_iter().map(Gap::Unseen));
        }
        let known: HashSet<_> = waiting.iter().map(Waiting::place).collect();
        for entry in listed {
            // Nobody waits for it, and nobody is to miss it, unblocked or not, once it is gone.
            if self.person(&entry.sender)?.blocked {
                self.forget_waiting(entry.sequence_number)?;
            } else if !known.contains(&place(entry)) {
                self.keep_waiting(entry)?;
            }
        }
        let next = queue.next.max(seen.unwrap_or_default());
        change.execute(
            "INSERT OR REPLACE INTO inbox VALUES (1, ?1)",
            [encode_size(next)],
        )?;
        change.commit()?;
        Ok(gaps)
    }

    /// Whether a message was seen in the inbox, and was not shown when it was looked into last.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub fn is_waiting(&self, id: &Cid) -> Result<bool> {
        let mut query = self
            .database
            .prepare_cached("SELECT 1 FROM waiting WHERE id = ?1")?;
        Ok(query.exists([id.to_string()])?)
    }

    fn waiting(&self) -> Result<Vec<Waiting>> {
        let mut query = self
            .database
            .prepare_cached("SELECT * FROM waiting ORDER BY number")?;
        let rows = query.query_map([], read_waiting)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Takes those entries out whose place is empty, and returns those that were not shown and
    /// lie nowhere else.
    fn take_missed(
        &self,
        waiting: &[Waiting],
        listed: &[EntryInfo],
        last: BlockNumber,
    ) -> Result<Vec<Gap>> {
        let places: HashSet<_> = listed.iter().map(place).collect();
        let messages: HashSet<_> = listed.iter().map(|entry| entry.cid).collect();
        let mut missed = Vec::new();
        for entry in waiting
            .iter()
            .filter(|entry| !places.contains(&entry.place()))
        {
            let moved = messages.contains(&entry.id);
            if !moved && entry.sent_at > last {
                continue;
            }
            self.forget_waiting(entry.number)?;
            if !moved && !self.was_shown(&entry.id)? {
                missed.push(Gap::Unread(entry.clone()));
            }
        }
        Ok(missed)
    }

    fn forget_waiting(&self, number: u64) -> Result<()> {
        let mut forget = self
            .database
            .prepare_cached("DELETE FROM waiting WHERE number = ?1")?;
        forget.execute([encode_size(number)])?;
        Ok(())
    }

    fn keep_waiting(&self, entry: &EntryInfo) -> Result<()> {
        let mut keep = self
            .database
            .prepare_cached("INSERT OR REPLACE INTO waiting VALUES (?1, ?2, ?3, ?4, ?5)")?;
        keep.execute(params![
            encode_size(entry.sequence_number),
            entry.cid.to_string(),
            hex::encode(entry.sender),
            entry.sent_at,
            entry.expires_at,
        ])?;
        Ok(())
    }
}

/// The numbers that no entry has, in ranges.
fn missing(numbers: Range<u64>, listed: &[EntryInfo]) -> Vec<RangeInclusive<u64>> {
    let mut gaps = Vec::new();
    let mut next = numbers.start;
    let present = listed.iter().map(|entry| entry.sequence_number);
    for present in present.filter(|number| numbers.contains(number)) {
        if next < present {
            gaps.push(next..=present - 1);
        }
        next = present.saturating_add(1);
    }
    if next < numbers.end {
        gaps.push(next..=numbers.end - 1);
    }
    gaps
}

fn read_waiting(row: &Row<'_>) -> rusqlite::Result<Waiting> {
    Ok(Waiting {
        number: decode_size(row, 0)?,
        id: decode_cid(row, 1)?,
        sender: decode_account(row, 2)?,
        sent_at: row.get(3)?,
        expires_at: row.get(4)?,
    })
}
