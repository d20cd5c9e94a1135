use super::*;
use postern_primitives::limits::MAX_PAGE;

fn garden_with(posts: u16) {
    assert_ok!(create(ALICE, "garden"));
    for number in 0..posts {
        assert_ok!(post(ALICE, 0, number as u8, 1));
    }
}

#[test]
fn posts_come_oldest_first_with_all_that_is_known_of_them() {
    ExtBuilder::build_and_execute(|| {
        garden_with(2);
        let page = Rooms::history(0, 0, 10);
        assert_eq!(numbers(&page), [0, 1]);
        assert_eq!(
            page.posts[1],
            PostInfo {
                sequence_number: 1,
                author: Some(ALICE),
                cid: cid(1),
                size: 1,
                posted_at: 1,
                expires_at: 101,
                commit: None,
            }
        );
        assert_eq!(page.next, None);
    });
}

#[test]
fn pages_join_without_gap_or_overlap() {
    ExtBuilder::build_and_execute(|| {
        garden_with(7);
        let (mut seen, mut from) = (vec![], Some(0));
        while let Some(start) = from {
            let page = Rooms::history(0, start, 3);
            seen.extend(numbers(&page));
            from = page.next;
        }
        assert_eq!(seen, [0, 1, 2, 3, 4, 5, 6]);
    });
}

#[test]
fn a_page_that_ends_with_the_last_post_is_the_last_page() {
    ExtBuilder::build_and_execute(|| {
        garden_with(3);
        assert_eq!(Rooms::history(0, 0, 3).next, None);
        assert_eq!(Rooms::history(0, 0, 2).next, Some(2));
    });
}

#[test]
fn a_page_is_never_longer_than_the_largest() {
    ExtBuilder::build_and_execute(|| {
        garden_with(MAX_PAGE as u16 + 1);
        let page = Rooms::history(0, 0, u32::MAX);
        assert_eq!(page.posts.len(), MAX_PAGE as usize);
        assert_eq!(page.next, Some(u64::from(MAX_PAGE)));
    });
}

#[test]
fn a_page_of_no_posts_is_empty_and_says_whether_there_are_any() {
    ExtBuilder::build_and_execute(|| {
        garden_with(1);
        let page = Rooms::history(0, 0, 0);
        assert!(page.posts.is_empty());
        assert_eq!(page.next, Some(0));
    });
}

#[test]
fn behind_the_last_post_and_in_no_channel_there_is_nothing() {
    ExtBuilder::build_and_execute(|| {
        garden_with(1);
        let nothing = PostPage {
            posts: vec![],
            next: None,
        };
        assert_eq!(Rooms::history(0, 1, 10), nothing);
        assert_eq!(Rooms::history(0, u64::MAX, 10), nothing);
        assert_eq!(Rooms::history(1, 0, 10), nothing);
    });
}

fn numbers_back(before: Option<u64>, limit: u32) -> (Vec<u64>, Option<u64>) {
    let page = Rooms::history_back(0, before, limit);
    (numbers(&page), page.next)
}

#[test]
fn backwards_posts_come_newest_first() {
    ExtBuilder::build_and_execute(|| {
        garden_with(5);
        assert_eq!(numbers_back(None, 2), (vec![4, 3], Some(3)));
        assert_eq!(numbers_back(Some(3), 2), (vec![2, 1], Some(1)));
        assert_eq!(numbers_back(Some(1), 2), (vec![0], None));
        assert_eq!(numbers_back(Some(0), 2), (vec![], None));
        assert_eq!(numbers_back(Some(u64::MAX), 1), (vec![4], Some(4)));
        assert_eq!(numbers_back(None, 0), (vec![], Some(5)));
    });
}

#[test]
fn backwards_no_more_numbers_are_looked_at_than_a_page_has() {
    ExtBuilder::build_and_execute(|| {
        garden_with(MAX_PAGE as u16 + 1);
        let page = Rooms::history_back(0, None, u32::MAX);
        assert_eq!(page.posts.len(), MAX_PAGE as usize);
        assert_eq!(page.next, Some(1));
    });
}

#[test]
fn backwards_in_no_channel_there_is_nothing() {
    ExtBuilder::build_and_execute(|| {
        assert_eq!(numbers_back(None, 9), (vec![], None));
    });
}

#[test]
fn what_is_gone_is_stepped_over_in_both_directions() {
    ExtBuilder::build_and_execute(|| {
        garden_with(6);
        for number in [1, 2, 4] {
            assert_ok!(retract(ALICE, 0, number));
        }
        let page = Rooms::history(0, 1, 2);
        assert_eq!((numbers(&page), page.next), (vec![3, 5], None));
        assert_eq!(numbers_back(None, 3), (vec![5, 3], Some(3)));
        assert_eq!(numbers_back(Some(3), 3), (vec![0], None));
    });
}

#[test]
fn an_expired_post_is_not_shown_from_its_very_block_on_although_it_is_not_swept() {
    ExtBuilder::build_and_execute(|| {
        garden_with(1);
        System::set_block_number(100);
        assert_eq!(numbers(&Rooms::history(0, 0, 9)), [0]);
        System::set_block_number(101);
        assert_eq!(numbers(&Rooms::history(0, 0, 9)), Vec::<u64>::new());
        assert_eq!(numbers_back(None, 9), (vec![], None));
        assert_eq!(Rooms::post_info(0, 0), None);
        assert!(logged(0, 0).is_some());
    });
}
