//! Sealing and opening messages that travel beside the log.

use super::{content::Outside, Direct};
use crate::{
    commit::sender,
    content,
    identity::Member,
    limits::MAX_JOURNAL,
    step::Step,
    store::{from_sql, random, to_sql},
    Body, ConversationId, Error, Message, MessageId, Part, Refusal, Result,
};
use openmls::prelude::{tls_codec::Serialize as _, ProcessedMessageContent};
use postern_primitives::Moment;
use rusqlite::{params, OptionalExtension};

const PLACE: &[u8] = b"delivered";

impl Body {
    /// Whether this may travel beside the log. What changes the conversation or answers a challenge
    /// has to have a place in its order. That a message was read the chain tells by itself.
    fn is_direct(&self) -> bool {
        matches!(
            self,
            Self::Text { .. }
                | Self::Edit { .. }
                | Self::Delete { .. }
                | Self::Reaction { .. }
                | Self::Paid { .. }
        )
    }
}

impl Step<'_> {
    /// Seals a message in the epoch that is current, whose beginning has to be final: what is
    /// sealed cannot be taken back, and in an epoch that the chain leaves nobody could read it.
    pub(super) fn seal_direct(
        &self,
        id: &ConversationId,
        body: Body,
        lifetime: Option<u64>,
        now: Moment,
    ) -> Result<(MessageId, Vec<u8>)> {
        if !self.is_pair(id)? {
            return Err(Error::NotOfTwo(*id));
        }
        if !body.is_direct() {
            return Err(Error::BelongsInLog);
        }
        let conversation = self.active(id)?;
        let (state, mut group) = self.current(&conversation)?;
        if !conversation.has_begun(&state) {
            return Err(Error::NotFinal);
        }
        let message = Message {
            id: random()?,
            sent_at: now,
            lifetime,
            body,
        };
        let sealed = group
            .create_message(
                &self.provider(state.id),
                self.identity,
                &message.to_bytes()?,
            )
            .map_err(Error::mls)?;
        let sealed = sealed.tls_serialize_detached().map_err(Error::mls)?;
        let content = self.direct_keys(&group)?.wrap(&sealed)?;
        self.keep(state.id, group);
        Ok((message.id, content))
    }

    /// Opens a content: one step of the sender's ratchet, and what was said in the record of what
    /// the caller has not taken, or neither.
    pub(super) fn open_direct(&self, content: &[u8], at: Moment) -> Result<Direct> {
        let digest = content::digest(content);
        if let Some(known) = self.find_delivered(&digest)? {
            return Ok(known);
        }
        let outside = Outside::read(content)?;
        let (id, state, keys) = self.find_epoch(&outside)?.ok_or(Error::UnknownEpoch)?;
        self.ensure_room_for_delivered()?;
        let mut group = self.group(&id, state)?;
        let processed = self.process(&mut group, state, &keys.unwrap(&outside)?)?;
        let from = sender(&group, &processed)?;
        let ProcessedMessageContent::ApplicationMessage(said) = processed.into_content() else {
            return Err(Refusal::NotAuthentic.into());
        };
        self.keep(state, group);
        let message = Message::parse(&said.into_bytes())?;
        if !message.body.is_direct() {
            return Err(Refusal::Malformed(Part::Message).into());
        }
        from.valid(self.known, at)?;
        self.note_arrival(&id, &from)?;
        self.note_delivered(&digest, &id, &from, &message, at)?;
        self.delivered(digest, id, from, message)
    }

    fn delivered(
        &self,
        digest: content::Digest,
        conversation: ConversationId,
        from: Member,
        message: Message,
    ) -> Result<Direct> {
        Ok(Direct {
            digest,
            conversation,
            from,
            authenticated: self.is_authenticated(&conversation, &from.device)?,
            message,
        })
    }

    fn note_delivered(
        &self,
        digest: &content::Digest,
        id: &ConversationId,
        from: &Member,
        message: &Message,
        at: Moment,
    ) -> Result<()> {
        let sealed = self.seal(PLACE, &(id, from, message))?;
        self.database
            .prepare_cached("INSERT INTO delivered VALUES (?1, ?2, ?3)")?
            .execute(params![digest, to_sql(at), sealed])?;
        Ok(())
    }

    fn find_delivered(&self, digest: &content::Digest) -> Result<Option<Direct>> {
        let sealed: Option<Vec<u8>> = self
            .database
            .prepare_cached("SELECT sealed FROM delivered WHERE digest = ?1")?
            .query_row([digest], |row| row.get(0))
            .optional()?;
        let Some(sealed) = sealed else {
            return Ok(None);
        };
        let (id, from, message) = self.open(PLACE, &sealed)?;
        self.delivered(*digest, id, from, message).map(Some)
    }

    fn ensure_room_for_delivered(&self) -> Result<()> {
        let mut query = self
            .database
            .prepare_cached("SELECT count(*) FROM delivered")?;
        let waiting: i64 = query.query_row([], |row| row.get(0))?;
        if from_sql(waiting) >= MAX_JOURNAL {
            return Err(Error::Full("messages"));
        }
        Ok(())
    }

    pub(super) fn forget_delivered(&self, digest: &content::Digest) -> Result<()> {
        self.database
            .prepare_cached("DELETE FROM delivered WHERE digest = ?1")?
            .execute([digest])?;
        Ok(())
    }
}
