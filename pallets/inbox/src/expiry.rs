//! Expiry: entries whose lifetime has run out leave chain state, a bounded number a block.
//!
//! Every entry stands in `Expiring` under the first block in which it is gone. The start of a
//! block works that index off from where the last one stopped. A flood of entries that
//! expire together is worked off over the blocks that follow; until then they cost
//! their place in state and their deposit, while reads and acknowledgements already treat
//! them as gone.

use crate::{
    schedule::PageOf, Config, Entries, Event, Expiring, Page, Pallet, SequenceKey, SweptTo,
    WeightInfo, LOG_TARGET,
};
use alloc::vec::Vec;
use frame_support::{traits::Get, weights::Weight};
use postern_primitives::BlockNumber;

impl<T: Config> Pallet<T> {
    /// What the end of a block weighs, and the two numbers that nearly all calls touch and none
    /// pays for: the floor of numbers, and the count of what the block sends.
    pub fn end_weight() -> Weight {
        T::WeightInfo::end_block().saturating_add(T::DbWeight::get().reads_writes(2, 2))
    }

    /// Works off what has expired up to block `now`, within `MaxSwept`.
    pub(crate) fn sweep(now: BlockNumber) -> Weight {
        let mut left = T::MaxSwept::get();
        let (mut blocks, mut entries) = (0u32, 0u32);
        let start = SweptTo::<T>::get();
        let mut swept_to = start;
        while swept_to < now && left > 0 {
            let block = swept_to.saturating_add(1);
            let expired = Self::expire_block(block, left);
            entries = entries.saturating_add(expired);
            blocks = blocks.saturating_add(1);
            if expired == left {
                // There may be more under this block: the next sweep looks again.
                break;
            }
            swept_to = block;
            left = left.saturating_sub(expired).saturating_sub(1);
        }
        if swept_to != start {
            SweptTo::<T>::put(swept_to);
        }
        T::WeightInfo::sweep(blocks, entries)
    }

    /// Takes out up to `limit` entries that expire at `block`; says how many.
    fn expire_block(block: BlockNumber, limit: u32) -> u32 {
        let mut left = limit as usize;
        for (page, mut places) in Self::due_pages(block, left) {
            let due = places.len().min(left);
            for (owner, sequence_number) in places.drain(..due) {
                Self::expire(owner, sequence_number);
            }
            left = left.saturating_sub(due);
            if places.is_empty() {
                Expiring::<T>::remove(block, page);
            } else {
                Expiring::<T>::insert(block, page, places);
            }
        }
        limit.saturating_sub(left as u32)
    }

    /// As many pages of `block` as hold `entries`, or all.
    fn due_pages(block: BlockNumber, entries: usize) -> Vec<(Page, PageOf<T>)> {
        let (mut pages, mut found) = (Vec::new(), 0usize);
        for (page, places) in Expiring::<T>::iter_prefix(block) {
            found = found.saturating_add(places.len());
            pages.push((page, places));
            if found >= entries {
                break;
            }
        }
        pages
    }

    fn expire(owner: T::AccountId, sequence_number: u64) {
        let Some(entry) = Entries::<T>::get(&owner, SequenceKey::from(sequence_number)) else {
            // A defect: the index names what is not there. It must not stop the sweep.
            log::error!(target: LOG_TARGET, "no entry {sequence_number} of {owner:?} to expire");
            return;
        };
        Self::remove_one(&owner, sequence_number, &entry);
        Self::deposit_event(Event::Expired {
            owner,
            sequence_number,
            cid: entry.cid,
        });
    }
}
