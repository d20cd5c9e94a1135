//! Each way for the state to be wrong is seen by `try_state`.

use super::*;
use sp_runtime::TryRuntimeError;

/// Breaks a state with a channel of two members and two posts, and returns what
/// `try_state` says.
fn broken(how: fn()) -> TryRuntimeError {
    let mut said = None;
    ExtBuilder::build_without_check(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(join(BOB, 0));
        assert_ok!(post(BOB, 0, 1, 1));
        assert_ok!(post(BOB, 0, 2, 1));
        assert_ok!(Rooms::do_try_state());
        how();
        said = Rooms::do_try_state().err();
    });
    said.expect("the broken state is seen")
}

fn change(how: fn(&mut Channel<sp_runtime::AccountId32, u128>)) {
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
    let error = broken(|| change(|channel| channel.owner = CAROL));
    assert_eq!(error, "a channel's owner is not a member".into());
}

#[test]
fn a_wrong_count_of_members_is_seen() {
    let error = broken(|| change(|channel| channel.members += 1));
    assert_eq!(error, "a channel miscounts its members".into());
}

#[test]
fn a_gap_between_posts_is_seen() {
    let error = broken(|| Log::<Test>::remove(0, 0));
    assert_eq!(error, "a channel's posts have gaps".into());
}

#[test]
fn a_post_behind_the_last_is_seen() {
    let error = broken(|| change(|channel| channel.next -= 1));
    assert_eq!(error, "a channel's posts have gaps".into());
}

#[test]
fn a_membership_of_no_channel_is_seen() {
    let error = broken(|| Members::<Test>::insert(9, BOB, Members::<Test>::get(0, BOB).unwrap()));
    assert_eq!(error, "a membership belongs to no channel".into());
}

#[test]
fn a_post_of_no_channel_is_seen() {
    let error = broken(|| Log::<Test>::insert(9, 0, Log::<Test>::get(0, 0).unwrap()));
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
        broken(|| Log::<Test>::mutate(0, 0, |post| post.as_mut().unwrap().deposit += 1)),
        differs
    );
}
