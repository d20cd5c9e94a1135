//! How a device goes, and who may say so.
//!
//! The account may revoke each of its devices. So may any other valid device of the same
//! identity, by a signature inside the call: whoever misses a telephone has its owner's
//! laptop at hand rather than the account's key or money for a fee. Such a revocation
//! comes as a transaction of nobody's account, free of charge, or is carried by anybody.
//!
//! # What a fee-free transaction can do to the pool
//!
//! Each is good for one nonce of one identity, and provides a pool tag for that nonce: the
//! pool holds at most one for each identity. Each that comes into a block ends a device,
//! for which a record was paid for good. So they cost more than what they displace.

use crate::{
    types::{CertificateOf, DeviceProof},
    Config, Devices, Error, Identities, Identity, Pallet,
};
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame_support::{
    ensure,
    pallet_prelude::{
        DispatchResult, InvalidTransaction, TransactionSource, TransactionValidityError,
        TransactionValidityWithRefund, ValidTransaction,
    },
    weights::Weight,
};
use frame_system::{ensure_authorized, ensure_signed, pallet_prelude::OriginFor};
use postern_primitives::{
    signing::{RevokeDevice, REVOKE_DEVICE},
    DeviceId,
};

/// `InvalidTransaction::Custom` code: the device is unknown, or revoked already.
pub const NOTHING_TO_REVOKE: u8 = 1;

/// Pool priority of a revocation without a fee: before every transaction without a tip,
/// because a stolen device signs until the revocation is in a block.
pub const REVOCATION_PRIORITY: u64 = 1_000_000;

const TAG_PREFIX: &str = "PosternRevocation";

impl<T: Config> Pallet<T> {
    /// Judges the fee-free form.
    pub(crate) fn authorize_revoke_device(
        _source: TransactionSource,
        device: &DeviceId,
        proof: &Option<DeviceProof>,
    ) -> TransactionValidityWithRefund {
        let proof = proof.as_ref().ok_or(InvalidTransaction::BadSigner)?;
        let judge = || {
            let certificate = Self::revocable(device)?;
            Self::proven_identity(*device, &certificate.account, proof)
                .map(|identity| (certificate.account, identity.nonce))
        };
        let (account, nonce) = judge().map_err(invalid)?;
        let validity = ValidTransaction {
            priority: REVOCATION_PRIORITY,
            requires: Vec::new(),
            provides: vec![(TAG_PREFIX, account, nonce).encode()],
            // `expires` itself is the last block that takes it.
            longevity: u64::from(proof.expires.saturating_sub(Self::block())).saturating_add(1),
            propagate: true,
        };
        Ok((validity, Weight::zero()))
    }

    /// Checks the origin and revokes the device.
    pub(crate) fn do_revoke_device(
        origin: OriginFor<T>,
        device: DeviceId,
        proof: Option<DeviceProof>,
    ) -> DispatchResult {
        let signer = match ensure_authorized(origin.clone()) {
            Ok(()) => None,
            Err(_) => Some(ensure_signed(origin)?),
        };
        let certificate = Self::revocable(&device)?;
        let account = certificate.account.clone();
        let mut identity = match &proof {
            Some(proof) => Self::proven_identity(device, &account, proof)?,
            None => {
                ensure!(
                    signer.as_ref() == Some(&account),
                    Error::<T>::NotDeviceOwner
                );
                Self::identity_of(&account)?
            }
        };
        identity.devices.retain(|listed| *listed != device);
        Self::entomb(device, certificate, proof.map(|proof| proof.by))?;
        Identities::<T>::insert(account, identity);
        Ok(())
    }

    pub(crate) fn identity_of(account: &T::AccountId) -> Result<Identity, Error<T>> {
        Identities::<T>::get(account).ok_or(Error::<T>::NotRegistered)
    }

    /// The certificate of a device that is not revoked; it may have expired.
    fn revocable(device: &DeviceId) -> Result<CertificateOf<T>, Error<T>> {
        let certificate = Devices::<T>::get(device).ok_or(Error::<T>::DeviceNotFound)?;
        ensure!(certificate.revoked_at.is_none(), Error::<T>::AlreadyRevoked);
        Ok(certificate)
    }

    /// The identity, if another valid device of it wants `device` revoked, with the nonce used
    /// up. Cheap first.
    fn proven_identity(
        device: DeviceId,
        account: &T::AccountId,
        proof: &DeviceProof,
    ) -> Result<Identity, Error<T>> {
        ensure!(proof.by != device, Error::<T>::OwnRevocation);
        let signer = Self::usable(&proof.by, account)?;
        let mut identity = Self::identity_of(account)?;
        let fields = RevokeDevice {
            device,
            by: proof.by,
        };
        let payload = Self::payload(REVOKE_DEVICE, account, &identity, proof.expires, &fields)?;
        Self::ensure_signed_by(&signer.public, &payload, &proof.signature)?;
        Self::use_nonce(&mut identity)?;
        Ok(identity)
    }
}

fn invalid<T>(error: Error<T>) -> TransactionValidityError {
    match error {
        Error::DeviceNotFound | Error::AlreadyRevoked => {
            InvalidTransaction::Custom(NOTHING_TO_REVOKE)
        }
        Error::ProofExpired => InvalidTransaction::Stale,
        Error::ProofTooLong => InvalidTransaction::Future,
        Error::BadProof => InvalidTransaction::BadProof,
        _ => InvalidTransaction::BadSigner,
    }
    .into()
}
