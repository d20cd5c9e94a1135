//! Opening posts.

use crate::{
    commit::sender,
    content::{self, Digest},
    conversation::Conversation,
    entries::Entry,
    identity::Member,
    limits::{MAX_POST, MAX_UNPLACED},
    step::Step,
    store::{to_sql, StateId},
    Body, ConversationId, Event, Message, Part, Position, Received, Refusal, Result,
};
use openmls::prelude::ProcessedMessageContent;
use rusqlite::{params, OptionalExtension};

/// What was opened before.
pub(crate) struct Opened {
    pub(crate) from: Member,
    pub(crate) message: [u8; 16],
    /// Whether it stands anywhere: a place may have been retracted.
    pub(crate) is_placed: bool,
}

impl Step<'_> {
    /// Opens a post in a state: one step of the sender's ratchet there, and what is to be told of
    /// it, or neither.
    pub(crate) fn open_post(
        &self,
        conversation: &Conversation,
        state: StateId,
        entry: &Entry,
        content: &[u8],
    ) -> Result<()> {
        let id = &conversation.id;
        if content.len() > MAX_POST {
            return Err(Refusal::Malformed(Part::Content).into());
        }
        let mut group = self.group(id, state)?;
        let message = self.unwrap(&group, content)?;
        let processed = self.process(&mut group, state, &message)?;
        let from = sender(&group, &processed)?;
        let ProcessedMessageContent::ApplicationMessage(said) = processed.into_content() else {
            return Err(Refusal::NotAuthentic.into());
        };
        self.keep(state, group);
        let message = Message::parse(&said.into_bytes())?;
        let certificate = from.valid(self.known, entry.moment)?;
        self.note_arrival(id, &from)?;
        let digest = content::digest(content);
        self.mark_opened(state, &digest, &from, &message, entry.position)?;
        if self.has_heard(id, &from, &message, entry.position)? {
            return Ok(());
        }
        self.note(id, &from, &message, Some(to_sql(entry.position)))?;
        self.shake(id, &from, &certificate, &message.body, entry.moment)?;
        self.pass_on(id, from, entry, message)
    }

    fn pass_on(
        &self,
        id: &ConversationId,
        from: Member,
        entry: &Entry,
        message: Message,
    ) -> Result<()> {
        match message.body {
            Body::Challenge { .. } | Body::Answer { .. } | Body::Confirm { .. } => Ok(()),
            Body::Leave => self.tell_leaving(id, &from),
            body => {
                let received = Received {
                    id: message.id,
                    cid: entry.cid,
                    position: entry.position,
                    from,
                    authenticated: self.is_authenticated(id, &from.device)?,
                    sent_at: message.sent_at,
                    lifetime: message.lifetime,
                    body,
                };
                self.tell(id, &Event::Message(Box::new(received)))
            }
        }
    }

    fn mark_opened(
        &self,
        state: StateId,
        digest: &Digest,
        from: &Member,
        message: &Message,
        position: Position,
    ) -> Result<()> {
        self.database
            .prepare_cached("INSERT INTO opened VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![
                state,
                digest,
                from.to_bytes(),
                message.id,
                to_sql(position)
            ])?;
        Ok(())
    }

    /// Whether a message has come before, sealed in another state. If its place there was taken
    /// back it has this one from now on.
    fn has_heard(
        &self,
        id: &ConversationId,
        from: &Member,
        message: &Message,
        position: Position,
    ) -> Result<bool> {
        let key = params![id.0, from.device.0, message.id];
        let place: Option<Option<i64>> = self
            .database
            .prepare_cached(
                "SELECT position FROM heard WHERE conversation = ?1 AND device = ?2 AND message = ?3",
            )?
            .query_row(key, |row| row.get(0))
            .optional()?;
        match place {
            None => {
                self.database
                    .prepare_cached(
                        "INSERT INTO heard (conversation, device, message, position)
                         VALUES (?1, ?2, ?3, ?4)",
                    )?
                    .execute(params![id.0, from.device.0, message.id, to_sql(position)])?;
                return Ok(false);
            }
            Some(None) => self.place_again(id, from, &message.id, position)?,
            Some(Some(_)) => {}
        }
        Ok(true)
    }

    pub(crate) fn place_again(
        &self,
        id: &ConversationId,
        from: &Member,
        message: &[u8; 16],
        position: Position,
    ) -> Result<()> {
        self.place(id, from, message, position)?;
        let placed = Event::Placed {
            from: *from,
            id: *message,
            position,
        };
        self.tell(id, &placed)
    }

    /// What was opened with this content in a state, and where it stands.
    pub(crate) fn find_opened(&self, state: StateId, digest: &Digest) -> Result<Option<Opened>> {
        let mut query = self.database.prepare_cached(
            "SELECT member, message, position FROM opened WHERE state = ?1 AND digest = ?2",
        )?;
        let found = query.query_row(params![state, digest], |row| {
            let from: [u8; 64] = row.get(0)?;
            Ok(Opened {
                from: Member::from_bytes(&from),
                message: row.get(1)?,
                is_placed: row.get::<_, Option<i64>>(2)?.is_some(),
            })
        });
        Ok(found.optional()?)
    }

    pub(crate) fn move_opened(
        &self,
        state: StateId,
        digest: &Digest,
        position: Position,
    ) -> Result<()> {
        self.database
            .prepare_cached("UPDATE opened SET position = ?3 WHERE state = ?1 AND digest = ?2")?
            .execute(params![state, digest, to_sql(position)])?;
        Ok(())
    }

    /// Forgets what can no longer come twice.
    pub(crate) fn settle_heard(&self, id: &ConversationId, to: Position) -> Result<()> {
        self.database
            .prepare_cached("DELETE FROM heard WHERE conversation = ?1 AND position < ?2")?
            .execute(params![id.0, to_sql(to)])?;
        self.database
            .prepare_cached(
                "DELETE FROM heard WHERE conversation = ?1 AND position IS NULL AND id NOT IN
                    (SELECT id FROM heard WHERE conversation = ?1 AND position IS NULL
                     ORDER BY id DESC LIMIT ?2)",
            )?
            .execute(params![id.0, to_sql(MAX_UNPLACED)])?;
        Ok(())
    }
}
