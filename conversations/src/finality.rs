//! What the chain takes back, and what it never will.

use crate::{
    conversation::{Conversation, Standing},
    limits::{KEPT_EPOCHS, MAX_UNPLACED},
    outbox::Wish,
    state::State,
    step::Step,
    store::{delete_state, to_sql, StateId},
    Body, ConversationId, Error, Event, Position, Result,
};
use postern_primitives::Cid;
use rusqlite::params;

impl Step<'_> {
    /// The chain has taken back what was at `from` and behind it.
    pub(crate) fn retract(&self, id: &ConversationId, from: Position) -> Result<()> {
        let mut conversation = self.conversation(id)?;
        if from < conversation.final_to {
            return Err(Error::AlreadyFinal(from));
        }
        if conversation.current == 0 {
            return Err(Error::NotMember);
        }
        let at = params![id.0, to_sql(from)];
        for change in [
            "DELETE FROM entries WHERE conversation = ?1 AND position >= ?2",
            "UPDATE heard SET position = NULL WHERE conversation = ?1 AND position >= ?2",
            "UPDATE notices SET position = NULL WHERE conversation = ?1 AND position >= ?2",
            "UPDATE ballots SET position = NULL WHERE conversation = ?1 AND position >= ?2",
            "DELETE FROM turnover WHERE conversation = ?1 AND position >= ?2",
            "UPDATE outbox SET position = NULL WHERE conversation = ?1 AND position >= ?2",
            "UPDATE opened SET position = NULL WHERE position >= ?2 AND state IN
                (SELECT id FROM states WHERE conversation = ?1)",
        ] {
            self.database.prepare_cached(change)?.execute(at)?;
        }
        self.drop_orphaned_contents(id)?;
        self.go_back(&mut conversation, from)?;
        if from < conversation.next {
            conversation.next = from;
            self.tell(id, &Event::Retracted { from })?;
        }
        self.save_conversation(&conversation)
    }

    /// Goes back to the state that was current at a position. Those that are left stay, with
    /// their ratchets: the chain may choose them again.
    fn go_back(&self, conversation: &mut Conversation, from: Position) -> Result<()> {
        let mut state = self.state(conversation.current)?;
        while let (Some((_, first)), Some(parent)) = (state.begins, state.parent) {
            if first <= from {
                break;
            }
            self.set_begins(state.id, None)?;
            if state.changes.removes_self {
                conversation.standing = Standing::Member;
            }
            state = self.state(parent)?;
            conversation.current = parent;
        }
        Ok(())
    }

    /// What is before `to` is final.
    pub(crate) fn finalize(&self, id: &ConversationId, to: Position) -> Result<()> {
        let mut conversation = self.conversation(id)?;
        let to = to.min(conversation.next);
        if to <= conversation.final_to || conversation.current == 0 {
            return Ok(());
        }
        let leaves = self.has_left(id, to)?;
        self.settle_wishes(id, to)?;
        self.settle_heard(id, to)?;
        conversation.final_to = to;
        self.save_conversation(&conversation)?;
        let state = self.state(conversation.current)?;
        let is_over = conversation.standing == Standing::Removed
            && state.begins.is_some_and(|(_, first)| first <= to);
        if leaves || is_over {
            return self.end(&mut conversation, leaves);
        }
        if conversation.standing == Standing::Member {
            self.settle_notices(&conversation, to)?;
            self.settle_ballots(&conversation, to)?;
        }
        self.forget_entries(id, to)?;
        self.prune(&conversation, state, to)
    }

    /// Whether our own wish to leave is final.
    fn has_left(&self, id: &ConversationId, to: Position) -> Result<bool> {
        let mut query = self
            .database
            .prepare_cached("SELECT id FROM outbox WHERE conversation = ?1 AND position < ?2")?;
        let rows = query.query_map(params![id.0, to_sql(to)], |row| row.get(0))?;
        let items: Vec<i64> = rows.collect::<Result<_, _>>()?;
        for item in items {
            if let Wish::Say(message) = self.read_wish(item)? {
                if message.body == Body::Leave {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Nothing is read or written any more: all keys go.
    fn end(&self, conversation: &mut Conversation, left: bool) -> Result<()> {
        let missing = self.gaps(&conversation.id)?.contents;
        self.give_up(conversation, missing)?;
        self.drop_all(&conversation.id)?;
        conversation.standing = if left {
            self.drop_memory(&conversation.id)?;
            Standing::Left
        } else {
            self.shorten_memory(&conversation.id)?;
            Standing::Removed
        };
        conversation.current = 0;
        self.save_conversation(conversation)
    }

    fn drop_all(&self, id: &ConversationId) -> Result<()> {
        let mut query = self
            .database
            .prepare_cached("SELECT id FROM states WHERE conversation = ?1")?;
        let states = query.query_map([id.0], |row| row.get(0))?;
        let states: Vec<StateId> = states.collect::<Result<_, _>>()?;
        for state in states {
            delete_state(self.database, state)?;
        }
        for table in [
            "entries",
            "contents",
            "outbox",
            "states",
            "authenticated",
            "turnover",
            "arrived",
        ] {
            let change = format!("DELETE FROM {table} WHERE conversation = ?1");
            self.database.prepare_cached(&change)?.execute([id.0])?;
        }
        Ok(())
    }

    fn drop_memory(&self, id: &ConversationId) -> Result<()> {
        for table in ["heard", "notices", "ballots", "challenges"] {
            let change = format!("DELETE FROM {table} WHERE conversation = ?1");
            self.database.prepare_cached(&change)?.execute([id.0])?;
        }
        Ok(())
    }

    /// Keeps what a device that was removed must know if it comes back: messages that it has read
    /// and that have lost their place, since their senders seal them again, and its challenges,
    /// since the answers may still be on their way. None of it is a key of the group.
    fn shorten_memory(&self, id: &ConversationId) -> Result<()> {
        self.database
            .prepare_cached("DELETE FROM heard WHERE conversation = ?1 AND position IS NOT NULL")?
            .execute([id.0])?;
        for table in ["notices", "ballots"] {
            let change = format!(
                "DELETE FROM {table} WHERE conversation = ?1 AND (position IS NOT NULL
                    OR (device, message) NOT IN
                        (SELECT device, message FROM heard WHERE conversation = ?1))"
            );
            self.database.prepare_cached(&change)?.execute([id.0])?;
        }
        Ok(())
    }

    /// Makes room for another stay in a conversation that this device was removed from. It may
    /// not have heard of its end: what is not final here may have lost its place since.
    pub(crate) fn begin_anew(&self, old: &Conversation) -> Result<()> {
        for table in ["heard", "notices", "ballots"] {
            let change = format!(
                "UPDATE {table} SET position = NULL WHERE conversation = ?1 AND position >= ?2"
            );
            let from = params![old.id.0, to_sql(old.final_to)];
            self.database.prepare_cached(&change)?.execute(from)?;
        }
        self.drop_all(&old.id)?;
        self.shorten_memory(&old.id)
    }

    /// Forgets final entries, but those whose content is still missing.
    fn forget_entries(&self, id: &ConversationId, to: Position) -> Result<()> {
        self.database
            .prepare_cached(
                "DELETE FROM entries WHERE conversation = ?1 AND position < ?2 AND standing = 2",
            )?
            .execute(params![id.0, to_sql(to)])?;
        let old = to.saturating_sub(MAX_UNPLACED);
        self.database
            .prepare_cached(
                "DELETE FROM opened WHERE position < ?2 AND state IN
                    (SELECT id FROM states WHERE conversation = ?1)",
            )?
            .execute(params![id.0, to_sql(old)])?;
        Ok(())
    }

    /// Drops the states that the chain can no longer lead to, and those that it has left for
    /// good, unless a content is still missing in one.
    fn prune(&self, conversation: &Conversation, current: State, to: Position) -> Result<()> {
        let mut state = current;
        let mut newest = None;
        while let (Some((_, first)), Some(parent)) = (state.begins, state.parent) {
            let above = self.state(parent)?;
            if first <= to {
                for sibling in self.children(parent)? {
                    if sibling != state.id {
                        self.drop_states(sibling)?;
                    }
                }
                let newest = *newest.get_or_insert(state.epoch);
                let passed = newest.saturating_sub(above.epoch);
                let missing = self.missing_in(&conversation.id, parent)?;
                if missing.is_empty() || passed > KEPT_EPOCHS {
                    self.give_up(conversation, missing)?;
                    self.database.execute(
                        "UPDATE states SET parent = ?2 WHERE id = ?1",
                        params![state.id, above.parent],
                    )?;
                    self.end_state(&conversation.id, parent, state.id)?;
                    state.parent = above.parent;
                    continue;
                }
            }
            state = above;
        }
        Ok(())
    }

    fn missing_in(&self, id: &ConversationId, state: StateId) -> Result<Vec<(Position, Cid)>> {
        let gaps = "SELECT position, cid FROM entries
                    WHERE conversation = ?1 AND state = ?2 AND standing = 1";
        let mut query = self.database.prepare_cached(gaps)?;
        let rows = query.query_map(params![id.0, state], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?))
        })?;
        let read = |row: rusqlite::Result<(i64, Vec<u8>)>| {
            let (position, cid) = row?;
            let cid = Cid::parse(&cid).map_err(|_| Error::Damaged("a CID"))?;
            Ok((crate::store::from_sql(position), cid))
        };
        rows.map(read).collect()
    }

    fn give_up(&self, conversation: &Conversation, missing: Vec<(Position, Cid)>) -> Result<()> {
        for (position, cid) in missing {
            self.database.execute(
                "DELETE FROM entries WHERE conversation = ?1 AND position = ?2",
                params![conversation.id.0, to_sql(position)],
            )?;
            self.tell(&conversation.id, &Event::Lost { position, cid })?;
        }
        Ok(())
    }
}
