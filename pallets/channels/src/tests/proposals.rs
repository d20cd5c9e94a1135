use super::*;
use postern_primitives::limits::MAX_PROPOSALS;
use sp_runtime::AccountId32;

fn expire(proposal: u32) -> sp_runtime::DispatchResult {
    Rooms::expire(RuntimeOrigin::signed(DAVE), 0, proposal)
}

fn outcome() -> Outcome {
    let closed = System::events()
        .into_iter()
        .rev()
        .find_map(|record| match record.event {
            RuntimeEvent::Rooms(Event::VoteClosed { outcome, .. }) => Some(outcome),
            _ => None,
        });
    closed.expect("a vote was closed")
}

/// Has all of these agree to a proposal, and closes it.
fn pass(proposal: u32, voters: &[AccountId]) {
    for voter in voters {
        assert_ok!(vote(voter.clone(), 0, proposal, true));
    }
    assert_ok!(close_vote(DAVE, 0, proposal));
}

#[test]
fn a_proposal_is_listed_and_its_deposit_held_until_it_is_closed() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB, CAROL], Authority::MemberMajority);
        System::set_block_number(5);
        assert_ok!(propose(BOB, 0, Subject::Remove(CAROL)));
        System::assert_last_event(
            Event::Proposed {
                channel: 0,
                proposal: 0,
                subject: Subject::Remove(CAROL),
                proposer: BOB,
                ends_at: 25,
            }
            .into(),
        );
        assert_eq!(held(HoldReason::Proposal, &BOB), ProposalDeposit::get());
        assert_eq!(
            Rooms::proposals(0),
            [ProposalInfo {
                id: 0,
                subject: Subject::Remove(CAROL),
                proposer: BOB,
                authority: Authority::MemberMajority,
                opened_at: 5,
                ends_at: 25,
                electors: 3,
                needed: 2,
                ayes: 0,
                nays: 0,
                verdict: None,
            }]
        );
        pass(0, &[ALICE, BOB]);
        assert_eq!(held(HoldReason::Proposal, &BOB), 0);
        assert!(Rooms::proposals(0).is_empty());
        assert_eq!(outcome(), Outcome::Passed);
        assert!(!Rooms::is_member(0, &CAROL));
    });
}

#[test]
fn each_subject_is_done_when_it_passes() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB], Authority::MemberMajority);
        let all = [ALICE, BOB];
        assert_ok!(propose(BOB, 0, Subject::Appoint(BOB)));
        pass(0, &all);
        assert!(Rooms::is_moderator(0, &BOB));
        assert_ok!(propose(BOB, 0, Subject::Dismiss(BOB)));
        pass(1, &all);
        assert!(!Rooms::is_moderator(0, &BOB));
        let rules = policy(|policy| {
            policy.join = JoinRule::Vote;
            policy.decisions.members = Authority::MemberMajority;
            policy.decisions.policy = Authority::MemberTwoThirds;
        });
        assert_ok!(propose(ALICE, 0, Subject::Policy(rules.clone())));
        pass(2, &all);
        assert_eq!(Rooms::channel(0).unwrap().policy, rules);
        assert_ok!(propose(BOB, 0, Subject::Admit(CAROL)));
        pass(3, &all);
        assert_eq!(held(HoldReason::Invitation, &BOB), MembershipDeposit::get());
        assert_ok!(join(CAROL, 0));
        assert_ok!(propose(ALICE, 0, Subject::Remove(CAROL)));
        pass(4, &[ALICE, BOB]);
        assert!(!Rooms::is_member(0, &CAROL));
        assert_ok!(propose(ALICE, 0, Subject::Close));
        pass(5, &all);
        assert_eq!(Rooms::channel(0), None);
    });
}

#[test]
fn what_one_person_decides_is_not_voted_on() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(join(BOB, 0));
        for subject in [Subject::Remove(BOB), Subject::Appoint(BOB), Subject::Close] {
            assert_noop!(propose(BOB, 0, subject), Error::<Test>::VoteNotNeeded);
        }
    });
}

