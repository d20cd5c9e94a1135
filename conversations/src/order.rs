//! The chain's order: what it says is taken one after the other, without gaps.
//!
//! An entry that comes before an earlier one waits, in a bounded queue. A post whose content is
//! missing keeps its place and does not hold up what is behind it. A commit whose content is
//! missing does: nobody can tell which state comes next.

use crate::{
    commit::check_content,
    content::{self, Digest},
    conversation::{Conversation, Standing},
    entries::{read, Entry, Progress, Successor},
    limits::MAX_WAITING,
    outbox::Wish,
    state::State,
    step::Step,
    store::{to_sql, StateId},
    ConversationId, Error, Event, Part, Refusal, Result,
};
use postern_primitives::{Cid, Codec};
use rusqlite::params;

impl Step<'_> {
    /// The chain has included an entry.
    pub(crate) fn include(
        &self,
        id: &ConversationId,
        entry: &Entry,
        content: Option<&[u8]>,
    ) -> Result<()> {
        self.ensure_journal_has_room()?;
        let mut conversation = self.active(id)?;
        if self.is_known(&conversation, entry)? {
            return match content {
                Some(content) => self.deliver(id, &entry.cid, content).map(|_| ()),
                None => Ok(()),
            };
        }
        if let Some(content) = content {
            check_content(&entry.cid, content)?;
            self.keep_content(id, &entry.cid, content)?;
        }
        self.database
            .prepare_cached("INSERT INTO entries VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL, ?8)")?
            .execute(params![
                id.0,
                to_sql(entry.position),
                to_sql(entry.log),
                entry.cid.as_bytes(),
                entry.successor.map(|successor| to_sql(successor.log)),
                entry.successor.map(|successor| successor.key),
                to_sql(entry.moment),
                Progress::Waiting.code()
            ])?;
        self.advance(&mut conversation)
    }

    /// Whether an entry was told before. Refuses what cannot be.
    fn is_known(&self, conversation: &Conversation, entry: &Entry) -> Result<bool> {
        let Entry { position, .. } = *entry;
        if position < conversation.final_to {
            return Ok(true);
        }
        if let Some((known, _, _)) = self.entry(&conversation.id, position)? {
            return if known == *entry {
                Ok(true)
            } else if position >= conversation.next && known.log != entry.log {
                Err(Error::WrongLog)
            } else {
                Err(Error::Conflict(position))
            };
        }
        let (log, _) = self
            .state(conversation.current)?
            .begins
            .ok_or(Error::WrongLog)?;
        if entry.log != log || position < conversation.next {
            return Err(Error::WrongLog);
        }
        if position - conversation.next >= MAX_WAITING {
            return Err(Error::Full("entries"));
        }
        Ok(false)
    }

    /// IPFS has delivered the content of an entry. Whether anybody was waiting for it.
    pub(crate) fn deliver(&self, id: &ConversationId, cid: &Cid, content: &[u8]) -> Result<bool> {
        self.ensure_journal_has_room()?;
        let mut conversation = self.readable(id)?;
        check_content(cid, content)?;
        let mut query = self.database.prepare_cached(
            "SELECT position, log, cid, successor, key, moment, standing, state FROM entries
             WHERE conversation = ?1 AND cid = ?2 AND standing != ?3 ORDER BY position",
        )?;
        let rows = query.query_map(params![id.0, cid.as_bytes(), Progress::Done.code()], read)?;
        let entries: Vec<_> = rows.collect::<Result<_, _>>()?;
        let wanted = !entries.is_empty();
        for (entry, standing, state) in entries {
            match state {
                Some(state) if standing == Progress::Missing.code() => {
                    self.read_post(&conversation, state, &entry, Some(content))?;
                }
                _ => self.keep_content(id, cid, content)?,
            }
        }
        self.advance(&mut conversation)?;
        Ok(wanted)
    }

    /// Takes all entries whose turn has come.
    fn advance(&self, conversation: &mut Conversation) -> Result<()> {
        while conversation.standing == Standing::Member {
            let Some((entry, _, _)) = self.entry(&conversation.id, conversation.next)? else {
                break;
            };
            let content = self.content(&conversation.id, &entry.cid)?;
            if let Some(successor) = entry.successor {
                if !self.take_commit(conversation, &entry, successor, content.as_deref())? {
                    break;
                }
            } else {
                let state = conversation.current;
                self.read_post(conversation, state, &entry, content.as_deref())?;
                conversation.next += 1;
            }
            self.drop_content(&conversation.id, &entry.cid)?;
        }
        self.save_conversation(conversation)
    }

    /// Gives a post its place, and opens it if its content is there.
    fn read_post(
        &self,
        conversation: &Conversation,
        state: StateId,
        entry: &Entry,
        content: Option<&[u8]>,
    ) -> Result<()> {
        let id = &conversation.id;
        let done = |step: &Self| step.set_progress(id, entry.position, Progress::Done, state);
        if entry.cid.codec() != Codec::Raw {
            self.refuse(id, entry, Refusal::Malformed(Part::Content))?;
            return done(self);
        }
        let digest = raw_digest(&entry.cid);
        if self.place_own(id, state, entry, &digest)?
            || self.place_opened(id, state, entry, &digest)?
        {
            return done(self);
        }
        let Some(content) = content else {
            return self.set_progress(id, entry.position, Progress::Missing, state);
        };
        if let Err(reason) = self.attempt(|| self.open_post(conversation, state, entry, content))? {
            self.refuse(id, entry, reason)?;
        }
        done(self)
    }

    fn refuse(&self, id: &ConversationId, entry: &Entry, reason: Refusal) -> Result<()> {
        let Entry { position, cid, .. } = *entry;
        self.tell(
            id,
            &Event::Refused {
                position,
                cid,
                reason,
            },
        )
    }

    /// A message of ours has its place, if it is one.
    fn place_own(
        &self,
        id: &ConversationId,
        state: StateId,
        entry: &Entry,
        digest: &Digest,
    ) -> Result<bool> {
        let Some((item, place)) = self.own(state, digest)? else {
            return Ok(false);
        };
        // Anybody who has seen a commit of ours could put it into the log as a post.
        if let (None, Wish::Say(message)) = (place, self.read_wish(item)?) {
            let Entry { position, cid, .. } = *entry;
            self.set_position(item, Some(position))?;
            self.place(id, &self.identity.member(), &message.id, position)?;
            let message = Box::new(message);
            let sent = Event::Sent {
                message,
                cid,
                position,
            };
            self.tell(id, &sent)?;
        }
        Ok(true)
    }

    /// A message that was opened before has its place again, or is a duplicate.
    fn place_opened(
        &self,
        id: &ConversationId,
        state: StateId,
        entry: &Entry,
        digest: &Digest,
    ) -> Result<bool> {
        let Some(opened) = self.find_opened(state, digest)? else {
            return Ok(false);
        };
        if !opened.is_placed {
            self.move_opened(state, digest, entry.position)?;
            self.place_again(id, &opened.from, &opened.message, entry.position)?;
        }
        Ok(true)
    }

    /// Takes a commit, or skips it if it is not valid. False if that cannot be told yet.
    fn take_commit(
        &self,
        conversation: &mut Conversation,
        entry: &Entry,
        successor: Successor,
        content: Option<&[u8]>,
    ) -> Result<bool> {
        let id = conversation.id;
        let parent = conversation.current;
        let digest = match (entry.cid.codec(), content) {
            (Codec::Raw, _) => raw_digest(&entry.cid),
            (Codec::DagPb, Some(content)) => content::digest(content),
            (Codec::DagPb, None) => return Ok(false),
        };
        let known = self.child(parent, &digest)?;
        let child = match (known, content) {
            (Some(child), _) => Ok(child),
            (None, Some(content)) => self.attempt(|| self.read_commit(&id, parent, content))?,
            (None, None) => return Ok(false),
        };
        let judged = match child {
            Ok(child) => self
                .attempt(|| {
                    self.judge(&child.changes, entry.moment)?;
                    self.check_successor(&id, &child, &successor)
                })?
                .map(|()| child),
            Err(reason) => Err(reason),
        };
        self.set_progress(&id, entry.position, Progress::Done, parent)?;
        conversation.next = entry.position + 1;
        match judged {
            Ok(child) => self.choose(conversation, entry, &child, successor, &digest)?,
            Err(reason) => {
                self.give_up_own(&id, parent, &digest, &reason)?;
                self.refuse(&id, entry, reason)?;
            }
        }
        Ok(true)
    }

    /// A commit's content says nothing of the channel that it opens. Whoever has seen it could
    /// put it into the log with a key of their own, and would be the only one to write in the
    /// next epoch. So the key has to be the one that the group has then.
    ///
    /// A device that is removed cannot tell. It goes either way: who has made the commit puts it
    /// into the log again, with the right key.
    fn check_successor(
        &self,
        id: &ConversationId,
        child: &State,
        successor: &Successor,
    ) -> Result<()> {
        if child.changes.removes_self {
            return Ok(());
        }
        let group = self.group(id, child.id)?;
        let key = self.channel_key(&group)?.public();
        self.keep(child.id, group);
        if key == successor.key {
            Ok(())
        } else {
            Err(Refusal::WrongSuccessor.into())
        }
    }

    /// A commit of ours that is not valid by now never will be, unless others have misused it.
    fn give_up_own(
        &self,
        id: &ConversationId,
        parent: StateId,
        digest: &Digest,
        reason: &Refusal,
    ) -> Result<()> {
        let Some((item, _)) = self.own(parent, digest)? else {
            return Ok(());
        };
        let misused =
            *reason == Refusal::WrongSuccessor || matches!(self.read_wish(item)?, Wish::Say(_));
        if misused {
            return Ok(());
        }
        self.fail(id, item, reason.clone())
    }

    /// Goes on in the state that a commit leads to.
    fn choose(
        &self,
        conversation: &mut Conversation,
        entry: &Entry,
        child: &State,
        successor: Successor,
        digest: &Digest,
    ) -> Result<()> {
        let id = conversation.id;
        if let Some((item, None)) = self.own(conversation.current, digest)? {
            self.set_position(item, Some(entry.position))?;
        }
        self.set_begins(child.id, Some((successor.log, entry.position + 1)))?;
        self.epoch_begins(child.id, entry.moment)?;
        self.note_arrival(&id, &child.changes.by)?;
        conversation.current = child.id;
        // What stands behind it in the old log is skipped by everybody.
        self.database
            .prepare_cached("DELETE FROM entries WHERE conversation = ?1 AND position > ?2")?
            .execute(params![id.0, to_sql(entry.position)])?;
        self.drop_orphaned_contents(&id)?;
        let changes = &child.changes;
        self.note_turnover(&id, entry, changes)?;
        self.tell(
            &id,
            &Event::Changed {
                position: entry.position,
                by: changes.by,
                added: changes.added.iter().map(|(member, _)| *member).collect(),
                removed: changes.removed.clone(),
                epoch: child.epoch,
            },
        )?;
        if changes.removes_self {
            conversation.standing = Standing::Removed;
            self.tell(&id, &Event::Removed { by: changes.by })?;
        }
        Ok(())
    }
}

fn raw_digest(cid: &Cid) -> Digest {
    let mut digest = [0; 32];
    digest.copy_from_slice(cid.digest());
    digest
}
