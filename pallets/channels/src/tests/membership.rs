use super::*;

#[test]
fn a_member_is_counted_and_pays_a_deposit() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        System::set_block_number(9);
        assert_ok!(join(BOB, 0));
        assert!(Rooms::is_member(0, &BOB));
        assert_eq!(Members::<Test>::get(0, BOB).unwrap().joined_at, 9);
        assert_eq!(Rooms::channel(0).unwrap().members, 2);
        assert_eq!(held(HoldReason::Membership, &BOB), MembershipDeposit::get());
        System::assert_last_event(
            Event::Joined {
                channel: 0,
                account: BOB,
            }
            .into(),
        );
    });
}

#[test]
fn whoever_leaves_is_a_member_no_more_and_gets_the_deposit_back() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(join(BOB, 0));
        assert_ok!(leave(BOB, 0));
        assert!(!Rooms::is_member(0, &BOB));
        assert_eq!(Rooms::channel(0).unwrap().members, 1);
        assert_eq!(held(HoldReason::Membership, &BOB), 0);
        System::assert_last_event(
            Event::Left {
                channel: 0,
                account: BOB,
            }
            .into(),
        );
        assert_ok!(join(BOB, 0));
    });
}

#[test]
fn leaving_returns_what_was_held_although_the_price_has_changed() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(join(BOB, 0));
        MembershipDeposit::set(500);
        assert_ok!(join(CAROL, 0));
        assert_ok!(leave(BOB, 0));
        assert_eq!(held(HoldReason::Membership, &BOB), 0);
        assert_eq!(held(HoldReason::Membership, &CAROL), 500);
    });
}

#[test]
fn a_membership_may_cost_nothing() {
    ExtBuilder::build_and_execute(|| {
        MembershipDeposit::set(0);
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(join(BOB, 0));
        assert_ok!(leave(BOB, 0));
    });
}

#[test]
fn a_member_cannot_join_again() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(join(BOB, 0));
        assert_noop!(join(BOB, 0), Error::<Test>::AlreadyMember);
        assert_noop!(join(ALICE, 0), Error::<Test>::AlreadyMember);
    });
}

#[test]
fn a_full_channel_takes_nobody_until_somebody_leaves() {
    ExtBuilder::build_and_execute(|| {
        MaxMembers::set(2);
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(join(BOB, 0));
        assert_noop!(join(CAROL, 0), Error::<Test>::TooManyMembers);
        assert_ok!(leave(BOB, 0));
        assert_ok!(join(CAROL, 0));
    });
}

#[test]
fn a_membership_that_cannot_be_paid_for_is_refused() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_noop!(join(PAUPER, 0), Error::<Test>::DepositUnaffordable);
    });
}

#[test]
fn a_channel_that_does_not_exist_is_neither_joined_nor_left() {
    ExtBuilder::build_and_execute(|| {
        assert_noop!(join(ALICE, 0), Error::<Test>::ChannelNotFound);
        assert_noop!(leave(ALICE, 0), Error::<Test>::ChannelNotFound);
        assert!(!Rooms::is_member(0, &ALICE));
    });
}

#[test]
fn whoever_is_not_a_member_cannot_leave() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_noop!(leave(BOB, 0), Error::<Test>::NotMember);
    });
}

#[test]
fn nobody_neither_joins_nor_leaves() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_noop!(
            Rooms::join(RuntimeOrigin::none(), 0),
            DispatchError::BadOrigin
        );
        assert_noop!(
            Rooms::leave(RuntimeOrigin::none(), 0),
            DispatchError::BadOrigin
        );
    });
}
