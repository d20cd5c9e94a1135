//! What one person decides at once.

use super::*;

fn remove(by: AccountId, account: AccountId) -> sp_runtime::DispatchResult {
    Rooms::remove_member(RuntimeOrigin::signed(by), 0, account)
}

fn moderate(by: AccountId, account: AccountId, moderator: bool) -> sp_runtime::DispatchResult {
    Rooms::set_moderator(RuntimeOrigin::signed(by), 0, account, moderator)
}

fn garden() {
    assert_ok!(create(ALICE, "garden"));
    for member in [BOB, CAROL] {
        assert_ok!(join(member, 0));
    }
}

#[test]
fn a_moderator_removes_a_member_who_gets_the_deposit_back() {
    ExtBuilder::build_and_execute(|| {
        garden();
        assert_ok!(remove(ALICE, BOB));
        assert!(!Rooms::is_member(0, &BOB));
        assert_eq!(held(HoldReason::Membership, &BOB), 0);
        assert_eq!(Rooms::channel(0).unwrap().members, 2);
        System::assert_last_event(
            Event::Removed {
                channel: 0,
                account: BOB,
            }
            .into(),
        );
    });
}

#[test]
fn a_moderator_who_is_removed_is_counted_out_twice() {
    ExtBuilder::build_and_execute(|| {
        garden();
        assert_ok!(moderate(ALICE, BOB, true));
        assert_ok!(remove(ALICE, BOB));
        let info = Rooms::channel(0).unwrap();
        assert_eq!((info.members, info.moderators), (2, 1));
    });
}

#[test]
fn the_owner_appoints_and_dismisses_moderators() {
    ExtBuilder::build_and_execute(|| {
        garden();
        assert_ok!(moderate(ALICE, BOB, true));
        assert!(Rooms::member(0, BOB).unwrap().moderator);
        assert_ok!(remove(BOB, CAROL));
        assert_ok!(moderate(ALICE, BOB, false));
        System::assert_last_event(
            Event::ModeratorSet {
                channel: 0,
                account: BOB,
                moderator: false,
            }
            .into(),
        );
        assert_eq!(Rooms::channel(0).unwrap().moderators, 1);
        assert_ok!(join(CAROL, 0));
        assert_noop!(remove(BOB, CAROL), Error::<Test>::NotModerator);
    });
}

#[test]
fn each_appointment_that_makes_no_sense_has_its_own_error() {
    ExtBuilder::build_and_execute(|| {
        garden();
        assert_noop!(moderate(BOB, CAROL, true), Error::<Test>::NotOwner);
        assert_noop!(moderate(ALICE, DAVE, true), Error::<Test>::NotMember);
        assert_noop!(
            moderate(ALICE, ALICE, true),
            Error::<Test>::AlreadyModerator
        );
        assert_noop!(moderate(ALICE, BOB, false), Error::<Test>::NotModerator);
        assert_noop!(moderate(ALICE, ALICE, false), Error::<Test>::OwnerMustStay);
        MaxModerators::set(1);
        assert_noop!(moderate(ALICE, BOB, true), Error::<Test>::TooManyModerators);
    });
}

#[test]
fn neither_the_owner_nor_strangers_are_removed() {
    ExtBuilder::build_and_execute(|| {
        garden();
        assert_ok!(moderate(ALICE, BOB, true));
        assert_noop!(remove(BOB, ALICE), Error::<Test>::OwnerMustStay);
        assert_noop!(remove(BOB, DAVE), Error::<Test>::NotMember);
        assert_noop!(remove(CAROL, BOB), Error::<Test>::NotModerator);
    });
}

#[test]
fn a_policy_is_set_by_the_owner_and_seen() {
    ExtBuilder::build_and_execute(|| {
        garden();
        let rules = policy(|policy| policy.post = PostRule::Moderators);
        assert_noop!(set_policy(BOB, 0, rules.clone()), Error::<Test>::NotOwner);
        assert_ok!(set_policy(ALICE, 0, rules.clone()));
        assert_eq!(Rooms::channel(0).unwrap().policy, rules);
        System::assert_last_event(
            Event::PolicySet {
                channel: 0,
                policy: rules,
            }
            .into(),
        );
    });
}

#[test]
fn what_takes_a_vote_nobody_decides_at_once() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB], Authority::ModeratorMajority);
        assert_noop!(remove(ALICE, BOB), Error::<Test>::VoteNeeded);
        assert_noop!(moderate(ALICE, BOB, true), Error::<Test>::VoteNeeded);
        let rules = policy(|_| ());
        assert_noop!(set_policy(ALICE, 0, rules), Error::<Test>::VoteNeeded);
        let by = RuntimeOrigin::signed(ALICE);
        assert_noop!(Rooms::close(by, 0), Error::<Test>::VoteNeeded);
    });
}

#[test]
fn who_may_post_is_what_the_policy_says() {
    ExtBuilder::build_and_execute(|| {
        garden();
        Registered::set(vec![DAVE]);
        let may = || EVERYBODY.map(|account| post(account, 0, 1, 1).is_ok());
        let could = || EVERYBODY.map(|account| Rooms::can_post(0, &account));
        assert_eq!(could(), [true, true, true, false]);
        assert_eq!(may(), [true, true, true, false]);
        for (rule, who) in [
            (PostRule::Moderators, [true, false, false, false]),
            (PostRule::Registered, [true, true, true, true]),
            (PostRule::Members, [true, true, true, false]),
        ] {
            assert_ok!(set_policy(ALICE, 0, policy(|policy| policy.post = rule)));
            assert_eq!(could(), who, "{rule:?}");
            assert_eq!(may(), who, "{rule:?}");
        }
        assert!(!Rooms::can_post(7, &ALICE));
    });
}

#[test]
fn whoever_may_not_post_is_told_why() {
    ExtBuilder::build_and_execute(|| {
        garden();
        let rule = |rule| {
            assert_ok!(set_policy(ALICE, 0, policy(|policy| policy.post = rule)));
        };
        rule(PostRule::Moderators);
        assert_noop!(post(BOB, 0, 1, 1), Error::<Test>::ModeratorsPost);
        assert_noop!(post(DAVE, 0, 1, 1), Error::<Test>::ModeratorsPost);
        rule(PostRule::Registered);
        assert_noop!(post(DAVE, 0, 1, 1), Error::<Test>::NotRegistered);
    });
}
