//! Where entries that were read came from, until that is final.

use super::{from_sql, to_sql, Records};
use postern_conversations::{ConversationId, Position, Result};
use postern_primitives::BlockNumber;
use rusqlite::params;

/// An entry that was read, and the block that it was in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Fed {
    pub(in super::super) position: Position,
    pub(in super::super) block: BlockNumber,
    pub(in super::super) hash: [u8; 32],
}

impl Records {
    /// Notes an entry before the state machine hears of it.
    pub(in super::super) fn feed(&self, id: &ConversationId, fed: &Fed) -> Result<()> {
        let Fed {
            position,
            block,
            hash,
        } = *fed;
        self.database
            .prepare_cached("INSERT OR REPLACE INTO fed VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![id.0, to_sql(position), block, hash])?;
        Ok(())
    }

    /// What was read and is not final, in its order.
    pub(in super::super) fn fed(&self, id: &ConversationId) -> Result<Vec<Fed>> {
        let mut query = self.database.prepare_cached(
            "SELECT position, block, hash FROM fed WHERE conversation = ?1 ORDER BY position",
        )?;
        let rows = query.query_map([id.0], |row| {
            Ok(Fed {
                position: from_sql(row.get(0)?),
                block: row.get(1)?,
                hash: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Forgets entries that were taken back: those from a position on.
    pub(in super::super) fn cut_fed(&self, id: &ConversationId, from: Position) -> Result<()> {
        self.database
            .prepare_cached("DELETE FROM fed WHERE conversation = ?1 AND position >= ?2")?
            .execute(params![id.0, to_sql(from)])?;
        Ok(())
    }

    /// Forgets entries that are final: those before a position.
    pub(in super::super) fn drop_fed(&self, id: &ConversationId, to: Position) -> Result<()> {
        self.database
            .prepare_cached("DELETE FROM fed WHERE conversation = ?1 AND position < ?2")?
            .execute(params![id.0, to_sql(to)])?;
        Ok(())
    }
}