#[test]
fn only_members_propose_and_each_one_thing_at_a_time() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB], Authority::MemberMajority);
        assert_noop!(propose(DAVE, 0, Subject::Close), Error::<Test>::NotMember);
        assert_noop!(
            propose(BOB, 1, Subject::Close),
            Error::<Test>::ChannelNotFound
        );
        assert_ok!(propose(BOB, 0, Subject::Close));
        let again = propose(BOB, 0, Subject::Remove(BOB));
        assert_noop!(again, Error::<Test>::AlreadyProposed);
        assert_ok!(close_vote(BOB, 0, 0));
        assert_ok!(propose(BOB, 0, Subject::Remove(BOB)));
    });
}

#[test]
fn a_channel_has_no_more_open_proposals_than_are_allowed() {
    ExtBuilder::build_and_execute(|| {
        MaxMembers::set(100);
        garden_of(&[], Authority::MemberMajority);
        let member = |index: u8| AccountId32::new([100 + index; 32]);
        for index in 0..=MAX_PROPOSALS as u8 {
            use frame_support::traits::fungible::Mutate;
            Balances::set_balance(&member(index), FUNDS);
            assert_ok!(join(member(index), 0));
        }
        for index in 0..MAX_PROPOSALS as u8 {
            assert_ok!(propose(member(index), 0, Subject::Close));
        }
        let last = member(MAX_PROPOSALS as u8);
        let one_more = propose(last.clone(), 0, Subject::Close);
        assert_noop!(one_more, Error::<Test>::TooManyProposals);
        assert_ok!(close_vote(member(3), 0, 3));
        assert_ok!(propose(last, 0, Subject::Close));
        let open: Vec<_> = Rooms::proposals(0)
            .into_iter()
            .map(|info| info.id)
            .collect();
        assert!(!open.contains(&3) && open.contains(&MAX_PROPOSALS));
    });
}

#[test]
fn what_makes_no_sense_is_not_proposed() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB], Authority::MemberMajority);
        for (subject, error) in [
            (Subject::Admit(CAROL), Error::<Test>::InvitationNotNeeded),
            (Subject::Remove(CAROL), Error::<Test>::NotMember),
            (Subject::Remove(ALICE), Error::<Test>::OwnerMustStay),
            (Subject::Appoint(CAROL), Error::<Test>::NotMember),
            (Subject::Dismiss(BOB), Error::<Test>::NotModerator),
            (Subject::Dismiss(ALICE), Error::<Test>::OwnerMustStay),
            (
                Subject::Policy(policy(|policy| policy.retention.posts = 0)),
                Error::<Test>::RetentionPosts,
            ),
        ] {
            assert_noop!(propose(BOB, 0, subject), error);
        }
    });
}

#[test]
fn what_cannot_be_done_any_more_closes_as_void() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB, CAROL], Authority::MemberMajority);
        assert_ok!(propose(BOB, 0, Subject::Remove(CAROL)));
        for voter in [ALICE, BOB] {
            assert_ok!(vote(voter, 0, 0, true));
        }
        assert_ok!(leave(CAROL, 0));
        assert_ok!(close_vote(DAVE, 0, 0));
        assert_eq!(outcome(), Outcome::Void);
        assert_eq!(held(HoldReason::Proposal, &BOB), 0);
    });
}

#[test]
fn what_a_proposer_cannot_pay_for_closes_as_void() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB], Authority::MemberMajority);
        let rules = policy(|policy| {
            policy.join = JoinRule::Vote;
            policy.decisions.members = Authority::MemberMajority;
        });
        assert_ok!(propose(BOB, 0, Subject::Policy(rules)));
        pass(0, &[ALICE, BOB]);
        assert_ok!(propose(BOB, 0, Subject::Admit(CAROL)));
        MembershipDeposit::set(FUNDS);
        pass(1, &[ALICE, BOB]);
        assert_eq!(outcome(), Outcome::Void);
        assert_eq!(Rooms::invitation(0, &CAROL), None);
    });
}

