//! Changes that this device wants: planned in the state that is current, made as a commit, and
//! planned anew when another commit comes first.

use crate::{
    commit::Plan,
    conversation::{members, Conversation},
    identity::Member,
    key_package::describe,
    outbox::{Sealing, Wish, CHANGE},
    state::State,
    step::Step,
    ConversationId, Event, Refusal, Result,
};
use openmls::prelude::MlsGroup;
use postern_primitives::{DeviceId, Moment};

impl Step<'_> {
    /// The one change that is under way in this state. Others wait: a state can be left by one
    /// commit only, so a second one of our own could only lose.
    pub(crate) fn next_change(
        &self,
        conversation: &Conversation,
        state: &State,
        group: &MlsGroup,
        now: Moment,
    ) -> Result<Option<Sealing>> {
        let id = &conversation.id;
        for item in self.waiting(id, CHANGE, u32::MAX)? {
            if let Some(sealing) = self.sealing(item, state.id)? {
                return Ok(Some(sealing));
            }
            let planned = self.attempt(|| self.plan(id, group, &self.read_wish(item)?, now))?;
            match planned {
                Err(reason) => self.fail(id, item, reason)?,
                Ok(None) => self.fulfil(conversation, item)?,
                Ok(Some(plan)) => match self.attempt(|| self.seal_change(id, state, item, plan))? {
                    Ok(sealing) => return Ok(Some(sealing)),
                    Err(reason) => self.fail(id, item, reason)?,
                },
            }
        }
        Ok(None)
    }

    pub(crate) fn seal_change(
        &self,
        id: &ConversationId,
        state: &State,
        item: i64,
        plan: Plan,
    ) -> Result<Sealing> {
        let made = self.make_commit(id, state.id, plan)?;
        let sealing = Sealing {
            item,
            child: Some(made.child),
            bytes: made.content,
            invitation: made.welcome,
        };
        self.add_sealing(state.id, &sealing)?;
        Ok(sealing)
    }

    /// What is left of a wish in this group; none if others have fulfilled it.
    pub(crate) fn plan(
        &self,
        id: &ConversationId,
        group: &MlsGroup,
        wish: &Wish,
        now: Moment,
    ) -> Result<Option<Plan>> {
        let present = members(group)?;
        let is_present =
            |device: DeviceId| present.iter().any(|(_, member)| member.device == device);
        let mut add = Vec::new();
        let mut going = self.leavers(id)?;
        going.retain(|account| *account != self.identity.account());
        let leaves = |member: &Member| going.contains(&member.account);
        let mut remove: Vec<_> = present.iter().filter(|(_, one)| leaves(one)).collect();
        match wish {
            Wish::Add(packages) => {
                for bytes in packages {
                    let package = self.read_key_package(bytes, now)?;
                    let (member, _) = describe(&package)?;
                    member.valid(self.known, now)?;
                    if !is_present(member.device) {
                        add.push((member, package));
                    }
                }
                if add.is_empty() {
                    return Ok(None);
                }
            }
            Wish::Remove(devices) => {
                let meant = |member: &Member| {
                    devices.contains(&member.device) && member.device != self.identity.device()
                };
                let meant: Vec<_> = present.iter().filter(|(_, one)| meant(one)).collect();
                if meant.is_empty() {
                    return Ok(None);
                }
                remove.extend(meant);
                remove.sort_unstable();
                remove.dedup();
            }
            Wish::Renew => {}
            Wish::Say(_) | Wish::Invite(_) => return Ok(None),
        }
        let (added, add): (Vec<_>, Vec<_>) = add.into_iter().unzip();
        let greeting = self.greet(id, &added)?;
        let remove = remove.into_iter().map(|(index, _)| *index).collect();
        Ok(Some(Plan {
            add,
            remove,
            greeting,
        }))
    }

    /// Somebody else has done what was wished for, at the latest with the last entry taken: if
    /// that is retracted, it is to be done again.
    pub(crate) fn fulfil(&self, conversation: &Conversation, item: i64) -> Result<()> {
        if conversation.next > conversation.final_to {
            return self.set_position(item, Some(conversation.next - 1));
        }
        self.tell(&conversation.id, &Event::Done { change: item })?;
        self.drop_wish(item)
    }

    pub(crate) fn fail(&self, id: &ConversationId, change: i64, reason: Refusal) -> Result<()> {
        self.tell(id, &Event::Failed { change, reason })?;
        self.drop_wish(change)
    }
}
