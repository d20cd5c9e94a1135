//! The epochs of conversations of two, and for how long messages can still be opened in them.
//!
//! What was sealed for an inbox waits there while the group goes on. So an epoch that has ended for
//! good keeps its state here, where that of a channel goes at once: for as long as a message may
//! wait, and no more than so many.

use super::content::{Keys, Outside};
use crate::{
    limits::{ENDED_EPOCHS, WAITING_FOR},
    step::Step,
    store::{to_sql, StateId},
    ConversationId, Result,
};
use openmls::prelude::MlsGroup;
use postern_primitives::Moment;
use rusqlite::{params, OptionalExtension};

const PLACE: &[u8] = b"directs";

impl Step<'_> {
    /// Keeps what finds and opens contents of a state's epoch, if it is one of a conversation of
    /// two.
    pub(crate) fn note_epoch(
        &self,
        id: &ConversationId,
        state: StateId,
        group: &MlsGroup,
    ) -> Result<()> {
        if !self.is_pair(id)? {
            return Ok(());
        }
        let keys = self.direct_keys(group)?;
        self.database
            .prepare_cached(
                "INSERT INTO directs (state, conversation, sealed) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![state, id.0, self.seal(PLACE, &keys)?])?;
        Ok(())
    }

    pub(super) fn direct_keys(&self, group: &MlsGroup) -> Result<Keys> {
        Ok(Keys {
            tag: *self.export(group, "postern direct", b"tag")?,
            content: *self.export(group, "postern direct", b"content")?,
        })
    }

    /// A state is the one that the chain has chosen, in a block of this time.
    pub(crate) fn epoch_begins(&self, state: StateId, at: Moment) -> Result<()> {
        self.database
            .prepare_cached("UPDATE directs SET began = ?2 WHERE state = ?1")?
            .execute(params![state, to_sql(at)])?;
        Ok(())
    }

    /// The state that a content belongs to, and what opens it there.
    pub(super) fn find_epoch(
        &self,
        outside: &Outside<'_>,
    ) -> Result<Option<(ConversationId, StateId, Keys)>> {
        let mut query = self.database.prepare_cached(
            "SELECT conversation, state, sealed FROM directs ORDER BY state DESC",
        )?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let sealed: Vec<u8> = row.get(2)?;
            let keys: Keys = self.open(PLACE, &sealed)?;
            if keys.know(outside) {
                return Ok(Some((ConversationId(row.get(0)?), row.get(1)?, keys)));
            }
        }
        Ok(None)
    }

    /// The chain has gone on from a state to its `child` for good. It is dropped, or kept aside for
    /// messages that wait.
    pub(crate) fn end_state(
        &self,
        id: &ConversationId,
        state: StateId,
        child: StateId,
    ) -> Result<()> {
        let query = "SELECT began FROM directs WHERE state = ?1";
        let ended: Option<Option<i64>> = self
            .database
            .prepare_cached(query)?
            .query_row([child], |row| row.get(0))
            .optional()?;
        let Some(Some(ended)) = ended else {
            return self.drop_state(state);
        };
        self.void_sealings(state)?;
        for change in [
            "UPDATE states SET parent = NULL WHERE id = ?1",
            "DELETE FROM sealings WHERE state = ?1",
            "DELETE FROM opened WHERE state = ?1",
        ] {
            self.database.prepare_cached(change)?.execute([state])?;
        }
        self.database
            .prepare_cached("UPDATE directs SET ended = ?2 WHERE state = ?1")?
            .execute([state, ended])?;
        let query = "SELECT state FROM directs WHERE conversation = ?1 AND ended IS NOT NULL
                     ORDER BY ended DESC, state DESC LIMIT -1 OFFSET ?2";
        self.drop_found(query, params![id.0, ENDED_EPOCHS])
    }

    /// Drops the keys of epochs that ended so long ago that nothing waits any more, and messages
    /// that nobody has taken since.
    pub(super) fn forget_ended(&self, now: Moment) -> Result<()> {
        let waiting = u64::try_from(WAITING_FOR.as_millis()).unwrap_or(u64::MAX);
        let since = to_sql(now.saturating_sub(waiting));
        self.drop_found("SELECT state FROM directs WHERE ended < ?1", params![since])?;
        self.database
            .prepare_cached("DELETE FROM delivered WHERE moment < ?1")?
            .execute([since])?;
        Ok(())
    }

    fn drop_found(&self, query: &str, parameters: &[&dyn rusqlite::ToSql]) -> Result<()> {
        let mut query = self.database.prepare_cached(query)?;
        let rows = query.query_map(parameters, |row| row.get(0))?;
        let states: Vec<StateId> = rows.collect::<Result<_, _>>()?;
        states
            .into_iter()
            .try_for_each(|state| self.drop_state(state))
    }
}
