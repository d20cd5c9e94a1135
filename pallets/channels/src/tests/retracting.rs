use super::*;

fn garden_with_a_post_of_bob() {
    assert_ok!(create(ALICE, "garden"));
    for member in [BOB, CAROL] {
        assert_ok!(join(member, 0));
    }
    assert_ok!(post(BOB, 0, 1, 100));
}

#[test]
fn an_author_takes_a_post_back_and_gets_the_deposit() {
    ExtBuilder::build_and_execute(|| {
        garden_with_a_post_of_bob();
        assert_ok!(retract(BOB, 0, 0));
        assert_eq!(held(HoldReason::Post, &BOB), 0);
        assert!(Content::references(&cid(1)).is_empty());
        assert_eq!(Rooms::channel(0).unwrap().posts, 0);
        System::assert_last_event(
            Event::PostRemoved {
                channel: 0,
                sequence_number: 0,
                cid: cid(1),
                removal: Removal::Retracted,
            }
            .into(),
        );
    });
}

#[test]
fn an_author_who_has_left_still_takes_posts_back() {
    ExtBuilder::build_and_execute(|| {
        garden_with_a_post_of_bob();
        assert_ok!(leave(BOB, 0));
        assert_ok!(retract(BOB, 0, 0));
    });
}

#[test]
fn a_moderator_takes_back_what_others_have_posted_and_they_get_their_deposits() {
    ExtBuilder::build_and_execute(|| {
        garden_with_a_post_of_bob();
        assert_ok!(retract(ALICE, 0, 0));
        assert_eq!(held(HoldReason::Post, &BOB), 0);
    });
}

#[test]
fn other_members_and_strangers_take_nothing_back() {
    ExtBuilder::build_and_execute(|| {
        garden_with_a_post_of_bob();
        assert_noop!(retract(CAROL, 0, 0), Error::<Test>::NotAuthor);
        assert_noop!(retract(DAVE, 0, 0), Error::<Test>::NotAuthor);
    });
}

#[test]
fn what_is_not_there_is_not_taken_back() {
    ExtBuilder::build_and_execute(|| {
        garden_with_a_post_of_bob();
        assert_noop!(retract(BOB, 1, 0), Error::<Test>::ChannelNotFound);
        assert_noop!(retract(BOB, 0, 1), Error::<Test>::PostNotFound);
        assert_ok!(retract(BOB, 0, 0));
        assert_noop!(retract(BOB, 0, 0), Error::<Test>::PostNotFound);
    });
}

#[test]
fn an_expired_post_is_not_taken_back_although_it_is_not_swept() {
    ExtBuilder::build_and_execute(|| {
        garden_with_a_post_of_bob();
        System::set_block_number(101);
        assert_noop!(retract(BOB, 0, 0), Error::<Test>::PostNotFound);
    });
}

#[test]
fn the_number_of_a_post_that_was_taken_back_is_not_used_again() {
    ExtBuilder::build_and_execute(|| {
        garden_with_a_post_of_bob();
        assert_ok!(retract(BOB, 0, 0));
        assert_ok!(post(BOB, 0, 2, 1));
        assert_eq!(numbers(&Rooms::history(0, 0, 9)), [1]);
    });
}

#[test]
fn content_that_was_posted_twice_is_kept_until_both_posts_are_gone() {
    ExtBuilder::build_and_execute(|| {
        garden_with_a_post_of_bob();
        assert_ok!(post(CAROL, 0, 1, 100));
        assert_ok!(retract(BOB, 0, 0));
        assert_eq!(Content::references(&cid(1)), [100]);
        assert_ok!(retract(CAROL, 0, 1));
        assert!(Content::references(&cid(1)).is_empty());
    });
}

#[test]
fn nobody_takes_nothing_back() {
    ExtBuilder::build_and_execute(|| {
        garden_with_a_post_of_bob();
        assert_noop!(
            Rooms::retract_post(RuntimeOrigin::none(), 0, 0),
            DispatchError::BadOrigin
        );
    });
}
