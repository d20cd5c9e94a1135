//! Counting references: how a CID enters and leaves the pin set.

use crate::{
    offchain::LOG_TARGET, Change, ChangeCount, ChangeKind, Changes, Config, Pallet, Pin, Pins,
    CHANGES_PER_PAGE,
};
use frame_support::BoundedVec;
use postern_primitives::{
    traits::{ContentError, ContentStore},
    Cid,
};

impl<T: Config> ContentStore for Pallet<T> {
    fn retain(cid: Cid, size: u64) -> Result<(), ContentError> {
        let Some(pin) = Pins::<T>::get(cid) else {
            Pins::<T>::insert(
                cid,
                Pin {
                    size,
                    references: 1,
                    keepers: BoundedVec::new(),
                },
            );
            Self::record(cid, ChangeKind::Keep);
            return Ok(());
        };
        let references = pin.references.checked_add(1).ok_or(ContentError::TooMany)?;
        Pins::<T>::insert(
            cid,
            Pin {
                size: pin.size.max(size),
                references,
                ..pin
            },
        );
        Ok(())
    }

    fn release(cid: &Cid) {
        match Pins::<T>::get(cid) {
            Some(pin) if pin.references > 1 => {
                Pins::<T>::insert(
                    cid,
                    Pin {
                        references: pin.references - 1,
                        ..pin
                    },
                );
            }
            Some(_) => {
                Pins::<T>::remove(cid);
                Self::record(*cid, ChangeKind::Release);
            }
            None => log::error!(
                target: LOG_TARGET,
                "{cid} was released more often than retained; this is a defect of the pallet that released it",
            ),
        }
    }
}

impl<T: Config> Pallet<T> {
    /// Adds a change to the list of the current block.
    fn record(cid: Cid, kind: ChangeKind) {
        let block = frame_system::Pallet::<T>::block_number();
        let index = ChangeCount::<T>::get(block);
        let page = index / CHANGES_PER_PAGE;
        if Changes::<T>::try_append(block, page, Change { cid, kind }).is_err() {
            log::error!(
                target: LOG_TARGET,
                "no room for change {index} of block {block:?}; this is a defect of this pallet",
            );
            return;
        }
        // A block's weight runs out long before the counter does.
        ChangeCount::<T>::insert(block, index.saturating_add(1));
    }
}
