//! Inviting people: adding their devices, and handing over what they join with.

use super::{Client, PrivateChannel};
use crate::{
    chain::types::{DeviceInfo, IdentityInfo},
    client::{address, composing::Enclosed, Request},
    content::Silent,
    defaults,
    sealing::Invitation,
    Error, Result,
};
use postern_conversations::{ConversationId, Member};
use std::collections::BTreeSet;

impl Client {
    /// Adds somebody with all of their devices, and waits until that is final and their invitation
    /// lies in their inbox.
    ///
    /// # Errors
    /// [`Error::NoGroupKeys`], [`Error::AlreadyInChannel`]; when they would refuse the
    /// invitation, before anything is done.
    pub async fn invite_privately(&self, name: &str, who: &str) -> Result<PrivateChannel> {
        let id = self.private_room(name)?;
        let invited = self.lookup(who).await?;
        self.ensure_sendable(
            &[who.into()],
            &[invited.account],
            1,
            self.blocks(defaults::LIFETIME),
        )
        .await?;
        let before = self.handed_over()?;
        self.catch_up(&id).await?;
        let packages = match self.packages_of(&id, who, &invited).await {
            Err(Error::AlreadyInChannel { who }) => {
                // Perhaps since a moment ago, by a command that was interrupted: then their
                // invitation follows.
                self.until_settled(&id).await?;
                return match self.handed_over()? > before {
                    true => self.with_groups(|groups| groups.describe(&id)),
                    false => Err(Error::AlreadyInChannel { who }),
                };
            }
            packages => packages?,
        };
        let now = self.moment().await?;
        let change = self
            .step(|core| core.add(&id, packages.clone(), now))
            .await?;
        self.until_done(&id, change).await?;
        self.with_groups(|groups| groups.describe(&id))
    }

    /// How many invitations were handed over since the groups were opened.
    fn handed_over(&self) -> Result<u64> {
        self.with_groups(|groups| Ok(groups.handed_over))
    }

    /// The key packages of somebody's devices that are not in the group.
    async fn packages_of(
        &self,
        id: &ConversationId,
        who: &str,
        invited: &IdentityInfo,
    ) -> Result<Vec<Vec<u8>>> {
        let now = self.chain.moment().await?;
        let members = self.with_groups(|groups| Ok(groups.core.summary(id)?.members))?;
        let is_in = |device: &DeviceInfo| members.iter().any(|(one, _)| one.device == device.id);
        let valid = invited.devices.iter().filter(|one| one.is_valid_at(now));
        let (inside, outside): (Vec<_>, Vec<_>) = valid.partition(|device| is_in(device));
        let mut packages = Vec::with_capacity(outside.len());
        for device in outside {
            packages.extend(self.key_package(device).await?.group);
        }
        match (packages.is_empty(), inside.is_empty()) {
            (false, _) => Ok(packages),
            (true, false) => Err(Error::AlreadyInChannel { who: who.into() }),
            (true, true) => Err(Error::NoGroupKeys { who: who.into() }),
        }
    }

    /// Puts an invitation into the inboxes of those who were added, each in a letter of its own.
    ///
    /// Should this process end before that is noted, they get it once more.
    pub(super) async fn hand_over(&self, to: &[Member], invitation: Vec<u8>) -> Result<()> {
        let people: BTreeSet<_> = to.iter().map(|member| member.account).collect();
        for account in people.into_iter().filter(|one| *one != self.account()) {
            let request = Request {
                to: vec![address(&account)],
                ..Request::default()
            };
            let enclosed = Enclosed::Invitation(Invitation::Enclosed(invitation.clone()));
            let (letter, _) = self.prepare(&request, enclosed, &Silent).await?;
            self.deliver(letter).await?;
        }
        self.hand_over_to_own(to, &invitation).await
    }
}
