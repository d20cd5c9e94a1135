//! What must hold between the storage items, whatever calls were made.

use crate::{
    types::BalanceOf, Config, Devices, Handles, HoldReason, Identities, Identity, Pallet,
    RestQueue, RestTickets, RestingHandles,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::InspectHold};
use postern_primitives::DeviceId;
use sp_runtime::{traits::Zero, Saturating, TryRuntimeError};

impl<T: Config> Pallet<T> {
    /// Checks every invariant of the pallet.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::try_devices()?;
        Self::try_identities()?;
        Self::try_handles()?;
        Self::try_rests()
    }

    /// A certificate is filed under the hash of its key, lasts for some time, and is listed by
    /// its owner if and only if it is not revoked. Nothing is held for a tombstone.
    fn try_devices() -> Result<(), TryRuntimeError> {
        let mut issued: BTreeMap<T::AccountId, u32> = BTreeMap::new();
        for (id, certificate) in Devices::<T>::iter() {
            ensure!(
                id == DeviceId::of(&certificate.public),
                "a device is not filed under the hash of its key"
            );
            ensure!(
                certificate.valid_from < certificate.valid_until,
                "a certificate ends before it begins"
            );
            let identity =
                Identities::<T>::get(&certificate.account).ok_or("a device belongs to nobody")?;
            ensure!(
                identity.devices.contains(&id) == certificate.revoked_at.is_none(),
                "an identity lists a revoked device, or misses one"
            );
            ensure!(
                certificate.revoked_at.is_none() || certificate.deposit.is_zero(),
                "a deposit is recorded for a revoked device"
            );
            let count = issued.entry(certificate.account).or_default();
            *count = count.saturating_add(1);
        }
        for (account, count) in issued {
            ensure!(
                Self::nonce(&account) >= count,
                "an identity has more devices than it gave proofs"
            );
        }
        Ok(())
    }

    /// An identity lists existing devices of its own, each once, and what is recorded as held
    /// is held.
    fn try_identities() -> Result<(), TryRuntimeError> {
        for (account, identity) in Identities::<T>::iter() {
            let mut devices = identity.devices.to_vec();
            devices.sort_unstable();
            devices.dedup();
            ensure!(
                devices.len() == identity.devices.len(),
                "an identity lists a device twice"
            );
            let mut deposits = BalanceOf::<T>::zero();
            for id in devices {
                let certificate =
                    Devices::<T>::get(id).ok_or("an identity lists an unknown device")?;
                ensure!(
                    certificate.account == account,
                    "an identity lists somebody else's device"
                );
                deposits = deposits.saturating_add(certificate.deposit);
            }
            Self::try_holds(&account, &identity, deposits)?;
        }
        Ok(())
    }

    fn try_holds(
        account: &T::AccountId,
        identity: &Identity,
        devices: BalanceOf<T>,
    ) -> Result<(), TryRuntimeError> {
        let held = |reason: HoldReason| T::Currency::balance_on_hold(&reason.into(), account);
        ensure!(
            held(HoldReason::Device) == devices,
            "what is held for devices differs from what is recorded"
        );
        ensure!(
            identity.handle.is_some() || held(HoldReason::Handle).is_zero(),
            "money is held for a handle that is not owned"
        );
        ensure!(
            identity.archive.is_some() || held(HoldReason::Archive).is_zero(),
            "money is held for an archive that is not set"
        );
        Ok(())
    }

    /// Handles and identities point at each other.
    fn try_handles() -> Result<(), TryRuntimeError> {
        for (handle, account) in Handles::<T>::iter() {
            let identity = Identities::<T>::get(&account).ok_or("a handle belongs to nobody")?;
            ensure!(
                identity.handle.as_ref() == Some(&handle),
                "a handle's owner does not know of it"
            );
            ensure!(
                !RestingHandles::<T>::contains_key(&handle),
                "a handle is owned and at rest"
            );
        }
        for (account, identity) in Identities::<T>::iter() {
            if let Some(handle) = identity.handle {
                ensure!(
                    Handles::<T>::get(handle) == Some(account),
                    "an identity's handle points elsewhere"
                );
            }
        }
        Ok(())
    }

    /// Handles at rest and the queue point at each other, within the queue's ends.
    fn try_rests() -> Result<(), TryRuntimeError> {
        for (handle, rest) in RestingHandles::<T>::iter() {
            ensure!(
                RestQueue::<T>::get(rest.ticket).as_ref() == Some(&handle),
                "a handle at rest is not in the queue"
            );
        }
        let tickets = RestTickets::<T>::get();
        for (ticket, handle) in RestQueue::<T>::iter() {
            ensure!(
                (tickets.first..tickets.next).contains(&ticket),
                "a ticket lies outside of the queue"
            );
            let rest = RestingHandles::<T>::get(&handle);
            ensure!(
                rest.is_some_and(|rest| rest.ticket == ticket),
                "a handle in the queue is not at rest"
            );
        }
        Ok(())
    }
}
