//! What this device wants, and what is to be done for it.
//!
//! A wish stays until it is final in the chain's order. It is sealed at most once in each state,
//! and the sealed bytes are kept: whatever is handed over again is the same as before.

use crate::{
    content,
    identity::Member,
    limits::{MAX_OUTBOX, MAX_POST},
    secrets::ChannelKey,
    state::State,
    step::Step,
    store::{from_sql, random, to_sql, StateId},
    Body, ConversationId, Error, LogId, Message, MessageId, Position, Result,
};
use codec::{Decode, Encode};
use openmls::prelude::tls_codec::Serialize as _;
use postern_primitives::{group::GroupPublic, Cid, Codec, DeviceId, Moment};
use rusqlite::{params, OptionalExtension};

pub(crate) const PLACE: &[u8] = b"outbox";

/// Something for the caller to do. Doing it again does no harm.
#[derive(Debug)]
pub enum Work {
    /// Open a private channel under this key, and report it with
    /// [`log_opened`](crate::Conversations::log_opened).
    OpenLog {
        /// The key that writes to it.
        key: GroupPublic,
    },
    /// Put the content on IPFS and its CID into the log. It is done when the log has it.
    Post {
        /// Into which log.
        log: LogId,
        /// The content, one raw block.
        content: Vec<u8>,
        /// Its CID.
        cid: Cid,
        /// What writes to that log.
        key: ChannelKey,
    },
    /// Put the content on IPFS, and its CID into the log as a commit. It is done when the log has
    /// it, or another commit before it.
    Commit {
        /// Into which log.
        log: LogId,
        /// The content. A raw block up to [`MAX_POST`], a UnixFS file beyond.
        content: Vec<u8>,
        /// What writes to that log.
        key: ChannelKey,
        /// What writes to its successor.
        successor: GroupPublic,
    },
    /// Give this to these devices, sealed to them, and report it with
    /// [`invited`](crate::Conversations::invited).
    Invite {
        /// Its number.
        id: i64,
        /// For whom.
        to: Vec<Member>,
        /// What they [join](crate::Conversations::join) with.
        invitation: Vec<u8>,
    },
}

/// A wish.
#[derive(Clone, Encode, Decode)]
pub(crate) enum Wish {
    /// That a message is read.
    Say(Message),
    /// That devices are added, by their key packages.
    Add(Vec<Vec<u8>>),
    /// That devices are removed.
    Remove(Vec<DeviceId>),
    /// That this device's keys are renewed.
    Renew,
    /// That devices get their invitation.
    Invite(Welcome),
}

/// An invitation before it is handed over.
#[derive(Clone, Encode, Decode)]
pub(crate) struct Welcome {
    pub(crate) to: Vec<Member>,
    pub(crate) welcome: Vec<u8>,
    /// The log that begins behind the commit; none before the first one is open.
    pub(crate) begins: Option<(LogId, Position)>,
    /// What the conversation is called where that log begins.
    pub(crate) name: String,
}

impl Wish {
    fn kind(&self) -> i64 {
        match self {
            Self::Say(_) => MESSAGE,
            Self::Add(_) | Self::Remove(_) | Self::Renew => CHANGE,
            Self::Invite(_) => INVITE,
        }
    }
}

const MESSAGE: i64 = 0;
pub(crate) const CHANGE: i64 = 1;
pub(crate) const INVITE: i64 = 2;

/// How a wish is sealed in a state.
pub(crate) struct Sealing {
    pub(crate) item: i64,
    pub(crate) child: Option<StateId>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) invitation: Option<Vec<u8>>,
}

