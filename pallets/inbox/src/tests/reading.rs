use crate::{mock::*, Entries};
use frame_support::assert_ok;
use postern_primitives::limits::MAX_PAGE;

/// Follows `next` to the end; panics when that takes more steps than there are numbers.
fn read_all(owner: &AccountId, limit: u32) -> Vec<u64> {
    let mut read = Vec::new();
    let mut from = Some(0);
    let mut steps = Inbox::queue(owner).next + 1;
    while let Some(start) = from {
        let page = Inbox::entries(owner, start, limit);
        read.extend(listed(&page.entries));
        from = page.next;
        steps = steps.checked_sub(1).expect("paging ends");
    }
    read
}

#[test]
fn an_inbox_that_was_never_used_reads_as_empty() {
    run(|| {
        assert_eq!(Inbox::queue(&PAUPER), Default::default());
        let page = Inbox::entries(&PAUPER, 0, 10);
        assert_eq!((page.entries, page.next), (vec![], None));
        assert_eq!(Inbox::entry(&PAUPER, 0), None);
    });
}

#[test]
fn pages_of_any_size_make_up_the_whole_in_order() {
    run(|| {
        fill(&PAUPER, 23, 20);
        let whole: Vec<u64> = (0..23).collect();
        for limit in [1, 2, 5, 22, 23, 24, 1_000, u32::MAX] {
            assert_eq!(read_all(&PAUPER, limit), whole, "{limit}");
        }
    });
}

#[test]
fn a_page_says_where_to_go_on() {
    run(|| {
        fill(&PAUPER, 5, 20);
        let page = Inbox::entries(&PAUPER, 1, 2);
        assert_eq!((listed(&page.entries), page.next), (vec![1, 2], Some(3)));
        let page = Inbox::entries(&PAUPER, 3, 2);
        assert_eq!((listed(&page.entries), page.next), (vec![3, 4], None));
    });
}

#[test]
fn a_limit_of_nothing_still_goes_forward() {
    run(|| {
        fill(&PAUPER, 2, 20);
        let page = Inbox::entries(&PAUPER, 0, 0);
        assert_eq!((listed(&page.entries), page.next), (vec![0], Some(1)));
    });
}

#[test]
fn a_page_holds_no_more_than_its_most_whatever_is_asked() {
    run(|| {
        fill(&PAUPER, 1, 20);
        let entry = Entries::<Test>::iter_values().next().unwrap();
        // Entries beyond `MAX_QUEUED`, by hand; taken away again for the invariants.
        let most = u64::from(MAX_PAGE);
        for number in 1..most + 10 {
            Entries::<Test>::insert(PAUPER, crate::SequenceKey::from(number), &entry);
        }
        let page = Inbox::entries(&PAUPER, 0, u32::MAX);
        assert_eq!(page.entries.len() as u64, most);
        assert_eq!(page.next, Some(most));
        for number in 1..most + 10 {
            Entries::<Test>::remove(PAUPER, crate::SequenceKey::from(number));
        }
    });
}

#[test]
fn reading_from_beyond_the_end_finds_nothing() {
    run(|| {
        fill(&PAUPER, 3, 20);
        for from in [3, 4, u64::MAX] {
            let page = Inbox::entries(&PAUPER, from, 10);
            assert_eq!((page.entries, page.next), (vec![], None));
        }
    });
}

#[test]
fn paging_stays_right_while_entries_are_acknowledged_between_pages() {
    run(|| {
        let owner = key(1);
        let inbox = inbox_of(&owner);
        fill(&inbox, 9, 20);
        let first = Inbox::entries(&inbox, 0, 3);
        assert_eq!(
            (listed(&first.entries), first.next),
            (vec![0, 1, 2], Some(3))
        );
        // Read ones go, an unread one goes, and the very one to go on from goes.
        assert_ok!(acknowledge(&owner, &[0, 1, 2, 3, 6]));
        let second = Inbox::entries(&inbox, 3, 3);
        assert_eq!(
            (listed(&second.entries), second.next),
            (vec![4, 5, 7], Some(8))
        );
        assert_ok!(acknowledge(&owner, &[4, 5]));
        fill(&inbox, 1, 20);
        let third = Inbox::entries(&inbox, 8, 3);
        assert_eq!((listed(&third.entries), third.next), (vec![8, 9], None));
    });
}

#[test]
fn one_unread_entry_at_the_front_does_not_make_reading_past_it_costly() {
    run(|| {
        let owner = key(1);
        let inbox = inbox_of(&owner);
        fill(&inbox, 1, MAX_LIFETIME);
        // A long history lies between the oldest entry and the newest.
        for _ in 0..10 {
            let next = Inbox::queue(&inbox).next;
            fill(&inbox, 30, 20);
            assert_ok!(acknowledge(&owner, &(next..next + 30).collect::<Vec<_>>()));
        }
        fill(&inbox, 1, 20);
        // Two entries, one page, although 300 numbers lie between them.
        let page = Inbox::entries(&inbox, 0, 2);
        assert_eq!((listed(&page.entries), page.next), (vec![0, 301], None));
    });
}

#[test]
fn the_queue_begins_at_the_oldest_entry_after_any_removal() {
    run(|| {
        let owner = key(1);
        let inbox = inbox_of(&owner);
        fill(&inbox, 6, 20);
        let first = || Inbox::queue(&inbox).first;
        assert_ok!(acknowledge(&owner, &[1, 2]));
        assert_eq!(first(), 0);
        assert_ok!(acknowledge(&owner, &[0]));
        assert_eq!(first(), 3);
        assert_ok!(acknowledge(&owner, &[3, 4, 5]));
        assert_eq!(first(), 6);
    });
}

#[test]
fn entries_waiting_for_the_sweep_make_pages_short_and_paging_still_ends() {
    run(|| {
        fill(&PAUPER, 25, 6);
        fill(&PAUPER, 2, 20);
        run_to(7);
        // Ten are swept, fifteen are expired and stored, two are live.
        let page = Inbox::entries(&PAUPER, 0, 5);
        assert!(page.entries.is_empty());
        assert!(page.next.is_some());
        assert_eq!(read_all(&PAUPER, 5), [25, 26]);
    });
}

#[test]
fn inboxes_do_not_show_each_others_entries() {
    run(|| {
        fill(&PAUPER, 2, 20);
        fill(&BOB, 3, 20);
        assert_eq!(read_all(&PAUPER, 10), [0, 1]);
        assert_eq!(read_all(&BOB, 10), [0, 1, 2]);
    });
}
