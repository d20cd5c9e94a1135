//! States: the group as it is after one commit.
//!
//! The chain may take a commit back and include another one, or the same one again. So a commit
//! never changes a state: it leads from one to a new one, of which the old one is the parent, and
//! both are kept until it is final which of a state's children the chain has chosen. What is
//! sealed and opened in a state steps that state's ratchets and no other's, and never back.
//! Therefore no key is used twice, whichever way the chain turns.

use crate::{
    content::Digest,
    identity::Member,
    step::Step,
    store::{copy_state, delete_state, from_sql, to_sql, StateId},
    ConversationId, Error, LogId, Position, Result,
};
use codec::{Decode, Encode};
use openmls::prelude::MlsGroup;
use postern_primitives::Moment;
use rusqlite::{params, OptionalExtension, Row};

const PLACE: &[u8] = b"states";

/// What a commit changes, as far as it decides whether it is valid at the time of its block.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Changes {
    /// Who has made it.
    pub(crate) by: Member,
    /// Who comes, and until when their key packages are good.
    pub(crate) added: Vec<(Member, Moment)>,
    /// Who goes.
    pub(crate) removed: Vec<Member>,
    /// Whether this device is among them.
    pub(crate) removes_self: bool,
}

/// A state, without what MLS keeps of it.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) id: StateId,
    pub(crate) parent: Option<StateId>,
    /// The log of its epoch, and the position at which that begins; none while the chain has not
    /// chosen it, or its creator has not opened the log.
    pub(crate) begins: Option<(LogId, Position)>,
    pub(crate) epoch: u64,
    pub(crate) changes: Changes,
}

impl Step<'_> {
    /// Writes down a state of which MLS's part does not exist yet.
    pub(crate) fn add_state(
        &self,
        conversation: &ConversationId,
        parent: Option<(StateId, Digest)>,
    ) -> Result<StateId> {
        let (parent, digest) = parent.unzip();
        self.database
            .prepare_cached(
                "INSERT INTO states (conversation, parent, digest, epoch, sealed)
                 VALUES (?1, ?2, ?3, 0, x'')",
            )?
            .execute(params![conversation.0, parent, digest])?;
        Ok(self.database.last_insert_rowid())
    }

    /// A child of `parent` that is still the same in MLS's part.
    pub(crate) fn branch(
        &self,
        conversation: &ConversationId,
        parent: StateId,
        digest: Digest,
    ) -> Result<StateId> {
        let child = self.add_state(conversation, Some((parent, digest)))?;
        copy_state(self.database, parent, child)?;
        Ok(child)
    }

    /// Completes a state that was [added](Self::add_state).
    pub(crate) fn describe_state(
        &self,
        id: StateId,
        group: &MlsGroup,
        changes: &Changes,
    ) -> Result<()> {
        self.database
            .prepare_cached("UPDATE states SET epoch = ?2, sealed = ?3 WHERE id = ?1")?
            .execute(params![
                id,
                to_sql(group.epoch().as_u64()),
                self.seal(PLACE, changes)?
            ])?;
        if changes.removes_self {
            // There is nothing to be read in it.
            return Ok(());
        }
        let conversation = <[u8; 32]>::try_from(group.group_id().as_slice());
        let conversation = conversation.map_err(|_| Error::Damaged("a group's identifier"))?;
        self.note_epoch(&ConversationId(conversation), id, group)
    }

    /// Says where a state's log is, or that the chain has not chosen it.
    pub(crate) fn set_begins(&self, id: StateId, begins: Option<(LogId, Position)>) -> Result<()> {
        let (log, first) = begins
            .map(|(log, first)| (to_sql(log), to_sql(first)))
            .unzip();
        self.database
            .prepare_cached("UPDATE states SET log = ?2, first = ?3 WHERE id = ?1")?
            .execute(params![id, log, first])?;
        Ok(())
    }

    pub(crate) fn state(&self, id: StateId) -> Result<State> {
        self.find_state("id = ?1", params![id])?
            .ok_or(Error::Damaged("a state is missing"))
    }

    /// The state that a commit with this content leads to, if it was looked at before.
    pub(crate) fn child(&self, parent: StateId, digest: &Digest) -> Result<Option<State>> {
        self.find_state("parent = ?1 AND digest = ?2", params![parent, digest])
    }

    fn find_state(
        &self,
        condition: &'static str,
        parameters: &[&dyn rusqlite::ToSql],
    ) -> Result<Option<State>> {
        let query =
            format!("SELECT id, parent, log, first, epoch, sealed FROM states WHERE {condition}");
        let found = self
            .database
            .prepare_cached(&query)?
            .query_row(parameters, read)
            .optional()?;
        found
            .map(|(mut state, sealed)| {
                state.changes = self.open(PLACE, &sealed)?;
                Ok(state)
            })
            .transpose()
    }

    /// Deletes a state and all that the chain could have gone on to from it.
    pub(crate) fn drop_states(&self, root: StateId) -> Result<()> {
        let mut left = vec![root];
        while let Some(state) = left.pop() {
            left.extend(self.children(state)?);
            self.drop_state(state)?;
        }
        Ok(())
    }

    /// Deletes one state with its keys, and commits of ours that would lead to it: the chain can
    /// no longer choose them, also where the state that they were made in is still kept.
    pub(crate) fn drop_state(&self, state: StateId) -> Result<()> {
        drop(self.groups.take(state));
        delete_state(self.database, state)?;
        self.void_sealings(state)?;
        self.database
            .prepare_cached("DELETE FROM states WHERE id = ?1")?
            .execute([state])?;
        Ok(())
    }

    /// Deletes commits of ours that would lead to a state.
    pub(crate) fn void_sealings(&self, child: StateId) -> Result<()> {
        self.database
            .prepare_cached("DELETE FROM sealings WHERE child = ?1")?
            .execute([child])?;
        Ok(())
    }

    pub(crate) fn children(&self, state: StateId) -> Result<Vec<StateId>> {
        let mut query = self
            .database
            .prepare_cached("SELECT id FROM states WHERE parent = ?1")?;
        let rows = query.query_map([state], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<(State, Vec<u8>)> {
    let begins = row
        .get::<_, Option<i64>>(2)?
        .zip(row.get::<_, Option<i64>>(3)?)
        .map(|(log, first)| (from_sql(log), from_sql(first)));
    let state = State {
        id: row.get(0)?,
        parent: row.get(1)?,
        begins,
        epoch: from_sql(row.get(4)?),
        // Filled in by the caller, who can decrypt it.
        changes: Changes {
            by: Member {
                account: [0; 32],
                device: postern_primitives::DeviceId([0; 32]),
            },
            added: Vec::new(),
            removed: Vec::new(),
            removes_self: false,
        },
    };
    Ok((state, row.get(5)?))
}
