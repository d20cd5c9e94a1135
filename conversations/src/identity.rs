//! Who a device is in MLS: its credential and its signature key.

use crate::{
    certificate::{Account, CertificateFault, Certificates, Found},
    Certificate, Error, Part, Refusal,
};
use codec::{Decode, DecodeAll, Encode};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use openmls::prelude::{
    BasicCredential, Credential, CredentialType, CredentialWithKey, SignatureScheme,
};
use openmls_traits::signatures::{Signer, SignerError};
use postern_primitives::{DeviceId, DevicePublic, Moment};
use std::fmt;

const VERSION: u8 = 1;

/// This device: its account, the chain it is registered on, and its key. The key is erased
/// from memory when dropped.
pub struct Identity {
    account: Account,
    genesis: [u8; 32],
    key: SigningKey,
}

impl Identity {
    /// The device of `account` with this Ed25519 seed, on the chain with this first block.
    pub fn new(account: Account, genesis: [u8; 32], seed: &[u8; 32]) -> Self {
        let key = SigningKey::from_bytes(seed);
        Self {
            account,
            genesis,
            key,
        }
    }

    /// Whose device it is.
    pub fn account(&self) -> Account {
        self.account
    }

    /// The chain it is registered on.
    pub fn genesis(&self) -> [u8; 32] {
        self.genesis
    }

    /// The device's public key.
    pub fn public(&self) -> DevicePublic {
        self.key.verifying_key().to_bytes()
    }

    /// The device's name.
    pub fn device(&self) -> DeviceId {
        DeviceId::of(&self.public())
    }

    /// Device and account, as members see them.
    pub fn member(&self) -> Member {
        Member {
            account: self.account,
            device: self.device(),
        }
    }

    pub(crate) fn credential(&self) -> CredentialWithKey {
        CredentialWithKey {
            credential: BasicCredential::new((VERSION, self.member()).encode()).into(),
            signature_key: self.public().to_vec().into(),
        }
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({})", self.device())
    }
}

impl Signer for Identity {
    /// MLS begins what it signs with its own label, `MLS 1.0 …` behind a length byte, and Postern
    /// with `postern/…`: no signature of one is good for the other.
    fn sign(&self, payload: &[u8]) -> Result<Vec<u8>, SignerError> {
        Ok(self.key.sign(payload).to_bytes().to_vec())
    }

    fn signature_scheme(&self) -> SignatureScheme {
        SignatureScheme::ED25519
    }
}

/// Whether `signature` over `message` is by the device with this key. Strict, as in letters.
pub(crate) fn verify(public: &DevicePublic, message: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(public).is_ok_and(|key| {
        key.verify_strict(message, &Signature::from_bytes(signature))
            .is_ok()
    })
}

/// A device in a conversation, as its credential names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Member {
    /// Whose device it is.
    pub account: Account,
    /// Which device.
    pub device: DeviceId,
}

impl Member {
    pub(crate) fn to_bytes(self) -> [u8; 64] {
        let mut bytes = [0; 64];
        bytes[..32].copy_from_slice(&self.account);
        bytes[32..].copy_from_slice(&self.device.0);
        bytes
    }

    pub(crate) fn from_bytes(bytes: &[u8; 64]) -> Self {
        let (mut account, mut device) = ([0; 32], [0; 32]);
        account.copy_from_slice(&bytes[..32]);
        device.copy_from_slice(&bytes[32..]);
        Self {
            account,
            device: DeviceId(device),
        }
    }

    /// Reads a leaf's credential, which must name the device of the leaf's own key.
    pub(crate) fn read(credential: &Credential, key: &[u8]) -> Result<Self, Refusal> {
        let malformed = Refusal::Malformed(Part::Credential);
        if credential.credential_type() != CredentialType::Basic {
            return Err(malformed);
        }
        let basic = BasicCredential::try_from(credential.clone()).map_err(|_| malformed.clone())?;
        let (version, member) =
            <(u8, Self)>::decode_all(&mut basic.identity()).map_err(|_| malformed.clone())?;
        if version != VERSION {
            return Err(Refusal::UnknownVersion(Part::Credential, version));
        }
        let key = DevicePublic::try_from(key).map_err(|_| malformed)?;
        if DeviceId::of(&key) != member.device {
            return Err(CertificateFault::Swapped(member.device).into());
        }
        Ok(member)
    }

    /// The member's certificate, if it is theirs. Whether it is valid is another question.
    ///
    /// # Errors
    /// [`Error::Refused`], or [`Error::LookUp`] before it has been looked up.
    pub(crate) fn certificate(&self, known: &dyn Certificates) -> Result<Certificate, Error> {
        match known.certificate(&self.device) {
            Found::NotLookedUp => Err(Error::LookUp(vec![self.device])),
            Found::Nothing => Err(CertificateFault::Unregistered(self.device).into()),
            Found::Certificate(found)
                if found.account == self.account && found.id() == self.device =>
            {
                Ok(found)
            }
            Found::Certificate(_) => Err(CertificateFault::Swapped(self.device).into()),
        }
    }

    /// The member's certificate, if it is theirs and valid at `at`.
    pub(crate) fn valid(&self, known: &dyn Certificates, at: Moment) -> Result<Certificate, Error> {
        let certificate = self.certificate(known)?;
        certificate.check(at)?;
        Ok(certificate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn identity() -> Identity {
        Identity::new([1; 32], [4; 32], &[7; 32])
    }

    #[test]
    fn a_credential_names_its_device() {
        let CredentialWithKey { credential, .. } = identity().credential();
        let key = identity().public();
        assert_eq!(Member::read(&credential, &key), Ok(identity().member()));
    }

    #[test]
    fn a_credential_over_another_key_is_refused() {
        let CredentialWithKey { credential, .. } = identity().credential();
        let swapped = CertificateFault::Swapped(identity().device());
        assert_eq!(Member::read(&credential, &[9; 32]), Err(swapped.into()));
    }

    #[test]
    fn another_version_is_named() {
        let credential = BasicCredential::new((2u8, identity().member()).encode()).into();
        let unknown = Refusal::UnknownVersion(Part::Credential, 2);
        assert_eq!(
            Member::read(&credential, &identity().public()),
            Err(unknown)
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_reading_panic(bytes: Vec<u8>, key: Vec<u8>) {
            let credential = BasicCredential::new(bytes).into();
            prop_assert!(Member::read(&credential, &key).is_err());
        }
    }
}
