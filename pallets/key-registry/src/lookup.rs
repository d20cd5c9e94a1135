//! What others may ask: the runtime API's answers, and other pallets' questions.

use crate::{
    types::{DeviceInfo, IdentityInfo},
    Config, Devices, Handles, Identities, Pallet,
};
use alloc::vec::Vec;
use frame_support::traits::Time;
use postern_primitives::{limits, traits, DeviceId, Handle, Moment};

impl<T: Config> Pallet<T> {
    /// The identity of an account, if it ever registered a device.
    pub fn identity(account: &T::AccountId) -> Option<IdentityInfo<T::AccountId>> {
        let identity = Identities::<T>::get(account)?;
        let devices = identity.devices.into_iter().filter_map(Self::device);
        Some(IdentityInfo {
            account: account.clone(),
            handle: identity.handle,
            devices: devices.collect(),
        })
    }

    /// The identity that owns a handle; none if the name is no handle at all.
    pub fn identity_by_handle(name: &[u8]) -> Option<IdentityInfo<T::AccountId>> {
        let handle = Handle::parse(name).ok()?;
        Self::identity(&Handles::<T>::get(handle)?)
    }

    /// The identities of many accounts, in their order, one answer each.
    ///
    /// Only the first [`MAX_PAGE`](limits::MAX_PAGE) accounts are answered.
    pub fn identities(accounts: Vec<T::AccountId>) -> Vec<Option<IdentityInfo<T::AccountId>>> {
        accounts
            .iter()
            .take(limits::MAX_PAGE as usize)
            .map(Self::identity)
            .collect()
    }

    /// A device's certificate, revoked and expired ones included.
    pub fn device(id: DeviceId) -> Option<DeviceInfo<T::AccountId>> {
        Devices::<T>::get(id).map(|certificate| certificate.into_info(id))
    }

    /// Whether the device had a valid certificate at the time `at`.
    pub fn is_valid(id: DeviceId, at: Moment) -> bool {
        Devices::<T>::get(id).is_some_and(|certificate| certificate.is_valid_at(at))
    }

    /// The nonce that the account's next proof of possession must be made for.
    pub fn nonce(account: &T::AccountId) -> u32 {
        Identities::<T>::get(account).map_or(0, |identity| identity.nonce)
    }
}

impl<T: Config> traits::Identities<T::AccountId> for Pallet<T> {
    fn is_registered(account: &T::AccountId) -> bool {
        Identities::<T>::get(account)
            .is_some_and(|identity| Self::has_valid_device(&identity, T::Time::now()))
    }

    fn owner_of(handle: &Handle) -> Option<T::AccountId> {
        Handles::<T>::get(handle)
    }
}
