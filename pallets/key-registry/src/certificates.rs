//! How certificates are judged, begun and ended, whichever call does it.

use crate::{
    types::CertificateOf, Certificate, Config, Devices, Error, Event, HoldReason, Identities,
    Identity, Pallet,
};
use frame_support::{
    ensure,
    pallet_prelude::DispatchResult,
    traits::{Get, Time},
};
use postern_primitives::{
    signing::RegisterDevice, traits::ContentStore, Cid, CidInput, Codec, DeviceId, DevicePublic,
    Moment,
};

/// A device that somebody wants to bring in, with its CID understood and nothing else checked.
pub(crate) struct NewDevice {
    pub(crate) public: DevicePublic,
    pub(crate) key_cid: Cid,
    pub(crate) valid_until: Moment,
}

impl NewDevice {
    pub(crate) fn parse<T>(
        public: DevicePublic,
        key_cid: &CidInput,
        valid_until: Moment,
    ) -> Result<Self, Error<T>> {
        Ok(Self {
            public,
            key_cid: parse_key_cid(key_cid)?,
            valid_until,
        })
    }

    pub(crate) fn id(&self) -> DeviceId {
        DeviceId::of(&self.public)
    }

    pub(crate) fn statement(&self) -> RegisterDevice {
        RegisterDevice {
            public: self.public,
            key_cid: self.key_cid,
            valid_until: self.valid_until,
        }
    }
}

/// Reads the CID of a key object, which must be a raw block: pinning a tree would keep
/// content of any size for the price of a key.
pub(crate) fn parse_key_cid<T>(key_cid: &CidInput) -> Result<Cid, Error<T>> {
    let key_cid = Cid::parse(key_cid)?;
    ensure!(key_cid.codec() == Codec::Raw, Error::<T>::KeyNotRawBlock);
    Ok(key_cid)
}

impl<T: Config> Pallet<T> {
    /// Whether one of the identity's devices is valid now.
    pub(crate) fn has_valid_device(identity: &Identity) -> bool {
        let now = T::Time::now();
        let mut devices = identity.devices.iter();
        devices.any(|device| Self::is_valid(*device, now))
    }

    /// The identity of an account that has a valid device now.
    pub(crate) fn active_identity(account: &T::AccountId) -> Result<Identity, Error<T>> {
        Identities::<T>::get(account)
            .filter(Self::has_valid_device)
            .ok_or(Error::<T>::NotRegistered)
    }

    /// The certificate of a device that may sign now for `account`.
    pub(crate) fn usable(
        device: &DeviceId,
        account: &T::AccountId,
    ) -> Result<CertificateOf<T>, Error<T>> {
        let certificate = Devices::<T>::get(device).ok_or(Error::<T>::DeviceNotFound)?;
        ensure!(certificate.account == *account, Error::<T>::NotDeviceOwner);
        ensure!(
            certificate.revoked_at.is_none(),
            Error::<T>::DeviceIsRevoked
        );
        ensure!(
            certificate.is_valid_at(T::Time::now()),
            Error::<T>::DeviceExpired
        );
        Ok(certificate)
    }

    pub(crate) fn ensure_never_seen(device: &DeviceId) -> Result<(), Error<T>> {
        ensure!(!Devices::<T>::contains_key(device), Error::<T>::DeviceTaken);
        Ok(())
    }

    pub(crate) fn ensure_validity(valid_until: Moment) -> Result<(), Error<T>> {
        // Not `now + MaxValidity`, which could overflow.
        let length = valid_until
            .checked_sub(T::Time::now())
            .filter(|length| *length > 0)
            .ok_or(Error::<T>::ValidityInPast)?;
        ensure!(length <= T::MaxValidity::get(), Error::<T>::ValidityTooLong);
        Ok(())
    }

    pub(crate) fn retain_key(key_cid: Cid) -> Result<(), Error<T>> {
        T::Content::retain(key_cid, T::KeySize::get()).map_err(|_| Error::<T>::ContentRefused)
    }

    /// Writes a certificate that begins now. The caller lists the device in its identity.
    pub(crate) fn issue(account: &T::AccountId, new: &NewDevice) -> DispatchResult {
        let device = new.id();
        let deposit = T::DeviceDeposit::get();
        Self::pay_for_record(account)?;
        Self::hold(HoldReason::Device, account, deposit)?;
        Self::retain_key(new.key_cid)?;
        let certificate = Certificate {
            account: account.clone(),
            public: new.public,
            key_cid: new.key_cid,
            valid_from: T::Time::now(),
            valid_until: new.valid_until,
            revoked_at: None,
            deposit,
        };
        Devices::<T>::insert(device, certificate);
        Self::deposit_event(Event::DeviceRegistered {
            account: account.clone(),
            device,
            key_cid: new.key_cid,
            valid_until: new.valid_until,
        });
        Ok(())
    }

    /// Makes a tombstone of a certificate. The caller takes the device out of its identity.
    pub(crate) fn entomb(
        device: DeviceId,
        mut certificate: CertificateOf<T>,
        by: Option<DeviceId>,
    ) -> DispatchResult {
        let account = certificate.account.clone();
        let deposit = core::mem::take(&mut certificate.deposit);
        certificate.revoked_at = Some(T::Time::now());
        Self::release(HoldReason::Device, &account, deposit)?;
        T::Content::release(&certificate.key_cid);
        Devices::<T>::insert(device, certificate);
        Self::deposit_event(Event::DeviceRevoked {
            account,
            device,
            by,
        });
        Ok(())
    }
}
