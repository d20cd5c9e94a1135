//! What private channels are called here.
//!
//! The chain knows no name of theirs, so two groups may have one. Here each has its own: the
//! one that its members gave it, and a number behind it where that is taken.

use super::{Client, Groups};
use crate::{client::reading::channel_name, Error, Result};
use postern_conversations::{Body, ConversationId, Standing};
use serde::Serialize;
use std::collections::BTreeSet;

/// What a channel is called that this device was removed from, and that its user has left then.
const FORGOTTEN: &str = "";

/// What a channel is called whose name cannot be typed.
const UNNAMED: &str = "private";

/// A private channel, as this device knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrivateChannel {
    /// What it is called here.
    pub channel: String,
    /// True: to tell it from a public one.
    pub private: bool,
    /// The group's identifier, the same for all of its members.
    pub conversation: String,
    /// Whether this device is in it: `opening`, `member`, `removed` or `left`.
    pub standing: &'static str,
    /// How often its members or keys have changed.
    pub epoch: u64,
    /// How many people are in it.
    pub members: usize,
}

impl Groups {
    /// All groups that this device has not left, by what they are called.
    pub(super) fn rooms(&mut self) -> Result<Vec<(ConversationId, String)>> {
        let mut rooms = Vec::new();
        let pairs = self.core.pairs()?;
        for id in self.core.list()? {
            if pairs.contains(&id) {
                continue;
            }
            let name = self.records.room(&id)?;
            let is_forgotten = name.as_deref() == Some(FORGOTTEN);
            match self.core.summary(&id)?.standing {
                Standing::Left => {}
                Standing::Removed if is_forgotten => {}
                // Back after all.
                Standing::Member if is_forgotten => rooms.push((id, None)),
                Standing::Member | Standing::Removed => rooms.push((id, name)),
            }
        }
        let taken = rooms.iter().filter_map(|(_, name)| name.clone());
        let mut taken: BTreeSet<String> = taken.collect();
        let mut named = Vec::with_capacity(rooms.len());
        for (id, name) in rooms {
            let name = match name {
                Some(name) => name,
                // New, or the process ended before it got its name.
                None => {
                    let name = free_name(&self.core.summary(&id)?.name, &taken);
                    self.records.call_room(&id, &name)?;
                    taken.insert(name.clone());
                    name
                }
            };
            named.push((id, name));
        }
        Ok(named)
    }

    /// The group that is called so here.
    pub(super) fn room(&mut self, name: &str) -> Result<Option<ConversationId>> {
        let mut rooms = self.rooms()?.into_iter();
        Ok(rooms.find(|room| room.1 == name).map(|room| room.0))
    }

    /// Keeps nothing of a group that this device is no member of any more.
    pub(super) fn forget_room(&mut self, id: &ConversationId) -> Result<()> {
        self.records.forget(id)?;
        Ok(self.records.call_room(id, FORGOTTEN)?)
    }

    /// How a group stands.
    pub(super) fn describe(&mut self, id: &ConversationId) -> Result<PrivateChannel> {
        let summary = self.core.summary(id)?;
        let is_open = self.core.cursor(id).is_ok_and(|cursor| cursor.is_some());
        let standing = match summary.standing {
            Standing::Left => "left",
            Standing::Removed => "removed",
            Standing::Member if is_open => "member",
            Standing::Member => "opening",
        };
        let people: BTreeSet<_> = summary.members.iter().map(|(one, _)| one.account).collect();
        Ok(PrivateChannel {
            channel: self.records.room(id)?.unwrap_or(summary.name),
            private: true,
            conversation: hex::encode(id.0),
            standing,
            epoch: summary.epoch,
            members: people.len(),
        })
    }
}

/// A name that is not taken, as near to the wanted one as can be.
fn free_name(wanted: &str, taken: &BTreeSet<String>) -> String {
    let wanted = match channel_name(wanted) {
        Ok(name) => name.to_string(),
        Err(_) => UNNAMED.into(),
    };
    let mut name = wanted.clone();
    let mut number = 2;
    while taken.contains(&name) {
        name = format!("{wanted}-{number}");
        number += 1;
    }
    name
}

