use super::*;

fn invite(by: AccountId, account: AccountId) -> sp_runtime::DispatchResult {
    Rooms::invite(RuntimeOrigin::signed(by), 0, account)
}

fn uninvite(by: AccountId, account: AccountId) -> sp_runtime::DispatchResult {
    Rooms::uninvite(RuntimeOrigin::signed(by), 0, account)
}

/// Alice invites whom she wants; Bob is in.
fn garden_by_invitation() {
    garden_with_rules(JoinRule::Invited, PostRule::Members);
    assert_ok!(invite(ALICE, BOB));
    assert_ok!(join(BOB, 0));
}

#[test]
fn who_was_invited_joins_and_the_inviter_gets_the_deposit_back() {
    ExtBuilder::build_and_execute(|| {
        garden_with_rules(JoinRule::Invited, PostRule::Members);
        assert_ok!(invite(ALICE, BOB));
        System::assert_last_event(
            Event::Invited {
                channel: 0,
                account: BOB,
                inviter: ALICE,
            }
            .into(),
        );
        let deposit = MembershipDeposit::get();
        assert_eq!(held(HoldReason::Invitation, &ALICE), deposit);
        let shown = Rooms::invitation(0, &BOB).unwrap();
        assert_eq!((shown.inviter, shown.invited_at), (ALICE, 1));
        assert_ok!(join(BOB, 0));
        assert_eq!(held(HoldReason::Invitation, &ALICE), 0);
        assert_eq!(held(HoldReason::Membership, &BOB), deposit);
        assert_eq!(Rooms::invitation(0, &BOB), None);
    });
}

#[test]
fn who_was_not_invited_stays_outside() {
    ExtBuilder::build_and_execute(|| {
        garden_by_invitation();
        assert_noop!(join(CAROL, 0), Error::<Test>::NotInvited);
    });
}

#[test]
fn an_invitation_serves_once() {
    ExtBuilder::build_and_execute(|| {
        garden_by_invitation();
        assert_ok!(leave(BOB, 0));
        assert_noop!(join(BOB, 0), Error::<Test>::NotInvited);
    });
}

#[test]
fn only_moderators_invite() {
    ExtBuilder::build_and_execute(|| {
        garden_by_invitation();
        assert_noop!(invite(BOB, CAROL), Error::<Test>::NotModerator);
        assert_noop!(invite(CAROL, CAROL), Error::<Test>::NotModerator);
        assert_ok!(Rooms::set_moderator(
            RuntimeOrigin::signed(ALICE),
            0,
            BOB,
            true
        ));
        assert_ok!(invite(BOB, CAROL));
    });
}

#[test]
fn where_members_vote_on_newcomers_no_moderator_invites() {
    ExtBuilder::build_and_execute(|| {
        let rules = policy(|policy| {
            policy.join = JoinRule::Vote;
            policy.decisions.members = Authority::MemberMajority;
        });
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(set_policy(ALICE, 0, rules));
        assert_noop!(invite(ALICE, BOB), Error::<Test>::VoteNeeded);
        assert_ok!(propose(ALICE, 0, Subject::Admit(BOB)));
        assert_ok!(vote(ALICE, 0, 0, true));
        assert_noop!(join(BOB, 0), Error::<Test>::NotInvited);
        assert_ok!(close_vote(CAROL, 0, 0));
        assert_eq!(
            held(HoldReason::Invitation, &ALICE),
            MembershipDeposit::get()
        );
        assert_ok!(join(BOB, 0));
    });
}

#[test]
fn where_a_moderator_decides_on_newcomers_one_invites() {
    ExtBuilder::build_and_execute(|| {
        garden_with_rules(JoinRule::Vote, PostRule::Members);
        assert_ok!(invite(ALICE, BOB));
        assert_ok!(join(BOB, 0));
    });
}

#[test]
fn nobody_is_invited_where_anybody_may_join_nor_twice_nor_when_inside() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_noop!(invite(ALICE, BOB), Error::<Test>::InvitationNotNeeded);
        assert_ok!(set_policy(
            ALICE,
            0,
            policy(|policy| policy.join = JoinRule::Invited)
        ));
        assert_noop!(invite(ALICE, ALICE), Error::<Test>::AlreadyMember);
        assert_ok!(invite(ALICE, BOB));
        assert_noop!(invite(ALICE, BOB), Error::<Test>::AlreadyInvited);
    });
}

#[test]
fn an_invitation_is_withdrawn_by_the_inviter_a_moderator_or_declined() {
    ExtBuilder::build_and_execute(|| {
        garden_by_invitation();
        assert_ok!(Rooms::set_moderator(
            RuntimeOrigin::signed(ALICE),
            0,
            BOB,
            true
        ));
        for by in [ALICE, BOB, CAROL] {
            assert_ok!(invite(ALICE, CAROL));
            assert_noop!(uninvite(DAVE, CAROL), Error::<Test>::NotModerator);
            assert_ok!(uninvite(by, CAROL));
            assert_eq!(held(HoldReason::Invitation, &ALICE), 0);
            assert_noop!(join(CAROL, 0), Error::<Test>::NotInvited);
            assert_noop!(uninvite(ALICE, CAROL), Error::<Test>::InvitationNotFound);
        }
    });
}

#[test]
fn an_invitation_of_before_is_used_up_where_anybody_may_join_now() {
    ExtBuilder::build_and_execute(|| {
        garden_by_invitation();
        assert_ok!(invite(ALICE, CAROL));
        assert_ok!(set_policy(ALICE, 0, policy(|_| ())));
        assert_ok!(join(CAROL, 0));
        assert_eq!(held(HoldReason::Invitation, &ALICE), 0);
    });
}

#[test]
fn an_invitation_that_cannot_be_paid_for_is_refused() {
    ExtBuilder::build_and_execute(|| {
        garden_by_invitation();
        MembershipDeposit::set(FUNDS);
        assert_noop!(invite(ALICE, CAROL), Error::<Test>::DepositUnaffordable);
    });
}
