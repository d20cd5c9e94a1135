use super::*;

/// How many have a vote on proposal 0, agree, and disagree.
fn tally() -> (u32, u32, u32) {
    let info = Rooms::proposals(0).remove(0);
    (info.electors, info.ayes, info.nays)
}

fn verdict() -> Option<bool> {
    Rooms::proposals(0).remove(0).verdict
}

fn moderate(account: AccountId, moderator: bool) {
    assert_ok!(Rooms::set_moderator(
        RuntimeOrigin::signed(ALICE),
        0,
        account,
        moderator
    ));
}

#[test]
fn votes_are_counted_and_can_be_changed() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB, CAROL], Authority::MemberMajority);
        assert_ok!(propose(BOB, 0, Subject::Close));
        assert_ok!(vote(BOB, 0, 0, true));
        System::assert_last_event(
            Event::Voted {
                channel: 0,
                proposal: 0,
                account: BOB,
                aye: true,
                ayes: 1,
                nays: 0,
            }
            .into(),
        );
        assert_ok!(vote(CAROL, 0, 0, false));
        assert_eq!(tally(), (3, 1, 1));
        assert_noop!(vote(BOB, 0, 0, true), Error::<Test>::AlreadyVoted);
        assert_ok!(vote(BOB, 0, 0, false));
        assert_eq!(tally(), (3, 0, 2));
        let said = Rooms::votes(0, &BOB);
        assert_eq!(
            said,
            [Vote {
                proposal: 0,
                aye: false
            }]
        );
        assert!(Rooms::votes(0, &ALICE).is_empty());
    });
}

#[test]
fn a_member_who_left_is_counted_no_more_and_neither_is_the_vote() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB, CAROL, DAVE], Authority::MemberMajority);
        assert_ok!(propose(BOB, 0, Subject::Close));
        assert_ok!(vote(BOB, 0, 0, true));
        assert_ok!(vote(CAROL, 0, 0, true));
        assert_eq!((tally(), verdict()), ((4, 2, 0), None));
        // Two of three would be a majority; one of three is not.
        assert_ok!(leave(BOB, 0));
        assert_eq!((tally(), verdict()), ((3, 1, 0), None));
        assert_ok!(leave(DAVE, 0));
        assert_eq!((tally(), verdict()), ((2, 1, 0), None));
        assert!(Rooms::votes(0, &BOB).is_empty());
    });
}

#[test]
fn a_departure_can_decide_a_vote() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB, CAROL, DAVE], Authority::MemberMajority);
        assert_ok!(propose(BOB, 0, Subject::Remove(CAROL)));
        for voter in [ALICE, BOB] {
            assert_ok!(vote(voter, 0, 0, true));
        }
        assert_noop!(close_vote(DAVE, 0, 0), Error::<Test>::VoteUndecided);
        assert_ok!(leave(DAVE, 0));
        assert_ok!(close_vote(DAVE, 0, 0));
        assert!(!Rooms::is_member(0, &CAROL));
    });
}

#[test]
fn who_comes_later_has_no_vote() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB], Authority::MemberMajority);
        assert_ok!(propose(BOB, 0, Subject::Close));
        // In the same block.
        assert_ok!(join(CAROL, 0));
        assert_eq!(tally(), (2, 0, 0));
        assert_noop!(vote(CAROL, 0, 0, true), Error::<Test>::NotElector);
        assert_ok!(leave(CAROL, 0));
        assert_eq!(tally(), (2, 0, 0));
        assert_noop!(vote(CAROL, 0, 0, true), Error::<Test>::NotMember);
    });
}

#[test]
fn who_leaves_and_comes_back_came_later() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB, CAROL], Authority::MemberMajority);
        assert_ok!(propose(BOB, 0, Subject::Close));
        assert_ok!(vote(BOB, 0, 0, true));
        assert_ok!(leave(BOB, 0));
        assert_ok!(join(BOB, 0));
        assert_eq!(tally(), (2, 0, 0));
        assert_noop!(vote(BOB, 0, 0, true), Error::<Test>::NotElector);
    });
}

