use super::*;
use postern_primitives::limits::MAX_PAGE;

fn garden_with(posts: u16) {
    assert_ok!(create(ALICE, "garden"));
    for number in 0..posts {
        assert_ok!(post(ALICE, 0, number as u8, 1));
    }
}

fn numbers(page: &PostPage<sp_runtime::AccountId32>) -> Vec<u64> {
    page.posts.iter().map(|post| post.sequence_number).collect()
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
                author: ALICE,
                cid: cid(1),
                size: 1,
                posted_at: 1,
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
