//! What can be asked.

use crate::{mock::*, PinInfo};
use postern_primitives::{limits::MAX_PAGE, traits::ContentStore};
use std::collections::BTreeSet;

fn with_pins(count: u32, test: impl FnOnce()) {
    genesis().execute_with(|| {
        System::set_block_number(1);
        for n in 0..count {
            Pinning::retain(cid(n), u64::from(n)).unwrap();
        }
        test();
    });
}

#[test]
fn a_pin_is_known_with_its_size_and_references() {
    with_pins(3, || {
        Pinning::retain(cid(2), 1).unwrap();
        assert_eq!(
            Pinning::pin(&cid(2)),
            Some(PinInfo {
                size: 2,
                references: 2
            })
        );
        assert_eq!(Pinning::pin(&cid(3)), None);
        assert_eq!(Pinning::count(), 3);
    });
}

#[test]
fn pages_of_pins_together_hold_each_pin_once() {
    with_pins(10, || {
        let mut pins = BTreeSet::new();
        let mut after = None;
        let mut sizes = vec![];
        loop {
            let page = Pinning::pins(after, 4);
            sizes.push(page.pins.len());
            pins.extend(page.pins);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(sizes, [4, 4, 2]);
        assert_eq!(pins, (0..10).map(|n| (cid(n), u64::from(n))).collect());
    });
}

#[test]
fn a_page_that_ends_with_the_last_pin_has_no_next() {
    with_pins(4, || assert_eq!(Pinning::pins(None, 4).next, None));
    with_pins(0, || assert_eq!(Pinning::pins(None, 4).next, None));
}

#[test]
fn paging_goes_on_behind_a_pin_that_has_gone_meanwhile() {
    with_pins(10, || {
        let first = Pinning::pins(None, 4);
        Pinning::release(&first.next.unwrap());
        assert_eq!(Pinning::pins(first.next, 100).pins.len(), 6);
    });
}

#[test]
fn pages_of_changes_go_on_where_the_last_one_ended() {
    with_pins(5, || {
        let first = Pinning::changes(1, 0, 3);
        assert_eq!((first.changes.len(), first.next), (3, Some(3)));
        let second = Pinning::changes(1, 3, 3);
        assert_eq!((second.changes.len(), second.next), (2, None));
        assert_eq!(second.changes[0].cid, cid(3));
    });
}

#[test]
fn asking_for_what_is_not_there_gives_an_empty_page() {
    with_pins(2, || {
        for (block, from) in [(0, 0), (1, 2), (1, u32::MAX), (2, 0), (u32::MAX, 0)] {
            let page = Pinning::changes(block, from, 10);
            assert_eq!(
                (page.changes.len(), page.next),
                (0, None),
                "{block}, {from}"
            );
        }
    });
}

#[test]
fn a_page_is_bounded_whatever_was_asked_for() {
    with_pins(MAX_PAGE + 1, || {
        for limit in [MAX_PAGE, u32::MAX] {
            assert_eq!(Pinning::pins(None, limit).pins.len(), MAX_PAGE as usize);
            assert_eq!(
                Pinning::changes(1, 0, limit).changes.len(),
                MAX_PAGE as usize
            );
        }
        assert_eq!(
            Pinning::pins(None, 0).pins.len(),
            1,
            "at least one, or nobody gets on"
        );
    });
}
