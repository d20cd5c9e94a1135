//! Asking members to prove that they hold their keys.
//!
//! Who invites and who is invited ask each other. Others ask when their user wants it: each pair
//! takes three posts, which in a large channel nobody would read for all the handshakes, and what
//! members say is signed by the devices of the chain's certificates in any case.

use super::{Client, PrivateMember};
use crate::{client::address, defaults::ASKED_AT_ONCE, Error, Result};
use postern_conversations::{ConversationId, Member};
use std::collections::BTreeSet;

impl Client {
    /// Asks members of a private channel to prove that they hold their keys, and proves it to
    /// them when they answer: somebody, with all of their devices, or else some of those who have
    /// neither proven it nor been asked. Who was asked answers when they use the channel again.
    ///
    /// # Errors
    /// [`Error::NotInChannel`]; when this device is no member, or nothing can be written.
    pub async fn verify_privately(
        &self,
        name: &str,
        who: Option<&str>,
    ) -> Result<Vec<PrivateMember>> {
        let id = self.private_room(name)?;
        let account = match who {
            Some(who) => Some(self.lookup(who).await?.account),
            None => None,
        };
        self.ready_to_say(&id).await?;
        let members = self.with_groups(|groups| Ok(groups.core.summary(&id)?.members))?;
        if let (Some(who), Some(account)) = (who, account) {
            if !members.iter().any(|(one, _)| one.account == account) {
                return Err(Error::NotInChannel { who: who.into() });
            }
        }
        let open = self.with_groups(|groups| Ok(groups.core.challenged(&id)?))?;
        let is_due = |(member, authenticated): &&(Member, bool)| match account {
            _ if *authenticated || member.device == self.device() => false,
            Some(account) => member.account == account,
            None => !open.contains(&member.device),
        };
        let due = members.iter().filter(is_due).take(ASKED_AT_ONCE);
        let due: Vec<_> = due.map(|(member, _)| *member).collect();
        self.ask(&id, &due).await?;
        self.catch_up(&id).await?;
        let asked: BTreeSet<_> = due.iter().map(|member| address(&member.account)).collect();
        let mut members = self.members_of(&id).await?;
        members.retain(|member| asked.contains(&member.address));
        Ok(members)
    }

    /// Wishes that these are asked.
    pub(super) async fn ask(&self, id: &ConversationId, due: &[Member]) -> Result<()> {
        let now = self.moment().await?;
        for member in due {
            self.step(|core| core.challenge(id, &member.device, now))
                .await?;
        }
        Ok(())
    }
}
