//! Key packages after their use.
//!
//! One for last resort may be used any number of times, so its secrets stay, and whoever learns
//! them later reads what every invitation led to that was made with it. So the caller publishes
//! another one once this one was used, and has this one forgotten when no invitation by it can be
//! under way any more.

use crate::{step::Step, Certificates, Conversations, Error, Result};
use openmls::prelude::{OpenMlsProvider, Welcome};
use openmls_traits::storage::StorageProvider;
use rusqlite::params;

impl<C: Certificates> Conversations<C> {
    /// Whether this device has come into a group by this key package of its own, which is one for
    /// last resort: others are forgotten when they are used.
    ///
    /// # Errors
    /// [`Error::Refused`] for what is no key package.
    pub fn was_used(&mut self, package: &[u8]) -> Result<bool> {
        self.step(|step| {
            let mut query = step
                .database
                .prepare_cached("SELECT 1 FROM used_packages WHERE reference = ?1")?;
            Ok(query.exists([step.reference(package)?])?)
        })
    }

    /// Forgets the secrets of a key package of this device. Groups that it has come into stay; it
    /// comes into no other one by it.
    ///
    /// # Errors
    /// [`Error::Refused`] for what is no key package.
    pub fn drop_key_package(&mut self, package: &[u8]) -> Result<()> {
        self.step(|step| {
            let provider = step.provider(0);
            let reference = step
                .read_key_package(package, 0)?
                .hash_ref(provider.crypto())
                .map_err(Error::mls)?;
            provider.storage().delete_key_package(&reference)?;
            step.database
                .prepare_cached("DELETE FROM used_packages WHERE reference = ?1")?
                .execute([reference.as_slice()])?;
            Ok(())
        })
    }
}

impl Step<'_> {
    fn reference(&self, package: &[u8]) -> Result<Vec<u8>> {
        let package = self.read_key_package(package, 0)?;
        let reference = package.hash_ref(self.provider(0).crypto());
        Ok(reference.map_err(Error::mls)?.as_slice().to_vec())
    }

    /// Notes by which key package for last resort a Welcome has let this device in: the others
    /// that it names are not here.
    pub(crate) fn note_use(&self, welcome: &Welcome) -> Result<()> {
        let provider = self.provider(0);
        for secrets in welcome.secrets() {
            let reference = secrets.new_member();
            let found: Option<openmls::prelude::KeyPackageBundle> =
                provider.storage().key_package(&reference)?;
            if found.is_some() {
                self.database
                    .prepare_cached("INSERT OR IGNORE INTO used_packages VALUES (?1)")?
                    .execute(params![reference.as_slice()])?;
            }
        }
        Ok(())
    }
}
