//! What the caller is told.
//!
//! An event is written in the transaction of the step that caused it and stays until the caller
//! says that it has it. So a process that dies in between hears of it again, and never loses one.

use crate::{
    certificate::Account, limits::MAX_JOURNAL, step::Step, store::from_sql, Body, ConversationId,
    Error, Member, Message, MessageId, Position, Refusal, Result,
};
use codec::{Decode, Encode};
use postern_primitives::{Cid, Moment};
use rusqlite::params;

/// An event's number, ascending.
pub type EventId = i64;

/// A message that was received.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Received {
    /// Its identifier, unique among its sender's.
    pub id: MessageId,
    /// The content it came in.
    pub cid: Cid,
    /// Its place.
    pub position: Position,
    /// Who sent it.
    pub from: Member,
    /// Whether that device has answered a challenge of ours.
    pub authenticated: bool,
    /// When it was written, by its sender's clock.
    pub sent_at: Moment,
    /// For how many milliseconds after that it is to be kept.
    pub lifetime: Option<u64>,
    /// What it says.
    pub body: Body,
}

/// Something that has happened in a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Event {
    /// This device is a member now.
    #[codec(index = 0)]
    Joined {
        /// Who has invited it.
        by: Member,
        /// What the conversation is called.
        name: String,
    },
    /// A message has come.
    #[codec(index = 1)]
    Message(Box<Received>),
    /// A message that had come before has another place: where it stood was retracted, and it
    /// was included again.
    #[codec(index = 2)]
    Placed {
        /// Who sent it.
        from: Member,
        /// Its identifier.
        id: MessageId,
        /// Its place now.
        position: Position,
    },
    /// The chain has taken back what was at this position and behind it. What of it has come
    /// keeps, without a place, until it is [placed](Self::Placed) again.
    #[codec(index = 3)]
    Retracted {
        /// The first position taken back.
        from: Position,
    },
    /// A commit was taken.
    #[codec(index = 4)]
    Changed {
        /// Its place.
        position: Position,
        /// Who made it.
        by: Member,
        /// Who is a member from now on.
        added: Vec<Member>,
        /// Who is none any more.
        removed: Vec<Member>,
        /// The group's epoch now.
        epoch: u64,
    },
    /// An entry was skipped.
    #[codec(index = 5)]
    Refused {
        /// Its place.
        position: Position,
        /// Its content.
        cid: Cid,
        /// Why.
        reason: Refusal,
    },
    /// The content of an entry did not come before its keys had to go.
    #[codec(index = 6)]
    Lost {
        /// Its place.
        position: Position,
        /// Its content.
        cid: Cid,
    },
    /// A message of this device is in the order.
    #[codec(index = 7)]
    Sent {
        /// The message: a caller that died after it was taken has nothing else of it.
        message: Box<Message>,
        /// The content that it was sealed in.
        cid: Cid,
        /// Its place.
        position: Position,
    },
    /// And is final there.
    #[codec(index = 8)]
    Settled {
        /// Its identifier.
        id: MessageId,
    },
    /// A change that this device wanted will not happen.
    #[codec(index = 9)]
    Failed {
        /// Its number, as it was wanted.
        change: i64,
        /// Why.
        reason: Refusal,
    },
    /// A change that this device wanted is final, by its own commit or by another member's.
    #[codec(index = 10)]
    Done {
        /// Its number, as it was wanted.
        change: i64,
    },
    /// This device is no member any more.
    #[codec(index = 11)]
    Removed {
        /// Who has removed it.
        by: Member,
    },
    /// Somebody wants to leave; a member's next commit removes them.
    #[codec(index = 12)]
    Leaving {
        /// Who.
        account: Account,
    },
    /// A device has proven that it is the one of its certificate, to this device.
    #[codec(index = 13)]
    Authenticated {
        /// Which.
        member: Member,
    },
}

const PLACE: &[u8] = b"journal";

impl Step<'_> {
    pub(crate) fn tell(&self, conversation: &ConversationId, event: &Event) -> Result<()> {
        let sealed = self.seal(PLACE, event)?;
        self.database
            .prepare_cached("INSERT INTO journal (conversation, sealed) VALUES (?1, ?2)")?
            .execute(params![conversation.0, sealed])?;
        Ok(())
    }

    /// Refuses to go on while the caller has left too much in the journal.
    pub(crate) fn ensure_journal_has_room(&self) -> Result<()> {
        let mut query = self
            .database
            .prepare_cached("SELECT coalesce(max(id) - min(id), 0) FROM journal")?;
        let waiting: i64 = query.query_row([], |row| row.get(0))?;
        if from_sql(waiting) >= MAX_JOURNAL {
            return Err(Error::Full("events"));
        }
        Ok(())
    }

    pub(crate) fn events(&self, limit: u32) -> Result<Vec<(EventId, ConversationId, Event)>> {
        let mut query = self
            .database
            .prepare_cached("SELECT id, conversation, sealed FROM journal ORDER BY id LIMIT ?1")?;
        let rows = query.query_map([limit], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, Vec<u8>>(2)?))
        })?;
        let event = |row: rusqlite::Result<(EventId, [u8; 32], Vec<u8>)>| {
            let (id, conversation, sealed) = row?;
            Ok((id, ConversationId(conversation), self.open(PLACE, &sealed)?))
        };
        rows.map(event).collect()
    }

    pub(crate) fn forget_events(&self, up_to: EventId) -> Result<()> {
        self.database
            .prepare_cached("DELETE FROM journal WHERE id <= ?1")?
            .execute([up_to])?;
        Ok(())
    }
}
