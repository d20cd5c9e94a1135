//! The own other devices in the groups of this one: what one of them is in, all of them are in.
//!
//! Whichever device works on a group first sees to it. Two at the same moment are a race like any
//! other: the later commit finds its wish fulfilled.

use super::{Client, Groups};
use crate::{chain::types::DeviceInfo, Error, Result};
use postern_conversations::{ConversationId, Member, Standing};
use postern_primitives::DeviceId;
use std::time::Instant;

impl Groups {
    /// The devices of this account that are in a group; none while a change is under way that may
    /// be about them.
    fn own_members(&mut self, id: &ConversationId) -> Result<Option<Vec<DeviceId>>> {
        let summary = self.core.summary(id)?;
        if summary.standing != Standing::Member || self.core.is_changing(id)? {
            return Ok(None);
        }
        let account = self.core.identity().account();
        let own = summary.members.iter().map(|(member, _)| member);
        let own = own.filter(|member| member.account == account);
        Ok(Some(own.map(|member| member.device).collect()))
    }
}

impl Client {
    /// Wishes that the devices of this account that are valid are in a group, and that those are
    /// not which are not.
    pub(super) async fn match_own_devices(&self, id: &ConversationId) -> Result<()> {
        let Some(present) = self.with_groups(|groups| groups.own_members(id))? else {
            return Ok(());
        };
        let valid = self.valid_devices().await?;
        let is_valid = |device: &DeviceId| valid.iter().any(|one| one.id == *device);
        if !is_valid(&self.device()) {
            return Ok(());
        }
        let gone = present.iter().filter(|device| !is_valid(device));
        let gone: Vec<_> = gone.copied().collect();
        if !gone.is_empty() {
            self.step(|core| core.remove(id, gone.clone())).await?;
        }
        let packages = self.packages_of_own(&valid, &present).await?;
        if !packages.is_empty() {
            let now = self.moment().await?;
            let added = self.step(|core| core.add(id, packages.clone(), now)).await;
            // Others than the network are the device's own, and hold nobody up.
            match added {
                Err(error @ Error::Conversation(_)) => {
                    tracing::warn!("your other device cannot be added to a channel: {error}");
                }
                added => drop(added?),
            }
        }
        Ok(())
    }

    /// What the other valid devices of this account are added by, without those that are present.
    pub(super) async fn own_packages(&self, present: &[DeviceId]) -> Result<Vec<Vec<u8>>> {
        let valid = self.valid_devices().await?;
        self.packages_of_own(&valid, present).await
    }

    async fn packages_of_own(
        &self,
        valid: &[DeviceInfo],
        present: &[DeviceId],
    ) -> Result<Vec<Vec<u8>>> {
        let mut packages = Vec::new();
        for device in valid {
            if device.id == self.device() || present.contains(&device.id) {
                continue;
            }
            let missed =
                self.with_groups(|groups| Ok(groups.not_missed(vec![device.key_cid]).is_empty()))?;
            if missed {
                continue;
            }
            match self.keys_of(device).await {
                Ok(package) => packages.extend(package.group),
                Err(error) => {
                    tracing::warn!("your device {} is added later: {error}", device.id);
                    self.with_groups(|groups| {
                        groups.missed.insert(device.key_cid, Instant::now());
                        Ok(())
                    })?;
                }
            }
        }
        Ok(packages)
    }

    /// Has every device of this account be in every private channel and every conversation of this
    /// one, and waits until that is final and the invitations are on their way. What the channels are
    /// called here.
    ///
    /// # Errors
    /// When a log cannot be read or written to; the others are done first.
    pub async fn match_channels(&self) -> Result<Vec<String>> {
        let rooms = self.with_groups(Groups::rooms)?;
        let rooms = rooms.into_iter().map(|(id, name)| (id, Some(name)));
        let pairs = self.with_groups(Groups::pairs)?;
        let pairs = pairs.into_iter().map(|pair| (pair.conversation, None));
        let (mut matched, mut failed) = (Vec::new(), None);
        for (id, name) in rooms.chain(pairs) {
            let standing = self.with_groups(|groups| Ok(groups.core.summary(&id)?.standing))?;
            if standing != Standing::Member {
                continue;
            }
            match self.catch_up(&id).await {
                Ok(_) => matched.push((id, name)),
                Err(error) => drop(failed.get_or_insert(error)),
            }
        }
        let mut names = Vec::with_capacity(matched.len());
        // All of them become final at the same time.
        for (id, name) in matched {
            match self.until_settled(&id).await {
                Ok(()) => names.extend(name),
                Err(error) => drop(failed.get_or_insert(error)),
            }
        }
        failed.map_or(Ok(names), Err)
    }

    /// Gives an invitation to those of the own other devices that it was made for.
    pub(super) async fn hand_over_to_own(&self, to: &[Member], invitation: &[u8]) -> Result<()> {
        let mut meant = self.other_devices().await?;
        meant.retain(|device| to.iter().any(|member| member.device == device.id));
        if meant.is_empty() {
            return Ok(());
        }
        self.invite_own(&meant, invitation.to_vec()).await
    }

    /// Whoever has invited this account has added its other devices as well, which need not be
    /// asked again. Should it fail, they are: the letter comes to all of them.
    pub(super) async fn share_invitation(&self, id: &ConversationId, invitation: &[u8]) {
        let members = self.with_groups(|groups| Ok(groups.core.summary(id)?.members));
        let shared = match members {
            Ok(members) => {
                let members: Vec<_> = members.into_iter().map(|(member, _)| member).collect();
                self.hand_over_to_own(&members, invitation).await
            }
            Err(error) => Err(error),
        };
        if let Err(error) = shared {
            tracing::warn!("your other devices do not join by themselves: {error}");
        }
    }
}
