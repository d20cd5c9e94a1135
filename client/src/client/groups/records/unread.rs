//! What the user has not seen yet.

use super::{
    from_sql,
    posts::{Post, PLACE},
    to_sql, Records,
};
use codec::Encode;
use postern_conversations::{ConversationId, MessageRef, Position, Result};
use rusqlite::params;

impl Records {
    /// At most `limit` posts that are in a block and were not seen, in their order, from a position
    /// on.
    pub(in super::super) fn unread(
        &self,
        id: &ConversationId,
        from: Position,
        limit: u32,
    ) -> Result<Vec<Post>> {
        let mut query = self.database.prepare_cached(
            "SELECT position, sealed FROM posts
             WHERE conversation = ?1 AND position >= ?2 AND shown = 0 AND amends IS NULL
             ORDER BY position LIMIT ?3",
        )?;
        let mut rows = query.query(params![id.0, to_sql(from), limit])?;
        let mut posts = Vec::new();
        while let Some(row) = rows.next()? {
            let (position, sealed): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
            posts.push((Some(from_sql(position)), self.unseal(PLACE, &sealed)?));
        }
        Ok(posts)
    }

    /// What stands at a position was seen. It stays so should the chain give it another place.
    pub(in super::super) fn see(&self, id: &ConversationId, position: Position) -> Result<()> {
        self.database
            .prepare_cached("UPDATE posts SET shown = 1 WHERE conversation = ?1 AND position = ?2")?
            .execute(params![id.0, to_sql(position)])?;
        Ok(())
    }

    /// A message was seen: by whoever has written it, for one.
    pub(in super::super) fn see_message(&self, id: &ConversationId, of: &MessageRef) -> Result<()> {
        self.database
            .prepare_cached("UPDATE posts SET shown = 1 WHERE conversation = ?1 AND place = ?2")?
            .execute(params![id.0, of.encode()])?;
        Ok(())
    }
}