#[test]
fn two_thirds_are_rounded_up() {
    for (electors, needed) in [(1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (6, 4), (7, 5)] {
        assert_eq!(
            Authority::MemberTwoThirds.needed(electors),
            needed,
            "{electors}"
        );
        assert!(needed * 3 >= electors * 2);
        assert!((needed - 1) * 3 < electors * 2);
    }
    for (electors, needed) in [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3)] {
        assert_eq!(
            Authority::MemberMajority.needed(electors),
            needed,
            "{electors}"
        );
    }
    for authority in [Authority::MemberTwoThirds, Authority::MemberMajority] {
        assert_eq!(authority.needed(0), 1);
        assert!(authority.needed(u32::MAX) < u32::MAX);
    }
}

#[test]
fn two_thirds_need_more_than_a_majority() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB, CAROL, DAVE], Authority::MemberTwoThirds);
        assert_ok!(propose(BOB, 0, Subject::Close));
        for voter in [ALICE, BOB] {
            assert_ok!(vote(voter, 0, 0, true));
        }
        assert_eq!(verdict(), None);
        assert_ok!(vote(CAROL, 0, 0, true));
        assert_eq!(verdict(), Some(true));
    });
}

#[test]
fn where_moderators_decide_other_members_have_no_vote() {
    ExtBuilder::build_and_execute(|| {
        let rules = policy(|policy| policy.decisions.members = Authority::ModeratorMajority);
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(set_policy(ALICE, 0, rules));
        for member in [BOB, CAROL, DAVE] {
            assert_ok!(join(member, 0));
        }
        moderate(BOB, true);
        // Any member proposes.
        assert_ok!(propose(CAROL, 0, Subject::Remove(DAVE)));
        assert_eq!(tally(), (2, 0, 0));
        assert_noop!(vote(CAROL, 0, 0, true), Error::<Test>::NotElector);
        // Who becomes a moderator later has none either.
        moderate(CAROL, true);
        assert_noop!(vote(CAROL, 0, 0, true), Error::<Test>::NotElector);
        assert_ok!(vote(BOB, 0, 0, false));
        assert_eq!(tally(), (2, 0, 1));
        // Who is one no more is counted no more.
        moderate(BOB, false);
        assert_eq!(tally(), (1, 0, 0));
        assert_ok!(vote(ALICE, 0, 0, true));
        assert_ok!(close_vote(CAROL, 0, 0));
        assert!(!Rooms::is_member(0, &DAVE));
    });
}

#[test]
fn a_moderator_who_is_dismissed_keeps_the_votes_of_a_member() {
    ExtBuilder::build_and_execute(|| {
        let rules = policy(|policy| {
            policy.decisions.members = Authority::ModeratorMajority;
            policy.decisions.policy = Authority::MemberMajority;
        });
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(set_policy(ALICE, 0, rules));
        for member in [BOB, CAROL] {
            assert_ok!(join(member, 0));
        }
        moderate(BOB, true);
        assert_ok!(propose(BOB, 0, Subject::Remove(CAROL)));
        assert_ok!(propose(CAROL, 0, Subject::Close));
        for proposal in [0, 1] {
            assert_ok!(vote(BOB, 0, proposal, true));
        }
        moderate(BOB, false);
        let counted = |info: ProposalInfo<AccountId>| (info.electors, info.ayes);
        let tallies: Vec<_> = Rooms::proposals(0).into_iter().map(counted).collect();
        assert_eq!(tallies, [(1, 0), (3, 1)]);
        assert_eq!(Rooms::votes(0, &BOB).len(), 1);
    });
}

#[test]
fn votes_on_what_is_closed_make_room_for_others() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB], Authority::MemberMajority);
        for proposal in 0..40 {
            assert_ok!(propose(BOB, 0, Subject::Close));
            assert_ok!(vote(ALICE, 0, proposal, true));
            assert_ok!(close_vote(BOB, 0, proposal));
        }
        assert!(Votes::<Test>::get(0, ALICE).len() <= 1);
        assert!(Rooms::votes(0, &ALICE).is_empty());
    });
}

#[test]
fn one_channel_has_no_vote_in_another() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB], Authority::MemberMajority);
        assert_ok!(propose(BOB, 0, Subject::Close));
        assert_ok!(create(CAROL, "another"));
        assert_noop!(vote(CAROL, 0, 0, true), Error::<Test>::NotMember);
        assert_noop!(vote(CAROL, 1, 0, true), Error::<Test>::ProposalNotFound);
        assert_noop!(vote(CAROL, 9, 0, true), Error::<Test>::ChannelNotFound);
    });
}
