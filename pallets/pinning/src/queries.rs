//! What can be asked. Every answer is bounded by [`MAX_PAGE`], whatever was asked for.

use crate::{Change, ChangeCount, ChangePage, Changes, Config, Pallet, PinInfo, PinPage, Pins};
use alloc::vec::Vec;
use postern_primitives::{limits::MAX_PAGE, BlockNumber, Cid};

impl<T: Config> Pallet<T> {
    /// What is known of `cid`, if it must stay available.
    pub fn pin(cid: &Cid) -> Option<PinInfo> {
        Pins::<T>::get(cid).map(PinInfo::from)
    }

    /// How many CIDs must stay available.
    pub fn count() -> u32 {
        Pins::<T>::count()
    }

    /// What changed in `block`, from index `from` on.
    pub fn changes(block: BlockNumber, from: u32, limit: u32) -> ChangePage {
        let changes = Self::changes_from(block, from, page_size(limit));
        let next = from.saturating_add(changes.len() as u32);
        ChangePage {
            next: (next < ChangeCount::<T>::get(number::<T>(block)) && !changes.is_empty())
                .then_some(next),
            changes,
            kept_since: Self::kept_since(),
        }
    }

    /// CIDs that must stay available, after `after` in an order of the pallet's own.
    pub fn pins(after: Option<Cid>, limit: u32) -> PinPage {
        let mut rest = match after {
            Some(cid) => Pins::<T>::iter_from(Pins::<T>::hashed_key_for(cid)),
            None => Pins::<T>::iter(),
        };
        let pins: Vec<_> = rest
            .by_ref()
            .take(page_size(limit) as usize)
            .map(|(cid, pin)| (cid, pin.size))
            .collect();
        let next = pins
            .last()
            .map(|(cid, _)| *cid)
            .filter(|_| rest.next().is_some());
        PinPage { pins, next }
    }

    /// At most `limit` changes of `block`, from index `from` on; none if they are pruned.
    pub(crate) fn changes_from(block: BlockNumber, from: u32, limit: u32) -> Vec<Change> {
        let block = number::<T>(block);
        let end = ChangeCount::<T>::get(block).min(from.saturating_add(limit));
        (from..end)
            .filter_map(|index| Changes::<T>::get(block, index))
            .collect()
    }

    /// How many changes `block` had.
    pub(crate) fn change_count(block: BlockNumber) -> u32 {
        ChangeCount::<T>::get(number::<T>(block))
    }
}

/// The chain's own type for a block number.
fn number<T: Config>(block: BlockNumber) -> frame_system::pallet_prelude::BlockNumberFor<T> {
    block.into()
}

fn page_size(limit: u32) -> u32 {
    limit.clamp(1, MAX_PAGE)
}
