use super::*;

fn close(by: AccountId, channel: ChannelId) -> sp_runtime::DispatchResult {
    Rooms::close(RuntimeOrigin::signed(by), channel)
}

/// Nothing of channel 0 is left, and nobody has anything on hold.
fn assert_cleared() {
    assert_eq!(Closing::<Test>::iter_keys().count(), 0);
    assert_eq!(Members::<Test>::iter_prefix_values(0).count(), 0);
    assert_eq!(Votes::<Test>::iter_prefix_values(0).count(), 0);
    assert_eq!(Invitations::<Test>::iter_prefix_values(0).count(), 0);
    assert_eq!(Proposals::<Test>::iter_prefix_values(0).count(), 0);
    assert_eq!(Log::<Test>::iter_prefix_values(0).count(), 0);
    for account in EVERYBODY {
        assert_eq!(Balances::free_balance(account), FUNDS);
    }
}

#[test]
fn an_owner_who_leaves_alone_closes_the_channel() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(post(ALICE, 0, 1, 1));
        assert_ok!(leave(ALICE, 0));
        assert_eq!(Rooms::channel(0), None);
        assert_eq!(Rooms::channel_by_name(b"garden"), None);
        assert_eq!(held(HoldReason::Channel, &ALICE), 0);
        System::assert_last_event(
            Event::Closed {
                channel: 0,
                name: "garden".parse().unwrap(),
                owner: ALICE,
            }
            .into(),
        );
        run_to(2);
        assert_cleared();
    });
}

#[test]
fn the_name_of_a_closed_channel_is_free_and_its_number_is_not() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(close(ALICE, 0));
        assert_ok!(create(BOB, "garden"));
        assert_eq!(Rooms::channel_by_name(b"garden").unwrap().id, 1);
        assert_noop!(join(ALICE, 0), Error::<Test>::ChannelNotFound);
    });
}

#[test]
fn an_owner_cannot_leave_others_alone() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(join(BOB, 0));
        assert_noop!(leave(ALICE, 0), Error::<Test>::OwnerMustStay);
        assert_ok!(leave(BOB, 0));
        assert_ok!(leave(ALICE, 0));
    });
}

#[test]
fn only_who_decides_on_the_policy_closes_a_channel() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(join(BOB, 0));
        assert_noop!(close(BOB, 0), Error::<Test>::NotOwner);
        assert_noop!(close(ALICE, 1), Error::<Test>::ChannelNotFound);
        assert_ok!(close(ALICE, 0));
        assert_noop!(close(ALICE, 0), Error::<Test>::ChannelNotFound);
    });
}

#[test]
fn a_closed_channel_is_gone_at_once_and_cleared_in_bounded_steps() {
    ExtBuilder::build_and_execute(|| {
        MaxSwept::set(3);
        let rules = policy(|policy| {
            policy.decisions.policy = Authority::MemberMajority;
            policy.join = JoinRule::Invited;
        });
        assert_ok!(create(ALICE, "garden"));
        for member in [BOB, CAROL] {
            assert_ok!(join(member, 0));
        }
        assert_ok!(set_policy(ALICE, 0, rules));
        assert_ok!(Rooms::invite(RuntimeOrigin::signed(ALICE), 0, DAVE));
        assert_ok!(propose(CAROL, 0, Subject::Policy(policy(|_| ()))));
        assert_ok!(propose(BOB, 0, Subject::Close));
        for seed in 0..7 {
            assert_ok!(post(BOB, 0, seed, 1));
        }
        for member in [ALICE, BOB] {
            assert_ok!(vote(member, 0, 1, true));
        }
        assert_ok!(close_vote(BOB, 0, 1));

        assert!(Rooms::history(0, 0, 10).posts.is_empty());
        assert!(Rooms::proposals(0).is_empty());
        assert_noop!(retract(BOB, 0, 0), Error::<Test>::ChannelNotFound);
        assert_noop!(leave(BOB, 0), Error::<Test>::ChannelNotFound);
        // One other proposal, three members, an invitation and seven posts: twelve items. Of
        // three steps a block, looking for expired posts takes one, and two in the first.
        check();
        for block in 2..=7 {
            run_to(block);
            check();
            assert!(Closing::<Test>::contains_key(0));
        }
        run_to(8);
        assert_cleared();
    });
}

#[test]
fn a_closed_channel_is_cleared_before_its_posts_expire_and_nothing_expires_twice() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        for seed in 0..5 {
            assert_ok!(post(ALICE, 0, seed, 1));
        }
        assert_ok!(close(ALICE, 0));
        run_to(2);
        assert_cleared();
        run_to(110);
        assert_eq!(Expiring::<Test>::iter_keys().count(), 0);
    });
}
