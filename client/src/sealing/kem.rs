//! Sealing a small secret to one device: HPKE (RFC 9180), base mode, X-Wing.

use super::{OpenError, SealError};
use crate::{device::fill_random, Result};
use hpke::{
    aead::ChaCha20Poly1305, kdf::HkdfSha256, kem::XWing, Deserializable, Kem, OpModeR, OpModeS,
    Serializable,
};
use postern_primitives::DeviceId;
use std::fmt;
use zeroize::Zeroizing;

/// The one suite of this version: X-Wing, HKDF-SHA256, ChaCha20-Poly1305.
pub(super) const SUITE: u16 = 1;

/// Bytes of an X-Wing public key: ML-KEM-768's 1184 and X25519's 32.
pub const PUBLIC_LENGTH: usize = 1216;

/// Bytes of an encapsulated key: ML-KEM-768's 1088 and X25519's 32.
pub(super) const ENCAPSULATED: usize = 1120;

/// Bytes of a sealed content key: 32 and a tag of 16.
pub(super) const SEALED_KEY: usize = 48;

/// What HPKE's key schedule is bound to, so that a slot opens for one purpose, on one
/// chain, on one device.
const CONTEXT: &[u8; 16] = b"postern/hpkeky/1";

type PrivateKey = <XWing as Kem>::PrivateKey;
type PublicKey = <XWing as Kem>::PublicKey;

/// The key that others seal to. Checked when it is read.
#[derive(Clone, PartialEq, Eq)]
pub struct SealingPublic(PublicKey);

impl SealingPublic {
    /// Reads the 1216 bytes of a key package.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        PublicKey::from_bytes(bytes).ok().map(Self)
    }

    /// The 1216 bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.to_bytes().to_vec()
    }
}

impl fmt::Debug for SealingPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingPublic({}…)", hex::encode(&self.to_bytes()[..8]))
    }
}

/// The key that opens what was sealed to this device. Erased from memory when dropped.
pub struct SealingSecret(PrivateKey);

impl SealingSecret {
    /// A fresh key.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn generate() -> Result<Self> {
        let mut seed = Zeroizing::new([0; 32]);
        fill_random(&mut *seed)?;
        Ok(Self(XWing::derive_keypair(&*seed).0))
    }

    pub(crate) fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        PrivateKey::from_bytes(bytes).ok().map(Self)
    }

    pub(crate) fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        let mut bytes = Zeroizing::new([0; 32]);
        self.0.write_exact(&mut *bytes);
        bytes
    }

    /// The public half.
    pub fn public(&self) -> SealingPublic {
        SealingPublic(XWing::sk_to_pk(&self.0))
    }
}

impl fmt::Debug for SealingSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingSecret(…)")
    }
}

/// Encapsulated key and sealed content key of one device.
pub(super) type SealedKey = ([u8; ENCAPSULATED], [u8; SEALED_KEY]);

fn info(genesis: &[u8; 32], device: DeviceId) -> Vec<u8> {
    [&CONTEXT[..], genesis, &device.0].concat()
}

/// Seals `key` to one device, bound to `aad`.
pub(super) fn seal_key(
    key: &[u8; 32],
    to: &SealingPublic,
    device: DeviceId,
    genesis: &[u8; 32],
    aad: &[u8],
) -> Result<SealedKey, SealError> {
    let info = info(genesis, device);
    let (encapsulated, sealed) = hpke::single_shot_seal::<ChaCha20Poly1305, HkdfSha256, XWing>(
        &OpModeS::Base,
        &to.0,
        &info,
        key,
        aad,
    )
    .map_err(|_| SealError::BadKey(device))?;
    let mut bytes = [0; ENCAPSULATED];
    encapsulated.write_exact(&mut bytes);
    Ok((bytes, sealed.try_into().map_err(|_| SealError::Cipher)?))
}

/// Opens a slot; fails alike for another device's slot and for a damaged one.
pub(super) fn open_key(
    (encapsulated, sealed): (&[u8; ENCAPSULATED], &[u8; SEALED_KEY]),
    secret: &SealingSecret,
    device: DeviceId,
    genesis: &[u8; 32],
    aad: &[u8],
) -> Result<Zeroizing<[u8; 32]>, OpenError> {
    let failed = |_| OpenError::NotForThisDevice;
    let encapsulated = <XWing as Kem>::EncappedKey::from_bytes(encapsulated).map_err(failed)?;
    let key = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, XWing>(
        &OpModeR::Base,
        &secret.0,
        &encapsulated,
        &info(genesis, device),
        sealed,
        aad,
    )
    .map(Zeroizing::new)
    .map_err(failed)?;
    let key: [u8; 32] = key[..]
        .try_into()
        .map_err(|_| OpenError::NotForThisDevice)?;
    Ok(Zeroizing::new(key))
}
