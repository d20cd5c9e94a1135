//! How names come and go.

use crate::{Config, Error, Event, Handles, HoldReason, Identities, Pallet};
use frame_support::{
    ensure,
    pallet_prelude::DispatchResult,
    traits::{fungible::MutateHold, tokens::Precision, Get},
};
use postern_primitives::Handle;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_claim_handle(account: &T::AccountId, name: &[u8]) -> DispatchResult {
        let handle = Handle::parse(name).map_err(Error::<T>::from)?;
        let mut identity = Identities::<T>::get(account).ok_or(Error::<T>::NotRegistered)?;
        ensure!(identity.handle.is_none(), Error::<T>::AlreadyHasHandle);
        ensure!(
            !Handles::<T>::contains_key(&handle),
            Error::<T>::HandleTaken
        );

        Self::hold(HoldReason::Handle, account, T::HandleDeposit::get())?;
        identity.handle = Some(handle.clone());
        Identities::<T>::insert(account, identity);
        Handles::<T>::insert(&handle, account);
        Self::deposit_event(Event::HandleClaimed {
            account: account.clone(),
            handle,
        });
        Ok(())
    }

    pub(crate) fn do_release_handle(account: &T::AccountId) -> DispatchResult {
        let mut identity = Identities::<T>::get(account).ok_or(Error::<T>::NotRegistered)?;
        let handle = identity.handle.take().ok_or(Error::<T>::NoHandle)?;

        // All of it, rather than today's `HandleDeposit`, which may have been another
        // when the handle was claimed. An account holds for one handle at a time.
        T::Currency::release_all(&HoldReason::Handle.into(), account, Precision::Exact)?;
        Identities::<T>::insert(account, identity);
        Handles::<T>::remove(&handle);
        Self::deposit_event(Event::HandleReleased {
            account: account.clone(),
            handle,
        });
        Ok(())
    }
}
