use super::*;
use crate::private::{CHANNEL_NOT_FOUND, POST_NOT_FOUND};
use frame_support::Hashable;

const SECRET: [u8; 32] = [42; 32];

fn retract(channel: ChannelId, sequence_number: u64, secret: [u8; 32]) -> Call<Test> {
    Call::retract_private {
        channel,
        sequence_number,
        secret,
    }
}

fn channel_with_a_post() -> ChannelId {
    let channel = create_private();
    let hash = Some(SECRET.blake2_256());
    run(private_post_with(&key(1), channel, 0, 7, hash));
    channel
}

#[test]
fn the_secret_takes_a_post_back_and_the_purse_gets_the_deposit() {
    ExtBuilder::build_and_execute(|| {
        let channel = channel_with_a_post();
        let before = funds(channel);
        run(retract(channel, 0, SECRET));
        assert!(Rooms::history(channel, 0, 9).posts.is_empty());
        assert_eq!(funds(channel), before + post_deposit() - FEE);
        assert!(Content::references(&cid(7)).is_empty());
        let again = retract(channel, 0, SECRET);
        assert_refused(again, InvalidTransaction::Custom(POST_NOT_FOUND));
    });
}

#[test]
fn anybody_signs_for_it_and_pays_instead_of_the_purse() {
    ExtBuilder::build_and_execute(|| {
        let channel = channel_with_a_post();
        let before = funds(channel);
        assert_ok!(dispatch(retract(channel, 0, SECRET), BOB));
        assert_eq!(funds(channel), before + post_deposit());
    });
}

#[test]
fn another_secret_and_the_hash_itself_take_nothing_back() {
    ExtBuilder::build_and_execute(|| {
        let channel = channel_with_a_post();
        for secret in [[0; 32], SECRET.blake2_256()] {
            assert_refused(retract(channel, 0, secret), InvalidTransaction::BadProof);
            let signed = dispatch(retract(channel, 0, secret), ALICE);
            assert_eq!(signed, Err(Error::<Test>::BadSecret.into()));
        }
    });
}

#[test]
fn a_post_without_a_hash_and_a_commit_stay() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        run(private_post(&key(1), channel, 0, 7));
        run(private_commit(&key(1), channel, 1, &key(2), 1_000));
        for number in [0, 1] {
            let call = retract(channel, number, SECRET);
            assert_refused(call, InvalidTransaction::BadProof);
        }
    });
}

#[test]
fn what_is_not_there_is_refused_cheaply() {
    ExtBuilder::build_and_execute(|| {
        let channel = channel_with_a_post();
        let missing = retract(channel, 1, SECRET);
        assert_refused(missing, InvalidTransaction::Custom(POST_NOT_FOUND));
        let nowhere = retract(9, 0, SECRET);
        assert_refused(nowhere, InvalidTransaction::Custom(CHANNEL_NOT_FOUND));
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(post(ALICE, 1, 1, 1));
        let public = retract(1, 0, SECRET);
        assert_refused(public, InvalidTransaction::Custom(CHANNEL_NOT_FOUND));
    });
}

#[test]
fn a_retraction_has_the_tag_of_its_post() {
    ExtBuilder::build_and_execute(|| {
        let channel = channel_with_a_post();
        let hash = Some(SECRET.blake2_256());
        run(private_post_with(&key(1), channel, 1, 8, hash));
        let one = valid(retract(channel, 0, SECRET));
        let other = valid(retract(channel, 1, SECRET));
        assert_ne!(one.provides, other.provides);
        assert_ne!(
            one.provides,
            valid(private_post(&key(1), channel, 2, 1)).provides
        );
        // Until the post expires.
        assert_eq!(one.longevity, 30);
    });
}

#[test]
fn a_purse_that_cannot_pay_takes_nothing_back_without_a_signer() {
    ExtBuilder::build_and_execute(|| {
        let amount = Rooms::least_endowment() + FEE + post_deposit();
        let by = RuntimeOrigin::signed(ALICE);
        assert_ok!(Rooms::create_private(by, key(1).public().0, 30, amount));
        let hash = Some(SECRET.blake2_256());
        run(private_post_with(&key(1), 0, 0, 7, hash));
        assert_refused(retract(0, 0, SECRET), InvalidTransaction::Payment);
        assert_ok!(dispatch(retract(0, 0, SECRET), BOB));
    });
}

#[test]
fn nobody_inside_a_block_takes_nothing_back() {
    ExtBuilder::build_and_execute(|| {
        let channel = channel_with_a_post();
        let refused = dispatch_as(retract(channel, 0, SECRET), RuntimeOrigin::none());
        assert_eq!(refused, Err(DispatchError::BadOrigin));
    });
}
