//! Who could lock out whom, and why they cannot: Mallory holds the key of the old epoch and
//! is quick, patient, or rich.

use super::*;
use frame_support::traits::fungible::Mutate;

const MALLORY: AccountId = AccountId::new([66; 32]);

/// The channel of the old epoch, which Mallory was a member of.
fn old_channel() -> ChannelId {
    Balances::set_balance(&MALLORY, FUNDS);
    create_private()
}

fn commits(channel: ChannelId) -> Vec<ChannelId> {
    let posts = Rooms::history(channel, 0, 99).posts;
    posts
        .iter()
        .filter_map(|post| Some(post.commit?.successor))
        .collect()
}

#[test]
fn commits_before_and_after_the_groups_own_do_not_keep_it_out() {
    ExtBuilder::build_and_execute(|| {
        let channel = old_channel();
        run(private_commit(&key(1), channel, 0, &key(66), 100));
        run(private_commit(&key(1), channel, 1, &key(2), 5_000));
        run(private_commit(&key(1), channel, 2, &key(67), 100));
        // All stand, in the order of the chain.
        assert_eq!(commits(channel), [1, 2, 3]);
        run(private_post(&key(2), 2, 0, 1));
    });
}

#[test]
fn a_commit_comes_in_after_any_time_that_others_are_left_alone() {
    ExtBuilder::build_and_execute(|| {
        let channel = old_channel();
        run(private_commit(&key(1), channel, 0, &key(66), 100));
        run_to(29);
        run(private_commit(&key(1), channel, 1, &key(2), 5_000));
        run_to(200);
        run(private_commit(&key(1), channel, 2, &key(3), 500));
    });
}

#[test]
fn an_emptied_purse_is_filled_and_used_in_one_batch() {
    ExtBuilder::build_and_execute(|| {
        let channel = old_channel();
        let all = funds(channel) - FEE - post_deposit();
        run(private_commit(&key(1), channel, 0, &key(66), all));
        assert_eq!(funds(channel), 0);
        let call = private_commit(&key(1), channel, 1, &key(2), 1_000);
        assert_refused(call.clone(), InvalidTransaction::Payment);
        let needed = 1_000 + post_deposit();
        assert_ok!(Rooms::fund(RuntimeOrigin::signed(BOB), channel, needed));
        assert_ok!(dispatch(call, BOB));
        assert_eq!(commits(channel), [1, 2]);
    });
}

#[test]
fn posts_do_not_keep_a_commit_out_of_a_full_log() {
    ExtBuilder::build_and_execute(|| {
        MaxPosts::set(2);
        let channel = old_channel();
        for nonce in 0..2 {
            run(private_post(&key(1), channel, nonce, 66));
        }
        run(private_commit(&key(1), channel, 2, &key(2), 1_000));
        run(private_post(&key(2), 1, 0, 1));
    });
}

#[test]
fn filling_up_the_commits_costs_an_endowment_for_each_and_ends_with_retention() {
    ExtBuilder::build_and_execute(|| {
        let channel = old_channel();
        let before = funds(channel);
        let least = Rooms::least_endowment();
        for nonce in 0..MaxCommits::get() {
            run(private_commit(&key(1), channel, nonce, &key(66), least));
        }
        let cost = u128::from(MaxCommits::get()) * (least + post_deposit() + FEE);
        assert_eq!(funds(channel), before - cost);
        let late = private_commit(&key(1), channel, 9, &key(2), 1_000);
        assert_eq!(
            dispatch(late, BOB),
            Err(Error::<Test>::TooManyCommits.into())
        );
        run_to(31);
        run(private_commit(&key(1), channel, 9, &key(2), 1_000));
    });
}

#[test]
fn who_was_removed_cannot_spend_what_the_group_is_given_later() {
    ExtBuilder::build_and_execute(|| {
        let channel = old_channel();
        run(private_commit(&key(1), channel, 0, &key(2), 1_000));
        assert_ok!(Rooms::fund(RuntimeOrigin::signed(BOB), 1, 5_000));
        let before = funds(1);
        let post = private_post(&key(1), 1, 0, 66);
        assert_refused(post, InvalidTransaction::BadProof);
        let commit = private_commit(&key(1), 1, 0, &key(66), 1_000);
        assert_refused(commit, InvalidTransaction::BadProof);
        let close = private_close(&key(1), 1, 0, MALLORY);
        assert_refused(close, InvalidTransaction::BadProof);
        assert_eq!(funds(1), before);
    });
}

#[test]
fn nobody_takes_the_commits_away_from_a_member_who_is_offline() {
    ExtBuilder::build_and_execute(|| {
        let channel = old_channel();
        run_to(29);
        run(private_commit(&key(1), channel, 0, &key(2), 1_000));
        for block in [31, 58] {
            run_to(block);
            let close = private_close(&key(1), channel, block, MALLORY);
            assert_eq!(
                dispatch(close, MALLORY),
                Err(Error::<Test>::StillInUse.into())
            );
            assert_eq!(commits(channel), [1]);
        }
    });
}
