//! What must hold of chain state after every block.

use crate::{
    BalanceOf, Config, Entries, Expiring, HoldReason, Pallet, Queue, Queues, SequenceKey, SweptTo,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::InspectHold};
use postern_primitives::limits::MAX_CONTENT_SIZE;
use sp_runtime::{traits::Saturating, TryRuntimeError};

impl<T: Config> Pallet<T> {
    /// Queues, entries, the expiry index and deposits agree with each other.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::check_queues()?;
        Self::check_entries()?;
        Self::check_expiring()?;
        Self::check_deposits()
    }

    /// Every queue is the sum of its entries, and `first` is exact.
    fn check_queues() -> Result<(), TryRuntimeError> {
        for (owner, queue) in Queues::<T>::iter() {
            let mut sum = Queue {
                first: queue.next,
                next: queue.next,
                ..Default::default()
            };
            for (key, entry) in Entries::<T>::iter_prefix(&owner) {
                let sequence_number = u64::from(key);
                ensure!(
                    sequence_number < queue.next,
                    "an entry is numbered ahead of its queue"
                );
                sum.first = sum.first.min(sequence_number);
                sum.count = sum.count.saturating_add(1);
                sum.bytes = sum.bytes.saturating_add(entry.size);
            }
            ensure!(queue == sum, "a queue is not the sum of its entries");
        }
        Ok(())
    }

    /// Every entry has a queue and a place in the expiry index that is still to be swept.
    fn check_entries() -> Result<(), TryRuntimeError> {
        let swept_to = SweptTo::<T>::get();
        for (owner, key, entry) in Entries::<T>::iter() {
            let place = (&owner, u64::from(key));
            let indexed = Expiring::<T>::contains_key(entry.expires_at, place);
            ensure!(Queues::<T>::contains_key(&owner), "an entry has no queue");
            ensure!(indexed, "an entry is missing from the expiry index");
            ensure!(
                entry.expires_at > swept_to,
                "an entry was passed by the sweep"
            );
            ensure!(entry.sent_at < entry.expires_at, "an entry has no lifetime");
            ensure!(
                (1..=MAX_CONTENT_SIZE).contains(&entry.size),
                "an entry's size is out of range"
            );
        }
        Ok(())
    }

    /// Every place in the expiry index has its entry.
    fn check_expiring() -> Result<(), TryRuntimeError> {
        for (block, (owner, sequence_number)) in Expiring::<T>::iter_keys() {
            let entry = Entries::<T>::get(&owner, SequenceKey::from(sequence_number));
            let agrees = entry.is_some_and(|entry| entry.expires_at == block);
            ensure!(agrees, "the expiry index names an entry that is not there");
        }
        Ok(())
    }

    /// What is held of each sender is the sum of their entries' deposits.
    fn check_deposits() -> Result<(), TryRuntimeError> {
        let mut owed = BTreeMap::<T::AccountId, BalanceOf<T>>::new();
        for entry in Entries::<T>::iter_values() {
            let sum = owed.entry(entry.sender).or_default();
            *sum = sum.saturating_add(entry.deposit);
        }
        for (sender, deposits) in owed {
            let held = T::Currency::balance_on_hold(&HoldReason::Entry.into(), &sender);
            ensure!(
                held == deposits,
                "held funds are not the sum of the deposits"
            );
        }
        Ok(())
    }
}
