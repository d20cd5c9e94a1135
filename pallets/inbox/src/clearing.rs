//! Other ways out than the owner's: the sender takes entries back, anybody clears away what
//! has expired.
//!
//! Both name the entries, so that neither has to search: what a block has taken out already
//! would be searched through again and again, at nobody's cost.

use crate::{
    acknowledge::missed_weight, Config, Entries, EntryOf, Error, Event, Expiring, Pallet, Places,
    SequenceKey, SweptTo, WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{
    dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
    ensure,
    weights::Weight,
};
use postern_primitives::limits::MAX_PAGE;

impl<T: Config> Pallet<T> {
    /// Takes back those of the named entries that are still there. That includes what has
    /// expired and is not swept yet: the deposit comes back either way.
    pub(crate) fn do_retract(
        sender: T::AccountId,
        entries: Places<T::AccountId>,
    ) -> DispatchResultWithPostInfo {
        let named = entries.len() as u32;
        let mut retracted = Vec::with_capacity(entries.len());
        for (owner, number) in entries {
            let Some(entry) = Self::stored_entry(&owner, number) else {
                continue;
            };
            ensure!(entry.sender == sender, Error::<T>::NotSender);
            Self::clear(&owner, number, &entry);
            retracted.push((owner, number));
        }
        ensure!(!retracted.is_empty(), Error::<T>::NothingToRetract);
        let there = retracted.len() as u32;
        let weight = T::WeightInfo::retract(there).saturating_add(missed_weight::<T>(named, there));
        Self::deposit_event(Event::Retracted {
            sender,
            entries: Places::truncate_from(retracted),
        });
        Ok(weighing(weight))
    }

    /// Clears those of the named entries that have expired.
    pub(crate) fn do_reap(entries: Places<T::AccountId>) -> DispatchResultWithPostInfo {
        let (named, now) = (entries.len() as u32, Self::now());
        let mut reaped = 0u32;
        for (owner, number) in entries {
            let stored = Self::stored_entry(&owner, number);
            if let Some(entry) = stored.filter(|entry| !entry.is_live(now)) {
                Self::clear(&owner, number, &entry);
                reaped = reaped.saturating_add(1);
                Self::deposit_event(Event::Expired {
                    owner,
                    sequence_number: number,
                    cid: entry.cid,
                });
            }
        }
        ensure!(reaped > 0, Error::<T>::NothingToReap);
        let weight = T::WeightInfo::reap(reaped).saturating_add(missed_weight::<T>(named, reaped));
        Ok(weighing(weight))
    }

    /// Entries that have expired and are not swept yet, those that expired first at the front;
    /// at most `limit` of them and at most [`MAX_PAGE`]. Looks at no more blocks than that.
    pub fn overdue(limit: u32) -> Vec<(T::AccountId, u64)> {
        let limit = limit.min(MAX_PAGE) as usize;
        let unswept = SweptTo::<T>::get().saturating_add(1)..=Self::now();
        unswept
            .take(limit)
            .flat_map(Expiring::<T>::iter_prefix_values)
            .flatten()
            .take(limit)
            .collect()
    }

    /// Takes an entry out ahead of the sweep.
    fn clear(owner: &T::AccountId, number: u64, entry: &EntryOf<T>) {
        Self::unschedule(owner, number, entry);
        Self::remove_one(owner, number, entry);
    }

    fn stored_entry(owner: &T::AccountId, sequence_number: u64) -> Option<EntryOf<T>> {
        Entries::<T>::get(owner, SequenceKey::from(sequence_number))
    }
}

fn weighing(weight: Weight) -> PostDispatchInfo {
    PostDispatchInfo {
        actual_weight: Some(weight),
        ..Default::default()
    }
}
