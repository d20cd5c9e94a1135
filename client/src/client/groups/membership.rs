//! Who is in a private channel, leaving it, and removing somebody.

use super::{Client, PrivateChannel};
use crate::{chain::types::AccountId, client::address, Error, Result};
use postern_conversations::ConversationId;
use postern_primitives::{limits::MAX_PAGE, DeviceId};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Times that somebody's devices are removed who adds others meanwhile.
const TRIES: u32 = 4;

/// Somebody in a private channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrivateMember {
    /// Their address.
    pub address: String,
    /// Their handle.
    pub handle: Option<String>,
    /// Their devices in the channel.
    pub devices: Vec<String>,
    /// Whether each of these has proven to this device that it holds its key, in answer to a
    /// fresh challenge. True of oneself.
    pub authenticated: bool,
}

impl Client {
    /// Who is in a private channel, in the order of their addresses.
    ///
    /// # Errors
    /// [`Error::UnknownPrivateChannel`], and when the node cannot be asked.
    pub async fn private_members(&self, name: &str) -> Result<Vec<PrivateMember>> {
        let id = self.private_room(name)?;
        self.catch_up_if_possible(&id).await?;
        self.members_of(&id).await
    }

    pub(super) async fn members_of(&self, id: &ConversationId) -> Result<Vec<PrivateMember>> {
        let members = self.with_groups(|groups| Ok(groups.core.summary(id)?.members))?;
        let mut people: BTreeMap<AccountId, (Vec<String>, bool)> = BTreeMap::new();
        for (member, authenticated) in members {
            let own = member.device == self.device();
            let entry = people.entry(member.account).or_insert((Vec::new(), true));
            entry.0.push(member.device.to_string());
            entry.1 &= authenticated || own;
        }
        let accounts: Vec<_> = people.keys().copied().collect();
        let handles = self.handles(&accounts).await?;
        let member = |(account, (devices, authenticated))| PrivateMember {
            address: address(&account),
            handle: handles.get(&account).cloned(),
            devices,
            authenticated,
        };
        Ok(people.into_iter().map(member).collect())
    }

    /// The handles of those accounts that have one.
    pub(super) async fn handles(
        &self,
        accounts: &[AccountId],
    ) -> Result<HashMap<AccountId, String>> {
        let mut handles = HashMap::new();
        for page in accounts.chunks(MAX_PAGE as usize) {
            let found = self.chain.identities(page).await?;
            for (account, identity) in page.iter().zip(found) {
                if let Some(handle) = identity.and_then(|identity| identity.handle) {
                    handles.insert(*account, handle.to_string());
                }
            }
        }
        Ok(handles)
    }

    /// Removes somebody with all of their devices, and waits until that is final.
    ///
    /// # Errors
    /// [`Error::NotInChannel`], [`Error::RemovesSelf`].
    pub async fn remove_privately(&self, name: &str, who: &str) -> Result<PrivateChannel> {
        let id = self.private_room(name)?;
        let account = self.lookup(who).await?.account;
        if account == self.account() {
            return Err(Error::RemovesSelf);
        }
        self.catch_up(&id).await?;
        let mut devices = self.devices_in(&id, &account)?;
        if devices.is_empty() {
            return Err(Error::NotInChannel { who: who.into() });
        }
        // One of them may have added another one at the same moment.
        for _ in 0..TRIES {
            let change = self.step(|core| core.remove(&id, devices.clone())).await?;
            self.until_done(&id, change).await?;
            devices = self.devices_in(&id, &account)?;
            if devices.is_empty() {
                break;
            }
        }
        self.with_groups(|groups| groups.describe(&id))
    }

    fn devices_in(&self, id: &ConversationId, account: &AccountId) -> Result<Vec<DeviceId>> {
        let members = self.with_groups(|groups| Ok(groups.core.summary(id)?.members))?;
        let theirs = members.iter().filter(|(one, _)| one.account == *account);
        Ok(theirs.map(|(one, _)| one.device).collect())
    }

    /// Leaves a private channel with all devices of this account, waits until that is final, and
    /// forgets all of it.
    ///
    /// # Errors
    /// [`Error::UnknownPrivateChannel`].
    pub async fn leave_privately(&self, name: &str) -> Result<PrivateChannel> {
        let id = self.private_room(name)?;
        self.catch_up_if_possible(&id).await?;
        let mut left = self.with_groups(|groups| groups.describe(&id))?;
        if left.standing == "member" {
            let now = self.moment().await?;
            self.step(|core| core.leave(&id, now)).await?;
            self.until_gone(&id).await?;
        }
        self.with_groups(|groups| groups.forget_room(&id))?;
        left.standing = "left";
        Ok(left)
    }
}
