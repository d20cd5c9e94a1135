//! What an inbox asks of strangers.

use crate::{mock::*, Error, Event, Queues, SendRefusal};
use frame_support::{assert_noop, assert_ok};
use postern_primitives::Senders;

fn refusal(recipients: &[AccountId]) -> SendRefusal {
    Inbox::can_send(&ALICE, recipients, 1024, 20).expect_err("the rules forbid it")
}

#[test]
fn an_inbox_without_rules_takes_everybodys_messages() {
    run(|| {
        let rules = Inbox::rules(&BOB);
        assert_eq!((rules.senders, rules.min_deposit), (Senders::Anyone, 0));
        assert_ok!(send(&ALICE, &[BOB], "hello", 20));
    });
}

#[test]
fn an_inbox_for_registered_senders_refuses_others() {
    run(|| {
        assert_ok!(set_policy(&BOB, Senders::Registered, 0));
        let event = Event::PolicySet {
            owner: BOB,
            senders: Senders::Registered,
            min_deposit: 0,
        };
        assert_eq!(last_event(), event.into());
        let refused = send(&ALICE, &[BOB], "hello", 20);
        assert_noop!(refused, Error::<Test>::SenderNotRegistered);
        assert_eq!(refusal(&[BOB]), SendRefusal::NotRegistered { recipient: 0 });
        Registered::add(&ALICE);
        assert_ok!(send(&ALICE, &[BOB], "hello", 20));
    });
}

#[test]
fn an_inbox_for_named_senders_refuses_others() {
    run(|| {
        assert_ok!(set_policy(&BOB, Senders::Listed, 0));
        Registered::add(&ALICE);
        let refused = send(&ALICE, &[BOB], "hello", 20);
        assert_noop!(refused, Error::<Test>::SenderNotAllowed);
        assert_ok!(allow(&BOB, &ALICE));
        assert_ok!(send(&ALICE, &[BOB], "hello", 20));
    });
}

#[test]
fn the_refusing_recipient_is_named_by_the_place_in_the_list() {
    run(|| {
        assert_ok!(set_policy(&BOB, Senders::Listed, 0));
        let recipient = 2;
        assert_eq!(
            refusal(&[PAUPER, inbox_of(&key(1)), BOB]),
            SendRefusal::NotAllowed { recipient }
        );
    });
}

#[test]
fn one_refusing_recipient_keeps_the_message_from_all() {
    run(|| {
        assert_ok!(set_policy(&BOB, Senders::Listed, 0));
        assert!(send(&ALICE, &[PAUPER, BOB], "hello", 20).is_err());
        assert_eq!(Inbox::queue(&PAUPER).count, 0);
        assert_eq!(held(&ALICE), 0);
    });
}

#[test]
fn a_demanded_deposit_is_held_for_that_recipient_and_comes_back() {
    run(|| {
        let owner = key(1);
        let standard = Inbox::deposit(1024, 1);
        assert_ok!(set_policy(&BOB, Senders::Anyone, 2_000));
        let recipients = [BOB, inbox_of(&owner)];
        let foretold = Inbox::can_send(&ALICE, &recipients, 1024, 20);
        assert_eq!(foretold, Ok(2_000 + standard));
        assert_ok!(send(&ALICE, &recipients, "hello", 20));
        assert_eq!(held(&ALICE), 2_000 + standard);
        assert_ok!(retract(&ALICE, &[(BOB, 0)]));
        assert_eq!(held(&ALICE), standard);
    });
}

#[test]
fn a_demand_below_the_ordinary_deposit_changes_nothing() {
    run(|| {
        assert_ok!(set_policy(&BOB, Senders::Anyone, 1));
        assert_ok!(send(&ALICE, &[BOB], "hello", 20));
        assert_eq!(held(&ALICE), Inbox::deposit(1024, 1));
    });
}

#[test]
fn a_demand_that_the_sender_cannot_meet_is_told() {
    ExtBuilder::default()
        .with_funded(&[ALICE, BOB])
        .execute_with(|| {
            assert_ok!(set_policy(&BOB, Senders::Anyone, MAX_MIN_DEPOSIT));
            let spare = FUNDS - MAX_MIN_DEPOSIT;
            let alice = RuntimeOrigin::signed(ALICE);
            assert_ok!(Balances::transfer_allow_death(alice, PAUPER, spare));
            assert_eq!(refusal(&[BOB]), SendRefusal::DepositNotAffordable);
            let refused = send(&ALICE, &[BOB], "hello", 20);
            assert_noop!(refused, Error::<Test>::DepositNotAffordable);
        });
}

#[test]
fn more_than_the_most_cannot_be_demanded() {
    run(|| {
        let refused = set_policy(&BOB, Senders::Anyone, MAX_MIN_DEPOSIT + 1);
        assert_noop!(refused, Error::<Test>::MinDepositTooHigh);
        assert_ok!(set_policy(&BOB, Senders::Anyone, MAX_MIN_DEPOSIT));
    });
}

#[test]
fn owners_are_no_strangers_to_themselves() {
    run(|| {
        assert_ok!(set_policy(&BOB, Senders::Listed, 2_000));
        assert_ok!(send(&BOB, &[BOB], "a note", 20));
        assert_eq!(held(&BOB), Inbox::deposit(1024, 1));
    });
}

#[test]
fn rules_do_not_touch_what_lies_there_already() {
    run(|| {
        fill(&BOB, 2, 20);
        assert_ok!(set_policy(&BOB, Senders::Listed, 2_000));
        assert_eq!(listed(&Inbox::entries(&BOB, 0, 9).entries), [0, 1]);
        assert_eq!(held(&ALICE), Inbox::deposit(1024, 2));
    });
}

#[test]
fn rules_hold_a_deposit_until_they_ask_for_nothing() {
    run(|| {
        assert_ok!(set_policy(&BOB, Senders::Registered, 500));
        assert_eq!(held_for_rules(&BOB), RULES_DEPOSIT);
        // Changing them costs no more.
        assert_ok!(set_policy(&BOB, Senders::Anyone, 700));
        assert_eq!(held_for_rules(&BOB), RULES_DEPOSIT);
        assert_ok!(set_policy(&BOB, Senders::Anyone, 0));
        assert_eq!(held_for_rules(&BOB), 0);
        assert!(!Queues::<Test>::contains_key(BOB));
    });
}

#[test]
fn asking_for_nothing_where_nothing_was_asked_costs_nothing() {
    run(|| {
        assert_ok!(set_policy(&PAUPER, Senders::Anyone, 0));
        assert!(!Queues::<Test>::contains_key(PAUPER));
    });
}

#[test]
fn an_owner_who_cannot_pay_for_rules_is_told() {
    run(|| {
        let refused = set_policy(&PAUPER, Senders::Listed, 0);
        assert_noop!(refused, Error::<Test>::RulesNotAffordable);
    });
}

#[test]
fn entries_stay_when_the_rules_go_and_rules_stay_when_the_entries_go() {
    run(|| {
        assert_ok!(set_policy(&BOB, Senders::Anyone, 500));
        fill(&BOB, 1, MIN_LIFETIME);
        assert_ok!(set_policy(&BOB, Senders::Anyone, 0));
        assert_eq!(Inbox::queue(&BOB).count, 1);
        assert_ok!(set_policy(&BOB, Senders::Anyone, 600));
        run_to(1 + MIN_LIFETIME);
        assert_eq!(Inbox::queue(&BOB).count, 0);
        assert_eq!(Inbox::rules(&BOB).min_deposit, 600);
    });
}
