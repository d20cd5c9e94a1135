//! What leaves the inbox without being read is noticed, once, and nothing else is.

use super::*;
use crate::chain::{types::EntryInfo, QueueInfo};

/// A block behind all others here.
const FINAL: BlockNumber = 100;

fn entry(sequence_number: u64) -> EntryInfo {
    EntryInfo {
        sequence_number,
        cid: cid(sequence_number as u8),
        size: 1,
        sender: [1; 32],
        sent_at: 10,
        expires_at: 50,
    }
}

fn queue(start: u64, next: u64) -> QueueInfo {
    QueueInfo {
        start,
        first: start,
        next,
        count: 0,
        bytes: 0,
    }
}

fn waiting(number: u64) -> Gap {
    let EntryInfo {
        cid,
        sender,
        sent_at,
        expires_at,
        ..
    } = entry(number);
    Gap::Unread(Waiting {
        number,
        id: cid,
        sender,
        sent_at,
        expires_at,
    })
}

#[test]
fn an_inbox_that_is_looked_into_for_the_first_time_has_no_gaps() {
    let (_home, store) = open();
    let gaps = store.look_into_inbox(&queue(0, 9), &[entry(3)], FINAL);
    assert_eq!(gaps.unwrap(), []);
}

#[test]
fn numbers_that_no_entry_has_are_told_in_ranges_and_once() {
    let (home, store) = open();
    store.begin_inbox(2).unwrap();
    store.begin_inbox(7).unwrap();
    let listed = [entry(4), entry(5), entry(8)];
    let gaps = store
        .look_into_inbox(&queue(0, 10), &listed, FINAL)
        .unwrap();
    let expected = [Gap::Unseen(2..=3), Gap::Unseen(6..=7), Gap::Unseen(9..=9)];
    assert_eq!(gaps, expected);
    drop(store);
    let store = Store::open(home.path(), &KEY).unwrap();
    let gaps = store.look_into_inbox(&queue(0, 10), &listed, FINAL);
    assert_eq!(gaps.unwrap(), []);
}

#[test]
fn an_inbox_that_was_forgotten_in_between_says_nothing_by_its_numbers() {
    let (_home, store) = open();
    store.begin_inbox(2).unwrap();
    let gaps = store.look_into_inbox(&queue(1000, 1001), &[entry(1000)], FINAL);
    assert_eq!(gaps.unwrap(), []);
}

#[test]
fn what_was_shown_may_go_and_what_was_not_is_missed() {
    let (_home, store) = open();
    store.begin_inbox(0).unwrap();
    let look = |listed: &[EntryInfo]| store.look_into_inbox(&queue(0, 2), listed, FINAL);
    assert_eq!(look(&[entry(0), entry(1)]).unwrap(), []);
    store.mark_shown(&cid(0)).unwrap();
    assert_eq!(look(&[]).unwrap(), [waiting(1)]);
    assert_eq!(look(&[]).unwrap(), []);
}

#[test]
fn what_may_come_again_in_another_block_is_not_missed_yet() {
    let (_home, store) = open();
    store.begin_inbox(0).unwrap();
    let look = |listed: &[EntryInfo], last| {
        let gaps = store.look_into_inbox(&queue(0, 1), listed, last);
        gaps.unwrap()
    };
    assert_eq!(look(&[entry(0)], 9), []);
    assert_eq!(look(&[], 9), []);
    let again = EntryInfo {
        sequence_number: 5,
        ..entry(0)
    };
    assert_eq!(look(&[again], 9), []);
    let gone = look(&[], 10);
    assert!(
        matches!(&gone[..], [Gap::Unread(waiting)] if waiting.number == 5),
        "{gone:?}"
    );
}

#[test]
fn what_blocked_people_sent_is_not_missed_after_they_are_unblocked() {
    let (_home, store) = open();
    store.begin_inbox(0).unwrap();
    let look = |listed: &[EntryInfo]| store.look_into_inbox(&queue(0, 2), listed, FINAL);
    let known = Person {
        account: entry(0).sender,
        contact: true,
        ..Person::default()
    };
    look(&[entry(0)]).unwrap();
    store
        .remember(&Person {
            blocked: true,
            ..known.clone()
        })
        .unwrap();
    look(&[entry(0), entry(1)]).unwrap();
    store.remember(&known).unwrap();
    assert_eq!(look(&[]).unwrap(), []);
}

#[test]
fn what_was_seen_and_not_shown_is_waiting() {
    let (_home, store) = open();
    store
        .look_into_inbox(&queue(0, 5), &[entry(4)], FINAL)
        .unwrap();
    assert!(store.is_waiting(&cid(4)).unwrap());
    assert!(!store.is_waiting(&cid(3)).unwrap());
    store.look_into_inbox(&queue(0, 5), &[], FINAL).unwrap();
    assert!(!store.is_waiting(&cid(4)).unwrap());
}
