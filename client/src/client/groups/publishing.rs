//! The key package by which this device is added to groups. Others find it in the key object of
//! the device's certificate.

use super::Client;
use crate::{chain::types::DeviceInfo, sealing::KeyPackage, Result};
use postern_conversations::KeyPackages;
use postern_primitives::{Cid, Moment};

impl Client {
    /// A key package that is good for as long as the certificate, for any number of groups: while
    /// a device is away, nobody makes another one for it.
    pub(in super::super) fn make_key_package(&self, valid_until: Moment) -> Result<Vec<u8>> {
        let wanted = KeyPackages {
            count: 1,
            last_resort: true,
            valid_until,
        };
        let made = self.with_groups(|groups| Ok(groups.core.key_packages(wanted)?))?;
        Ok(made.into_iter().next().unwrap_or_default())
    }

    /// Whether a certificate points to a key package whose secrets this device has: that of a
    /// device which was registered by an earlier version does not, nor one after its records
    /// were lost.
    pub(in super::super) fn has_published(&self, certificate: Option<&DeviceInfo>) -> Result<bool> {
        self.with_groups(|groups| {
            let published = certificate.map(|found| groups.records.package(&found.key_cid));
            Ok(published.transpose()?.flatten().is_some())
        })
    }

    /// Notes the key package that a certificate is about to point to, in this key object.
    pub(in super::super) fn keep_package(&self, cid: &Cid, package: &KeyPackage) -> Result<()> {
        let package = package.group.clone().unwrap_or_default();
        self.with_groups(|groups| Ok(groups.records.keep_package(cid, &package)?))
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        client::groups::book::Book,
        defaults::MAX_KEY_PACKAGE,
        device::DeviceKey,
        sealing::{KeyPackage, SealingSecret},
    };
    use postern_conversations::{Conversations, Identity, KeyPackages};

    #[test]
    fn a_key_object_has_the_size_that_the_chain_counts() {
        let folder = tempfile::tempdir().unwrap();
        let device = DeviceKey::from_seed(&[1; 32]);
        let identity = Identity::new([2; 32], [3; 32], &device.seed());
        let path = folder.path().join("conversations.db");
        let mut core = Conversations::open(&path, &[4; 32], identity, Book::default()).unwrap();
        let packages = core.key_packages(KeyPackages::last_resort(0)).unwrap();
        let package = KeyPackage {
            sealing: SealingSecret::from_bytes(&[5; 32]).unwrap().public(),
            group: packages.into_iter().next(),
        };
        let bytes = package.sign(&device);
        assert!(bytes.len() <= MAX_KEY_PACKAGE, "{}", bytes.len());
        assert_eq!(KeyPackage::parse(&bytes, &device.public()), Ok(package));
    }
}
