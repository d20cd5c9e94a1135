//! What was said, and who came and went.

use super::{amendments::amends, from_sql, to_sql, Records};
use codec::{Decode, Encode};
use postern_conversations::{
    Body, ConversationId, Member, MessageId, MessageRef, Position, Result,
};
use postern_primitives::Moment;
use rusqlite::{params, OptionalExtension};

pub(super) const PLACE: &[u8] = b"posts";

/// Bytes by which a message is known, as a place; others are shorter.
pub(super) const MESSAGE: u32 = 48;

/// What is kept of a place in a channel.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(in super::super) enum Kept {
    /// Somebody has said something.
    #[codec(index = 0)]
    Said(Said),
    /// Somebody has come or gone.
    #[codec(index = 1)]
    Changed(Changed),
    /// The content never came.
    #[codec(index = 2)]
    Lost,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(in super::super) struct Said {
    pub(in super::super) from: Member,
    pub(in super::super) message: MessageId,
    /// Whether its sender's device had answered a challenge of ours by then.
    pub(in super::super) authenticated: bool,
    pub(in super::super) sent_at: Moment,
    pub(in super::super) body: Body,
}

/// A change of who is a member.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(in super::super) struct Changed {
    pub(in super::super) by: Member,
    pub(in super::super) added: Vec<Member>,
    pub(in super::super) removed: Vec<Member>,
}

/// Something with its place, none while no block has it.
pub(in super::super) type Post = (Option<Position>, Kept);

impl Records {
    /// Keeps a message, until a moment if it is to be forgotten then. One that is kept already
    /// gets this place if it has none. Of one that is about another nothing is kept if that is not
    /// its sender's to change, or was deleted.
    pub(in super::super) fn keep_said(
        &self,
        id: &ConversationId,
        position: Option<Position>,
        ends: Option<Moment>,
        said: Said,
    ) -> Result<()> {
        let of = MessageRef {
            device: said.from.device,
            id: said.message,
        };
        let Some(amended) = amends(&said.body) else {
            let said = self.unless_deleted(id, said)?;
            return self.keep(id, &of.encode(), position, ends, None, &Kept::Said(said));
        };
        if self.amend(id, &amended, &said)? {
            let amends = Some(amended.encode());
            self.keep(id, &of.encode(), position, ends, amends, &Kept::Said(said))?;
            self.drop_superseded(id, &amended)?;
        }
        Ok(())
    }

    /// Keeps who came and went.
    pub(in super::super) fn keep_change(
        &self,
        id: &ConversationId,
        position: Position,
        changed: Changed,
    ) -> Result<()> {
        let place = (b'c', position).encode();
        self.keep(
            id,
            &place,
            Some(position),
            None,
            None,
            &Kept::Changed(changed),
        )
    }

    /// Keeps that a content never came.
    pub(in super::super) fn keep_loss(
        &self,
        id: &ConversationId,
        position: Position,
    ) -> Result<()> {
        let place = (b'l', position).encode();
        self.keep(id, &place, Some(position), None, None, &Kept::Lost)
    }

    fn keep(
        &self,
        id: &ConversationId,
        place: &[u8],
        position: Option<Position>,
        ends: Option<Moment>,
        amends: Option<Vec<u8>>,
        kept: &Kept,
    ) -> Result<()> {
        let sealed = self.seal(PLACE, kept)?;
        self.database
            .prepare_cached(
                "INSERT INTO posts (conversation, place, position, ends, amends, sealed, shown)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)
                 ON CONFLICT (conversation, place)
                 DO UPDATE SET position = coalesce(position, excluded.position)",
            )?
            .execute(params![
                id.0,
                place,
                position.map(to_sql),
                ends.map(to_sql),
                amends,
                sealed
            ])?;
        Ok(())
    }

