//! The pages of the expiry index.

use crate::{mock::*, schedule::FULL_PAGE, Expiring, Page, SentNow};
use frame_support::assert_ok;
use postern_primitives::limits::MAX_RECIPIENTS;

/// Entries on each page of those that expire at `block`, by the page's number.
fn pages(block: u32) -> Vec<(u32, usize)> {
    let mut pages: Vec<_> = Expiring::<Test>::iter_prefix(block)
        .map(|(page, places)| (page.number, places.len()))
        .collect();
    pages.sort_unstable();
    pages
}

fn people(count: u8) -> Vec<AccountId> {
    (1..=count).map(|seed| inbox_of(&key(seed))).collect()
}

#[test]
fn messages_of_a_block_that_expire_together_share_a_page_until_it_is_full() {
    run(|| {
        fill(&PAUPER, FULL_PAGE, 20);
        assert_eq!(pages(21), [(0, 32)]);
        fill(&BOB, 3, 20);
        assert_eq!(pages(21), [(0, 32), (1, 3)]);
    });
}

#[test]
fn a_message_finds_room_for_all_its_recipients_on_one_page() {
    run(|| {
        fill(&PAUPER, FULL_PAGE - 1, 20);
        let recipients = people(MAX_RECIPIENTS as u8);
        assert_ok!(send(&ALICE, &recipients, "hello", 20));
        assert_eq!(pages(21), [(0, 95)]);
        fill(&BOB, 1, 20);
        assert_eq!(pages(21), [(0, 95), (2, 1)]);
    });
}

#[test]
fn messages_that_expire_apart_or_were_sent_apart_share_no_page() {
    run(|| {
        fill(&PAUPER, 1, 20);
        fill(&PAUPER, 1, 21);
        assert_eq!((pages(21), pages(22)), (vec![(0, 1)], vec![(0, 1)]));
        run_to(2);
        fill(&PAUPER, 1, 19);
        let sent_at = |block| {
            let number = 0;
            let page = Page {
                sent_at: block,
                number,
            };
            Expiring::<Test>::get(21, page).map(|places| places.len())
        };
        assert_eq!((sent_at(1), sent_at(2)), (Some(1), Some(1)));
    });
}

#[test]
fn an_entry_is_struck_off_its_page_and_the_last_one_takes_the_page_along() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 3, 20);
        assert_ok!(acknowledge(&owner, &[1]));
        assert_eq!(pages(21), [(0, 2)]);
        assert_ok!(retract(&ALICE, &[(inbox_of(&owner), 0)]));
        assert_eq!(pages(21), [(0, 1)]);
        assert_ok!(acknowledge(&owner, &[2]));
        assert_eq!(pages(21), []);
    });
}

#[test]
fn a_page_that_is_swept_in_part_keeps_the_rest() {
    run(|| {
        fill(&PAUPER, MAX_SWEPT + 3, 6);
        run_to(7);
        assert_eq!(pages(7), [(0, 3)]);
        assert_eq!(Inbox::overdue(100).len(), 3);
        run_to(8);
        assert_eq!(pages(7), []);
    });
}

#[test]
fn a_message_that_fails_takes_no_room_on_a_page() {
    run(|| {
        assert!(send(&PAUPER, &[BOB], "hello", 20).is_err());
        assert_eq!(SentNow::<Test>::get(), 0);
        assert_eq!(pages(21), []);
    });
}

#[test]
fn nothing_is_counted_between_blocks() {
    run(|| {
        fill(&PAUPER, 3, 20);
        assert_eq!(SentNow::<Test>::get(), 3);
        run_to(2);
        assert!(!SentNow::<Test>::exists());
    });
}
