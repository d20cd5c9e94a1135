//! How much of a block goes to those who pay nothing.
//!
//! The share is judged before anything else of a fee-free transaction, so that one which has
//! to wait for the next block costs its author next to nothing.

use crate::{acknowledge, Config, FreeWeight, Pallet};
use frame_support::{dispatch::DispatchClass, traits::Get, weights::Weight};

impl<T: Config> Pallet<T> {
    /// Whether an acknowledgement of this many entries still has room in this block.
    pub(crate) fn has_free_room(named: u32) -> bool {
        let taken = FreeWeight::<T>::get();
        let wanted = taken.saturating_add(acknowledge::free_weight::<T>(named, named));
        wanted.all_lte(Self::free_limit())
    }

    /// Counts an acknowledgement that was let in.
    pub(crate) fn count_free(weight: Weight) {
        FreeWeight::<T>::mutate(|taken| *taken = taken.saturating_add(weight));
    }

    /// What fee-free acknowledgements may take of a block together.
    pub(crate) fn free_limit() -> Weight {
        let weights = T::BlockWeights::get();
        let for_users = weights.get(DispatchClass::Normal).max_total;
        T::MaxFreeShare::get() * for_users.unwrap_or(weights.max_block)
    }
}
