//! What the chain has ordered and IPFS has delivered, as it is kept until its turn has come.

use crate::{
    limits::MAX_WAITING_BYTES,
    step::Step,
    store::{from_sql, to_sql, StateId},
    ConversationId, Error, LogId, Position, Result,
};
use postern_primitives::{group::GroupPublic, Cid, Moment};
use rusqlite::{params, OptionalExtension, Row};

/// Something that the chain has put into a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the conversation's order.
    pub position: Position,
    /// The log that it is in.
    pub log: LogId,
    /// Its content.
    pub cid: Cid,
    /// The log that it opens, if it is a commit.
    pub successor: Option<Successor>,
    /// The time of its block.
    pub moment: Moment,
}

/// The log that a commit opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Successor {
    /// Which.
    pub log: LogId,
    /// The key that writes to it.
    pub key: GroupPublic,
}

/// What has become of an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// Its turn has not come.
    Waiting,
    /// It has its place; its content is missing.
    Missing,
    /// It is taken, or skipped.
    Done,
}

impl Progress {
    pub(crate) fn code(self) -> i64 {
        self as i64
    }
}

/// What is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Entries that the chain must have, because later ones are known.
    pub entries: Vec<Position>,
    /// Entries whose content is missing.
    pub contents: Vec<(Position, Cid)>,
    /// Whether one of those is a commit, without which nothing behind it can be read.
    pub blocked: bool,
}

impl Step<'_> {
    pub(crate) fn entry(
        &self,
        id: &ConversationId,
        position: Position,
    ) -> Result<Option<(Entry, i64, Option<StateId>)>> {
        let mut query = self.database.prepare_cached(
            "SELECT position, log, cid, successor, key, moment, standing, state FROM entries
             WHERE conversation = ?1 AND position = ?2",
        )?;
        let found = query.query_row(params![id.0, to_sql(position)], read);
        Ok(found.optional()?)
    }

    pub(crate) fn keep_content(
        &self,
        id: &ConversationId,
        cid: &Cid,
        content: &[u8],
    ) -> Result<()> {
        let mut query = self.database.prepare_cached(
            "SELECT coalesce(sum(length(bytes)), 0) FROM contents WHERE conversation = ?1",
        )?;
        let kept: i64 = query.query_row([id.0], |row| row.get(0))?;
        if from_sql(kept).saturating_add(content.len() as u64) > MAX_WAITING_BYTES {
            return Err(Error::Full("contents"));
        }
        self.database
            .prepare_cached("INSERT OR REPLACE INTO contents VALUES (?1, ?2, ?3)")?
            .execute(params![id.0, cid.as_bytes(), content])?;
        Ok(())
    }

    pub(crate) fn content(&self, id: &ConversationId, cid: &Cid) -> Result<Option<Vec<u8>>> {
        let mut query = self
            .database
            .prepare_cached("SELECT bytes FROM contents WHERE conversation = ?1 AND cid = ?2")?;
        let found = query.query_row(params![id.0, cid.as_bytes()], |row| row.get(0));
        Ok(found.optional()?)
    }

    pub(crate) fn drop_content(&self, id: &ConversationId, cid: &Cid) -> Result<()> {
        self.database
            .prepare_cached("DELETE FROM contents WHERE conversation = ?1 AND cid = ?2")?
            .execute(params![id.0, cid.as_bytes()])?;
        Ok(())
    }

    pub(crate) fn set_progress(
        &self,
        id: &ConversationId,
        position: Position,
        progress: Progress,
        state: StateId,
    ) -> Result<()> {
        self.database
            .prepare_cached(
                "UPDATE entries SET standing = ?3, state = ?4
                 WHERE conversation = ?1 AND position = ?2",
            )?
            .execute(params![id.0, to_sql(position), progress.code(), state])?;
        Ok(())
    }

    pub(crate) fn drop_orphaned_contents(&self, id: &ConversationId) -> Result<()> {
        self.database
            .prepare_cached(
                "DELETE FROM contents WHERE conversation = ?1 AND cid NOT IN
                    (SELECT cid FROM entries WHERE conversation = ?1 AND standing != 2)",
            )?
            .execute([id.0])?;
        Ok(())
    }

    /// What is missing, the first hundreds of it.
    pub(crate) fn gaps(&self, id: &ConversationId) -> Result<Gaps> {
        let conversation = self.readable(id)?;
        let mut gaps = Gaps::default();
        let mut query = self.database.prepare_cached(
            "SELECT position, log, cid, successor, key, moment, standing, state FROM entries
             WHERE conversation = ?1 AND standing != ?2 ORDER BY position",
        )?;
        let rows = query.query_map(params![id.0, Progress::Done.code()], read)?;
        let mut expected = conversation.next;
        for row in rows {
            let (entry, standing, _) = row?;
            if standing == Progress::Waiting.code() {
                gaps.entries.extend(expected..entry.position);
                expected = entry.position + 1;
            }
            if self.content(id, &entry.cid)?.is_none() {
                gaps.blocked |= entry.successor.is_some() && entry.position == conversation.next;
                gaps.contents.push((entry.position, entry.cid));
            }
        }
        Ok(gaps)
    }
}

pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<(Entry, i64, Option<StateId>)> {
    let cid: Vec<u8> = row.get(2)?;
    let cid = Cid::parse(&cid).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(2, rusqlite::types::Type::Blob, Box::new(error))
    })?;
    let successor = row
        .get::<_, Option<i64>>(3)?
        .zip(row.get(4)?)
        .map(|(log, key)| Successor {
            log: from_sql(log),
            key,
        });
    let entry = Entry {
        position: from_sql(row.get(0)?),
        log: from_sql(row.get(1)?),
        cid,
        successor,
        moment: from_sql(row.get(5)?),
    };
    Ok((entry, row.get(6)?, row.get(7)?))
}
