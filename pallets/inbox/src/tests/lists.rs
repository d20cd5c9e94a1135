//! Senders who are allowed or blocked by name.

use crate::{mock::*, Error, Event, Listings, Queues, SendRefusal, Verdict};
use frame_support::{assert_noop, assert_ok};
use postern_primitives::{limits::MAX_PAGE, Senders};

fn stranger(seed: u8) -> AccountId {
    inbox_of(&key(seed))
}

#[test]
fn a_blocked_sender_is_refused_and_others_are_not() {
    run(|| {
        assert_ok!(block(&BOB, &ALICE));
        let event = Event::SenderListed {
            owner: BOB,
            sender: ALICE,
            verdict: Verdict::Blocked,
        };
        assert_eq!(last_event(), event.into());
        let refused = send(&ALICE, &[BOB], "hello", 20);
        assert_noop!(refused, Error::<Test>::SenderBlocked);
        assert_eq!(
            Inbox::can_send(&ALICE, &[PAUPER, BOB], 5, 20),
            Err(SendRefusal::Blocked { recipient: 1 })
        );
        assert_ok!(send(&BOB, &[BOB], "hello", 20));
        assert_ok!(send(&ALICE, &[PAUPER], "hello", 20));
    });
}

#[test]
fn an_allowed_sender_is_let_in_whatever_is_asked_of_strangers() {
    run(|| {
        assert_ok!(allow(&BOB, &ALICE));
        for senders in [Senders::Registered, Senders::Listed] {
            assert_ok!(set_policy(&BOB, senders, 2_000));
            assert_ok!(send(&ALICE, &[BOB], "hello", 20));
        }
        // The demand is for strangers as well.
        assert_eq!(held(&ALICE), Inbox::deposit(1024, 2));
    });
}

#[test]
fn blocking_keeps_what_lies_there_already() {
    run(|| {
        fill(&BOB, 1, 20);
        assert_ok!(block(&BOB, &ALICE));
        assert_eq!(listed(&Inbox::entries(&BOB, 0, 9).entries), [0]);
    });
}

#[test]
fn a_sender_changes_sides_at_no_further_deposit() {
    run(|| {
        assert_ok!(allow(&BOB, &ALICE));
        assert_ok!(block(&BOB, &ALICE));
        assert_eq!(Inbox::rules(&BOB).listed, 1);
        assert_eq!(held_for_rules(&BOB), RULES_DEPOSIT + LISTING_DEPOSIT);
        let refused = send(&ALICE, &[BOB], "hello", 20);
        assert_noop!(refused, Error::<Test>::SenderBlocked);
    });
}

#[test]
fn a_sender_is_listed_once() {
    run(|| {
        assert_ok!(allow(&BOB, &ALICE));
        assert_noop!(allow(&BOB, &ALICE), Error::<Test>::AlreadyListed);
    });
}

#[test]
fn a_sender_taken_off_the_list_is_a_stranger_again_and_all_deposits_come_back() {
    run(|| {
        assert_ok!(block(&BOB, &ALICE));
        assert_ok!(unlist(&BOB, &ALICE));
        let (owner, sender) = (BOB, ALICE);
        assert_eq!(last_event(), Event::SenderUnlisted { owner, sender }.into());
        assert_eq!(held_for_rules(&BOB), 0);
        assert!(!Queues::<Test>::contains_key(BOB));
        assert_ok!(send(&ALICE, &[BOB], "hello", 20));
    });
}

#[test]
fn who_is_not_listed_cannot_be_taken_off() {
    run(|| {
        assert_noop!(unlist(&BOB, &ALICE), Error::<Test>::NotListed);
        assert_ok!(block(&BOB, &ALICE));
        assert_noop!(unlist(&BOB, &PAUPER), Error::<Test>::NotListed);
    });
}

#[test]
fn a_policy_set_back_leaves_the_list_and_the_deposit_for_it() {
    run(|| {
        assert_ok!(set_policy(&BOB, Senders::Listed, 0));
        assert_ok!(allow(&BOB, &ALICE));
        assert_ok!(set_policy(&BOB, Senders::Anyone, 0));
        assert_eq!(held_for_rules(&BOB), RULES_DEPOSIT + LISTING_DEPOSIT);
        assert_ok!(unlist(&BOB, &ALICE));
        assert_eq!(held_for_rules(&BOB), 0);
    });
}

#[test]
fn a_list_has_an_end_and_takes_names_again_when_one_is_taken_off() {
    run(|| {
        for seed in 0..MAX_LISTED as u8 {
            assert_ok!(block(&BOB, &stranger(seed)));
        }
        assert_noop!(block(&BOB, &ALICE), Error::<Test>::ListFull);
        // Changing sides needs no room.
        assert_ok!(allow(&BOB, &stranger(0)));
        assert_ok!(unlist(&BOB, &stranger(1)));
        assert_ok!(block(&BOB, &ALICE));
    });
}

#[test]
fn a_list_is_read_page_by_page() {
    run(|| {
        for seed in 0..MAX_LISTED as u8 {
            assert_ok!(block(&BOB, &stranger(seed)));
        }
        assert_ok!(allow(&BOB, &stranger(2)));
        let (mut read, mut after) = (Vec::new(), None);
        loop {
            let page = Inbox::listings(&BOB, after, 3);
            assert!(page.senders.len() <= 3);
            read.extend(page.senders);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        read.sort();
        let mut expected: Vec<_> = (0..MAX_LISTED as u8)
            .map(|seed| match seed {
                2 => (stranger(seed), Verdict::Allowed),
                _ => (stranger(seed), Verdict::Blocked),
            })
            .collect();
        expected.sort();
        assert_eq!(read, expected);
        assert!(Inbox::listings(&ALICE, None, MAX_PAGE).senders.is_empty());
    });
}

#[test]
fn lists_of_different_inboxes_are_apart() {
    run(|| {
        assert_ok!(block(&BOB, &PAUPER));
        assert_ok!(allow(&ALICE, &PAUPER));
        assert_eq!(Listings::<Test>::iter().count(), 2);
        assert_eq!(
            Inbox::listings(&ALICE, None, 9).senders,
            [(PAUPER, Verdict::Allowed)]
        );
    });
}
