//! Wishes whose place is final, and the invitations that follow from them.

use crate::{
    invitation,
    outbox::{Welcome, Wish, Work, INVITE, PLACE},
    step::Step,
    store::{to_sql, StateId},
    ConversationId, Event, LogId, Position, Result,
};
use rusqlite::params;

impl Step<'_> {
    /// Wishes whose place is final are done with.
    pub(crate) fn settle_wishes(&self, id: &ConversationId, to: Position) -> Result<()> {
        let mut query = self.database.prepare_cached(
            "SELECT id FROM outbox WHERE conversation = ?1 AND position < ?2 ORDER BY id",
        )?;
        let rows = query.query_map(params![id.0, to_sql(to)], |row| row.get(0))?;
        let items: Vec<i64> = rows.collect::<Result<_, _>>()?;
        for item in items {
            match self.read_wish(item)? {
                Wish::Say(message) => self.tell(id, &Event::Settled { id: message.id })?,
                Wish::Invite(_) => continue,
                Wish::Add(_) | Wish::Remove(_) | Wish::Renew => {
                    self.send_welcome(id, item)?;
                    self.tell(id, &Event::Done { change: item })?;
                }
            }
            self.drop_wish(item)?;
        }
        Ok(())
    }

    /// Once a commit of ours is final, those whom it has added get to know. Not before: with an
    /// invitation to a state that the chain then leaves aside they could not begin anything.
    pub(crate) fn send_welcome(&self, id: &ConversationId, item: i64) -> Result<()> {
        let mut query = self.database.prepare_cached(
            "SELECT child, invitation FROM sealings
             WHERE item = ?1 AND child IS NOT NULL AND invitation IS NOT NULL",
        )?;
        let rows = query.query_map([item], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let welcomes: Vec<(StateId, Vec<u8>)> = rows.collect::<Result<_, _>>()?;
        for (child, welcome) in welcomes {
            let state = self.state(child)?;
            if let Some((_, first)) = state.begins {
                let to = state.changes.added.iter().map(|(member, _)| *member);
                let welcome = Welcome {
                    to: to.collect(),
                    welcome,
                    begins: state.begins,
                    name: self.name(id, Some(first))?,
                };
                self.add_wish(id, &Wish::Invite(welcome))?;
            }
        }
        Ok(())
    }

    pub(crate) fn invitations(&self, id: &ConversationId) -> Result<Vec<Work>> {
        let mut work = Vec::new();
        let to = match self.is_pair(id)? {
            false => invitation::TO_CHANNEL,
            true => invitation::TO_PAIR,
        };
        for item in self.waiting(id, INVITE, u32::MAX)? {
            if let Wish::Invite(welcome) = self.read_wish(item)? {
                work.extend(welcome.begins.map(|begins| Work::Invite {
                    id: item,
                    invitation: invitation::encode(to, begins, &welcome.name, &welcome.welcome),
                    to: welcome.to.clone(),
                }));
            }
        }
        Ok(work)
    }

    /// Completes the invitations that waited for the first log.
    pub(crate) fn begin_invitations(&self, id: &ConversationId, log: LogId) -> Result<()> {
        for item in self.waiting(id, INVITE, u32::MAX)? {
            if let Wish::Invite(mut welcome) = self.read_wish(item)? {
                if welcome.begins.is_none() {
                    welcome.begins = Some((log, 0));
                    let sealed = self.seal(PLACE, &Wish::Invite(welcome))?;
                    self.database.execute(
                        "UPDATE outbox SET sealed = ?2 WHERE id = ?1",
                        params![item, sealed],
                    )?;
                }
            }
        }
        Ok(())
    }
}
