//! What was sent from here, and what could not be.

use super::{
    codes::{
        decode_cid, decode_entries, decode_hash, decode_recipients, decode_size, encode_entries,
        encode_recipients, encode_size,
    },
    Store,
};
use crate::Result;
use postern_primitives::{BlockNumber, Cid};
use rusqlite::{params, OptionalExtension, Row};

/// A message that is on chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentRecord {
    /// The message.
    pub id: Cid,
    /// Where it lies: each recipient's inbox and the number in it.
    pub entries: Vec<([u8; 32], u64)>,
    /// The own devices in whose inboxes it lies as well.
    pub copies: Vec<[u8; 32]>,
    /// Its size as it was told to the chain.
    pub size: u64,
    /// The block that it came into.
    pub block: BlockNumber,
    /// That block's hash: should the block be retracted, the chain has another one there.
    pub hash: [u8; 32],
    /// The first block in which it is gone.
    pub expires_at: BlockNumber,
    /// What became of it, once that is known for good.
    pub outcome: Option<Outcome>,
}

/// What became of a message for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Every recipient acknowledged it.
    Delivered,
    /// Its lifetime ended before that.
    Expired,
    /// It was taken back before that.
    Retracted,
}

/// A message whose content is on IPFS while its transaction failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent {
    /// The message.
    pub id: Cid,
    /// Whose inboxes it is for.
    pub recipients: Vec<[u8; 32]>,
    /// The own devices that show it as well, by their keys.
    pub copies: Vec<[u8; 32]>,
    /// Its size as it is told to the chain.
    pub size: u64,
    /// Its lifetime in blocks.
    pub lifetime: BlockNumber,
}

impl Unsent {
    /// All inboxes that it is put into.
    pub fn inboxes(&self) -> Vec<[u8; 32]> {
        [&self.recipients[..], &self.copies].concat()
    }
}

impl From<SentRecord> for Unsent {
    fn from(sent: SentRecord) -> Self {
        Self {
            id: sent.id,
            recipients: sent.entries.iter().map(|(owner, _)| *owner).collect(),
            copies: sent.copies,
            size: sent.size,
            lifetime: sent.expires_at.saturating_sub(sent.block),
        }
    }
}

impl Store {
    /// Keeps a message that could not be sent, to be sent later.
    ///
    /// # Errors
    /// [`Error::Database`], as for all that follow.
    pub fn keep_unsent(&self, message: &Unsent) -> Result<()> {
        self.database.execute(
            "INSERT OR REPLACE INTO unsent VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                message.id.to_string(),
                encode_recipients(&message.recipients),
                encode_size(message.size),
                message.lifetime,
                encode_recipients(&message.copies),
            ],
        )?;
        Ok(())
    }

    /// All messages that could not be sent, oldest first.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn unsent(&self) -> Result<Vec<Unsent>> {
        let mut query = self
            .database
            .prepare_cached("SELECT * FROM unsent ORDER BY rowid")?;
        let rows = query.query_map([], |row| {
            Ok(Unsent {
                id: decode_cid(row, 0)?,
                recipients: decode_recipients(row, 1)?,
                size: decode_size(row, 2)?,
                lifetime: row.get(3)?,
                copies: decode_recipients(row, 4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Drops a message from those to be sent later.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn forget_unsent(&self, id: &Cid) -> Result<()> {
        self.database
            .execute("DELETE FROM unsent WHERE id = ?1", [id.to_string()])?;
        Ok(())
    }

    /// Records a message that is on chain. It is no longer unsent.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn record_sent(&self, sent: &SentRecord) -> Result<()> {
        let change = self.database.unchecked_transaction()?;
        change.execute(
            "INSERT OR REPLACE INTO sent VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                sent.id.to_string(),
                encode_entries(&sent.entries),
                encode_size(sent.size),
                sent.block,
                hex::encode(sent.hash),
                sent.expires_at,
                sent.outcome.map(Outcome::code),
                encode_recipients(&sent.copies),
            ],
        )?;
        change.execute("DELETE FROM unsent WHERE id = ?1", [sent.id.to_string()])?;
        Ok(change.commit()?)
    }

    /// Takes back a message whose block was retracted: it is unsent again.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn take_back(&self, message: &Unsent) -> Result<()> {
        let change = self.database.unchecked_transaction()?;
        self.keep_unsent(message)?;
        change.execute("DELETE FROM sent WHERE id = ?1", [message.id.to_string()])?;
        Ok(change.commit()?)
    }

    /// A message that was sent from here.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn sent(&self, id: &Cid) -> Result<Option<SentRecord>> {
        let mut query = self
            .database
            .prepare_cached("SELECT * FROM sent WHERE id = ?1")?;
        Ok(query.query_row([id.to_string()], read_sent).optional()?)
    }

    /// Up to `limit` messages of which it is not known what became of them, those that expire
    /// first at the front.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn sent_and_waiting(&self, limit: u32) -> Result<Vec<SentRecord>> {
        let mut query = self.database.prepare_cached(
            "SELECT * FROM sent WHERE outcome IS NULL ORDER BY expires_at LIMIT ?1",
        )?;
        let rows = query.query_map([limit], read_sent)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Records for good what became of a message.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn finish_sent(&self, id: &Cid, outcome: Outcome) -> Result<()> {
        let change = params![id.to_string(), outcome.code()];
        self.database
            .execute("UPDATE sent SET outcome = ?2 WHERE id = ?1", change)?;
        Ok(())
    }
}

fn read_sent(row: &Row<'_>) -> rusqlite::Result<SentRecord> {
    Ok(SentRecord {
        id: decode_cid(row, 0)?,
        entries: decode_entries(row, 1)?,
        size: decode_size(row, 2)?,
        block: row.get(3)?,
        hash: decode_hash(row, 4)?,
        expires_at: row.get(5)?,
        outcome: row
            .get::<_, Option<String>>(6)?
            .as_deref()
            .map(Outcome::from_code),
        copies: decode_recipients(row, 7)?,
    })
}
