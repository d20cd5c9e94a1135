//! What the state machine tells, written down.
//!
//! An event is taken off its list only when it is written down here. Should the process end in
//! between, it is told again, and writing it down again changes nothing.

use super::{
    records::{Changed, Said},
    saying::reference,
    Groups,
};
use crate::Result;
use postern_conversations::{Body, ConversationId, Event, Message, MessageRef, Position, Received};
use postern_primitives::Moment;

/// Events that are taken at a time.
const BATCH: u32 = 256;

impl Groups {
    /// Writes down everything that has been told.
    pub(super) fn take_events(&mut self) -> Result<()> {
        loop {
            let events = self.core.events(BATCH)?;
            let Some((last, ..)) = events.last() else {
                return Ok(());
            };
            let last = *last;
            for (_, id, event) in events {
                self.take(&id, event)?;
            }
            self.core.taken(last)?;
        }
    }

    fn take(&mut self, id: &ConversationId, event: Event) -> Result<()> {
        match event {
            Event::Done { change } => drop(self.outcomes.insert(change, None)),
            Event::Failed { change, reason } => drop(self.outcomes.insert(change, Some(reason))),
            // What two people say to each other has no place in the log, and nothing else is shown.
            _ if self.core.pair(id)?.is_some() => {}
            Event::Message(received) => self.keep_message(id, *received)?,
            Event::Placed {
                from,
                id: message,
                position,
            } => {
                let of = MessageRef {
                    device: from.device,
                    id: message,
                };
                self.records.place(id, &of, position)?;
            }
            Event::Sent {
                message, position, ..
            } => self.keep_own(id, *message, position)?,
            Event::Retracted { from } => self.records.take_back(id, from)?,
            Event::Changed {
                position,
                by,
                added,
                removed,
                ..
            } => {
                let changed = Changed { by, added, removed };
                self.records.keep_change(id, position, changed)?;
            }
            Event::Lost { position, .. } => self.records.keep_loss(id, position)?,
            Event::Refused {
                position, reason, ..
            } => tracing::debug!("entry {position} of {id} is skipped: {reason}"),
            // What these say is asked of the state machine when it is wanted.
            Event::Joined { .. }
            | Event::Settled { .. }
            | Event::Removed { .. }
            | Event::Leaving { .. }
            | Event::Authenticated { .. } => {}
        }
        Ok(())
    }

    fn keep_message(&mut self, id: &ConversationId, received: Received) -> Result<()> {
        match &received.body {
            Body::Receipt { read, of } => {
                return Ok(self.records.keep_receipt(id, &received.from, *read, of)?);
            }
            // The state machine counts them.
            Body::Vote { .. } => return Ok(()),
            _ => {}
        }
        let Received {
            id: message,
            position,
            from,
            authenticated,
            sent_at,
            lifetime,
            body,
            ..
        } = received;
        let said = Said {
            from,
            message,
            authenticated,
            sent_at,
            body,
        };
        let of = reference(&said);
        let is_others = said.from.account != self.core.identity().account();
        let wants_receipt = is_others && matches!(said.body, Body::Text { .. });
        let ends = ends(sent_at, lifetime);
        self.records.keep_said(id, Some(position), ends, said)?;
        if wants_receipt {
            self.records.owe_receipt(id, &of)?;
        }
        Ok(())
    }

    /// What this device has said has a place. It stands here already, unless the process has ended
    /// between saying it and writing it down.
    fn keep_own(
        &mut self,
        id: &ConversationId,
        message: Message,
        position: Position,
    ) -> Result<()> {
        if is_no_post(&message.body) {
            return Ok(());
        }
        let ends = ends(message.sent_at, message.lifetime);
        let said = Said {
            from: self.core.identity().member(),
            message: message.id,
            authenticated: true,
            sent_at: message.sent_at,
            body: message.body,
        };
        let of = reference(&said);
        self.records.keep_said(id, Some(position), ends, said)?;
        self.records.see_message(id, &of)?;
        Ok(self.records.place(id, &of, position)?)
    }
}

/// Whether nothing is shown of a message in a place of its own or with another one: what the state
/// machine has to say, and what this device says of what others have said.
fn is_no_post(body: &Body) -> bool {
    matches!(
        body,
        Body::Leave
            | Body::Challenge { .. }
            | Body::Answer { .. }
            | Body::Confirm { .. }
            | Body::Receipt { .. }
            | Body::Vote { .. }
    )
}

/// When a message is to be forgotten, if at all.
pub(super) fn ends(sent_at: Moment, lifetime: Option<u64>) -> Option<Moment> {
    lifetime.map(|lifetime| sent_at.saturating_add(lifetime))
}