impl Client {
    /// Whether one of this device's private channels is called so.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub fn is_private_channel(&self, name: &str) -> Result<bool> {
        self.with_groups(|groups| Ok(groups.room(name)?.is_some()))
    }

    /// The private channels of this device, as the chain has them now.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn private_channels(&self) -> Result<Vec<PrivateChannel>> {
        let rooms = self.with_groups(Groups::rooms)?;
        let mut channels = Vec::with_capacity(rooms.len());
        for (id, _) in rooms {
            self.sync(&id).await?;
            channels.push(self.with_groups(|groups| groups.describe(&id))?);
        }
        channels.sort_unstable_by(|one, other| one.channel.cmp(&other.channel));
        Ok(channels)
    }

    /// Opens a private channel, with the devices of this account alone in it. The account is seen to pay for it.
    ///
    /// One that was begun under this name and not finished is finished.
    ///
    /// # Errors
    /// [`Error::PrivateNameTaken`], and when the deposit cannot be paid.
    pub async fn create_private_channel(&self, name: &str) -> Result<PrivateChannel> {
        let name = channel_name(name)?.to_string();
        self.ensure_own_certificate().await?;
        let now = self.moment().await?;
        let begun = self.with_groups(|groups| groups.room(&name))?;
        let id = match begun {
            None => {
                let packages = self.own_packages(&[]).await?;
                let id = self.step(|core| core.create(&name, &packages, now)).await?;
                self.with_groups(|groups| Ok(groups.records.call_room(&id, &name)?))?;
                id
            }
            Some(id) => {
                let found = self.with_groups(|groups| groups.describe(&id))?;
                if found.standing != "opening" {
                    return Err(Error::PrivateNameTaken { name });
                }
                id
            }
        };
        self.catch_up(&id).await?;
        self.with_groups(|groups| groups.describe(&id))
    }

    /// Calls a private channel otherwise from now on, on this device; and tells its members what
    /// it is to be called, unless it is a name for `here_only`. Each of them does as they like.
    ///
    /// # Errors
    /// [`Error::PrivateNameTaken`]; when a name is none; when nothing can be written.
    pub async fn rename_privately(
        &self,
        name: &str,
        new: &str,
        here_only: bool,
    ) -> Result<PrivateChannel> {
        let id = self.private_room(name)?;
        let new = channel_name(new)?.to_string();
        if self.is_private_channel(&new)? {
            return Err(Error::PrivateNameTaken { name: new });
        }
        if !here_only {
            let name = new.clone();
            self.ready_to_say(&id).await?;
            self.say(&id, &new, Body::Rename { name }, None).await?;
        }
        self.with_groups(|groups| {
            groups.records.call_room(&id, &new)?;
            groups.describe(&id)
        })
    }

    /// The private channel that is called so here.
    pub(super) fn private_room(&self, name: &str) -> Result<ConversationId> {
        let found = self.with_groups(|groups| groups.room(name))?;
        found.ok_or_else(|| Error::UnknownPrivateChannel { name: name.into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_gets_the_name_that_it_was_given_or_one_near_to_it() {
        let mut taken = BTreeSet::new();
        assert_eq!(free_name("garden", &taken), "garden");
        taken.insert("garden".to_owned());
        assert_eq!(free_name("garden", &taken), "garden-2");
        taken.insert("garden-2".to_owned());
        assert_eq!(free_name("garden", &taken), "garden-3");
    }

    #[test]
    fn a_name_that_cannot_be_typed_is_not_taken_over() {
        let taken = BTreeSet::new();
        for name in ["", "\x1b[2J", "two words", &"x".repeat(99)] {
            assert_eq!(free_name(name, &taken), UNNAMED);
        }
    }
}
