//! How pinners come and go.

use crate::{
    Address, Addresses, BalanceOf, Config, Error, Event, HoldReason, NextPinner, Pallet, PeerId,
    Pinner, PinnerNumber, PinnerOf, PinnerRecord, Pinners, Post, Roster, Seat, WorkerId, Workers,
};
use frame_support::{
    ensure,
    traits::{fungible::MutateHold, tokens::Precision, Get},
};
use sp_runtime::DispatchResult;

/// Shortest text of a peer id: `Qm…` with 46 characters. Those of Ed25519 keys have 52.
const MIN_PEER_ID: usize = 46;

/// Digits and letters that base58 knows.
const BASE58: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

impl<T: Config> Pallet<T> {
    pub(crate) fn do_register(
        account: T::AccountId,
        worker: WorkerId,
        peer_id: PeerId,
        addresses: Addresses,
        capacity: u64,
    ) -> DispatchResult {
        let known = PinnerOf::<T>::contains_key(&account);
        ensure!(!known, Error::<T>::AlreadyRegistered);
        Self::ensure_free(&worker)?;
        Self::ensure_sound(&peer_id, &addresses, capacity)?;
        let pinner = NextPinner::<T>::get();
        let next = pinner.checked_add(1).ok_or(Error::<T>::TooManyPinners)?;
        let seat = Seat {
            pinner,
            heard_at: 0,
            full: false,
        };
        Roster::<T>::try_mutate(|seats| seats.try_push(seat))
            .map_err(|_| Error::<T>::TooManyPinners)?;
        let bond = T::Bond::get();
        T::Currency::hold(&HoldReason::Pinner.into(), &account, bond)
            .map_err(|_| Error::<T>::BondNotAffordable)?;
        NextPinner::<T>::put(next);
        PinnerOf::<T>::insert(&account, pinner);
        Workers::<T>::insert(&worker, post(pinner));
        let record = Pinner {
            account: account.clone(),
            worker: worker.clone(),
            bond,
            peer_id,
            addresses,
            capacity,
            used: 0,
            registered_at: Self::now(),
            free_at: None,
        };
        Pinners::<T>::insert(pinner, record);
        Self::deposit_event(Event::Registered {
            pinner,
            account,
            worker,
        });
        Ok(())
    }

    pub(crate) fn do_update(
        account: &T::AccountId,
        peer_id: PeerId,
        addresses: Addresses,
        capacity: u64,
    ) -> DispatchResult {
        Self::ensure_sound(&peer_id, &addresses, capacity)?;
        let (pinner, record) = Self::staying(account)?;
        let updated = Pinner {
            peer_id,
            addresses,
            capacity,
            ..record
        };
        Pinners::<T>::insert(pinner, updated);
        Self::deposit_event(Event::Updated { pinner });
        Ok(())
    }

    pub(crate) fn do_set_worker(account: &T::AccountId, worker: WorkerId) -> DispatchResult {
        let (pinner, record) = Self::staying(account)?;
        Self::ensure_free(&worker)?;
        // What the old key signed is worth nothing from now on.
        Workers::<T>::remove(&record.worker);
        Workers::<T>::insert(&worker, post(pinner));
        let updated = Pinner {
            worker: worker.clone(),
            ..record
        };
        Pinners::<T>::insert(pinner, updated);
        Self::deposit_event(Event::WorkerSet { pinner, worker });
        Ok(())
    }

    pub(crate) fn do_leave(account: &T::AccountId) -> DispatchResult {
        let (pinner, record) = Self::staying(account)?;
        Self::take_off(pinner, record);
        Ok(())
    }

    pub(crate) fn do_dismiss(pinner: PinnerNumber) -> DispatchResult {
        let record = Pinners::<T>::get(pinner).ok_or(Error::<T>::UnknownPinner)?;
        let seat = Self::seat(pinner).ok_or(Error::<T>::Leaving)?;
        let last = seat.heard_at.max(record.registered_at);
        let given_up = Self::now() > last.saturating_add(T::MaxSilence::get());
        ensure!(given_up, Error::<T>::NotSilent);
        Self::take_off(pinner, record);
        Ok(())
    }

    pub(crate) fn do_free_bond(account: &T::AccountId) -> DispatchResult {
        let (pinner, record) = Self::own(account)?;
        let free_at = record.free_at.ok_or(Error::<T>::NotLeaving)?;
        ensure!(Self::now() >= free_at, Error::<T>::NoticeNotOver);
        let reason = HoldReason::Pinner.into();
        T::Currency::release(&reason, account, record.bond, Precision::BestEffort)?;
        Pinners::<T>::remove(pinner);
        PinnerOf::<T>::remove(account);
        Workers::<T>::remove(&record.worker);
        Self::deposit_event(Event::BondFreed {
            pinner,
            account: account.clone(),
            bond: record.bond,
        });
        Ok(())
    }

    /// Assigns it nothing any more. Its machine stays known until the bond is freed, so
    /// that it keeps what it has until others do.
    fn take_off(pinner: PinnerNumber, record: PinnerRecord<T>) {
        Roster::<T>::mutate(|seats| seats.retain(|seat| seat.pinner != pinner));
        let free_at = Self::now().saturating_add(T::Notice::get());
        let left = Pinner {
            free_at: Some(free_at),
            ..record
        };
        Pinners::<T>::insert(pinner, left);
        Self::deposit_event(Event::Left { pinner, free_at });
    }

    fn own(account: &T::AccountId) -> Result<(PinnerNumber, PinnerRecord<T>), Error<T>> {
        let pinner = PinnerOf::<T>::get(account).ok_or(Error::<T>::NotRegistered)?;
        let record = Pinners::<T>::get(pinner).ok_or(Error::<T>::NotRegistered)?;
        Ok((pinner, record))
    }

    fn staying(account: &T::AccountId) -> Result<(PinnerNumber, PinnerRecord<T>), Error<T>> {
        let (pinner, record) = Self::own(account)?;
        ensure!(record.free_at.is_none(), Error::<T>::Leaving);
        Ok((pinner, record))
    }

    fn ensure_free(worker: &WorkerId) -> Result<(), Error<T>> {
        ensure!(!Workers::<T>::contains_key(worker), Error::<T>::WorkerInUse);
        Ok(())
    }

    fn ensure_sound(
        peer_id: &PeerId,
        addresses: &Addresses,
        capacity: u64,
    ) -> Result<(), Error<T>> {
        ensure!(is_peer_id(peer_id), Error::<T>::PeerIdMalformed);
        let sound = addresses.iter().all(is_multiaddress);
        ensure!(sound, Error::<T>::AddressMalformed);
        ensure!(
            capacity >= T::MinCapacity::get(),
            Error::<T>::CapacityTooSmall
        );
        Ok(())
    }

    /// What registering holds.
    pub fn bond() -> BalanceOf<T> {
        T::Bond::get()
    }
}

fn post(pinner: PinnerNumber) -> Post {
    Post {
        pinner,
        withdrawn_at: 0,
    }
}

/// Whether it could be a peer id. Whether there is such a peer, only the network knows.
fn is_peer_id(text: &PeerId) -> bool {
    text.len() >= MIN_PEER_ID && text.iter().all(|byte| BASE58.contains(byte))
}

/// Whether it has the form of a multiaddress: names and values, each after a slash,
/// without blanks. Which names there are changes faster than chains do.
fn is_multiaddress(text: &Address) -> bool {
    let Some(parts) = text.strip_prefix(b"/") else {
        return false;
    };
    let is_part = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_graphic);
    parts.split(|byte| *byte == b'/').all(is_part)
}
