//! What two people have said to each other, by the contents that lay in an inbox.
//!
//! It is kept as what is said in private channels is, with numbers of this device's own: nobody has
//! put it in an order.

use super::{from_sql, posts::Said, to_sql, Records};
use codec::{DecodeAll, Encode};
use postern_conversations::{ConversationId, Error, MessageRef, Result};
use postern_primitives::{Cid, Moment};
use rusqlite::{params, OptionalExtension};

pub(super) const TABLES: &str = "
    -- Messages of conversations of two, by the contents that lay in an inbox.
    CREATE TABLE directs (
        cid BLOB PRIMARY KEY,
        conversation BLOB NOT NULL,
        place BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX directs_place ON directs (conversation, place);
";

/// A message of a conversation of two.
pub(in super::super) type Direct = (ConversationId, MessageRef);

impl Records {
    /// Keeps a message behind those that are there, until a moment if it is to be forgotten then.
    /// The user has seen it. Doing so again changes nothing.
    pub(in super::super) fn keep_direct(
        &self,
        content: &Cid,
        id: &ConversationId,
        ends: Option<Moment>,
        said: Said,
    ) -> Result<()> {
        let of = MessageRef {
            device: said.from.device,
            id: said.message,
        };
        self.database.execute(
            "INSERT OR IGNORE INTO directs VALUES (?1, ?2, ?3)",
            params![content.as_bytes(), id.0, of.encode()],
        )?;
        let last = "SELECT coalesce(max(position), 0) FROM posts WHERE conversation = ?1";
        let last: i64 = self.database.query_row(last, [id.0], |row| row.get(0))?;
        let next = from_sql(last).saturating_add(1);
        self.keep_said(id, Some(next), ends, said)?;
        self.see_message(id, &of)
    }

    /// Which message a content is.
    pub(in super::super) fn direct(&self, content: &Cid) -> Result<Option<Direct>> {
        let query = "SELECT conversation, place FROM directs WHERE cid = ?1";
        let found: Option<([u8; 32], Vec<u8>)> = self
            .database
            .query_row(query, [content.as_bytes()], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        let read = |(id, place): ([u8; 32], Vec<u8>)| {
            let of = MessageRef::decode_all(&mut &place[..]);
            let of = of.map_err(|_| Error::Damaged("a record"))?;
            Ok((ConversationId(id), of))
        };
        found.map(read).transpose()
    }

    /// The content that a message came in.
    pub(in super::super) fn content_of(
        &self,
        id: &ConversationId,
        of: &MessageRef,
    ) -> Result<Option<Cid>> {
        let query = "SELECT cid FROM directs WHERE conversation = ?1 AND place = ?2";
        let found: Option<Vec<u8>> = self
            .database
            .query_row(query, params![id.0, of.encode()], |row| row.get(0))
            .optional()?;
        let read = |bytes: Vec<u8>| Cid::parse(&bytes).map_err(|_| Error::Damaged("a record"));
        found.map(read).transpose()
    }

    /// Forgets a message that was taken back before anybody had it.
    pub(in super::super) fn drop_direct(&self, content: &Cid) -> Result<()> {
        let change = self.database.unchecked_transaction()?;
        for forget in [
            "DELETE FROM posts WHERE (conversation, place) IN
                 (SELECT conversation, place FROM directs WHERE cid = ?1)",
            "DELETE FROM directs WHERE cid = ?1",
        ] {
            change.execute(forget, [content.as_bytes()])?;
        }
        Ok(change.commit()?)
    }

    /// Forgets the contents of messages that were forgotten.
    pub(super) fn drop_ended_directs(&self, now: Moment) -> Result<()> {
        self.database
            .prepare_cached(
                "DELETE FROM directs WHERE (conversation, place) IN
                     (SELECT conversation, place FROM posts WHERE ends <= ?1)",
            )?
            .execute([to_sql(now)])?;
        Ok(())
    }
}
