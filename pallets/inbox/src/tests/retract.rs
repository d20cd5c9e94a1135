use crate::{mock::*, Call, Entries, Error, Event, WeightInfo};
use frame_support::{assert_noop, assert_ok, traits::UnfilteredDispatchable};
use sp_runtime::DispatchError;

type Weights = <Test as crate::Config>::WeightInfo;

#[test]
fn the_sender_takes_back_what_nobody_has_acknowledged() {
    run(|| {
        assert_ok!(send(&ALICE, &[BOB, PAUPER], "hello", 20));
        assert_ok!(retract(&ALICE, &[(BOB, 0), (PAUPER, 0)]));
        assert_eq!(Entries::<Test>::iter().count(), 0);
        assert_eq!(References::of(&cid("hello")), 0);
        assert_eq!((held(&ALICE), Balances::free_balance(ALICE)), (0, FUNDS));
        let entries = places(&[(BOB, 0), (PAUPER, 0)]);
        let sender = ALICE;
        assert_eq!(last_event(), Event::Retracted { sender, entries }.into());
    });
}

#[test]
fn one_of_several_recipients_can_be_left_out_afterwards() {
    run(|| {
        assert_ok!(send(&ALICE, &[BOB, PAUPER], "hello", 20));
        assert_ok!(retract(&ALICE, &[(PAUPER, 0)]));
        assert!(Inbox::entry(&BOB, 0).is_some());
        assert_eq!(Inbox::entry(&PAUPER, 0), None);
        assert_eq!(References::of(&cid("hello")), 1);
        assert_eq!(held(&ALICE), Inbox::deposit(1024, 1));
    });
}

#[test]
fn what_was_read_in_the_meantime_is_skipped() {
    run(|| {
        let owner = key(1);
        assert_ok!(send(&ALICE, &[inbox_of(&owner), BOB], "hello", 20));
        assert_ok!(acknowledge(&owner, &[0]));
        assert_ok!(retract(&ALICE, &[(inbox_of(&owner), 0), (BOB, 0)]));
        let entries = places(&[(BOB, 0)]);
        let sender = ALICE;
        assert_eq!(last_event(), Event::Retracted { sender, entries }.into());
    });
}

#[test]
fn nothing_left_to_take_back_is_refused() {
    run(|| {
        let nothing = DispatchError::from(Error::<Test>::NothingToRetract);
        assert_noop!(retract(&ALICE, &[]), nothing);
        assert_noop!(retract(&ALICE, &[(BOB, 0)]), nothing);
        assert_ok!(send(&ALICE, &[BOB], "hello", 20));
        assert_ok!(retract(&ALICE, &[(BOB, 0)]));
        assert_noop!(retract(&ALICE, &[(BOB, 0)]), nothing);
    });
}

#[test]
fn nobody_takes_back_what_another_has_sent() {
    run(|| {
        fill(&PAUPER, 1, 20);
        assert_noop!(retract(&BOB, &[(PAUPER, 0)]), Error::<Test>::NotSender);
        // Nor along with what is their own, nor as the owner of the inbox.
        assert_ok!(send(&BOB, &[PAUPER], "mine", 20));
        let both = [(PAUPER, 1), (PAUPER, 0)];
        assert_noop!(retract(&BOB, &both), Error::<Test>::NotSender);
        assert_noop!(retract(&PAUPER, &[(PAUPER, 0)]), Error::<Test>::NotSender);
    });
}

#[test]
fn an_entry_named_twice_is_taken_back_once() {
    run(|| {
        fill(&PAUPER, 2, 20);
        assert_ok!(retract(&ALICE, &[(PAUPER, 1), (PAUPER, 1)]));
        assert_eq!(held(&ALICE), Inbox::deposit(1024, 1));
        let queue = Inbox::queue(&PAUPER);
        assert_eq!((queue.first, queue.count, queue.bytes), (0, 1, 1024));
    });
}

#[test]
fn the_deposit_of_an_expired_entry_need_not_wait_for_the_sweep() {
    run(|| {
        fill(&PAUPER, MAX_SWEPT + 5, 6);
        run_to(7);
        let left = Entries::<Test>::iter_keys().map(|(_, key)| u64::from(key));
        let left: Vec<_> = left.map(|number| (PAUPER, number)).collect();
        assert_eq!(left.len(), 5);
        assert_ok!(retract(&ALICE, &left));
        assert_eq!(held(&ALICE), 0);
    });
}

#[test]
fn only_a_signed_transaction_retracts() {
    run(|| {
        fill(&PAUPER, 1, 20);
        for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
            let entries = places(&[(PAUPER, 0)]);
            let refused = dispatch(Call::retract { entries }, origin);
            assert_noop!(refused, DispatchError::BadOrigin);
        }
    });
}

#[test]
fn the_weight_is_what_was_found_and_not_what_was_named() {
    run(|| {
        fill(&PAUPER, 1, 20);
        let entries = places(&[(PAUPER, 0), (PAUPER, 7), (BOB, 3)]);
        let call = Call::<Test>::retract { entries };
        let done = call
            .dispatch_bypass_filter(RuntimeOrigin::signed(ALICE))
            .unwrap();
        let weight = Weights::retract(1).saturating_add(Weights::miss(2));
        assert_eq!(done.actual_weight, Some(weight));
    });
}
