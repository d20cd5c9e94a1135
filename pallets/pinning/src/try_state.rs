//! What must hold between blocks.

use crate::{
    window, ChangeCount, ChangeKind, Changes, Config, HoldReason, NextPinner, Pallet, PinnerOf,
    Pinners, Pins, PrunedTo, Roster, Workers, CHANGES_PER_PAGE,
};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};
use frame_support::{ensure, traits::fungible::InspectHold};
use postern_primitives::Cid;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// Checks every invariant of the pallet's state; takes time with the size of that.
    ///
    /// # Errors
    /// The invariant that does not hold.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::pins_are_counted()?;
        Self::keepers_are_pinners()?;
        Self::roster_is_in_order()?;
        Self::indices_agree()?;
        Self::bonds_are_held()?;
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

    /// Each claim is of another pinner that there is or was, and was made by now.
    fn keepers_are_pinners() -> Result<(), TryRuntimeError> {
        let (now, next) = (Self::now(), NextPinner::<T>::get());
        for pin in Pins::<T>::iter_values() {
            let pinners: BTreeSet<_> = pin.keepers.iter().map(|keeper| keeper.pinner).collect();
            ensure!(
                pinners.len() == pin.keepers.len(),
                "a pinner claims twice to keep one content"
            );
            let sound = pin
                .keepers
                .iter()
                .all(|k| k.pinner < next && k.since <= now);
            ensure!(sound, "a claim of no pinner, or of a block to come");
        }
        Ok(())
    }

    /// Numbers rise, and exactly those that have not left have a seat.
    fn roster_is_in_order() -> Result<(), TryRuntimeError> {
        let seats = Roster::<T>::get();
        let rising = seats
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a.pinner < b.pinner));
        ensure!(rising, "seats are not in the order of their numbers");
        let now = Self::now();
        ensure!(
            seats.iter().all(|seat| seat.heard_at <= now),
            "a heartbeat of a block to come"
        );
        let seated: BTreeSet<_> = seats.iter().map(|seat| seat.pinner).collect();
        let staying: BTreeSet<_> = Pinners::<T>::iter()
            .filter(|(_, record)| record.free_at.is_none())
            .map(|(pinner, _)| pinner)
            .collect();
        ensure!(
            seated == staying,
            "seats are not those of pinners that have not left"
        );
        Ok(())
    }

    /// The ways from accounts and from worker keys lead to pinners that lead back.
    fn indices_agree() -> Result<(), TryRuntimeError> {
        let next = NextPinner::<T>::get();
        let mut count = 0;
        for (pinner, record) in Pinners::<T>::iter() {
            count += 1;
            ensure!(pinner < next, "a pinner with a number to come");
            ensure!(
                PinnerOf::<T>::get(&record.account) == Some(pinner),
                "the account of a pinner does not lead to it"
            );
            ensure!(
                Workers::<T>::get(&record.worker).map(|post| post.pinner) == Some(pinner),
                "the worker key of a pinner does not lead to it"
            );
        }
        ensure!(
            PinnerOf::<T>::iter_keys().count() == count
                && Workers::<T>::iter_keys().count() == count,
            "an account or a worker key leads to no pinner"
        );
        Ok(())
    }

    fn bonds_are_held() -> Result<(), TryRuntimeError> {
        let reason = HoldReason::Pinner.into();
        ensure!(
            Pinners::<T>::iter_values()
                .all(|p| T::Currency::balance_on_hold(&reason, &p.account) == p.bond),
            "what is held of an account is not the bond of its pinner"
        );
        Ok(())
    }

    /// The pages of a block, or those from where pruning stands, hold as many changes as are
    /// counted, and nothing is left of pruned blocks, or there yet of blocks to come.
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
            let mut pages = start..window::pages(count);
            expected += pages.len();
            let whole = pages.all(|page| {
                let before = page.saturating_mul(CHANGES_PER_PAGE);
                let there = count.saturating_sub(before).min(CHANGES_PER_PAGE);
                Changes::<T>::get(block, page).len() == there as usize
            });
            ensure!(whole, "a gap among the changes of a block");
        }
        ensure!(
            Changes::<T>::iter_keys().count() == expected,
            "changes that are not counted"
        );
        Ok(())
    }

    /// The last change of a CID that is kept says whether it is in the pin set.
    fn changes_agree_with_pins() -> Result<(), TryRuntimeError> {
        let mut last = BTreeMap::<Cid, ChangeKind>::new();
        let mut pages: Vec<_> = Changes::<T>::iter().collect();
        pages.sort_by_key(|(block, page, _)| (*block, *page));
        for change in pages.into_iter().flat_map(|(_, _, changes)| changes) {
            last.insert(change.cid, change.kind);
        }
        ensure!(
            last.iter()
                .all(|(cid, kind)| Pins::<T>::contains_key(cid) == (*kind == ChangeKind::Keep)),
            "the last change of a CID does not agree with the pin set"
        );
        Ok(())
    }
}
