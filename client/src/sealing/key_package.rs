//! The object that a certificate's `key_cid` names: where others find the key to seal to.

use super::{kem::SUITE, OpenError, SealingPublic};
use crate::{
    defaults::MAX_KEY_PACKAGE,
    device::{verify, DeviceKey},
};
use codec::{DecodeAll, Encode};
use postern_primitives::DevicePublic;

const VERSION: u8 = 1;

/// What a device's signature over its key package begins with.
const CONTEXT: &[u8; 16] = b"postern/keypkg/1";

/// A device's sealing key, signed by the device: the chain binds the device's key to an
/// account, this binds the sealing key to the device's.
///
/// There is no chain or date in it: it says only "this sealing key is mine", and the
/// certificate that points here says since when and for how long.
#[derive(Clone, PartialEq, Eq, Encode, codec::Decode)]
pub struct KeyPackage {
    version: u8,
    suite: u16,
    sealing: Vec<u8>,
    signature: [u8; 64],
}

impl KeyPackage {
    /// Signs `sealing` by `device`.
    pub fn new(device: &DeviceKey, sealing: &SealingPublic) -> Self {
        let sealing = sealing.to_bytes();
        let signature = device.sign(&signed_part(VERSION, SUITE, &sealing));
        Self {
            version: VERSION,
            suite: SUITE,
            sealing,
            signature,
        }
    }

    /// The bytes of the block.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.encode()
    }

    /// The sealing key in `bytes`, if the device of `device_public` signed it.
    ///
    /// # Errors
    /// [`OpenError::Malformed`], [`OpenError::UnknownVersion`],
    /// [`OpenError::UnknownSuite`] or [`OpenError::BadSignature`].
    pub fn parse(bytes: &[u8], device_public: &DevicePublic) -> Result<SealingPublic, OpenError> {
        const PART: &str = "recipient's key package";
        let malformed = OpenError::Malformed { part: PART };
        if bytes.len() > MAX_KEY_PACKAGE {
            return Err(malformed);
        }
        match bytes.first() {
            Some(&VERSION) => {}
            Some(&found) => return Err(OpenError::UnknownVersion { part: PART, found }),
            None => return Err(malformed),
        }
        let package = Self::decode_all(&mut &bytes[..]).map_err(|_| malformed.clone())?;
        if package.suite != SUITE {
            return Err(OpenError::UnknownSuite {
                part: PART,
                found: package.suite,
            });
        }
        let signed = signed_part(package.version, package.suite, &package.sealing);
        if !verify(device_public, &signed, &package.signature) {
            return Err(OpenError::BadSignature);
        }
        SealingPublic::from_bytes(&package.sealing).ok_or(malformed)
    }
}

fn signed_part(version: u8, suite: u16, sealing: &[u8]) -> Vec<u8> {
    (CONTEXT, version, suite, sealing).encode()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sealing::SealingSecret;
    use proptest::prelude::*;

    fn package() -> (DeviceKey, SealingPublic, Vec<u8>) {
        let device = DeviceKey::from_seed(&[1; 32]);
        let public = SealingSecret::from_bytes(&[2; 32]).unwrap().public();
        let bytes = KeyPackage::new(&device, &public).to_bytes();
        (device, public, bytes)
    }

    #[test]
    fn a_package_gives_the_key_that_its_device_signed() {
        let (device, public, bytes) = package();
        assert_eq!(KeyPackage::parse(&bytes, &device.public()), Ok(public));
    }

    #[test]
    fn a_package_of_another_device_is_refused() {
        let (_, _, bytes) = package();
        let other = DeviceKey::from_seed(&[9; 32]).public();
        assert_eq!(
            KeyPackage::parse(&bytes, &other),
            Err(OpenError::BadSignature)
        );
    }

    #[test]
    fn a_change_of_any_byte_is_refused() {
        let (device, _, bytes) = package();
        // Every byte of the header and the signature, every 64th of the key.
        for at in (0..16)
            .chain((16..1200).step_by(64))
            .chain(bytes.len() - 64..bytes.len())
        {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(
                KeyPackage::parse(&changed, &device.public()).is_err(),
                "byte {at}"
            );
        }
    }

    #[test]
    fn another_version_and_another_suite_are_named() {
        let (device, public, _) = package();
        let mut newer = KeyPackage::new(&device, &public);
        newer.version = 2;
        assert!(matches!(
            KeyPackage::parse(&newer.encode(), &device.public()),
            Err(OpenError::UnknownVersion { found: 2, .. })
        ));
        let mut other = KeyPackage::new(&device, &public);
        other.suite = 7;
        assert!(matches!(
            KeyPackage::parse(&other.encode(), &device.public()),
            Err(OpenError::UnknownSuite { found: 7, .. })
        ));
    }

    #[test]
    fn missing_and_trailing_bytes_are_refused() {
        let (device, _, bytes) = package();
        assert!(KeyPackage::parse(&bytes[..bytes.len() - 1], &device.public()).is_err());
        assert!(KeyPackage::parse(&[&bytes[..], &[0]].concat(), &device.public()).is_err());
        assert!(KeyPackage::parse(&[], &device.public()).is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_make_parsing_panic(mut bytes: Vec<u8>) {
            let public = DeviceKey::from_seed(&[1; 32]).public();
            prop_assert!(KeyPackage::parse(&bytes, &public).is_err());
            bytes.insert(0, VERSION);
            prop_assert!(KeyPackage::parse(&bytes, &public).is_err());
        }
    }
}
