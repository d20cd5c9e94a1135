//! Where a conversation stands.

use crate::{
    identity::Member,
    state::State,
    step::Step,
    store::{from_sql, to_sql, StateId},
    ConversationId, Error, LogId, Position, Result,
};
use openmls::prelude::{LeafNodeIndex, MlsGroup};
use rusqlite::{params, OptionalExtension};

/// Whether this device takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is a member.
    Member,
    /// It was removed.
    Removed,
    /// It has left, which is final. Nothing of the conversation is kept.
    Left,
}

impl Standing {
    fn code(self) -> i64 {
        match self {
            Self::Member => 0,
            Self::Removed => 1,
            Self::Left => 2,
        }
    }

    fn from_code(code: i64) -> Self {
        match code {
            0 => Self::Member,
            1 => Self::Removed,
            _ => Self::Left,
        }
    }
}

/// A conversation's row.
#[derive(Clone, Debug)]
pub(crate) struct Conversation {
    pub(crate) id: ConversationId,
    pub(crate) current: StateId,
    /// The position to be taken next.
    pub(crate) next: Position,
    /// The first position that is not final.
    pub(crate) final_to: Position,
    pub(crate) standing: Standing,
}

/// Where the caller goes on reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// In which channel.
    pub log: LogId,
    /// The position of that channel's first entry.
    pub first: Position,
    /// The next position that is not known. The entry has the number `next - first` in its channel.
    pub next: Position,
}

impl Conversation {
    /// Whether it is final that a state's epoch has begun.
    pub(crate) fn has_begun(&self, state: &State) -> bool {
        state
            .begins
            .is_some_and(|(_, first)| first <= self.final_to)
    }
}

impl Step<'_> {
    pub(crate) fn add_conversation(&self, conversation: &Conversation) -> Result<()> {
        self.database.execute(
            "INSERT INTO conversations VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                conversation.id.0,
                conversation.current,
                to_sql(conversation.next),
                to_sql(conversation.final_to),
                conversation.standing.code()
            ],
        )?;
        Ok(())
    }

    pub(crate) fn save_conversation(&self, conversation: &Conversation) -> Result<()> {
        self.database
            .prepare_cached(
                "UPDATE conversations SET current = ?2, next = ?3, final = ?4, standing = ?5
                 WHERE id = ?1",
            )?
            .execute(params![
                conversation.id.0,
                conversation.current,
                to_sql(conversation.next),
                to_sql(conversation.final_to),
                conversation.standing.code()
            ])?;
        Ok(())
    }

    pub(crate) fn find_conversation(&self, id: &ConversationId) -> Result<Option<Conversation>> {
        let mut query = self.database.prepare_cached(
            "SELECT current, next, final, standing FROM conversations WHERE id = ?1",
        )?;
        let found = query.query_row([id.0], |row| {
            Ok(Conversation {
                id: *id,
                current: row.get(0)?,
                next: from_sql(row.get(1)?),
                final_to: from_sql(row.get(2)?),
                standing: Standing::from_code(row.get(3)?),
            })
        });
        Ok(found.optional()?)
    }

    pub(crate) fn conversation(&self, id: &ConversationId) -> Result<Conversation> {
        self.find_conversation(id)?
            .ok_or(Error::UnknownConversation(*id))
    }

    /// A conversation in which this device may still write.
    pub(crate) fn active(&self, id: &ConversationId) -> Result<Conversation> {
        let conversation = self.conversation(id)?;
        match conversation.standing {
            Standing::Member => Ok(conversation),
            Standing::Removed | Standing::Left => Err(Error::NotMember),
        }
    }

    /// A conversation in which there may be something to read still: what stands before one's
    /// own removal, until that is final.
    pub(crate) fn readable(&self, id: &ConversationId) -> Result<Conversation> {
        let conversation = self.conversation(id)?;
        if conversation.current == 0 {
            return Err(Error::NotMember);
        }
        Ok(conversation)
    }

    pub(crate) fn conversations(&self) -> Result<Vec<ConversationId>> {
        let mut query = self
            .database
            .prepare_cached("SELECT id FROM conversations ORDER BY rowid")?;
        let rows = query.query_map([], |row| row.get(0).map(ConversationId))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Where the caller goes on reading; none before the first log is open.
    pub(crate) fn cursor(&self, id: &ConversationId) -> Result<Option<Cursor>> {
        let conversation = self.active(id)?;
        let state = self.state(conversation.current)?;
        let Some((log, first)) = state.begins else {
            return Ok(None);
        };
        let mut query = self.database.prepare_cached(
            "SELECT position FROM entries WHERE conversation = ?1 AND position >= ?2 ORDER BY position",
        )?;
        let mut next = conversation.next;
        let known = query.query_map(params![id.0, to_sql(next)], |row| row.get(0))?;
        for position in known {
            if from_sql(position?) != next {
                break;
            }
            next += 1;
        }
        Ok(Some(Cursor { log, first, next }))
    }

    pub(crate) fn current(&self, conversation: &Conversation) -> Result<(State, MlsGroup)> {
        let state = self.state(conversation.current)?;
        let group = self.group(&conversation.id, state.id)?;
        Ok((state, group))
    }
}

/// The devices of a group, with their places in its tree.
pub(crate) fn members(group: &MlsGroup) -> Result<Vec<(LeafNodeIndex, Member)>> {
    let read = |leaf: openmls::prelude::Member| {
        let member = Member::read(&leaf.credential, &leaf.signature_key)?;
        Ok((leaf.index, member))
    };
    group.members().map(read).collect()
}
