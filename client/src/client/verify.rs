//! Comparing safety numbers.

use super::{
    contacts::{devices_of, sorted},
    Client,
};
use crate::{
    chain::types::IdentityInfo,
    safety::{SafetyNumber, Side},
    Error, Result,
};

impl Client {
    /// The safety number with somebody, as it is now. They see the same one.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`], and [`Error::NotRegistered`] as long as this account has no
    /// keys itself.
    pub async fn safety_number(&self, who: &str) -> Result<SafetyNumber> {
        let (number, _) = self.number_with(who).await?;
        Ok(number)
    }

    /// Marks a contact as verified: `told` is the number as they see it.
    ///
    /// # Errors
    /// [`Error::SafetyNumberDiffers`], and then nothing is marked; [`Error::NotAContact`].
    pub async fn verify_contact(&self, who: &str, told: &str) -> Result<SafetyNumber> {
        let mut person = self.listed(who).await?;
        let (number, identity) = self.number_with(who).await?;
        if !number.matches(told) {
            return Err(Error::SafetyNumberDiffers { who: who.into() });
        }
        let devices = devices_of(&identity);
        person.verified = Some(sorted(&devices));
        self.store().remember(&person)?;
        let now = self.chain.moment().await?;
        self.store().see_devices(&person.account, &devices, now)?;
        Ok(number)
    }

    async fn number_with(&self, who: &str) -> Result<(SafetyNumber, IdentityInfo)> {
        let theirs = self.lookup(who).await?;
        let own = self.chain.identity(&self.account()).await?;
        let own = own.ok_or(Error::NotRegistered)?;
        let number = SafetyNumber::new(self.chain.genesis(), &side(&own), &side(&theirs));
        Ok((number, theirs))
    }
}

fn side(identity: &IdentityInfo) -> Side {
    Side {
        account: identity.account,
        devices: identity
            .devices
            .iter()
            .map(|device| device.public)
            .collect(),
    }
}