#[test]
fn a_proposer_withdraws_what_is_undecided_and_nobody_else_does() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB, CAROL], Authority::MemberMajority);
        assert_ok!(propose(BOB, 0, Subject::Close));
        assert_noop!(close_vote(ALICE, 0, 0), Error::<Test>::VoteUndecided);
        assert_ok!(close_vote(BOB, 0, 0));
        assert_eq!(outcome(), Outcome::Withdrawn);
        assert_noop!(close_vote(BOB, 0, 0), Error::<Test>::ProposalNotFound);
    });
}

#[test]
fn what_can_no_longer_pass_is_closed_by_anybody() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB, CAROL], Authority::MemberMajority);
        assert_ok!(propose(BOB, 0, Subject::Close));
        assert_ok!(vote(ALICE, 0, 0, false));
        assert_noop!(close_vote(DAVE, 0, 0), Error::<Test>::VoteUndecided);
        assert_ok!(vote(CAROL, 0, 0, false));
        assert_ok!(close_vote(DAVE, 0, 0));
        assert_eq!(outcome(), Outcome::Rejected);
        assert!(Rooms::channel(0).is_some());
    });
}

#[test]
fn a_proposal_expires_only_when_voting_has_ended_without_a_result() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB, CAROL], Authority::MemberMajority);
        assert_ok!(propose(BOB, 0, Subject::Close));
        assert_ok!(propose(CAROL, 0, Subject::Remove(BOB)));
        for voter in [ALICE, CAROL] {
            assert_ok!(vote(voter, 0, 1, true));
        }
        System::set_block_number(20);
        assert_noop!(expire(0), Error::<Test>::VotingGoesOn);
        System::set_block_number(21);
        assert_noop!(vote(ALICE, 0, 0, true), Error::<Test>::VotingEnded);
        assert_noop!(expire(1), Error::<Test>::VoteDecided);
        assert_noop!(expire(9), Error::<Test>::ProposalNotFound);
        assert_ok!(expire(0));
        assert_eq!(outcome(), Outcome::Expired);
        assert_eq!(held(HoldReason::Proposal, &BOB), 0);
        // What has passed in time is still done.
        assert_ok!(close_vote(DAVE, 0, 1));
        assert!(!Rooms::is_member(0, &BOB));
    });
}

#[test]
fn a_proposal_is_decided_by_the_rules_under_which_it_was_opened() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB, CAROL, DAVE], Authority::MemberMajority);
        assert_ok!(propose(BOB, 0, Subject::Remove(DAVE)));
        let stricter = policy(|policy| {
            policy.decisions.members = Authority::Owner;
            policy.decisions.policy = Authority::MemberTwoThirds;
        });
        assert_ok!(propose(CAROL, 0, Subject::Policy(stricter)));
        pass(1, &[ALICE, BOB, CAROL]);
        pass(0, &[ALICE, BOB, CAROL]);
        assert!(!Rooms::is_member(0, &DAVE));
        assert_noop!(
            propose(BOB, 0, Subject::Remove(CAROL)),
            Error::<Test>::VoteNotNeeded
        );
    });
}

#[test]
fn a_proposal_outlives_its_proposers_membership() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB, CAROL], Authority::MemberMajority);
        assert_ok!(propose(BOB, 0, Subject::Remove(CAROL)));
        assert_ok!(leave(BOB, 0));
        assert_eq!(held(HoldReason::Proposal, &BOB), ProposalDeposit::get());
        pass(0, &[ALICE, CAROL]);
        assert_eq!(held(HoldReason::Proposal, &BOB), 0);
    });
}

#[test]
fn nobody_neither_proposes_nor_closes() {
    ExtBuilder::build_and_execute(|| {
        garden_of(&[BOB], Authority::MemberMajority);
        let none = RuntimeOrigin::none;
        let refused = DispatchError::BadOrigin;
        assert_noop!(Rooms::propose(none(), 0, Subject::Close), refused);
        assert_noop!(Rooms::vote(none(), 0, 0, true), refused);
        assert_noop!(Rooms::close_vote(none(), 0, 0), refused);
        assert_noop!(Rooms::expire(none(), 0, 0), refused);
    });
}
