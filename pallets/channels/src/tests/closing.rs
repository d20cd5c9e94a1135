use super::*;

#[test]
fn an_owner_who_leaves_an_empty_channel_closes_it() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(leave(ALICE, 0));
        assert_eq!(Rooms::channel(0), None);
        assert_eq!(Rooms::channel_by_name(b"garden"), None);
        assert!(!Rooms::is_member(0, &ALICE));
        assert_eq!(held(HoldReason::Channel, &ALICE), 0);
        System::assert_last_event(
            Event::Closed {
                channel: 0,
                name: "garden".parse().unwrap(),
                owner: ALICE,
            }
            .into(),
        );
    });
}

#[test]
fn the_name_of_a_closed_channel_is_free_and_its_number_is_not() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(leave(ALICE, 0));
        assert_ok!(create(BOB, "garden"));
        assert_eq!(Rooms::channel_by_name(b"garden").unwrap().id, 1);
        assert_noop!(join(ALICE, 0), Error::<Test>::ChannelNotFound);
    });
}

#[test]
fn an_owner_stays_while_there_are_other_members() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(join(BOB, 0));
        assert_noop!(leave(ALICE, 0), Error::<Test>::OwnerMustStay);
        assert_ok!(leave(BOB, 0));
        assert_ok!(leave(ALICE, 0));
    });
}

#[test]
fn an_owner_stays_while_there_are_posts() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(join(BOB, 0));
        assert_ok!(post(BOB, 0, 1, 100));
        assert_ok!(leave(BOB, 0));
        assert_noop!(leave(ALICE, 0), Error::<Test>::OwnerMustStay);
    });
}
