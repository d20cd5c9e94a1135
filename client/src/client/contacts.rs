//! Whom the user knows.

use super::{account_of, address, read::iso8601, Client};
use crate::{
    chain::types::{AccountId, IdentityInfo},
    defaults::MAX_CONTACT_NAME,
    store::Person,
    Error, Result,
};
use postern_primitives::{limits::MAX_PAGE, DeviceId};
use serde::Serialize;

/// Whether the keys of a person are those that the user compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Safety {
    /// They never were compared.
    #[default]
    Unverified,
    /// They are.
    Verified,
    /// They were compared, and are others now.
    Changed,
}

impl Safety {
    /// Compares the devices that somebody has with those that they had when the user verified.
    pub(super) fn judge(person: &Person, devices: &[DeviceId]) -> Self {
        match &person.verified {
            None => Self::Unverified,
            Some(verified) if *verified == sorted(devices) => Self::Verified,
            Some(_) => Self::Changed,
        }
    }
}

/// Devices in the order in which they are remembered.
pub(super) fn sorted(devices: &[DeviceId]) -> Vec<DeviceId> {
    let mut devices = devices.to_vec();
    devices.sort_unstable_by_key(|device| device.0);
    devices
}

/// The devices of an identity.
pub(super) fn devices_of(identity: &IdentityInfo) -> Vec<DeviceId> {
    identity.devices.iter().map(|device| device.id).collect()
}

/// Somebody on the list.
#[derive(Clone, Debug, Serialize)]
pub struct Contact {
    /// Their address.
    pub address: String,
    /// Their handle, if they have one.
    pub handle: Option<String>,
    /// What the user calls them.
    pub name: Option<String>,
    /// Whether they are a contact; else they are only blocked.
    pub contact: bool,
    /// Whether nothing of theirs is shown.
    pub blocked: bool,
    /// Whether their keys are those that were compared.
    pub safety: Safety,
    /// The conversation in which messages to them are sealed, with forward secrecy; none while
    /// they are letters.
    pub conversation: Option<String>,
    /// Their devices that were seen so far.
    pub devices: Vec<SeenDevice>,
}

/// A device of a contact.
#[derive(Clone, Debug, Serialize)]
pub struct SeenDevice {
    /// Its identifier.
    pub id: String,
    /// When it was first seen.
    pub seen_at: String,
    /// Whether it is among those that they have now.
    pub present: bool,
}

impl Client {
    /// The list: contacts and people who are blocked.
    ///
    /// # Errors
    /// When the chain cannot be asked.
    pub async fn contacts(&self) -> Result<Vec<Contact>> {
        let people = self.store().contacts()?;
        let mut contacts = Vec::with_capacity(people.len());
        for page in people.chunks(MAX_PAGE as usize) {
            let accounts: Vec<_> = page.iter().map(|person| person.account).collect();
            let identities = self.chain.identities(&accounts).await?;
            for (person, identity) in page.iter().zip(identities) {
                contacts.push(self.contact(person, identity.as_ref()).await?);
            }
        }
        Ok(contacts)
    }

    /// Makes somebody a contact; what they send is no request any more.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`], [`Error::IsBlocked`], and for the name as
    /// [`name_contact`](Self::name_contact).
    pub async fn add_contact(&self, who: &str, name: Option<&str>) -> Result<Contact> {
        let identity = self.lookup(who).await?;
        let mut person = self.store().person(&identity.account)?;
        if person.blocked {
            return Err(Error::IsBlocked { who: who.into() });
        }
        person.contact = true;
        if let Some(name) = name {
            person.name = Some(self.free_name(name, &person.account)?);
        }
        self.store().remember(&person)?;
        self.contact(&person, Some(&identity)).await
    }

    /// Calls somebody so; `None` goes back to their handle.
    ///
    /// # Errors
    /// [`Error::NotAContact`], [`Error::BadContactName`], [`Error::ContactNameTaken`].
    pub async fn name_contact(&self, who: &str, name: Option<&str>) -> Result<Contact> {
        let mut person = self.listed(who).await?;
        let name = name.map(|name| self.free_name(name, &person.account));
        person.name = name.transpose()?;
        self.store().remember(&person)?;
        let identity = self.chain.identity(&person.account).await?;
        self.contact(&person, identity.as_ref()).await
    }

