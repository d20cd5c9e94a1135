//! Whom the user knows: the list of contacts, who is blocked, and what the inbox asks of
//! strangers.

use super::{account_of, address, receive::iso8601, Client};
use crate::{
    chain::{
        types::{AccountId, IdentityInfo},
        Call, Verdict,
    },
    defaults::MAX_CONTACT_NAME,
    store::Person,
    Error, Result,
};
use postern_primitives::{limits::MAX_PAGE, DeviceId, Senders};
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

/// What became of a wish to have the chain refuse or take somebody's messages.
#[derive(Clone, Debug, Serialize)]
pub struct Ruled {
    /// About whom.
    pub address: String,
    /// Whether they are blocked here.
    pub blocked: bool,
    /// Whether the chain did it too, or had done so before.
    pub on_chain: bool,
    /// Why it did not, if it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What the own inbox asks of senders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InboxPolicy {
    /// Whose messages it takes, of those whom it does not name.
    pub senders: &'static str,
    /// The least deposit of theirs for a message, in the smallest unit, as text.
    pub min_deposit: String,
    /// Addresses of those whose messages it takes in any case.
    pub allowed: Vec<String>,
    /// Addresses of those whose messages it refuses.
    pub blocked: Vec<String>,
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

    /// Shows nothing of theirs any more, and has the chain refuse it if `on_chain`, which
    /// everybody can see and a deposit is held for. The former holds if the latter fails.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`].
    pub async fn block(&self, who: &str, on_chain: bool) -> Result<Ruled> {
        let mut person = self.person_of(who).await?;
        person.blocked = true;
        self.store().remember(&person)?;
        let call = Call::list_sender(&self.account(), &person.account, Verdict::Blocked);
        self.ruled(&person, on_chain.then_some(call), "AlreadyListed")
            .await
    }

    /// Takes back what [`block`](Self::block) did, here and on chain.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`], and when the chain cannot be asked.
    pub async fn unblock(&self, who: &str) -> Result<Ruled> {
        let mut person = self.person_of(who).await?;
        person.blocked = false;
        self.store().remember(&person)?;
        let call = self.unlisting(&person, Verdict::Blocked).await?;
        self.ruled(&person, call, "NotListed").await
    }

    /// Has the chain take their messages, whatever the inbox asks of strangers; everybody can
    /// see it, and a deposit is held.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`], [`Error::IsBlocked`], and when the chain refuses.
    pub async fn allow(&self, who: &str) -> Result<Ruled> {
        let person = self.person_of(who).await?;
        if person.blocked {
            return Err(Error::IsBlocked { who: who.into() });
        }
        let call = Call::list_sender(&self.account(), &person.account, Verdict::Allowed);
        self.ruled(&person, Some(call), "AlreadyListed").await
    }

    /// Takes back what [`allow`](Self::allow) did.
    ///
    /// # Errors
    /// As [`unblock`](Self::unblock).
    pub async fn disallow(&self, who: &str) -> Result<Ruled> {
        let person = self.person_of(who).await?;
        let call = self.unlisting(&person, Verdict::Allowed).await?;
        self.ruled(&person, call, "NotListed").await
    }

    /// What the own inbox asks of senders.
    ///
    /// # Errors
    /// When the chain cannot be asked.
    pub async fn inbox_policy(&self) -> Result<InboxPolicy> {
        let account = self.account();
        let rules = self.chain.inbox_rules(&account).await?;
        let listed = self.chain.inbox_listings(&account, usize::MAX).await?;
        let named = |wanted| {
            let listed = listed.iter().filter(move |(_, verdict)| *verdict == wanted);
            listed.map(|(sender, _)| address(sender)).collect()
        };
        Ok(InboxPolicy {
            senders: match rules.senders {
                Senders::Anyone => "anyone",
                Senders::Registered => "registered",
                Senders::Listed => "listed",
            },
            min_deposit: rules.min_deposit.to_string(),
            allowed: named(Verdict::Allowed),
            blocked: named(Verdict::Blocked),
        })
    }

    /// Decides what the own inbox asks of senders whom it does not name; what is not given
    /// stays as it is.
    ///
    /// # Errors
    /// When the demanded deposit is too high, or the chain refuses.
    pub async fn set_inbox_policy(
        &self,
        senders: Option<Senders>,
        min_deposit: Option<u128>,
    ) -> Result<InboxPolicy> {
        let account = self.account();
        let rules = self.chain.inbox_rules(&account).await?;
        let senders = senders.unwrap_or(rules.senders);
        let min_deposit = min_deposit.unwrap_or(rules.min_deposit);
        self.execute(&Call::set_inbox_policy(&account, senders, min_deposit))
            .await?;
        self.inbox_policy().await
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

    /// The call that takes somebody off the inbox's list, if they are on it so.
    async fn unlisting(&self, person: &Person, verdict: Verdict) -> Result<Option<Call>> {
        let own = self.account();
        let listed = self.chain.inbox_listings(&own, usize::MAX).await?;
        let wanted = listed.contains(&(person.account, verdict));
        Ok(wanted.then(|| Call::unlist_sender(&own, &person.account)))
    }

    /// Makes a call about somebody; the error that says that it is so already is none.
    async fn ruled(&self, person: &Person, call: Option<Call>, done: &str) -> Result<Ruled> {
        let asked = call.is_some();
        let outcome = match call {
            Some(call) => self.execute(&call).await.map(drop),
            None => Ok(()),
        };
        let reason = match outcome {
            Err(Error::Chain(error)) if error.dispatch_name() == Some(done) => None,
            Err(error) if person.blocked => Some(error.to_string()),
            Err(error) => return Err(error),
            Ok(()) => None,
        };
        Ok(Ruled {
            address: address(&person.account),
            blocked: person.blocked,
            on_chain: asked && reason.is_none(),
            reason,
        })
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
