//! The window of blocks whose changes are kept.

use crate::{ChangeCount, Changes, Config, Pallet, Pins, PrunedTo, WeightInfo, CHANGES_PER_PAGE};
use alloc::vec::Vec;
use frame_support::{traits::Get, weights::Weight};
use frame_system::pallet_prelude::BlockNumberFor;
use postern_primitives::BlockNumber;
use sp_runtime::{
    traits::{Saturating, Zero},
    SaturatedConversion,
};

/// How many pages so many changes of a block fill, the last perhaps in part.
pub(crate) fn pages(changes: u32) -> u32 {
    changes.div_ceil(CHANGES_PER_PAGE)
}

/// How many keys [`Pallet::counters`] names.
const COUNTERS: usize = 3;

impl<T: Config> Pallet<T> {
    /// Where everything is counted and listed that enters or leaves the pin set in a block.
    ///
    /// However many calls of a block write a key, the database is asked for it once and gets it
    /// once, when the block is done. These are written by nearly all calls of nearly all blocks,
    /// so the start of each block pays for them, and calls do not: what measures calls has to
    /// leave these keys out. Keys that few blocks write are left to the calls that write them.
    ///
    /// Of the pages of the list it is the first. A busy block writes another with every
    /// [`CHANGES_PER_PAGE`] changes: a fifth of a microsecond for each of them, less than
    /// measurements can tell.
    pub fn counters(block: BlockNumberFor<T>) -> [Vec<u8>; COUNTERS] {
        [
            Pins::<T>::counter_storage_final_key().to_vec(),
            ChangeCount::<T>::hashed_key_for(block),
            Changes::<T>::hashed_key_for(block, 0),
        ]
    }

    /// What the start of a block weighs that takes this many steps of pruning.
    pub fn start_weight(steps: u32) -> Weight {
        let counters = COUNTERS as u64;
        T::WeightInfo::prune(steps)
            .saturating_add(T::DbWeight::get().reads_writes(counters, counters))
    }

    /// Removes changes that have left the window, a bounded number of them, and goes on
    /// from there in the next block.
    pub(crate) fn prune(now: BlockNumberFor<T>) -> Weight {
        let window_start = now.saturating_sub(T::ChangeWindow::get());
        let mut position = PrunedTo::<T>::get();
        let mut steps = 0;
        while position.0 < window_start && steps < T::MaxPruned::get() {
            position = Self::prune_step(position);
            steps += 1;
        }
        if !steps.is_zero() {
            PrunedTo::<T>::put(position);
        }
        Self::start_weight(steps)
    }

    /// Removes the page at this position, or leaves the block if it has no more.
    fn prune_step((block, page): (BlockNumberFor<T>, u32)) -> (BlockNumberFor<T>, u32) {
        if page < pages(ChangeCount::<T>::get(block)) {
            Changes::<T>::remove(block, page);
            (block, page + 1)
        } else {
            ChangeCount::<T>::remove(block);
            (block.saturating_add(1u32.into()), 0)
        }
    }

    /// The first block whose changes are all kept still.
    ///
    /// Follows from the window even where pruning lags behind, and from what was pruned
    /// even where an upgrade has made the window longer.
    pub(crate) fn kept_since() -> BlockNumber {
        let (block, page) = PrunedTo::<T>::get();
        let whole = if page == 0 {
            block
        } else {
            block.saturating_add(1u32.into())
        };
        let now = frame_system::Pallet::<T>::block_number();
        let kept_since = now.saturating_sub(T::ChangeWindow::get()).max(whole);
        kept_since.saturated_into()
    }
}
