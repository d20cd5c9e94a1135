//! Who is behind a device: certificates as the chain has them.

use codec::Encode;
use postern_primitives::{DeviceId, DevicePublic, Moment};
use sha2::{Digest, Sha256};

/// An account on the chain.
pub type Account = [u8; 32];

/// A device's certificate as the chain has it.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Certificate {
    /// Whose device it is.
    pub account: Account,
    /// The device's key.
    pub device: DevicePublic,
    /// From when on it is valid.
    pub valid_from: Moment,
    /// Until when; not valid at this moment any more.
    pub valid_until: Moment,
    /// When it was revoked.
    pub revoked_at: Option<Moment>,
}

impl Certificate {
    /// The device's name.
    pub fn id(&self) -> DeviceId {
        DeviceId::of(&self.device)
    }

    /// What both sides of a first contact compare: account and device, and since when. Its end
    /// and its revocation are left out, because renewing changes them.
    pub(crate) fn digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"postern/mlscrt/1");
        hash.update((self.account, self.device, self.valid_from).encode());
        hash.finalize().into()
    }

    /// Whether it is good at `at`.
    ///
    /// # Errors
    /// One [`CertificateFault`] for each way not to be.
    pub fn check(&self, at: Moment) -> Result<(), CertificateFault> {
        let device = self.id();
        if self.revoked_at.is_some_and(|moment| moment <= at) {
            return Err(CertificateFault::Revoked(device));
        }
        if at < self.valid_from {
            return Err(CertificateFault::NotYetValid(device));
        }
        if at >= self.valid_until {
            return Err(CertificateFault::Expired(device));
        }
        Ok(())
    }
}

/// Why a device is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, codec::Encode, codec::Decode)]
pub enum CertificateFault {
    /// The chain does not know it.
    #[error("the device {0} is not registered; nobody vouches for it")]
    Unregistered(DeviceId),
    /// It belongs to another account than it claims, or another key stands behind its name.
    #[error("the device {0} is not that of the account that it names; do not trust it")]
    Swapped(DeviceId),
    /// Its time has not come.
    #[error("the certificate of device {0} is not valid yet; compare the clocks")]
    NotYetValid(DeviceId),
    /// Its time is over.
    #[error("the certificate of device {0} has expired; ask its owner to register again")]
    Expired(DeviceId),
    /// Its owner has taken it back.
    #[error("the certificate of device {0} is revoked; ask its owner for another device")]
    Revoked(DeviceId),
}

/// What a look-up finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The certificate.
    Certificate(Certificate),
    /// The chain has none for this device.
    Nothing,
    /// It has not been looked up. The step that asked changes nothing and says so, and is
    /// repeated after the look-up.
    NotLookedUp,
}

/// Knows the certificates of the chain.
///
/// Members decide by it whether a commit is valid, each for itself, and must agree. So a
/// certificate has to be looked up in a block not before the one that the entry is in, and again
/// when blocks were taken back. Then all find the same, whenever they look: the chain never moves
/// `valid_from`, renews no certificate that has expired, and keeps revoked ones.
pub trait Certificates {
    /// The certificate of a device.
    fn certificate(&self, device: &DeviceId) -> Found;
}

impl<T: Certificates + ?Sized> Certificates for &T {
    fn certificate(&self, device: &DeviceId) -> Found {
        (**self).certificate(device)
    }
}
