//! Each way for the state to be wrong is seen by `try_state`.

use super::*;
use sp_runtime::TryRuntimeError;

/// Breaks a state with a channel of two members, two posts, and a proposal that one of them
/// voted on, and a private channel with a commit, number 1; returns what `try_state` says.
fn broken(how: fn()) -> TryRuntimeError {
    let mut said = None;
    ExtBuilder::build_without_check(|| {
        garden_of(&[BOB], Authority::MemberMajority);
        assert_ok!(post(BOB, 0, 1, 1));
        assert_ok!(post(BOB, 0, 2, 1));
        assert_ok!(propose(BOB, 0, Subject::Close));
        assert_ok!(vote(BOB, 0, 0, true));
        create_private();
        assert_ok!(dispatch(private_commit(&key(1), 1, 0, &key(2), 1_000), BOB));
        assert_ok!(Rooms::do_try_state());
        how();
        said = Rooms::do_try_state().err();
    });
    said.expect("the broken state is seen")
}

fn change(how: fn(&mut ChannelOf<Test>)) {
    Channels::<Test>::mutate_extant(0, how);
}

#[test]
fn a_number_that_may_be_given_away_again_is_seen() {
    let error = broken(NextChannel::<Test>::kill);
    assert_eq!(error, "a channel's number may be given away again".into());
}

#[test]
fn a_channel_without_its_name_is_seen() {
    let error = broken(|| Names::<Test>::remove(Rooms::channel(0).unwrap().name));
    assert_eq!(error, "a channel is not found by its name".into());
}

#[test]
fn a_name_of_another_channel_is_seen() {
    let error = broken(|| {
        let name: postern_primitives::Handle = "another".parse().unwrap();
        Names::<Test>::insert(name, 0)
    });
    assert_eq!(error, "a name points to a channel of another name".into());
}

#[test]
fn an_owner_outside_is_seen() {
    let error = broken(|| change(|channel| channel.owner = BOB));
    assert_eq!(error, "a channel's owner is not a moderator".into());
}

#[test]
fn a_wrong_count_of_members_is_seen() {
    let error = broken(|| change(|channel| channel.members += 1));
    assert_eq!(error, "a channel miscounts its members".into());
}

fn change_proposal(how: fn(&mut ProposalOf<Test>)) {
    Proposals::<Test>::mutate(0, 0, |proposal| how(proposal.as_mut().unwrap()));
}

#[test]
fn a_wrong_count_of_moderators_is_seen() {
    let error = broken(|| change(|channel| channel.moderators += 1));
    assert_eq!(error, "a channel miscounts its moderators".into());
}

#[test]
fn a_ticket_that_was_not_drawn_is_seen() {
    let error = broken(|| change(|channel| channel.next_ticket = 0));
    let said = "a ticket was drawn twice, or is to be drawn yet";
    assert_eq!(error, said.into());
}

#[test]
fn a_wrong_count_of_posts_is_seen() {
    let error = broken(|| Log::<Test>::remove(0, SequenceKey::from(0)));
    assert_eq!(error, "a channel miscounts its posts".into());
}

#[test]
fn a_post_outside_of_the_log_is_seen() {
    let outside = "a post is outside of its log";
    assert_eq!(
        broken(|| change(|channel| channel.log.next -= 1)),
        outside.into()
    );
    assert_eq!(
        broken(|| change(|channel| channel.log.first += 1)),
        outside.into()
    );
}

#[test]
fn an_author_in_a_private_channel_is_seen() {
    let error = broken(|| {
        Log::<Test>::mutate(1, SequenceKey::from(0), |post| {
            post.as_mut().unwrap().author = Some(BOB)
        })
    });
    let said = "a post shows an author where there is none, or none where there is one";
    assert_eq!(error, said.into());
}

#[test]
fn a_wrong_count_of_commits_is_seen() {
    let error = broken(|| PrivateChannels::<Test>::mutate_extant(1, |channel| channel.commits = 0));
    assert_eq!(error, "a private channel miscounts its commits".into());
}

#[test]
fn a_proposal_that_is_not_listed_is_seen() {
    let unlisted = "a channel does not list its open proposals";
    assert_eq!(broken(|| Proposals::<Test>::remove(0, 0)), unlisted.into());
    assert_eq!(
        broken(|| change(|channel| channel.open.clear())),
        unlisted.into()
    );
}

#[test]
fn a_wrong_tally_is_seen() {
    let error = broken(|| change_proposal(|proposal| proposal.electors += 1));
    assert_eq!(error, "a proposal miscounts its electors".into());
    let miscounted = "a proposal miscounts its votes";
    assert_eq!(
        broken(|| change_proposal(|proposal| proposal.ayes += 1)),
        miscounted.into()
    );
    assert_eq!(
        broken(|| change_proposal(|proposal| proposal.nays += 1)),
        miscounted.into()
    );
    assert_eq!(broken(|| Votes::<Test>::remove(0, BOB)), miscounted.into());
}

#[test]
fn a_vote_of_no_elector_is_seen() {
    let error = broken(|| {
        assert_ok!(join(CAROL, 0));
        let vote = Vote {
            proposal: 0,
            aye: true,
        };
        Votes::<Test>::insert(0, CAROL, PerProposal::truncate_from(vec![vote]));
    });
    assert_eq!(error, "somebody voted who is no elector".into());
}

#[test]
fn a_vote_of_no_member_is_seen() {
    let error = broken(|| Votes::<Test>::insert(0, DAVE, PerProposal::default()));
    assert_eq!(error, "a vote belongs to no member".into());
}

#[test]
fn a_channel_that_is_open_and_being_cleared_is_seen() {
    let error = broken(|| Closing::<Test>::insert(0, ()));
    assert_eq!(error, "a channel that is open is being cleared".into());
}

#[test]
fn a_post_that_would_never_expire_is_seen() {
    let error = broken(|| Expiring::<Test>::remove(101, (0, 0)));
    assert_eq!(error, "a post would never expire".into());
    let error = broken(|| SweptTo::<Test>::put(101));
    assert_eq!(error, "a post has been forgotten by the sweep".into());
    let error = broken(|| Expiring::<Test>::insert(101, (0, 9), ()));
    assert_eq!(error, "a post is to expire that is not there".into());
}

#[test]
fn a_membership_of_no_channel_is_seen() {
    let error = broken(|| Members::<Test>::insert(9, BOB, Members::<Test>::get(0, BOB).unwrap()));
    assert_eq!(error, "a membership belongs to no channel".into());
}

#[test]
fn a_post_of_no_channel_is_seen() {
    let error = broken(|| Log::<Test>::insert(9, SequenceKey::from(0), logged(0, 0).unwrap()));
    assert_eq!(error, "a post belongs to no channel".into());
}

#[test]
fn a_deposit_that_is_not_held_is_seen() {
    let differs = "what is held differs from what is recorded".into();
    assert_eq!(broken(|| change(|channel| channel.deposit += 1)), differs);
    assert_eq!(
        broken(|| Members::<Test>::mutate(0, BOB, |member| member.as_mut().unwrap().deposit += 1)),
        differs
    );
    assert_eq!(
        broken(|| Log::<Test>::mutate(0, SequenceKey::from(0), |post| post
            .as_mut()
            .unwrap()
            .deposit += 1)),
        differs
    );
}
