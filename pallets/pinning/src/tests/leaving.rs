//! How pinners go.

use super::*;
use crate::Error;
use frame_support::{assert_noop, assert_ok};

#[test]
fn nothing_is_assigned_to_whoever_has_left() {
    run(|| {
        retain([1]);
        at_work([1, 2, 3]);
        let first = assigned(1)[0];
        assert_ok!(Pinning::leave(origin(first)));
        assert!(!assigned(1).contains(&first));
        assert_eq!(assigned(1).len(), 2);
        assert_eq!(Pinning::pinners(0, 10).pinners.len(), 2);
    });
}

#[test]
fn the_bond_comes_back_after_the_notice() {
    run(|| {
        at_work([1]);
        assert_noop!(Pinning::free_bond(origin(1)), Error::<Test>::NotLeaving);
        assert_ok!(Pinning::leave(origin(1)));
        assert_eq!(Pinning::pinner(0).unwrap().free_at, Some(1 + NOTICE));
        go_to(NOTICE);
        assert_noop!(Pinning::free_bond(origin(1)), Error::<Test>::NoticeNotOver);
        assert_eq!(Balances::free_balance(account(1)), 9 * BOND);
        go_to(1 + NOTICE);
        assert_ok!(Pinning::free_bond(origin(1)));
        assert_eq!(Balances::free_balance(account(1)), 10 * BOND);
        assert_eq!(Pinning::pinner(0), None);
        assert_noop!(Pinning::free_bond(origin(1)), Error::<Test>::NotRegistered);
    });
}

#[test]
fn whoever_has_left_can_do_nothing_until_the_bond_is_free() {
    run(|| {
        at_work([1]);
        assert_ok!(Pinning::leave(origin(1)));
        assert_noop!(Pinning::leave(origin(1)), Error::<Test>::Leaving);
        assert_noop!(register(1), Error::<Test>::AlreadyRegistered);
        let worker = Pinning::set_worker(origin(1), worker(5));
        assert_noop!(worker, Error::<Test>::Leaving);
        go_to(1 + PERIOD);
        assert_eq!(hear(1, 0), refused(Error::NotAtWork));
    });
}

#[test]
fn whoever_comes_back_is_another_pinner() {
    run(|| {
        at_work([1]);
        assert_ok!(Pinning::leave(origin(1)));
        go_to(1 + NOTICE);
        assert_ok!(Pinning::free_bond(origin(1)));
        assert_ok!(register(1));
        assert_eq!(number(1), 1);
    });
}

#[test]
fn what_a_pinner_claimed_counts_no_more_once_it_has_left() {
    run(|| {
        retain([1]);
        at_work([1, 2]);
        attest(1, &[1]).unwrap();
        assert_eq!(Pinning::replicas(vec![cid(1)])[0].unwrap().kept, 1);
        assert_ok!(Pinning::leave(origin(1)));
        assert_eq!(Pinning::replicas(vec![cid(1)])[0].unwrap().kept, 0);
        go_to(1 + NOTICE);
        assert_ok!(Pinning::free_bond(origin(1)));
    });
}

#[test]
fn a_pinner_that_was_silent_for_long_can_be_dismissed_by_anybody() {
    run(|| {
        at_work([1]);
        go_to(1 + MAX_SILENCE);
        assert_noop!(Pinning::dismiss(origin(2), 0), Error::<Test>::NotSilent);
        go_to(2 + MAX_SILENCE);
        assert_noop!(Pinning::dismiss(origin(2), 1), Error::<Test>::UnknownPinner);
        assert_ok!(Pinning::dismiss(origin(2), 0));
        assert_noop!(Pinning::dismiss(origin(2), 0), Error::<Test>::Leaving);
        go_to(2 + MAX_SILENCE + NOTICE);
        assert_ok!(Pinning::free_bond(origin(1)));
        assert_eq!(Balances::free_balance(account(1)), 10 * BOND);
    });
}

#[test]
fn a_pinner_that_was_never_heard_can_be_dismissed_as_late() {
    run(|| {
        register(1).unwrap();
        go_to(1 + MAX_SILENCE);
        assert_noop!(Pinning::dismiss(origin(2), 0), Error::<Test>::NotSilent);
        go_to(2 + MAX_SILENCE);
        assert_ok!(Pinning::dismiss(origin(2), 0));
    });
}
