//! Numbers have no gaps while an inbox holds anything, and none is ever used twice.

use crate::{mock::*, NumberFloor, Queues};
use frame_support::assert_ok;
use postern_primitives::Senders;

fn numbers_in(owner: &AccountId) -> Vec<u64> {
    listed(&Inbox::entries(owner, 0, 100).entries)
}

#[test]
fn numbers_have_no_gaps_while_the_inbox_holds_anything() {
    run(|| {
        let owner = key(1);
        let inbox = inbox_of(&owner);
        fill(&inbox, 3, 20);
        assert_ok!(acknowledge(&owner, &[0, 2]));
        fill(&inbox, 2, 20);
        assert_eq!(numbers_in(&inbox), [1, 3, 4]);
        let queue = Inbox::queue(&inbox);
        assert_eq!((queue.start, queue.first, queue.next), (0, 1, 5));
    });
}

#[test]
fn an_emptied_inbox_goes_on_beyond_every_number_it_had() {
    run(|| {
        let owner = key(1);
        let inbox = inbox_of(&owner);
        fill(&inbox, 3, 20);
        assert_ok!(acknowledge(&owner, &[0, 1, 2]));
        assert!(!Queues::<Test>::contains_key(&inbox));
        // In the same block, and after an expiry.
        fill(&inbox, 2, MIN_LIFETIME);
        assert_eq!(numbers_in(&inbox), [3, 4]);
        run_to(1 + MIN_LIFETIME);
        assert!(!Queues::<Test>::contains_key(&inbox));
        fill(&inbox, 1, 20);
        assert_eq!(numbers_in(&inbox), [5]);
        assert_eq!(Inbox::queue(&inbox).start, 5);
    });
}

#[test]
fn an_inbox_begins_beyond_the_numbers_of_all_that_were_forgotten() {
    run(|| {
        let (busy, owner) = (key(1), key(2));
        fill(&inbox_of(&owner), 1, 20);
        fill(&inbox_of(&busy), 9, 20);
        assert_ok!(acknowledge(&busy, &(0..9).collect::<Vec<_>>()));
        assert_eq!(NumberFloor::<Test>::get(), 9);
        // One that is in use is not disturbed.
        fill(&inbox_of(&owner), 1, 20);
        assert_eq!(numbers_in(&inbox_of(&owner)), [0, 1]);
        // Where the numbers of one that was forgotten were lower, the floor stays.
        assert_ok!(acknowledge(&owner, &[0, 1]));
        assert_eq!(NumberFloor::<Test>::get(), 9);
        fill(&inbox_of(&owner), 1, 20);
        assert_eq!(numbers_in(&inbox_of(&owner)), [9]);
    });
}

#[test]
fn next_never_falls_whether_the_inbox_is_stored_or_not() {
    run(|| {
        let (owner, other) = (key(1), key(2));
        let mut last = 0;
        let mut look = || {
            let next = Inbox::queue(&inbox_of(&owner)).next;
            assert!(next >= last, "{next} after {last}");
            last = next;
            next
        };
        for round in 0..5 {
            look();
            fill(&inbox_of(&other), 3 + round, 20);
            let numbers = numbers_in(&inbox_of(&other));
            assert_ok!(acknowledge(&other, &numbers));
            let foretold = look();
            fill(&inbox_of(&owner), 1, 20);
            let number = numbers_in(&inbox_of(&owner))[0];
            assert_eq!(number, foretold);
            look();
            assert_ok!(acknowledge(&owner, &[number]));
        }
    });
}

#[test]
fn whoever_reads_on_from_next_misses_nothing_that_comes_later() {
    run(|| {
        let (owner, other) = (key(1), key(2));
        fill(&inbox_of(&owner), 2, 20);
        assert_ok!(acknowledge(&owner, &[0, 1]));
        let from = Inbox::queue(&inbox_of(&owner)).next;
        // Another inbox moves the floor before this one is used again.
        fill(&inbox_of(&other), 7, 20);
        let numbers = numbers_in(&inbox_of(&other));
        assert_ok!(acknowledge(&other, &numbers));
        fill(&inbox_of(&owner), 1, 20);
        let page = Inbox::entries(&inbox_of(&owner), from, 10);
        assert_eq!((listed(&page.entries), page.next), (vec![9], None));
    });
}

#[test]
fn rules_keep_the_numbers_of_an_empty_inbox() {
    run(|| {
        assert_ok!(set_policy(&BOB, Senders::Anyone, 500));
        fill(&BOB, 2, MIN_LIFETIME);
        run_to(1 + MIN_LIFETIME);
        let queue = Inbox::queue(&BOB);
        assert_eq!((queue.start, queue.first, queue.next), (0, 2, 2));
        fill(&BOB, 1, 20);
        assert_eq!(numbers_in(&BOB), [2]);
    });
}

#[test]
fn an_inbox_with_a_single_entry_is_no_more_than_that_in_state() {
    run(|| {
        let inbox = inbox_of(&key(1));
        fill(&inbox, 1, 20);
        assert!(!Queues::<Test>::contains_key(&inbox));
        let queue = Inbox::queue(&inbox);
        assert_eq!(
            (
                queue.start,
                queue.first,
                queue.next,
                queue.count,
                queue.bytes
            ),
            (0, 0, 1, 1, 1024)
        );
        fill(&inbox, 1, 20);
        assert!(Queues::<Test>::contains_key(&inbox));
    });
}

#[test]
fn an_inbox_that_comes_down_to_a_single_entry_remembers_its_other_numbers() {
    run(|| {
        let owner = key(1);
        let inbox = inbox_of(&owner);
        fill(&inbox, 3, 20);
        assert_ok!(acknowledge(&owner, &[0, 2]));
        let queue = Inbox::queue(&inbox);
        assert_eq!((queue.start, queue.first, queue.next), (0, 1, 3));
        assert_ok!(acknowledge(&owner, &[1]));
        assert!(!Queues::<Test>::contains_key(&inbox));
    });
}

#[test]
fn an_inbox_with_a_single_entry_forgets_its_queue_with_its_rules() {
    run(|| {
        assert_ok!(allow(&BOB, &ALICE));
        fill(&BOB, 1, 20);
        assert!(Queues::<Test>::contains_key(BOB));
        assert_ok!(unlist(&BOB, &ALICE));
        assert!(!Queues::<Test>::contains_key(BOB));
        assert_eq!(Inbox::queue(&BOB).count, 1);
    });
}