    /// A message has its place, for the first time or again.
    pub(in super::super) fn place(
        &self,
        id: &ConversationId,
        of: &MessageRef,
        position: Position,
    ) -> Result<()> {
        self.database
            .prepare_cached(
                "UPDATE posts SET position = ?3 WHERE conversation = ?1 AND place = ?2",
            )?
            .execute(params![id.0, of.encode(), to_sql(position)])?;
        Ok(())
    }

    /// When a message is to be forgotten, if at all.
    pub(in super::super) fn ends(
        &self,
        id: &ConversationId,
        of: &MessageRef,
    ) -> Result<Option<Moment>> {
        let mut query = self
            .database
            .prepare_cached("SELECT ends FROM posts WHERE conversation = ?1 AND place = ?2")?;
        let found: Option<Option<i64>> = query
            .query_row(params![id.0, of.encode()], |row| row.get(0))
            .optional()?;
        Ok(found.flatten().map(from_sql))
    }

    /// Where a message stands; none while no block has it.
    pub(in super::super) fn place_of(
        &self,
        id: &ConversationId,
        of: &MessageRef,
    ) -> Result<Option<Position>> {
        let mut query = self
            .database
            .prepare_cached("SELECT position FROM posts WHERE conversation = ?1 AND place = ?2")?;
        let found: Option<Option<i64>> = query
            .query_row(params![id.0, of.encode()], |row| row.get(0))
            .optional()?;
        Ok(found.flatten().map(from_sql))
    }

    /// What the chain has taken back is not so any more; messages stay, without a place.
    pub(in super::super) fn take_back(&self, id: &ConversationId, from: Position) -> Result<()> {
        let at = params![id.0, to_sql(from), MESSAGE];
        for change in [
            "DELETE FROM posts
             WHERE conversation = ?1 AND position >= ?2 AND length(place) != ?3",
            "UPDATE posts SET position = NULL
             WHERE conversation = ?1 AND position >= ?2 AND length(place) = ?3",
        ] {
            self.database.prepare_cached(change)?.execute(at)?;
        }
        Ok(())
    }

    /// Forgets messages whose time is over, and what is about them.
    pub(in super::super) fn drop_ended(&self, now: Moment) -> Result<()> {
        self.drop_ended_directs(now)?;
        let change = self.database.unchecked_transaction()?;
        for forget in [
            "DELETE FROM posts WHERE (conversation, amends) IN
                 (SELECT conversation, place FROM posts WHERE ends <= ?1)",
            "DELETE FROM receipts WHERE (conversation, message) IN
                 (SELECT conversation, place FROM posts WHERE ends <= ?1)",
            "DELETE FROM receipts_owed WHERE (conversation, message) IN
                 (SELECT conversation, place FROM posts WHERE ends <= ?1)",
            "DELETE FROM posts WHERE ends <= ?1",
        ] {
            change.prepare_cached(forget)?.execute([to_sql(now)])?;
        }
        Ok(change.commit()?)
    }

    /// At most `limit` posts in their order, those without a place last: from a position on, or
    /// the last ones. What is about another message comes with that: see
    /// [`amended`](Self::amended).
    pub(in super::super) fn posts(
        &self,
        id: &ConversationId,
        from: Option<Position>,
        limit: u32,
    ) -> Result<Vec<Post>> {
        let order = match from {
            Some(_) => "ASC",
            None => "DESC",
        };
        let mut query = self.database.prepare_cached(&format!(
            "SELECT position, sealed FROM posts
             WHERE conversation = ?1 AND coalesce(position, ?4) >= ?2 AND amends IS NULL
             ORDER BY coalesce(position, ?4) {order}, id {order} LIMIT ?3"
        ))?;
        let asked = params![id.0, from.map_or(0, to_sql), limit, i64::MAX];
        let rows = query.query_map(asked, |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut posts = Vec::new();
        for row in rows {
            let (position, sealed): (Option<i64>, Vec<u8>) = row?;
            posts.push((position.map(from_sql), self.unseal(PLACE, &sealed)?));
        }
        if from.is_none() {
            posts.reverse();
        }
        Ok(posts)
    }
}