    /// Takes somebody off the list: a stranger again. Who is blocked stays so.
    ///
    /// # Errors
    /// [`Error::NotAContact`].
    pub async fn remove_contact(&self, who: &str) -> Result<String> {
        let listed = self.listed(who).await?;
        self.store().remember(&Person {
            account: listed.account,
            blocked: listed.blocked,
            ..Person::default()
        })?;
        Ok(address(&listed.account))
    }

    /// Those of these people whose keys are not those that the user verified, as they were
    /// named.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`].
    pub async fn with_changed_keys(&self, people: &[String]) -> Result<Vec<String>> {
        let mut changed = Vec::new();
        for who in people {
            let identity = self.lookup(who).await?;
            let person = self.store().person(&identity.account)?;
            if Safety::judge(&person, &devices_of(&identity)) == Safety::Changed {
                changed.push(who.clone());
            }
        }
        Ok(changed)
    }

    /// What is remembered of somebody, who may be named as the user calls them.
    pub(super) async fn person_of(&self, who: &str) -> Result<Person> {
        if let Some(person) = self.store().person_named(who)? {
            return Ok(person);
        }
        let account = account_of(&self.chain, who).await?;
        self.store().person(&account)
    }

    /// Somebody who is a contact.
    pub(super) async fn listed(&self, who: &str) -> Result<Person> {
        let person = self.person_of(who).await?;
        if person.contact {
            Ok(person)
        } else {
            Err(Error::NotAContact { who: who.into() })
        }
    }

    /// The name as it is kept, if nobody else is called so.
    fn free_name(&self, name: &str, account: &AccountId) -> Result<String> {
        let name = name.trim();
        let length = name.chars().count();
        if length == 0 || length > MAX_CONTACT_NAME || name.contains(char::is_control) {
            let limit = MAX_CONTACT_NAME;
            return Err(Error::BadContactName { limit });
        }
        match self.store().person_named(name)? {
            Some(other) if other.account != *account => Err(Error::ContactNameTaken {
                name: name.into(),
                address: address(&other.account),
            }),
            _ => Ok(name.into()),
        }
    }

    /// How the list shows somebody. Devices that are new are seen now.
    async fn contact(&self, person: &Person, identity: Option<&IdentityInfo>) -> Result<Contact> {
        let devices = identity.map(devices_of).unwrap_or_default();
        if person.contact {
            let now = self.chain.moment().await?;
            self.store().see_devices(&person.account, &devices, now)?;
        }
        let seen = self.store().devices_seen(&person.account)?;
        let seen = seen.into_iter().map(|(id, seen_at)| SeenDevice {
            id: id.to_string(),
            seen_at: iso8601(seen_at),
            present: devices.contains(&id),
        });
        Ok(Contact {
            address: address(&person.account),
            handle: identity.and_then(|identity| identity.handle.as_ref().map(ToString::to_string)),
            name: person.name.clone(),
            contact: person.contact,
            blocked: person.blocked,
            safety: Safety::judge(person, &devices),
            conversation: self.with_groups(|groups| groups.conversation_with(&person.account))?,
            devices: seen.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(byte: u8) -> DeviceId {
        DeviceId([byte; 32])
    }

    #[test]
    fn keys_are_verified_in_whatever_order_the_chain_tells_them() {
        let person = Person {
            verified: Some(sorted(&[device(2), device(1)])),
            ..Person::default()
        };
        for (devices, expected) in [
            (&[device(1), device(2)][..], Safety::Verified),
            (&[device(2), device(1)], Safety::Verified),
            (&[device(1)], Safety::Changed),
            (&[device(1), device(2), device(3)], Safety::Changed),
            (&[], Safety::Changed),
        ] {
            assert_eq!(Safety::judge(&person, devices), expected, "{devices:?}");
        }
    }

    #[test]
    fn keys_that_nobody_compared_are_unverified() {
        let nobody = Person::default();
        assert_eq!(Safety::judge(&nobody, &[device(1)]), Safety::Unverified);
        assert_eq!(Safety::judge(&nobody, &[]), Safety::Unverified);
    }
}
