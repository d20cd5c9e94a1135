//! Who is to keep what.

use super::*;
use postern_primitives::limits::{MAX_CONTENT_SIZE, MAX_PAGE};
use std::collections::{BTreeMap, BTreeSet};

/// Who is to keep each of so many contents.
fn map(contents: u32) -> BTreeMap<u32, Vec<u8>> {
    (0..contents).map(|n| (n, assigned(n))).collect()
}

#[test]
fn a_content_is_assigned_to_as_many_as_are_wanted_or_all_there_are() {
    run(|| {
        retain([0]);
        assert_eq!(assigned(0), Vec::<u8>::new());
        at_work([1]);
        assert_eq!(assigned(0), [1]);
        at_work([2, 3, 4]);
        assert_eq!(assigned(0).len(), 2);
    });
}

#[test]
fn what_need_not_stay_available_is_assigned_to_nobody() {
    run(|| {
        at_work([1]);
        assert_eq!(assigned(0), Vec::<u8>::new());
    });
}

#[test]
fn contents_are_spread_evenly() {
    run(|| {
        retain(0..1_000);
        at_work(1..=5);
        for n in 1..=5 {
            let share = map(1_000).values().filter(|to| to.contains(&n)).count();
            // 400 on average, with a standard deviation of 15.
            assert!((320..480).contains(&share), "{share} of 1000 twice to {n}");
        }
    });
}

#[test]
fn a_pinner_that_comes_takes_over_only_its_share_and_nothing_else_moves() {
    run(|| {
        retain(0..500);
        at_work(1..=4);
        let before = map(500);
        at_work([5]);
        for (content, now) in map(500) {
            let then = &before[&content];
            let stayed = now.iter().filter(|n| then.contains(n)).count();
            let expected = if now.contains(&5) { 1 } else { 2 };
            assert_eq!(stayed, expected, "content {content}");
        }
    });
}

#[test]
fn the_next_in_rank_takes_the_place_of_one_that_falls_silent() {
    run(|| {
        retain(0..200);
        at_work(1..=4);
        let before = map(200);
        go_to(1 + PATIENCE);
        assert_eq!(map(200), before, "until inclusively this block");
        for n in [1, 2, 3] {
            hear(n, 0).unwrap();
        }
        go_to(2 + PATIENCE);
        for (content, now) in map(200) {
            let then = &before[&content];
            assert!(!now.contains(&4));
            assert_eq!(now.len(), 2);
            assert!(then.iter().filter(|n| **n != 4).all(|n| now.contains(n)));
        }
        hear(4, 0).unwrap();
        assert_eq!(map(200), before, "and all is as it was once it is back");
    });
}

#[test]
fn nothing_is_assigned_before_the_first_heartbeat() {
    run(|| {
        retain([0]);
        register(1).unwrap();
        assert_eq!(assigned(0), Vec::<u8>::new());
        hear(1, 0).unwrap();
        assert_eq!(assigned(0), [1]);
    });
}

#[test]
fn a_full_pinner_keeps_what_it_has_and_gets_nothing_new() {
    run(|| {
        retain(0..200);
        at_work(1..=3);
        let own: Vec<_> = (0..200).filter(|n| assigned(*n).contains(&1)).collect();
        attest(1, &own[..40]).unwrap();
        go_to(1 + PERIOD);
        hear(1, MAX_CONTENT_SIZE).unwrap();
        assert!(own[..40].iter().all(|n| assigned(*n).contains(&1)));
        assert!(own[40..].iter().all(|n| !assigned(*n).contains(&1)));
        assert!(own.iter().all(|n| assigned(*n).len() == 2));
        go_to(1 + 2 * PERIOD);
        hear(1, MAX_CONTENT_SIZE - 1).unwrap();
        assert!(own.iter().all(|n| assigned(*n).contains(&1)));
    });
}

#[test]
fn pages_of_what_is_assigned_to_a_pinner_together_hold_all_of_it_once() {
    run(|| {
        retain(0..100);
        at_work(1..=4);
        let mut found = BTreeSet::new();
        let mut after = None;
        let mut pages = 0;
        loop {
            let page = Pinning::assignments(number(1), after, 16);
            assert!(page.pins.len() <= 16);
            for (cid, _) in page.pins {
                assert!(found.insert(cid), "{cid} twice");
            }
            pages += 1;
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(pages, 7, "the limit bounds what is looked at");
        let own = (0..100).filter(|n| assigned(*n).contains(&1));
        assert_eq!(found, own.map(cid).collect());
        assert!(Pinning::assignments(99, None, MAX_PAGE).pins.is_empty());
    });
}

#[test]
fn pages_of_pinners_go_on_where_the_last_one_ended() {
    run(|| {
        at_work(1..=5);
        Pinning::leave(origin(2)).unwrap();
        let first = Pinning::pinners(0, 2);
        let numbers = |page: &crate::PinnerPage<AccountId, u64>| -> Vec<_> {
            page.pinners.iter().map(|info| info.pinner).collect()
        };
        assert_eq!((numbers(&first), first.next), (vec![0, 2], Some(3)));
        let second = Pinning::pinners(3, 2);
        assert_eq!((numbers(&second), second.next), (vec![3, 4], None));
        assert!(Pinning::pinners(5, 2).pinners.is_empty());
        assert!(second.pinners.iter().all(|info| info.live));
    });
}
