//! A device's signing key.

use crate::{Error, Result};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use postern_primitives::{DeviceId, DevicePublic};
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::Zeroizing;

/// The Ed25519 key that makes this installation a device of its identity. Erased from
/// memory when dropped.
pub struct DeviceKey(SigningKey);

impl DeviceKey {
    /// A fresh key.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn generate() -> Result<Self> {
        let mut seed = Zeroizing::new([0; 32]);
        fill_random(&mut *seed)?;
        Ok(Self::from_seed(&seed))
    }

    pub(crate) fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    pub(crate) fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// A key of this device for one purpose, from which neither the device's own nor one for
    /// another purpose can be learned.
    pub(crate) fn derive(&self, purpose: &[u8; 16]) -> Zeroizing<[u8; 32]> {
        let mut hash = Sha256::new();
        hash.update(purpose);
        hash.update(self.seed());
        Zeroizing::new(hash.finalize().into())
    }

    /// The public half, as it stands in the certificate.
    pub fn public(&self) -> DevicePublic {
        self.0.verifying_key().to_bytes()
    }

    /// The name of this device.
    pub fn id(&self) -> DeviceId {
        DeviceId::of(&self.public())
    }

    /// Signs `message`, which begins with the context that says what the signature is for.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceKey({})", self.id())
    }
}

/// Whether `signature` over `message` was made by the secret of `public`.
///
/// Strict: keys of small order, which would verify anything, verify nothing, and there is
/// one valid form of each signature.
pub fn verify(public: &DevicePublic, message: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(public).is_ok_and(|key| {
        key.verify_strict(message, &Signature::from_bytes(signature))
            .is_ok()
    })
}

/// Fills `bytes` from the operating system.
pub(crate) fn fill_random(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|error| Error::Randomness(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derived_key_is_that_of_its_device_and_its_purpose() {
        let key = |seed: u8, purpose| DeviceKey::from_seed(&[seed; 32]).derive(purpose);
        let one = key(1, b"postern/one/test");
        assert_eq!(one, key(1, b"postern/one/test"));
        assert_ne!(one, key(1, b"postern/two/test"));
        assert_ne!(one, key(2, b"postern/one/test"));
    }

    #[test]
    fn a_signature_holds_for_its_key_and_message_only() {
        let (key, other) = (
            DeviceKey::from_seed(&[1; 32]),
            DeviceKey::from_seed(&[2; 32]),
        );
        let signature = key.sign(b"message");
        assert!(verify(&key.public(), b"message", &signature));
        assert!(!verify(&key.public(), b"massage", &signature));
        assert!(!verify(&other.public(), b"message", &signature));
        for at in 0..64 {
            let mut damaged = signature;
            damaged[at] ^= 1;
            assert!(!verify(&key.public(), b"message", &damaged));
        }
    }

    #[test]
    fn a_key_of_small_order_verifies_nothing() {
        let mut neutral = [0; 32];
        neutral[0] = 1;
        let mut signature = [0; 64];
        signature[0] = 1;
        assert!(!verify(&neutral, b"anything", &signature));
    }

    #[test]
    fn debug_shows_the_name_and_not_the_secret() {
        let key = DeviceKey::from_seed(&[7; 32]);
        assert_eq!(format!("{key:?}"), format!("DeviceKey({})", key.id()));
    }
}
