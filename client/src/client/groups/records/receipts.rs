//! Receipts: those that others wait for, and those that they have sent.

use super::{from_sql, Records};
use codec::{DecodeAll, Encode};
use postern_conversations::{Account, ConversationId, Error, Member, MessageRef, Result};
use rusqlite::{params, OptionalExtension};
use std::collections::BTreeMap;

const PLACE: &[u8] = b"receipts";

/// The name of the choice that holds where none was made.
const EVERYWHERE: &[u8] = &[];

/// Receipts of one channel that are kept for messages that are not here: a content may come later
/// than what is said of it, and a member can name what there never was.
const MAX_STRAY: u32 = 1_024;

/// What is to be told, each the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Due {
    /// That these have come.
    pub(in super::super) come: Vec<MessageRef>,
    /// That these were read.
    pub(in super::super) read: Vec<MessageRef>,
}

impl Records {
    /// Whether receipts are sent in a channel, or where nothing was chosen; none if nothing was
    /// chosen for it.
    pub(in super::super) fn receipt_choice(
        &self,
        id: Option<&ConversationId>,
    ) -> Result<Option<bool>> {
        let mut query = self
            .database
            .prepare_cached("SELECT sends FROM receipt_choices WHERE conversation = ?1")?;
        let found = query.query_row([choice(id)], |row| row.get(0));
        Ok(found.optional()?)
    }

    /// Chooses that, or takes it back. What came while none were sent gets none later.
    pub(in super::super) fn choose_receipts(
        &self,
        id: Option<&ConversationId>,
        sends: Option<bool>,
    ) -> Result<()> {
        match sends {
            Some(sends) => self.database.execute(
                "INSERT OR REPLACE INTO receipt_choices VALUES (?1, ?2)",
                params![choice(id), sends],
            )?,
            None => self.database.execute(
                "DELETE FROM receipt_choices WHERE conversation = ?1",
                [choice(id)],
            )?,
        };
        self.database.execute(
            "DELETE FROM receipts_owed WHERE NOT coalesce(
                (SELECT sends FROM receipt_choices
                 WHERE receipt_choices.conversation = receipts_owed.conversation),
                (SELECT sends FROM receipt_choices WHERE conversation = ?1), 0)",
            [EVERYWHERE],
        )?;
        Ok(())
    }

    /// Whether receipts are sent in a channel.
    pub(in super::super) fn sends_receipts(&self, id: &ConversationId) -> Result<bool> {
        Ok(match self.receipt_choice(Some(id))? {
            Some(sends) => sends,
            None => self.receipt_choice(None)?.unwrap_or_default(),
        })
    }

    /// Somebody waits for a receipt of a message, if they are sent here.
    pub(in super::super) fn owe_receipt(&self, id: &ConversationId, of: &MessageRef) -> Result<()> {
        if self.sends_receipts(id)? {
            self.database
                .prepare_cached(
                    "INSERT OR IGNORE INTO receipts_owed (conversation, message) VALUES (?1, ?2)",
                )?
                .execute(params![id.0, of.encode()])?;
        }
        Ok(())
    }

    /// What is to be told by now, at most `limit` messages: of those that a block has, and that
    /// were not told of so far.
    pub(in super::super) fn due_receipts(&self, id: &ConversationId, limit: usize) -> Result<Due> {
        let mut query = self.database.prepare_cached(
            "SELECT message, shown FROM receipts_owed JOIN posts
                ON posts.conversation = receipts_owed.conversation AND place = message
             WHERE posts.conversation = ?1 AND position IS NOT NULL AND told <= shown
             ORDER BY position LIMIT ?2",
        )?;
        let mut rows = query.query(params![id.0, u32::try_from(limit).unwrap_or(u32::MAX)])?;
        let mut due = Due::default();
        while let Some(row) = rows.next()? {
            let (of, shown): (Vec<u8>, bool) = (row.get(0)?, row.get(1)?);
            let of = MessageRef::decode_all(&mut &of[..]);
            let of = of.map_err(|_| Error::Damaged("a receipt"))?;
            match shown {
                true => due.read.push(of),
                false => due.come.push(of),
            }
        }
        Ok(due)
    }

    /// These were told of.
    pub(in super::super) fn told(&self, id: &ConversationId, told: &Due) -> Result<()> {
        let change = self.database.unchecked_transaction()?;
        for of in &told.come {
            change
                .prepare_cached(
                    "UPDATE receipts_owed SET told = 1 WHERE conversation = ?1 AND message = ?2",
                )?
                .execute(params![id.0, of.encode()])?;
        }
        for of in &told.read {
            change
                .prepare_cached(
                    "DELETE FROM receipts_owed WHERE conversation = ?1 AND message = ?2",
                )?
                .execute(params![id.0, of.encode()])?;
        }
        Ok(change.commit()?)
    }

    /// Keeps that somebody has these messages, or has read them. What was read stays so.
    pub(in super::super) fn keep_receipt(
        &self,
        id: &ConversationId,
        by: &Member,
        read: bool,
        of: &[MessageRef],
    ) -> Result<()> {
        let change = self.database.unchecked_transaction()?;
        for of in of {
            let sealed = self.seal(PLACE, &by.account)?;
            change
                .prepare_cached(
                    "INSERT INTO receipts (conversation, message, device, read, sealed)
                     VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (conversation, message, device)
                     DO UPDATE SET read = max(read, excluded.read)",
                )?
                .execute(params![id.0, of.encode(), by.device.0, read, sealed])?;
        }
        change
            .prepare_cached(
                "DELETE FROM receipts WHERE id IN
                    (SELECT receipts.id FROM receipts LEFT JOIN posts
                        ON posts.conversation = receipts.conversation AND place = message
                     WHERE receipts.conversation = ?1 AND posts.id IS NULL
                     ORDER BY receipts.id DESC LIMIT -1 OFFSET ?2)",
            )?
            .execute(params![id.0, MAX_STRAY])?;
        Ok(change.commit()?)
    }

    /// Who says that they have a message, and whether they say that they have read it.
    pub(in super::super) fn receipts(
        &self,
        id: &ConversationId,
        of: &MessageRef,
    ) -> Result<BTreeMap<Account, bool>> {
        let mut query = self.database.prepare_cached(
            "SELECT read, sealed FROM receipts WHERE conversation = ?1 AND message = ?2",
        )?;
        let mut rows = query.query(params![id.0, of.encode()])?;
        let mut found = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (read, sealed): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
            let by = self.unseal(PLACE, &sealed)?;
            *found.entry(by).or_default() |= from_sql(read) > 0;
        }
        Ok(found)
    }
}

fn choice(id: Option<&ConversationId>) -> &[u8] {
    id.map_or(EVERYWHERE, |id| &id.0)
}