impl Step<'_> {
    /// Takes a wish of the caller.
    pub(crate) fn wish(&self, id: &ConversationId, wish: &Wish) -> Result<i64> {
        if !self.has_room(id)? {
            return Err(Error::Full("messages"));
        }
        self.add_wish(id, wish)
    }

    pub(crate) fn has_room(&self, id: &ConversationId) -> Result<bool> {
        let mut query = self
            .database
            .prepare_cached("SELECT count(*) FROM outbox WHERE conversation = ?1")?;
        let waiting: i64 = query.query_row([id.0], |row| row.get(0))?;
        Ok(from_sql(waiting) < MAX_OUTBOX)
    }

    /// Takes a wish of the core's own. There is at most one for each change that the caller has
    /// wished for, so it need not be refused, which would hold up what it follows from.
    pub(crate) fn add_wish(&self, id: &ConversationId, wish: &Wish) -> Result<i64> {
        let message = match wish {
            Wish::Say(message) => Some(message.id),
            _ => None,
        };
        self.database
            .prepare_cached(
                "INSERT INTO outbox (conversation, kind, message, sealed) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![id.0, wish.kind(), message, self.seal(PLACE, wish)?])?;
        Ok(self.database.last_insert_rowid())
    }

    /// Says something.
    pub(crate) fn say(
        &self,
        id: &ConversationId,
        body: Body,
        lifetime: Option<u64>,
        now: Moment,
    ) -> Result<MessageId> {
        self.active(id)?;
        let message = Message {
            id: random()?,
            sent_at: now,
            lifetime,
            body,
        };
        message.to_bytes()?;
        self.note(id, &self.identity.member(), &message, None)?;
        let id_of = message.id;
        self.wish(id, &Wish::Say(message))?;
        Ok(id_of)
    }

    /// What is to be done now; at most `limit` messages of it.
    pub(crate) fn work(&self, id: &ConversationId, limit: u32, now: Moment) -> Result<Vec<Work>> {
        let conversation = self.active(id)?;
        let (state, group) = self.current(&conversation)?;
        let key = self.channel_key(&group)?;
        let Some((log, _)) = state.begins else {
            let key = key.public();
            return Ok(vec![Work::OpenLog { key }]);
        };
        let mut work = self.invitations(id)?;
        self.ensure_leavers_go(&conversation, &group)?;
        let change = self.next_change(&conversation, &state, &group, now)?;
        if change.is_none() {
            // With a change, it may be behind what is written down.
            self.keep(state.id, group);
        }
        if let Some(sealing) = change {
            let child = sealing.child.ok_or(Error::Damaged("a commit"))?;
            let successor = self.channel_key(&self.group(id, child)?)?.public();
            work.push(Work::Commit {
                log,
                content: sealing.bytes,
                key: key.clone(),
                successor,
            });
        }
        for item in self.waiting(id, MESSAGE, limit)? {
            let content = self.sealed_message(id, &state, item)?;
            work.push(Work::Post {
                log,
                cid: Cid::of_block(Codec::Raw, &content),
                content,
                key: key.clone(),
            });
        }
        Ok(work)
    }

    pub(crate) fn waiting(&self, id: &ConversationId, kind: i64, limit: u32) -> Result<Vec<i64>> {
        let mut query = self.database.prepare_cached(
            "SELECT id FROM outbox WHERE conversation = ?1 AND kind = ?2 AND position IS NULL
             ORDER BY id LIMIT ?3",
        )?;
        let rows = query.query_map(params![id.0, kind, limit], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    pub(crate) fn read_wish(&self, item: i64) -> Result<Wish> {
        let sealed: Vec<u8> = self
            .database
            .prepare_cached("SELECT sealed FROM outbox WHERE id = ?1")?
            .query_row([item], |row| row.get(0))?;
        self.open(PLACE, &sealed)
    }

    pub(crate) fn sealing(&self, item: i64, state: StateId) -> Result<Option<Sealing>> {
        let mut query = self.database.prepare_cached(
            "SELECT child, bytes, invitation FROM sealings WHERE item = ?1 AND state = ?2",
        )?;
        let found = query.query_row([item, state], |row| {
            Ok(Sealing {
                item,
                child: row.get(0)?,
                bytes: row.get(1)?,
                invitation: row.get(2)?,
            })
        });
        Ok(found.optional()?)
    }

    pub(crate) fn add_sealing(&self, state: StateId, sealing: &Sealing) -> Result<()> {
        self.database
            .prepare_cached("INSERT INTO sealings VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![
                sealing.item,
                state,
                content::digest(&sealing.bytes),
                sealing.child,
                sealing.bytes,
                sealing.invitation
            ])?;
        Ok(())
    }

    /// The content of a message in this state; sealed now if it was not before.
    fn sealed_message(&self, id: &ConversationId, state: &State, item: i64) -> Result<Vec<u8>> {
        if let Some(sealing) = self.sealing(item, state.id)? {
            return Ok(sealing.bytes);
        }
        let Wish::Say(message) = self.read_wish(item)? else {
            return Err(Error::Damaged("a wish"));
        };
        let mut group = self.group(id, state.id)?;
        let sealed = group
            .create_message(
                &self.provider(state.id),
                self.identity,
                &message.to_bytes()?,
            )
            .map_err(Error::mls)?;
        let sealed = sealed.tls_serialize_detached().map_err(Error::mls)?;
        let key = self.content_key(&group)?;
        let bytes = content::wrap(&key, &sealed)?;
        if bytes.len() > MAX_POST {
            let (part, found, limit) = ("message", bytes.len(), MAX_POST);
            return Err(Error::TooLong { part, found, limit });
        }
        let sealing = Sealing {
            item,
            child: None,
            bytes,
            invitation: None,
        };
        self.add_sealing(state.id, &sealing)?;
        self.keep(state.id, group);
        Ok(sealing.bytes)
    }

    pub(crate) fn set_position(&self, item: i64, position: Option<Position>) -> Result<()> {
        self.database
            .prepare_cached("UPDATE outbox SET position = ?2 WHERE id = ?1")?
            .execute(params![item, position.map(to_sql)])?;
        Ok(())
    }

    pub(crate) fn drop_wish(&self, item: i64) -> Result<()> {
        self.database
            .prepare_cached("DELETE FROM outbox WHERE id = ?1")?
            .execute([item])?;
        Ok(())
    }

    /// Whose wish it was that was sealed so in a state.
    pub(crate) fn own(
        &self,
        state: StateId,
        digest: &content::Digest,
    ) -> Result<Option<(i64, Option<Position>)>> {
        let mut query = self.database.prepare_cached(
            "SELECT outbox.id, outbox.position FROM sealings JOIN outbox ON outbox.id = item
             WHERE digest = ?1 AND state = ?2",
        )?;
        let found = query.query_row(params![digest, state], |row| {
            Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?.map(from_sql)))
        });
        Ok(found.optional()?)
    }
}
