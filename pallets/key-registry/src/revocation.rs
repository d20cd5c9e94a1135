//! How a device goes.

use crate::{Config, Devices, Error, Event, Identities, Pallet};
use frame_support::{ensure, pallet_prelude::DispatchResult, traits::Time};
use postern_primitives::{traits::ContentStore, DeviceId};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_revoke_device(account: &T::AccountId, device: DeviceId) -> DispatchResult {
        let mut certificate = Devices::<T>::get(device).ok_or(Error::<T>::DeviceNotFound)?;
        ensure!(certificate.account == *account, Error::<T>::NotDeviceOwner);
        ensure!(certificate.revoked_at.is_none(), Error::<T>::AlreadyRevoked);

        certificate.revoked_at = Some(T::Time::now());
        T::Content::release(&certificate.key_cid);
        Devices::<T>::insert(device, certificate);
        Identities::<T>::mutate_extant(account, |identity| {
            identity.devices.retain(|listed| *listed != device)
        });
        Self::deposit_event(Event::DeviceRevoked {
            account: account.clone(),
            device,
        });
        Ok(())
    }
}
