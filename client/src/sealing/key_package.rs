//! The object that a certificate's `key_cid` names: where others find the key to seal to.

use super::{kem::SUITE, OpenError, SealingPublic};
use crate::{
    defaults::MAX_KEY_PACKAGE,
    device::{verify, DeviceKey},
};
use codec::{DecodeAll, Encode};
use postern_primitives::DevicePublic;

/// The sealing key alone, as devices published it that knew of no groups.
const SEALING_ONLY: u8 = 1;

/// The sealing key, and what the device is added to groups with.
const WITH_GROUPS: u8 = 2;

/// How errors call it.
const PART: &str = "recipient's key package";

/// What a device's signature over its key package begins with.
const CONTEXT: &[u8; 16] = b"postern/keypkg/1";

/// A device's sealing key, signed by the device: the chain binds the device's key to an
/// account, this binds the sealing key to the device's. With it, an MLS key package, by which
/// the device is added to private channels.
///
/// There is no chain or date in it: it says only "this sealing key is mine", and the
/// certificate that points here says since when and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPackage {
    /// What letters are sealed to.
    pub sealing: SealingPublic,
    /// What the device is added to groups with, as `postern-conversations` makes and checks
    /// it; none of a device that knows of no groups.
    pub group: Option<Vec<u8>>,
}

/// What is encoded between version and signature.
type Fields = (u16, Vec<u8>, Option<Vec<u8>>);

impl KeyPackage {
    /// The bytes of the block, signed by `device`.
    pub fn sign(&self, device: &DeviceKey) -> Vec<u8> {
        let fields = self.fields();
        let signature = device.sign(&signed_part(self.version(), &fields));
        [&[self.version()], &fields[..], &signature].concat()
    }

    fn version(&self) -> u8 {
        match self.group {
            None => SEALING_ONLY,
            Some(_) => WITH_GROUPS,
        }
    }

    fn fields(&self) -> Vec<u8> {
        let sealing = self.sealing.to_bytes();
        match &self.group {
            None => (SUITE, sealing).encode(),
            Some(group) => (SUITE, sealing, group).encode(),
        }
    }

    /// The keys in `bytes`, if the device of `device_public` signed them.
    ///
    /// # Errors
    /// [`OpenError::Malformed`], [`OpenError::UnknownVersion`],
    /// [`OpenError::UnknownSuite`] or [`OpenError::BadSignature`].
    pub fn parse(bytes: &[u8], device_public: &DevicePublic) -> Result<Self, OpenError> {
        let malformed = || OpenError::Malformed { part: PART };
        if bytes.len() > MAX_KEY_PACKAGE {
            return Err(malformed());
        }
        let (version, rest) = bytes.split_first().ok_or_else(malformed)?;
        let (fields, signature) = rest.split_last_chunk::<64>().ok_or_else(malformed)?;
        let (suite, sealing, group) = decode(*version, fields)?;
        if suite != SUITE {
            let (part, found) = (PART, suite);
            return Err(OpenError::UnknownSuite { part, found });
        }
        if !verify(device_public, &signed_part(*version, fields), signature) {
            return Err(OpenError::BadSignature);
        }
        let sealing = SealingPublic::from_bytes(&sealing).ok_or_else(malformed)?;
        Ok(Self { sealing, group })
    }
}

fn decode(version: u8, mut fields: &[u8]) -> Result<Fields, OpenError> {
    let malformed = |_| OpenError::Malformed { part: PART };
    match version {
        SEALING_ONLY => <(u16, Vec<u8>)>::decode_all(&mut fields)
            .map(|(suite, sealing)| (suite, sealing, None))
            .map_err(malformed),
        WITH_GROUPS => <(u16, Vec<u8>, Vec<u8>)>::decode_all(&mut fields)
            .map(|(suite, sealing, group)| (suite, sealing, Some(group)))
            .map_err(malformed),
        found => Err(OpenError::UnknownVersion { part: PART, found }),
    }
}

fn signed_part(version: u8, fields: &[u8]) -> Vec<u8> {
    [&CONTEXT[..], &[version], fields].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sealing::SealingSecret;
    use proptest::prelude::*;

    fn device() -> DeviceKey {
        DeviceKey::from_seed(&[1; 32])
    }

    /// One of each version.
    fn packages() -> [KeyPackage; 2] {
        let sealing = SealingSecret::from_bytes(&[2; 32]).unwrap().public();
        let group = Some(vec![7; 2_700]);
        let with_groups = KeyPackage {
            sealing: sealing.clone(),
            group,
        };
        let group = None;
        [KeyPackage { sealing, group }, with_groups]
    }

    #[test]
    fn a_package_of_either_version_gives_the_keys_that_its_device_signed() {
        for package in packages() {
            let bytes = package.sign(&device());
            assert!(bytes.len() <= MAX_KEY_PACKAGE);
            assert_eq!(KeyPackage::parse(&bytes, &device().public()), Ok(package));
        }
    }

    #[test]
    fn what_devices_published_that_knew_of_no_groups_is_read_still() {
        let [package, _] = packages();
        let sealing = package.sealing.to_bytes();
        let signed = (CONTEXT, 1u8, SUITE, &sealing).encode();
        let published = (1u8, SUITE, &sealing, device().sign(&signed)).encode();
        assert_eq!(
            KeyPackage::parse(&published, &device().public()),
            Ok(package)
        );
    }

    #[test]
    fn a_package_of_another_device_is_refused() {
        let other = DeviceKey::from_seed(&[9; 32]).public();
        for package in packages() {
            let refused = KeyPackage::parse(&package.sign(&device()), &other);
            assert_eq!(refused, Err(OpenError::BadSignature));
        }
    }

    #[test]
    fn a_change_of_any_byte_is_refused() {
        for package in packages() {
            let bytes = package.sign(&device());
            // Every byte of the header and the signature, every 64th of the keys.
            for at in (0..16)
                .chain((16..bytes.len() - 64).step_by(64))
                .chain(bytes.len() - 64..bytes.len())
            {
                let mut changed = bytes.clone();
                changed[at] ^= 1;
                let read = KeyPackage::parse(&changed, &device().public());
                assert!(read.is_err(), "byte {at}");
            }
        }
    }

    #[test]
    fn another_version_and_another_suite_are_named() {
        let [package, _] = packages();
        let mut bytes = package.sign(&device());
        bytes[0] = 3;
        assert!(matches!(
            KeyPackage::parse(&bytes, &device().public()),
            Err(OpenError::UnknownVersion { found: 3, .. })
        ));
        bytes[..3].copy_from_slice(&[1, 7, 0]);
        assert!(matches!(
            KeyPackage::parse(&bytes, &device().public()),
            Err(OpenError::UnknownSuite { found: 7, .. })
        ));
    }

    #[test]
    fn missing_and_trailing_bytes_are_refused() {
        for package in packages() {
            let bytes = package.sign(&device());
            let read = |bytes: &[u8]| KeyPackage::parse(bytes, &device().public());
            assert!(read(&bytes[..bytes.len() - 1]).is_err());
            assert!(read(&[&bytes[..], &[0]].concat()).is_err());
        }
        assert!(KeyPackage::parse(&[], &device().public()).is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_make_parsing_panic(mut bytes: Vec<u8>, version in 0u8..4) {
            let public = device().public();
            prop_assert!(KeyPackage::parse(&bytes, &public).is_err());
            bytes.insert(0, version);
            prop_assert!(KeyPackage::parse(&bytes, &public).is_err());
        }
    }
}
