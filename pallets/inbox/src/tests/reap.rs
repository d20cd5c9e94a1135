use crate::{mock::*, Call, Entries, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, DispatchResult};

fn reap(entries: &[(AccountId, u64)]) -> DispatchResult {
    let entries = places(entries);
    dispatch(Call::reap { entries }, RuntimeOrigin::signed(BOB))
}

/// More than one sweep takes out expires in block 7.
fn flood() {
    fill(&PAUPER, MAX_SWEPT + 8, 6);
    fill(&PAUPER, 2, 30);
    run_to(7);
}

#[test]
fn anybody_clears_what_the_sweep_has_not_reached() {
    run(|| {
        flood();
        let overdue = Inbox::overdue(100);
        assert_eq!(overdue.len(), 8);
        assert_ok!(reap(&overdue));
        assert_eq!(Inbox::overdue(100), []);
        assert_eq!(Entries::<Test>::iter().count(), 2);
        assert_eq!(scheduled(), 2);
        // The deposit is the sender's, not of who cleared it.
        assert_eq!(held(&ALICE), Inbox::deposit(1024, 2));
        assert_eq!(Balances::free_balance(BOB), FUNDS);
    });
}

#[test]
fn each_entry_is_told_as_expired() {
    run(|| {
        flood();
        let overdue = Inbox::overdue(1);
        let (owner, sequence_number) = overdue[0].clone();
        let cid = Entries::<Test>::get(&owner, crate::SequenceKey::from(sequence_number))
            .unwrap()
            .cid;
        assert_ok!(reap(&overdue));
        let expired = Event::Expired {
            owner,
            sequence_number,
            cid,
        };
        assert_eq!(last_event(), expired.into());
    });
}

#[test]
fn what_is_live_or_gone_is_skipped() {
    run(|| {
        flood();
        let mut named = Inbox::overdue(3);
        // Live, never there, and the same again.
        named.extend([(PAUPER, u64::from(MAX_SWEPT) + 8), (BOB, 0)]);
        named.push(named[0].clone());
        assert_ok!(reap(&named));
        assert_eq!(Entries::<Test>::iter().count(), 7);
    });
}

#[test]
fn nothing_left_to_clear_is_refused() {
    run(|| {
        fill(&PAUPER, 1, 20);
        let nothing = DispatchError::from(Error::<Test>::NothingToReap);
        assert_noop!(reap(&[]), nothing);
        assert_noop!(reap(&[(PAUPER, 0)]), nothing);
        assert_noop!(reap(&[(PAUPER, 1)]), nothing);
    });
}

#[test]
fn the_list_of_what_is_overdue_is_as_long_as_wanted_and_begins_with_the_oldest() {
    run(|| {
        assert_eq!(Inbox::overdue(100), []);
        fill(&PAUPER, MAX_SWEPT * 2 + 1, 6);
        fill(&BOB, 3, 7);
        run_to(8);
        assert_eq!(Inbox::overdue(100).len(), 3 + 1);
        assert_eq!(Inbox::overdue(1)[0].0, PAUPER);
        assert_eq!(Inbox::overdue(2).len(), 2);
        assert_eq!(Inbox::overdue(0), []);
    });
}

#[test]
fn only_a_signed_transaction_reaps() {
    run(|| {
        flood();
        for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
            let entries = places(&Inbox::overdue(3));
            let refused = dispatch(Call::reap { entries }, origin);
            assert_noop!(refused, DispatchError::BadOrigin);
        }
    });
}
