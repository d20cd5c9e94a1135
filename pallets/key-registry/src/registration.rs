//! How a device comes in.

use crate::{certificates::NewDevice, Config, Error, Identities, Identity, Pallet};
use frame_support::{ensure, pallet_prelude::DispatchResult};
use postern_primitives::{
    signing::{Context, ADD_DEVICE, REGISTER_DEVICE},
    BlockNumber,
};
use sp_core::ed25519;

impl<T: Config> Pallet<T> {
    /// Brings in the first valid device of an identity.
    pub(crate) fn do_register(
        account: &T::AccountId,
        new: &NewDevice,
        expires: BlockNumber,
        proof: &ed25519::Signature,
    ) -> DispatchResult {
        let identity = Identities::<T>::get(account).unwrap_or_default();
        ensure!(
            !Self::has_valid_device(&identity),
            Error::<T>::AlreadyRegistered
        );
        Self::enrol(REGISTER_DEVICE, account, identity, new, (expires, proof))
    }

    /// Brings in a device beside a valid one.
    pub(crate) fn do_add_device(
        account: &T::AccountId,
        new: &NewDevice,
        expires: BlockNumber,
        proof: &ed25519::Signature,
    ) -> DispatchResult {
        let identity = Self::active_identity(account)?;
        Self::enrol(ADD_DEVICE, account, identity, new, (expires, proof))
    }

    fn enrol(
        context: Context,
        account: &T::AccountId,
        mut identity: Identity,
        new: &NewDevice,
        (expires, proof): (BlockNumber, &ed25519::Signature),
    ) -> DispatchResult {
        let device = new.id();
        Self::ensure_validity(new.valid_until)?;
        Self::ensure_never_seen(&device)?;
        let payload = Self::payload(context, account, &identity, expires, &new.statement())?;
        Self::ensure_possession(&new.public, &payload, proof)?;

        identity
            .devices
            .try_push(device)
            .map_err(|_| Error::<T>::TooManyDevices)?;
        Self::use_nonce(&mut identity)?;
        Self::issue(account, new)?;
        Identities::<T>::insert(account, identity);
        Ok(())
    }
}
