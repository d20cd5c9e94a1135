//! What others may ask: the runtime API's answers, and other pallets' questions.

use crate::{
    types::{DeviceInfo, HandleState, IdentityInfo},
    Config, Devices, Handles, Identities, Pallet, RestingHandles,
};
use alloc::vec::Vec;
use postern_primitives::{limits::MAX_PAGE, traits, DeviceId, Handle, Moment};

impl<T: Config> Pallet<T> {
    /// The identity of an account, if it ever registered a device.
    pub fn identity(account: &T::AccountId) -> Option<IdentityInfo<T::AccountId>> {
        let identity = Identities::<T>::get(account)?;
        let devices = identity.devices.into_iter().filter_map(Self::device);
        Some(IdentityInfo {
            account: account.clone(),
            handle: identity.handle,
            devices: devices.collect(),
            archive: identity.archive,
        })
    }

    /// The identity that owns a handle; none if the name is no handle at all.
    pub fn identity_by_handle(name: &[u8]) -> Option<IdentityInfo<T::AccountId>> {
        let handle = Handle::parse(name).ok()?;
        Self::identity(&Handles::<T>::get(handle)?)
    }

    /// The identity that registered a device, revoked and expired ones included.
    pub fn identity_by_device(id: DeviceId) -> Option<IdentityInfo<T::AccountId>> {
        Self::identity(&Devices::<T>::get(id)?.account)
    }

    /// The identities of many accounts; here and below, the answers are in the order of the
    /// questions, and only the first [`MAX_PAGE`] are answered.
    pub fn identities(accounts: Vec<T::AccountId>) -> Vec<Option<IdentityInfo<T::AccountId>>> {
        page(accounts, |account| Self::identity(&account))
    }

    /// The identities that own many handles.
    pub fn identities_by_handle(names: Vec<Vec<u8>>) -> Vec<Option<IdentityInfo<T::AccountId>>> {
        page(names, |name| Self::identity_by_handle(&name))
    }

    /// The identities that registered many devices.
    pub fn identities_by_device(ids: Vec<DeviceId>) -> Vec<Option<IdentityInfo<T::AccountId>>> {
        page(ids, Self::identity_by_device)
    }

    /// A device's certificate, revoked and expired ones included.
    pub fn device(id: DeviceId) -> Option<DeviceInfo<T::AccountId>> {
        Devices::<T>::get(id).map(|certificate| certificate.into_info(id))
    }

    /// Many devices' certificates.
    pub fn devices(ids: Vec<DeviceId>) -> Vec<Option<DeviceInfo<T::AccountId>>> {
        page(ids, Self::device)
    }

    /// Whether the device had a valid certificate at the time `at`.
    pub fn is_valid(id: DeviceId, at: Moment) -> bool {
        Devices::<T>::get(id).is_some_and(|certificate| certificate.is_valid_at(at))
    }

    /// The nonce that the account's next proof must be made for.
    pub fn nonce(account: &T::AccountId) -> u32 {
        Identities::<T>::get(account).map_or(0, |identity| identity.nonce)
    }

    /// Whether a handle can be had; none if the name is no handle at all.
    pub fn handle_state(name: &[u8]) -> Option<HandleState<T::AccountId>> {
        let handle = Handle::parse(name).ok()?;
        if let Some(owner) = Handles::<T>::get(&handle) {
            return Some(HandleState::Taken { owner });
        }
        let resting = RestingHandles::<T>::get(&handle).filter(|rest| rest.until > Self::block());
        Some(match resting {
            Some(rest) => HandleState::Resting {
                owner: rest.owner,
                until: rest.until,
            },
            None => HandleState::Free,
        })
    }
}

impl<T: Config> traits::Identities<T::AccountId> for Pallet<T> {
    fn is_registered(account: &T::AccountId) -> bool {
        Identities::<T>::get(account).is_some_and(|identity| Self::has_valid_device(&identity))
    }

    fn owner_of(handle: &Handle) -> Option<T::AccountId> {
        Handles::<T>::get(handle)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn register_for_benchmark(account: &T::AccountId) {
        use crate::benchmarking::setup;

        setup::fund::<T>(account);
        setup::with_all_devices::<T>(account);
    }
}

fn page<Question, Answer>(
    questions: Vec<Question>,
    answer: impl FnMut(Question) -> Answer,
) -> Vec<Answer> {
    let answered = questions.into_iter().take(MAX_PAGE as usize);
    answered.map(answer).collect()
}
