//! How CIDs enter and leave the pin set.

use crate::{mock::*, Change, ChangeKind, Changes, Pin, Pins};
use postern_primitives::traits::{ContentError, ContentStore};

/// Runs in block 1, and checks what must hold afterwards.
fn in_block_1(test: impl FnOnce()) {
    genesis().execute_with(|| {
        System::set_block_number(1);
        test();
        Pinning::do_try_state().unwrap();
    });
}

fn changes() -> Vec<(ChangeKind, postern_primitives::Cid)> {
    Pinning::changes(1, 0, 100)
        .changes
        .into_iter()
        .map(|c| (c.kind, c.cid))
        .collect()
}

#[test]
fn the_first_reference_brings_a_cid_in() {
    in_block_1(|| {
        assert_eq!(Pinning::retain(cid(1), 10), Ok(()));
        assert_eq!(
            Pins::<Test>::get(cid(1)),
            Some(Pin {
                size: 10,
                references: 1,
                keepers: Default::default(),
            })
        );
        assert_eq!(changes(), [(ChangeKind::Keep, cid(1))]);
    });
}

#[test]
fn the_last_reference_takes_it_out() {
    in_block_1(|| {
        for _ in 0..3 {
            Pinning::retain(cid(1), 10).unwrap();
        }
        Pinning::release(&cid(1));
        Pinning::release(&cid(1));
        assert_eq!(Pinning::pin(&cid(1)).map(|pin| pin.references), Some(1));
        assert_eq!(changes(), [(ChangeKind::Keep, cid(1))]);
        Pinning::release(&cid(1));
        assert_eq!(Pinning::pin(&cid(1)), None);
        assert_eq!(
            changes(),
            [(ChangeKind::Keep, cid(1)), (ChangeKind::Release, cid(1))]
        );
    });
}

#[test]
fn changes_are_kept_in_the_order_in_which_they_happened() {
    in_block_1(|| {
        Pinning::retain(cid(1), 10).unwrap();
        Pinning::release(&cid(1));
        Pinning::retain(cid(1), 10).unwrap();
        Pinning::retain(cid(2), 10).unwrap();
        let expected = [
            (ChangeKind::Keep, cid(1)),
            (ChangeKind::Release, cid(1)),
            (ChangeKind::Keep, cid(1)),
            (ChangeKind::Keep, cid(2)),
        ];
        assert_eq!(changes(), expected);
    });
}

#[test]
fn the_largest_size_that_was_announced_counts() {
    in_block_1(|| {
        for size in [10, 30, 20] {
            Pinning::retain(cid(1), size).unwrap();
        }
        assert_eq!(Pinning::pin(&cid(1)).map(|pin| pin.size), Some(30));
    });
}

#[test]
fn more_references_than_can_be_counted_are_refused_and_change_nothing() {
    in_block_1(|| {
        let full = Pin {
            size: 10,
            references: u32::MAX,
            keepers: Default::default(),
        };
        Pins::<Test>::insert(cid(1), &full);
        assert_eq!(Pinning::retain(cid(1), 99), Err(ContentError::TooMany));
        assert_eq!(Pins::<Test>::get(cid(1)), Some(full));
        assert_eq!(changes(), []);
    });
}

#[test]
fn a_release_too_many_is_survived_and_changes_nothing() {
    in_block_1(|| {
        Pinning::retain(cid(2), 10).unwrap();
        Pinning::release(&cid(1));
        assert_eq!(Pinning::count(), 1);
        assert_eq!(changes(), [(ChangeKind::Keep, cid(2))]);
    });
}

#[test]
fn a_state_that_disagrees_with_itself_is_found() {
    fn fails(spoil: impl FnOnce()) {
        genesis().execute_with(|| {
            System::set_block_number(1);
            Pinning::retain(cid(1), 10).unwrap();
            spoil();
            assert!(Pinning::do_try_state().is_err());
        });
    }
    fails(|| {
        Pins::<Test>::insert(
            cid(2),
            Pin {
                size: 1,
                references: 0,
                keepers: Default::default(),
            },
        )
    });
    fails(|| Pins::<Test>::remove(cid(1)));
    fails(|| Changes::<Test>::remove(1, 0));
    fails(|| {
        let change = Change {
            cid: cid(1),
            kind: ChangeKind::Keep,
        };
        Changes::<Test>::try_append(1, 7, change).expect("the page is empty")
    });
    fails(|| crate::ChangeCount::<Test>::insert(9, 0));
}
