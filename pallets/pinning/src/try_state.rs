//! What must hold between blocks.

use crate::{ChangeCount, ChangeKind, Changes, Config, Pallet, Pins, PrunedTo};
use alloc::collections::BTreeMap;
use frame_support::ensure;
use postern_primitives::Cid;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::pins_are_counted()?;
        Self::changes_are_whole()?;
        Self::changes_agree_with_pins()
    }

    fn pins_are_counted() -> Result<(), TryRuntimeError> {
        ensure!(
            Pins::<T>::iter_values().all(|pin| pin.references > 0),
            "a pin without references"
        );
        ensure!(
            Pins::<T>::iter_keys().count() as u32 == Pins::<T>::count(),
            "wrong count of pins"
        );
        Ok(())
    }

    /// Indices of a block run from 0, or from where pruning stands, up to its count, and
    /// nothing is left of pruned blocks, or there yet of blocks to come.
    fn changes_are_whole() -> Result<(), TryRuntimeError> {
        let (first, pruned) = PrunedTo::<T>::get();
        let now = frame_system::Pallet::<T>::block_number();
        let mut expected = 0;
        for (block, count) in ChangeCount::<T>::iter() {
            ensure!(
                block >= first && block <= now,
                "changes counted outside of the window"
            );
            let start = if block == first { pruned } else { 0 };
            ensure!(
                (start..count).all(|index| Changes::<T>::contains_key(block, index)),
                "a gap among the changes of a block"
            );
            expected += count.saturating_sub(start) as usize;
        }
        ensure!(
            Changes::<T>::iter_keys().count() == expected,
            "changes that are not counted"
        );
        Ok(())
    }

    /// The last change of a CID that is kept says whether it is in the pin set.
    fn changes_agree_with_pins() -> Result<(), TryRuntimeError> {
        let mut last = BTreeMap::<Cid, _>::new();
        for (block, index, change) in Changes::<T>::iter() {
            let entry = last
                .entry(change.cid)
                .or_insert((block, index, change.kind));
            if (block, index) > (entry.0, entry.1) {
                *entry = (block, index, change.kind);
            }
        }
        ensure!(
            last.iter().all(|(cid, (_, _, kind))| {
                Pins::<T>::contains_key(cid) == (*kind == ChangeKind::Keep)
            }),
            "the last change of a CID does not agree with the pin set"
        );
        Ok(())
    }
}
