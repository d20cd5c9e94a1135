//! How an account ends everything that it has here.

use crate::{Config, Devices, Error, Event, HoldReason, Identities, Pallet};
use frame_support::{ensure, pallet_prelude::DispatchResult};
use postern_primitives::traits::ContentStore;

impl<T: Config> Pallet<T> {
    /// What stays of the identity is its nonce.
    pub(crate) fn do_retire(account: &T::AccountId) -> DispatchResult {
        let mut identity = Self::identity_of(account)?;
        ensure!(!identity.is_retired(), Error::<T>::NotRegistered);
        for device in core::mem::take(&mut identity.devices) {
            if let Some(certificate) = Devices::<T>::get(device) {
                Self::entomb(device, certificate, None)?;
            }
        }
        if let Some(handle) = identity.handle.take() {
            Self::lay_to_rest(account, handle)?;
        }
        if let Some(archive) = identity.archive.take() {
            T::Content::release(&archive.cid);
            Self::release_all(HoldReason::Archive, account)?;
        }
        Identities::<T>::insert(account, identity);
        Self::deposit_event(Event::Retired {
            account: account.clone(),
        });
        Ok(())
    }
}
