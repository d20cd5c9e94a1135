//! Who people are: finding them, and judging what they signed.

use super::{address, near::near, reading::account_of, Client};
use crate::{
    chain::{
        types::{AccountId, DeviceInfo, IdentityInfo},
        Chain,
    },
    content,
    sealing::{KeyPackage, Recipient},
    Error, Result,
};
use postern_primitives::Handle;
use std::str::FromStr;

/// How a person is named: by handle or by address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A handle.
    Handle(Handle),
    /// An SS58 address.
    Account(AccountId),
}

impl FromStr for Who {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        if let Ok(account) = text.parse::<subxt::utils::AccountId32>() {
            return Ok(Self::Account(account.0));
        }
        let handle = text.parse().map_err(|reason| Error::NotAName {
            name: text.into(),
            reason,
        })?;
        Ok(Self::Handle(handle))
    }
}

/// Looks somebody up by handle or address. This needs no keystore.
///
/// # Errors
/// [`Error::UnknownPerson`] when nobody is registered so.
pub async fn look_up(chain: &Chain, who: &str) -> Result<IdentityInfo> {
    let found = match who.parse()? {
        Who::Handle(handle) => chain.identity_by_handle(&handle).await?,
        Who::Account(account) => chain.identity(&account).await?,
    };
    found.ok_or_else(|| Error::UnknownPerson { who: who.into() })
}

impl Client {
    /// As [`look_up`], and people whom the user calls by a name of their own, by that name.
    ///
    /// # Errors
    /// The same.
    pub async fn lookup(&self, who: &str) -> Result<IdentityInfo> {
        let called = self.store().person_named(who)?;
        let Some(person) = called else {
            return look_up(&self.chain, who).await;
        };
        let found = self.chain.identity(&person.account).await?;
        found.ok_or_else(|| Error::UnknownPerson { who: who.into() })
    }

    /// The account of somebody by the user's own name, handle or address. An address need not be
    /// registered.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`] when nobody has the name or handle.
    pub async fn account_named(&self, who: &str) -> Result<AccountId> {
        let called = self.store().person_named(who)?;
        match called {
            Some(person) => Ok(person.account),
            None => account_of(&self.chain, who).await,
        }
    }

    /// The devices that a message to somebody is sealed to, after their certificates and
    /// sealing keys have been checked.
    pub(super) async fn recipient(&self, who: &str) -> Result<(AccountId, Vec<Recipient>)> {
        let identity = self.lookup(who).await?;
        let now = self.chain.moment().await?;
        if identity.devices.is_empty() {
            return Err(Error::Revoked { who: who.into() });
        }
        let valid: Vec<_> = identity
            .devices
            .iter()
            .filter(|device| device.is_valid_at(now))
            .collect();
        if valid.is_empty() {
            return Err(Error::Expired { who: who.into() });
        }
        let mut recipients = Vec::with_capacity(valid.len());
        for device in valid {
            recipients.push(Recipient {
                device: device.id,
                sealing_public: self.key_package(device).await?.sealing,
            });
        }
        Ok((identity.account, recipients))
    }

    /// The keys that a device has published.
    pub(super) async fn key_package(&self, device: &DeviceInfo) -> Result<KeyPackage> {
        let fetched = content::fetch_envelope(&self.ipfs, &device.key_cid);
        let bytes = near(&self.chain, &self.ipfs, &device.key_cid, fetched).await?;
        Ok(KeyPackage::parse(&bytes, &device.public)?)
    }

    /// Handle of an account, or its address.
    pub async fn name_of(&self, account: &AccountId) -> Result<String> {
        let identity = self.chain.identity(account).await?;
        let handle = identity.and_then(|identity| identity.handle);
        Ok(handle.map_or_else(|| address(account), |handle| handle.to_string()))
    }
}
