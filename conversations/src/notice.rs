//! What messages say to the core itself: the conversation's name, and who wants to leave.
//!
//! A notice counts where its message stands, and not while that has no place.

use crate::{
    certificate::Account,
    conversation::{members, Conversation},
    identity::Member,
    outbox::Wish,
    step::Step,
    store::to_sql,
    Body, ConversationId, Event, Message, Position, Result,
};
use openmls::prelude::MlsGroup;
use rusqlite::{params, OptionalExtension};

const PLACE: &[u8] = b"notices";

const NAME: i64 = 0;
const LEAVE: i64 = 1;

impl Step<'_> {
    /// Keeps what a message says to the core, if it does.
    pub(crate) fn note(
        &self,
        id: &ConversationId,
        from: &Member,
        message: &Message,
        position: Option<i64>,
    ) -> Result<()> {
        self.note_ballot(id, from, message, position)?;
        let (kind, sealed) = match &message.body {
            Body::Rename { name } => (NAME, self.seal(PLACE, name)?),
            Body::Leave => (LEAVE, self.seal(PLACE, &from.account)?),
            _ => return Ok(()),
        };
        self.database
            .prepare_cached("INSERT OR REPLACE INTO notices VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![
                id.0,
                from.device.0,
                message.id,
                kind,
                position,
                sealed
            ])?;
        Ok(())
    }

    /// The name that the chain's order gives the conversation, before a position or by now.
    pub(crate) fn name(&self, id: &ConversationId, before: Option<Position>) -> Result<String> {
        let mut query = self.database.prepare_cached(
            "SELECT sealed FROM notices
             WHERE conversation = ?1 AND kind = ?2 AND position < ?3
             ORDER BY position DESC, rowid DESC LIMIT 1",
        )?;
        let before = before.map_or(i64::MAX, to_sql);
        let sealed: Option<Vec<u8>> = query
            .query_row(params![id.0, NAME, before], |row| row.get(0))
            .optional()?;
        sealed.map_or(Ok(String::new()), |sealed| self.open(PLACE, &sealed))
    }

    /// Accounts that want to be removed.
    pub(crate) fn leavers(&self, id: &ConversationId) -> Result<Vec<Account>> {
        let mut query = self.database.prepare_cached(
            "SELECT sealed FROM notices
             WHERE conversation = ?1 AND kind = ?2 AND position IS NOT NULL",
        )?;
        let rows = query.query_map(params![id.0, LEAVE], |row| row.get::<_, Vec<u8>>(0))?;
        rows.map(|sealed| self.open(PLACE, &sealed?)).collect()
    }

    /// Takes note of the removal of those who wanted to leave, if this device is the one to do so:
    /// the first in the tree that stays. Another member's next commit removes them as well.
    pub(crate) fn ensure_leavers_go(
        &self,
        conversation: &Conversation,
        group: &MlsGroup,
    ) -> Result<()> {
        let id = &conversation.id;
        let leavers = self.leavers(id)?;
        if leavers.is_empty() {
            return Ok(());
        }
        let present = members(group)?;
        let goes = |member: &Member| leavers.contains(&member.account);
        let first_to_stay = present.iter().find(|(_, member)| !goes(member));
        let going: Vec<_> = present.iter().filter(|(_, member)| goes(member)).collect();
        let is_first = first_to_stay.is_some_and(|(index, _)| *index == group.own_leaf_index());
        if !is_first || going.is_empty() || self.has_change(id)? {
            return Ok(());
        }
        let devices = going.into_iter().map(|(_, member)| member.device).collect();
        self.add_wish(id, &Wish::Remove(devices))?;
        Ok(())
    }

    pub(crate) fn has_change(&self, id: &ConversationId) -> Result<bool> {
        let mut query = self.database.prepare_cached(
            "SELECT 1 FROM outbox WHERE conversation = ?1 AND kind = 1 AND position IS NULL",
        )?;
        Ok(query.exists([id.0])?)
    }

    /// Forgets names that a later one has replaced for good, and wishes to leave of those who
    /// have left for good.
    pub(crate) fn settle_notices(&self, conversation: &Conversation, to: Position) -> Result<()> {
        let id = conversation.id.0;
        self.database
            .prepare_cached(
                "DELETE FROM notices WHERE conversation = ?1 AND kind = 0 AND position <
                    (SELECT max(position) FROM notices
                     WHERE conversation = ?1 AND kind = 0 AND position < ?2)",
            )?
            .execute(params![id, to_sql(to)])?;
        let mut query = self.database.prepare_cached(
            "SELECT device, message, sealed FROM notices
             WHERE conversation = ?1 AND kind = 1 AND position < ?2",
        )?;
        let rows = query.query_map(params![id, to_sql(to)], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
        let notices: Vec<(Vec<u8>, Vec<u8>, Vec<u8>)> = rows.collect::<Result<_, _>>()?;
        if notices.is_empty() {
            return Ok(());
        }
        let (_, group) = self.current(conversation)?;
        let present = members(&group)?;
        for (device, message, sealed) in notices {
            let account: Account = self.open(PLACE, &sealed)?;
            if !present.iter().any(|(_, member)| member.account == account) {
                self.database.execute(
                    "DELETE FROM notices WHERE conversation = ?1 AND device = ?2 AND message = ?3",
                    params![id, device, message],
                )?;
            }
        }
        Ok(())
    }

    /// A message has a place, for the first time or again.
    pub(crate) fn place(
        &self,
        id: &ConversationId,
        from: &Member,
        message: &[u8; 16],
        position: Position,
    ) -> Result<()> {
        for table in ["heard", "notices"] {
            let change = format!(
                "UPDATE {table} SET position = ?4
                 WHERE conversation = ?1 AND device = ?2 AND message = ?3"
            );
            self.database.prepare_cached(&change)?.execute(params![
                id.0,
                from.device.0,
                message,
                to_sql(position)
            ])?;
        }
        self.place_ballot(id, from, message, position)
    }

    pub(crate) fn tell_leaving(&self, id: &ConversationId, from: &Member) -> Result<()> {
        let account = from.account;
        self.tell(id, &Event::Leaving { account })
    }
}
