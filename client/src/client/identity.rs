//! Who people are: finding them, and judging what they signed.

use super::{address, Client, People};
use crate::{
    chain::{
        types::{AccountId, DeviceInfo, IdentityInfo},
        Chain,
    },
    content,
    sealing::{KeyPackage, Recipient},
    Error, Result,
};
use postern_primitives::{BlockNumber, DeviceId, Handle, Moment};
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
    /// As [`look_up`].
    ///
    /// # Errors
    /// The same.
    pub async fn lookup(&self, who: &str) -> Result<IdentityInfo> {
        look_up(&self.chain, who).await
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
            recipients.push(self.sealing_key(device).await?);
        }
        Ok((identity.account, recipients))
    }

    async fn sealing_key(&self, device: &DeviceInfo) -> Result<Recipient> {
        let bytes = content::fetch_envelope(&self.ipfs, &device.key_cid).await?;
        let sealing_public = KeyPackage::parse(&bytes, &device.public)?;
        Ok(Recipient {
            device: device.id,
            sealing_public,
        })
    }

    /// A device's certificate and its owner's handle.
    pub(super) async fn certificate(&self, id: &DeviceId) -> Result<(DeviceInfo, Option<Handle>)> {
        let known = self.people().certificates.get(id).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let device = self
            .chain
            .device(id)
            .await?
            .ok_or(Error::UnknownDevice { device: *id })?;
        let identity = self.chain.identity(&device.account).await?;
        let found = (device, identity.and_then(|identity| identity.handle));
        self.people().certificates.insert(*id, found.clone());
        Ok(found)
    }

    /// Makes sure that a certificate was good when its device signed, and still was when
    /// that came into a block.
    ///
    /// When it was signed is only claimed: whoever has stolen a device's key can sign with
    /// a date before the revocation. They cannot put it into a block of before.
    pub(super) async fn ensure_valid_then(
        &self,
        certificate: &DeviceInfo,
        claimed: Moment,
        block: BlockNumber,
    ) -> Result<()> {
        let recorded = self.moment_of(block).await?;
        if certificate.is_valid_at(claimed) && certificate.is_valid_at(recorded) {
            Ok(())
        } else {
            Err(Error::SenderCertificateOver)
        }
    }

    /// The latest time at which a past block can have been made: had every slot since then
    /// been used, and the block been made at the end of its own. Skipped slots make this
    /// later than it was, so a letter from shortly before a revocation may be refused, and
    /// none from after it is believed.
    async fn moment_of(&self, block: BlockNumber) -> Result<Moment> {
        let known = self.people().clock;
        let (best, now) = match known {
            Some(clock) => clock,
            None => {
                // In this order a block in between makes it later, not earlier.
                let best = self.chain.best_block().await?;
                let clock = (best, self.chain.moment().await?);
                self.people().clock = Some(clock);
                clock
            }
        };
        let slots = u64::from(best.saturating_sub(block)).saturating_sub(1);
        Ok(now.saturating_sub(slots.saturating_mul(self.chain.slot_milliseconds())))
    }

    /// Asks the chain again about everybody.
    pub(super) fn forget_people(&self) {
        *self.people() = People::default();
    }

    fn people(&self) -> std::sync::MutexGuard<'_, People> {
        self.people
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Handle of an account, or its address.
    pub async fn name_of(&self, account: &AccountId) -> Result<String> {
        let identity = self.chain.identity(account).await?;
        let handle = identity.and_then(|identity| identity.handle);
        Ok(handle.map_or_else(|| address(account), |handle| handle.to_string()))
    }
}
