//! How long changes are kept.

use crate::{mock::*, ChangeCount, ChangeKind, Changes, PrunedTo, WeightInfo, CHANGES_PER_PAGE};
use frame_support::{
    traits::{GetStorageVersion, Hooks, StorageVersion},
    weights::{constants::RocksDbWeight, Weight},
};
use postern_primitives::traits::ContentStore;
use std::collections::BTreeMap;

const WINDOW: u32 = 10;

fn with_window(test: impl FnOnce()) {
    ChangeWindow::set(WINDOW);
    genesis().execute_with(test);
}

/// Starts a block with this many changes.
fn block(number: u32, changes: u32) {
    System::set_block_number(number);
    Pinning::on_initialize(number);
    for change in 0..changes {
        Pinning::retain(cid(number * 1_000 + change), 1).unwrap();
    }
    Pinning::do_try_state().unwrap();
}

/// What pruning weighs, and reading and writing the counters and the list of the block.
pub(super) fn start_of_block(steps: u32) -> Weight {
    <() as WeightInfo>::prune(steps) + RocksDbWeight::get().reads_writes(3, 3)
}

/// All there is in state.
fn state() -> BTreeMap<Vec<u8>, Vec<u8>> {
    let mut state = BTreeMap::new();
    let mut key = vec![];
    while let Some(next) = sp_io::storage::next_key(&key) {
        let value = sp_io::storage::get(&next).unwrap_or_default();
        state.insert(next.clone(), value.to_vec());
        key = next;
    }
    state
}

#[test]
fn changes_of_one_block_overwrite_the_counters_that_its_start_pays_for_and_nothing_else() {
    with_window(|| {
        block(1, 1);
        let before = state();
        Pinning::retain(cid(7), 1).unwrap();
        let after = state();
        let overwritten = before.iter().filter(|(key, value)| after[*key] != **value);
        let mut counters = Pinning::counters(1);
        counters.sort();
        assert_eq!(
            overwritten.map(|(key, _)| key).collect::<Vec<_>>(),
            counters.iter().collect::<Vec<_>>()
        );
    });
}

#[test]
fn changes_are_kept_for_the_window_and_then_removed() {
    with_window(|| {
        block(1, 2);
        for number in 2..=WINDOW + 1 {
            block(number, 0);
            assert_eq!(
                Pinning::changes(1, 0, 10).changes.len(),
                2,
                "in block {number}"
            );
        }
        block(WINDOW + 2, 0);
        block(WINDOW + 3, 0);
        assert_eq!(Changes::<Test>::iter().count(), 0);
        assert_eq!(ChangeCount::<Test>::iter().count(), 0);
    });
}

#[test]
fn changes_that_fill_several_pages_can_be_looked_up_from_any_on() {
    let count = 2 * CHANGES_PER_PAGE + 7;
    with_window(|| {
        block(1, count);
        let pages: Vec<_> = Changes::<Test>::iter_prefix_values(1)
            .map(|page| page.len())
            .collect();
        assert_eq!(pages.iter().sum::<usize>(), count as usize);
        assert_eq!(pages.len(), 3);
        let all: Vec<_> = (0..count).map(|change| cid(1_000 + change)).collect();
        for from in [0, 1, CHANGES_PER_PAGE - 1, CHANGES_PER_PAGE, count - 1] {
            let mut found = vec![];
            let mut next = Some(from);
            while let Some(from) = next {
                let page = Pinning::changes(1, from, 100);
                assert!(page.changes.len() <= 100);
                assert!(page.changes.iter().all(|c| c.kind == ChangeKind::Keep));
                found.extend(page.changes.into_iter().map(|change| change.cid));
                next = page.next;
            }
            assert_eq!(found, all[from as usize..], "from {from}");
        }
        assert_eq!(Pinning::changes(1, count, 100).changes, []);
    });
}

#[test]
fn a_block_with_many_changes_is_pruned_over_several_blocks() {
    MaxPruned::set(3);
    with_window(|| {
        block(1, 10 * CHANGES_PER_PAGE);
        for number in 2..=WINDOW + 1 {
            block(number, 0);
        }
        let mut left = vec![];
        for number in WINDOW + 2..=WINDOW + 6 {
            block(number, 0);
            left.push(Changes::<Test>::iter().count());
        }
        assert_eq!(left, [7, 4, 1, 0, 0]);
        for number in WINDOW + 7..=WINDOW + 9 {
            block(number, 0);
        }
        assert_eq!(PrunedTo::<Test>::get(), (9, 0), "pruning has caught up");
    });
}

#[test]
fn a_block_takes_no_more_steps_of_pruning_than_allowed_and_weighs_what_it_took() {
    MaxPruned::set(3);
    with_window(|| {
        block(1, 10 * CHANGES_PER_PAGE);
        System::set_block_number(1_000);
        assert_eq!(Pinning::on_initialize(1_000), start_of_block(3));
        System::set_block_number(1_001);
        PrunedTo::<Test>::put((991, 0));
        assert_eq!(Pinning::on_initialize(1_001), start_of_block(0));
    });
}

#[test]
fn pages_say_since_when_all_changes_are_kept() {
    MaxPruned::set(3);
    with_window(|| {
        block(1, 5 * CHANGES_PER_PAGE);
        assert_eq!(Pinning::changes(1, 0, 10).kept_since, 0);
        for number in 2..=WINDOW + 2 {
            block(number, 0);
        }
        assert_eq!(PrunedTo::<Test>::get(), (1, 3), "block 1 is pruned in part");
        assert_eq!(Pinning::changes(1, 0, 10).kept_since, 2);
        ChangeWindow::set(1_000);
        assert_eq!(
            Pinning::changes(1, 0, 10).kept_since,
            2,
            "nothing comes back"
        );
    });
}

#[test]
fn the_storage_version_is_one() {
    assert_eq!(Pinning::in_code_storage_version(), StorageVersion::new(1));
}

#[test]
fn a_configuration_that_cannot_work_is_refused() {
    Pinning::integrity_test();
    ChangeWindow::set(0);
    assert!(std::panic::catch_unwind(Pinning::integrity_test).is_err());
    ChangeWindow::set(1);
    MaxPruned::set(1);
    assert!(std::panic::catch_unwind(Pinning::integrity_test).is_err());
}
