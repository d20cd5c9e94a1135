//! What channels are called here.

use super::Records;
use postern_conversations::{ConversationId, Result};
use rusqlite::{params, OptionalExtension};

const PLACE: &[u8] = b"rooms";

impl Records {
    /// What a conversation is called here.
    pub(in super::super) fn room(&self, id: &ConversationId) -> Result<Option<String>> {
        let query = "SELECT sealed FROM rooms WHERE conversation = ?1";
        let sealed: Option<Vec<u8>> = self
            .database
            .query_row(query, [id.0], |row| row.get(0))
            .optional()?;
        sealed.map(|sealed| self.unseal(PLACE, &sealed)).transpose()
    }

    /// Calls a conversation so.
    pub(in super::super) fn call_room(&self, id: &ConversationId, name: &str) -> Result<()> {
        let sealed = self.seal(PLACE, &name)?;
        self.database.execute(
            "INSERT OR REPLACE INTO rooms VALUES (?1, ?2)",
            params![id.0, sealed],
        )?;
        Ok(())
    }

    /// Forgets everything of a conversation.
    pub(in super::super) fn forget(&self, id: &ConversationId) -> Result<()> {
        let change = self.database.unchecked_transaction()?;
        for table in [
            "rooms",
            "openings",
            "fed",
            "posts",
            "receipts",
            "receipts_owed",
            "receipt_choices",
            "renewals",
        ] {
            let forget = format!("DELETE FROM {table} WHERE conversation = ?1");
            change.execute(&forget, [id.0])?;
        }
        Ok(change.commit()?)
    }

    /// The least number that the first log of a conversation can have, if its opening was begun.
    pub(in super::super) fn opening(&self, id: &ConversationId) -> Result<Option<u32>> {
        let query = "SELECT first FROM openings WHERE conversation = ?1";
        let first = self
            .database
            .query_row(query, [id.0], |row| row.get(0))
            .optional()?;
        Ok(first)
    }

    /// Notes that the first log of a conversation is about to be opened.
    pub(in super::super) fn begin_opening(&self, id: &ConversationId, first: u32) -> Result<()> {
        let begin = "INSERT OR IGNORE INTO openings VALUES (?1, ?2)";
        self.database.execute(begin, params![id.0, first])?;
        Ok(())
    }
}
