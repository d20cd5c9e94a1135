//! How names come and go, and rest in between.

use crate::{
    Config, Error, Event, Handles, HoldReason, Identities, Pallet, Rest, RestQueue, RestTickets,
    RestingHandles, Tickets,
};
use frame_support::{ensure, pallet_prelude::DispatchResult, traits::Get};
use postern_primitives::Handle;

/// Places of the queue that a handle which comes to rest clears at most: one for itself, and
/// one for what is left over, so that no more handles stay in state than rest at one time.
const CLEARED: u32 = 2;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_claim_handle(account: &T::AccountId, name: &[u8]) -> DispatchResult {
        let handle = Handle::parse(name).map_err(Error::<T>::from)?;
        let mut identity = Self::active_identity(account)?;
        ensure!(identity.handle.is_none(), Error::<T>::AlreadyHasHandle);
        ensure!(
            !Handles::<T>::contains_key(&handle),
            Error::<T>::HandleTaken
        );
        Self::wake(account, &handle)?;

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
        Identities::<T>::insert(account, identity);
        Self::lay_to_rest(account, handle)
    }

    /// Takes a handle from its owner. The caller takes it out of the identity.
    pub(crate) fn lay_to_rest(account: &T::AccountId, handle: Handle) -> DispatchResult {
        Self::release_all(HoldReason::Handle, account)?;
        Handles::<T>::remove(&handle);

        let mut tickets = RestTickets::<T>::get();
        Self::clear_rested(&mut tickets);
        let ticket = tickets.next;
        // A ticket for each release: they do not run out within the life of a chain.
        tickets.next = tickets.next.saturating_add(1);
        RestTickets::<T>::put(tickets);
        let until = Self::block().saturating_add(T::HandleRest::get());
        let rest = Rest {
            owner: account.clone(),
            until,
            ticket,
        };
        RestQueue::<T>::insert(ticket, &handle);
        RestingHandles::<T>::insert(&handle, rest);
        Self::deposit_event(Event::HandleReleased {
            account: account.clone(),
            handle,
            rests_until: until,
        });
        Ok(())
    }

    /// Ends a handle's rest, if it may end for this account.
    fn wake(account: &T::AccountId, handle: &Handle) -> Result<(), Error<T>> {
        let Some(rest) = RestingHandles::<T>::get(handle) else {
            return Ok(());
        };
        let over = rest.until <= Self::block();
        ensure!(over || rest.owner == *account, Error::<T>::HandleResting);
        RestingHandles::<T>::remove(handle);
        RestQueue::<T>::remove(rest.ticket);
        Ok(())
    }

    /// Takes the oldest handles out that have rested, and places that handles left early.
    fn clear_rested(tickets: &mut Tickets) {
        for _ in 0..CLEARED {
            if tickets.first >= tickets.next {
                return;
            }
            if let Some(handle) = RestQueue::<T>::get(tickets.first) {
                let resting = RestingHandles::<T>::get(&handle)
                    .is_some_and(|rest| rest.until > Self::block());
                if resting {
                    return;
                }
                RestQueue::<T>::remove(tickets.first);
                RestingHandles::<T>::remove(&handle);
            }
            tickets.first = tickets.first.saturating_add(1);
        }
    }
}
