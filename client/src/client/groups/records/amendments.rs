//! Messages that are about others: edits, deletions and reactions.

use super::{
    posts::{Kept, Said, MESSAGE, PLACE},
    to_sql, Records,
};
use codec::Encode;
use postern_conversations::{
    Account, Body, ConversationId, MessageId, MessageRef, Position, Result,
};
use postern_primitives::{DeviceId, Moment};
use rusqlite::{params, OptionalExtension, Params};
use std::{
    collections::{BTreeMap, HashMap},
    mem::discriminant,
};

/// Where in the place of a message its identifier begins, counted from 1.
const IDENTIFIER: u32 = 33;

/// What has become of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Amended {
    /// The text that it has now, and when it got that; nothing if it has its first one.
    pub(in super::super) edited: Option<(String, Moment)>,
    /// What people have made of it, one reaction each.
    pub(in super::super) reactions: BTreeMap<Account, String>,
}

/// The message that another one is about, if it only is what it does to that.
pub(super) fn amends(body: &Body) -> Option<MessageRef> {
    match body {
        Body::Edit { of, .. } | Body::Delete { of } => Some(*of),
        Body::Reaction { to, .. } => Some(*to),
        _ => None,
    }
}

/// Whether its writer has deleted it.
pub(in super::super) fn is_deleted(said: &Said) -> bool {
    matches!(said.body, Body::Delete { .. })
}

/// A message that is about another one, as it is kept.
struct Amendment {
    row: i64,
    position: Option<i64>,
    said: Said,
}

impl Records {
    /// What becomes of a message that is about another one, before it is kept. Whether it is to be.
    ///
    /// Contents come in any order, so what it is about may be missing still. A deletion leaves
    /// nothing of a text or of its edits, even if the chain takes it back for a while: its sender
    /// wants the text gone.
    pub(super) fn amend(&self, id: &ConversationId, of: &MessageRef, by: &Said) -> Result<bool> {
        let Some(said) = self.said(id, of)? else {
            return Ok(true);
        };
        let is_own = said.from.account == by.from.account;
        Ok(match by.body {
            Body::Edit { .. } => is_own && !is_deleted(&said),
            Body::Delete { .. } => {
                if is_own && !is_deleted(&said) {
                    self.erase(id, of, said)?;
                }
                is_own
            }
            _ => !is_deleted(&said),
        })
    }

    /// A message as it is to be kept: without what it said, if its deletion came before it.
    pub(super) fn unless_deleted(&self, id: &ConversationId, said: Said) -> Result<Said> {
        let of = MessageRef {
            device: said.from.device,
            id: said.message,
        };
        let account = said.from.account;
        let about = self.amendments(id, &of)?;
        let deletes = |by: &Amendment| is_deleted(&by.said) && by.said.from.account == account;
        if !about.iter().any(deletes) {
            return Ok(said);
        }
        for amendment in about.iter().filter(|by| !deletes(by)) {
            self.drop_row(amendment.row)?;
        }
        let body = Body::Delete { of };
        Ok(Said { body, ..said })
    }

    /// Leaves only that there was a message.
    fn erase(&self, id: &ConversationId, of: &MessageRef, said: Said) -> Result<()> {
        let body = Body::Delete { of: *of };
        let sealed = self.seal(PLACE, &Kept::Said(Said { body, ..said }))?;
        let change = self.database.unchecked_transaction()?;
        change.execute(
            "UPDATE posts SET sealed = ?3 WHERE conversation = ?1 AND place = ?2",
            params![id.0, of.encode(), sealed],
        )?;
        for forget in [
            "DELETE FROM posts WHERE conversation = ?1 AND amends = ?2",
            "DELETE FROM receipts WHERE conversation = ?1 AND message = ?2",
            "DELETE FROM receipts_owed WHERE conversation = ?1 AND message = ?2",
        ] {
            change.execute(forget, params![id.0, of.encode()])?;
        }
        Ok(change.commit()?)
    }

    /// What later messages have made of one; those in no block only if they are by `own` device.
    pub(in super::super) fn amended(
        &self,
        id: &ConversationId,
        said: &Said,
        own: &DeviceId,
    ) -> Result<Amended> {
        let of = MessageRef {
            device: said.from.device,
            id: said.message,
        };
        let mut amended = Amended::default();
        for by in self.amendments(id, &of)? {
            if by.position.is_some() || by.said.from.device == *own {
                amended.apply(by.said, &said.from.account);
            }
        }
        Ok(amended)
    }

