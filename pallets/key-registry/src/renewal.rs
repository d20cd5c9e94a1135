//! How a device goes on: with a later end, or with another key.

use crate::{
    certificates::NewDevice, Config, Devices, Error, Event, Identities, Pallet, RotationProofs,
};
use frame_support::pallet_prelude::DispatchResult;
use postern_primitives::{
    signing::{RenewDevice, RotateDevice, RENEW_DEVICE, ROTATE_DEVICE},
    traits::ContentStore,
    BlockNumber, DeviceId,
};
use sp_core::ed25519;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_renew_device(
        account: &T::AccountId,
        fields: &RenewDevice,
        expires: BlockNumber,
        proof: &ed25519::Signature,
    ) -> DispatchResult {
        let RenewDevice {
            device,
            key_cid,
            valid_until,
        } = *fields;
        let mut certificate = Self::usable(&device, account)?;
        let mut identity = Identities::<T>::get(account).ok_or(Error::<T>::NotRegistered)?;
        Self::ensure_validity(valid_until)?;
        let payload = Self::payload(RENEW_DEVICE, account, &identity, expires, fields)?;
        Self::ensure_signed_by(&certificate.public, &payload, proof)?;

        Self::use_nonce(&mut identity)?;
        if key_cid != certificate.key_cid {
            Self::retain_key(key_cid)?;
            T::Content::release(&certificate.key_cid);
        }
        certificate.key_cid = key_cid;
        certificate.valid_until = valid_until;
        Devices::<T>::insert(device, certificate);
        Identities::<T>::insert(account, identity);
        Self::deposit_event(Event::DeviceRenewed {
            account: account.clone(),
            device,
            key_cid,
            valid_until,
        });
        Ok(())
    }

    pub(crate) fn do_rotate_device(
        account: &T::AccountId,
        old: DeviceId,
        new: &NewDevice,
        proofs: &RotationProofs,
    ) -> DispatchResult {
        let certificate = Self::usable(&old, account)?;
        let mut identity = Identities::<T>::get(account).ok_or(Error::<T>::NotRegistered)?;
        Self::ensure_validity(new.valid_until)?;
        Self::ensure_never_seen(&new.id())?;
        let fields = RotateDevice {
            old,
            public: new.public,
            key_cid: new.key_cid,
            valid_until: new.valid_until,
        };
        let payload = Self::payload(ROTATE_DEVICE, account, &identity, proofs.expires, &fields)?;
        Self::ensure_signed_by(&certificate.public, &payload, &proofs.old)?;
        Self::ensure_possession(&new.public, &payload, &proofs.new)?;

        Self::use_nonce(&mut identity)?;
        let mut places = identity.devices.iter_mut();
        if let Some(place) = places.find(|device| **device == old) {
            *place = new.id();
        }
        // In this order the old deposit pays for the new device.
        Self::entomb(old, certificate, Some(old))?;
        Self::issue(account, new)?;
        Identities::<T>::insert(account, identity);
        Self::deposit_event(Event::DeviceRotated {
            account: account.clone(),
            old,
            new: new.id(),
        });
        Ok(())
    }
}
