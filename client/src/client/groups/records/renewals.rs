//! When this device has renewed its keys in a conversation.

use super::{from_sql, to_sql, Records};
use postern_conversations::{ConversationId, Result};
use postern_primitives::Moment;
use rusqlite::{params, OptionalExtension};

pub(super) const TABLES: &str = "
    -- When this device has renewed its keys in a conversation, or has come into it.
    CREATE TABLE renewals (
        conversation BLOB PRIMARY KEY,
        moment INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
";

impl Records {
    /// When it was, if that was noted.
    pub(in super::super) fn renewed(&self, id: &ConversationId) -> Result<Option<Moment>> {
        let mut query = self
            .database
            .prepare_cached("SELECT moment FROM renewals WHERE conversation = ?1")?;
        let moment = query.query_row([id.0], |row| row.get(0).map(from_sql));
        Ok(moment.optional()?)
    }

    /// It is now.
    pub(in super::super) fn note_renewal(&self, id: &ConversationId, now: Moment) -> Result<()> {
        self.database
            .prepare_cached("INSERT OR REPLACE INTO renewals VALUES (?1, ?2)")?
            .execute(params![id.0, to_sql(now)])?;
        Ok(())
    }
}