    /// Forgets what is final and was superseded: each account has one reaction to a message, and
    /// one last edit.
    pub(super) fn drop_superseded(&self, id: &ConversationId, of: &MessageRef) -> Result<()> {
        let unsettled: Option<i64> = self.database.query_row(
            "SELECT min(position) FROM fed WHERE conversation = ?1",
            [id.0],
            |row| row.get(0),
        )?;
        let is_final = |by: &Amendment| {
            by.position
                .is_some_and(|at| unsettled.is_none_or(|end| at < end))
        };
        let mut last = HashMap::new();
        for by in self.amendments(id, of)?.into_iter().filter(is_final) {
            let of_account = (by.said.from.account, discriminant(&by.said.body));
            if let Some(superseded) = last.insert(of_account, by.row) {
                self.drop_row(superseded)?;
            }
        }
        Ok(())
    }

    fn drop_row(&self, row: i64) -> Result<()> {
        self.database
            .prepare_cached("DELETE FROM posts WHERE id = ?1")?
            .execute([row])?;
        Ok(())
    }

    /// What is about a message, in the order of the chain, and behind it what is in no block.
    fn amendments(&self, id: &ConversationId, of: &MessageRef) -> Result<Vec<Amendment>> {
        let mut query = self.database.prepare_cached(
            "SELECT id, position, sealed FROM posts WHERE conversation = ?1 AND amends = ?2
             ORDER BY coalesce(position, ?3), id",
        )?;
        let mut rows = query.query(params![id.0, of.encode(), i64::MAX])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let sealed: Vec<u8> = row.get(2)?;
            if let Kept::Said(said) = self.unseal(PLACE, &sealed)? {
                let (row, position) = (row.get(0)?, row.get(1)?);
                found.push(Amendment {
                    row,
                    position,
                    said,
                });
            }
        }
        Ok(found)
    }

    /// A message that is not about another one.
    pub(in super::super) fn said(
        &self,
        id: &ConversationId,
        of: &MessageRef,
    ) -> Result<Option<Said>> {
        self.find(
            "SELECT sealed FROM posts
             WHERE conversation = ?1 AND place = ?2 AND amends IS NULL",
            params![id.0, of.encode()],
        )
    }

    /// The message of this identifier; the first of them, if somebody has used it again.
    pub(in super::super) fn said_as(
        &self,
        id: &ConversationId,
        message: &MessageId,
    ) -> Result<Option<Said>> {
        self.find(
            "SELECT sealed FROM posts WHERE conversation = ?1
             AND length(place) = ?3 AND substr(place, ?4) = ?2 AND amends IS NULL
             ORDER BY coalesce(position, ?5), id LIMIT 1",
            params![id.0, message, MESSAGE, IDENTIFIER, i64::MAX],
        )
    }

    /// The message that stands at a position.
    pub(in super::super) fn said_at(
        &self,
        id: &ConversationId,
        position: Position,
    ) -> Result<Option<Said>> {
        self.find(
            "SELECT sealed FROM posts
             WHERE conversation = ?1 AND position = ?2 AND amends IS NULL",
            params![id.0, to_sql(position)],
        )
    }

    fn find(&self, query: &str, of: impl Params) -> Result<Option<Said>> {
        let mut query = self.database.prepare_cached(query)?;
        let sealed: Option<Vec<u8>> = query.query_row(of, |row| row.get(0)).optional()?;
        let kept = sealed.map(|sealed| self.unseal(PLACE, &sealed));
        Ok(match kept.transpose()? {
            Some(Kept::Said(said)) => Some(said),
            _ => None,
        })
    }
}

impl Amended {
    /// Edits count that are by the `author` of the message.
    fn apply(&mut self, said: Said, author: &Account) {
        let by = said.from.account;
        match said.body {
            Body::Edit { text, .. } if by == *author => self.edited = Some((text, said.sent_at)),
            Body::Reaction { reaction, .. } if reaction.is_empty() => {
                self.reactions.remove(&by);
            }
            Body::Reaction { reaction, .. } => {
                self.reactions.insert(by, reaction);
            }
            _ => {}
        }
    }
}
