//! Who is in a conversation of two, and who has come.

use super::{Pair, PairDevice};
use crate::{
    conversation::{members, Standing},
    identity::Member,
    state::Changes,
    step::Step,
    ConversationId, Refusal, Result,
};
use openmls::prelude::LeafNodeIndex;
use postern_primitives::DeviceId;
use rusqlite::params;
use std::collections::BTreeSet;

impl Step<'_> {
    /// Makes a conversation one of two people, before it has a state.
    pub(crate) fn make_pair(&self, id: &ConversationId) -> Result<()> {
        self.database
            .execute("INSERT OR IGNORE INTO pairs VALUES (?1)", [id.0])?;
        Ok(())
    }

    pub(crate) fn is_pair(&self, id: &ConversationId) -> Result<bool> {
        let mut query = self
            .database
            .prepare_cached("SELECT 1 FROM pairs WHERE conversation = ?1")?;
        Ok(query.exists([id.0])?)
    }

    pub(super) fn pairs(&self) -> Result<Vec<ConversationId>> {
        let mut query = self
            .database
            .prepare_cached("SELECT conversation FROM pairs ORDER BY conversation")?;
        let rows = query.query_map([], |row| row.get(0).map(ConversationId))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Refuses a third person in a conversation of two: whoever writes to the one must not write
    /// to somebody else.
    pub(crate) fn check_people(
        &self,
        id: &ConversationId,
        present: &[(LeafNodeIndex, Member)],
        changes: &Changes,
    ) -> Result<()> {
        if !self.is_pair(id)? {
            return Ok(());
        }
        let stays = |member: &&Member| !changes.removed.contains(member);
        let staying = present.iter().map(|(_, member)| member).filter(stays);
        let added = changes.added.iter().map(|(member, _)| member);
        let people: BTreeSet<_> = staying.chain(added).map(|member| member.account).collect();
        match people.len() {
            0..=2 => Ok(()),
            _ => Err(Refusal::ThirdPerson.into()),
        }
    }

    /// A device of a conversation of two was heard: so it has joined, and reads what is sealed.
    pub(crate) fn note_arrival(&self, id: &ConversationId, member: &Member) -> Result<()> {
        self.database
            .prepare_cached(
                "INSERT OR IGNORE INTO arrived SELECT ?1, ?2
                 WHERE EXISTS (SELECT 1 FROM pairs WHERE conversation = ?1)",
            )?
            .execute(params![id.0, member.device.0])?;
        Ok(())
    }

    /// The devices that were heard, this one among them.
    pub(crate) fn arrived(&self, id: &ConversationId) -> Result<Vec<DeviceId>> {
        let mut query = self
            .database
            .prepare_cached("SELECT device FROM arrived WHERE conversation = ?1 ORDER BY device")?;
        let rows = query.query_map([id.0], |row| row.get(0).map(DeviceId))?;
        let mut devices: Vec<_> = rows.collect::<Result<_, _>>()?;
        devices.push(self.identity.device());
        Ok(devices)
    }

    pub(super) fn pair(&self, id: &ConversationId) -> Result<Option<Pair>> {
        if !self.is_pair(id)? {
            return Ok(None);
        }
        let conversation = self.conversation(id)?;
        let mut pair = Pair {
            is_idle: true,
            ..Pair::default()
        };
        if conversation.standing != Standing::Member {
            return Ok(Some(pair));
        }
        let (state, group) = self.current(&conversation)?;
        pair.is_final = conversation.has_begun(&state);
        pair.is_idle = !self
            .database
            .prepare_cached("SELECT 1 FROM outbox WHERE conversation = ?1")?
            .exists([id.0])?;
        for (_, member) in members(&group)? {
            let own = member.device == self.identity.device();
            pair.devices.push(PairDevice {
                member,
                authenticated: own || self.is_authenticated(id, &member.device)?,
                arrived: own || self.has_arrived(id, &member)?,
            });
        }
        self.keep(state.id, group);
        Ok(Some(pair))
    }

    fn has_arrived(&self, id: &ConversationId, member: &Member) -> Result<bool> {
        let mut query = self
            .database
            .prepare_cached("SELECT 1 FROM arrived WHERE conversation = ?1 AND device = ?2")?;
        Ok(query.exists(params![id.0, member.device.0])?)
    }
}
