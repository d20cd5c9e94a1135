use super::*;
use postern_primitives::group;

#[test]
fn a_post_without_an_account_is_logged_without_an_author_and_paid_for_by_the_purse() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        let (before, issuance) = (funds(channel), Balances::total_issuance());
        run(private_post(&key(1), channel, 0, 7));
        let page = Rooms::history(channel, 0, 9);
        assert_eq!(
            page.posts,
            [PostInfo {
                sequence_number: 0,
                author: None,
                cid: cid(7),
                size: 100,
                posted_at: 1,
                expires_at: 31,
                commit: None,
            }]
        );
        assert_eq!(funds(channel), before - FEE - post_deposit());
        assert_eq!(Balances::total_issuance(), issuance - FEE);
        assert_eq!(Content::references(&cid(7)), [100]);
        System::assert_last_event(
            Event::Posted {
                channel,
                sequence_number: 0,
                author: None,
                cid: cid(7),
                size: 100,
            }
            .into(),
        );
        let shown = Rooms::private_channel(channel).unwrap();
        assert_eq!((shown.posts, shown.next, shown.nonce), (1, 1, 1));
    });
}

#[test]
fn the_deposit_comes_back_to_the_purse_when_the_post_expires() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        run(private_post(&key(1), channel, 0, 7));
        let before = funds(channel);
        run_to(31);
        assert!(Rooms::history(channel, 0, 9).posts.is_empty());
        assert_eq!(funds(channel), before + post_deposit());
        assert_eq!(Rooms::private_channel(channel).unwrap().posts, 0);
    });
}

#[test]
fn members_who_know_nothing_of_each_other_post_in_one_block() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        for nonce in [40, 3, 17, 63, 0, 64] {
            run(private_post(&key(1), channel, nonce, nonce as u8));
        }
        assert_eq!(Rooms::private_channel(channel).unwrap().posts, 6);
    });
}

#[test]
fn a_signed_post_costs_the_signer_the_fee_and_the_purse_the_deposit() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        let before = funds(channel);
        assert_ok!(dispatch(private_post(&key(1), channel, 0, 7), BOB));
        assert_eq!(funds(channel), before - post_deposit());
        assert_eq!(Rooms::history(channel, 0, 9).posts[0].author, None);
        let again = dispatch(private_post(&key(1), channel, 0, 7), BOB);
        assert_eq!(again, Err(Error::<Test>::NonceUsed.into()));
    });
}

#[test]
fn an_account_has_no_right_of_its_own_in_a_private_channel() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        let forged = dispatch(private_post(&key(9), channel, 0, 7), ALICE);
        assert_eq!(forged, Err(Error::<Test>::BadProof.into()));
        let nobody = dispatch_as(private_post(&key(1), channel, 0, 7), RuntimeOrigin::none());
        assert_eq!(nobody, Err(DispatchError::BadOrigin));
    });
}

#[test]
fn what_turns_out_to_be_impossible_is_paid_for_and_cannot_be_tried_again() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        ContentIsFull::set(true);
        let before = funds(channel);
        let call = private_post(&key(1), channel, 0, 7);
        assert_eq!(apply(call.clone()), Ok(Ok(())));
        assert_eq!(failure(), Some(Error::<Test>::ContentRefused.into()));
        assert_eq!(funds(channel), before - FEE);
        assert!(Rooms::history(channel, 0, 9).posts.is_empty());
        assert_refused(call, InvalidTransaction::Stale);
    });
}

#[test]
fn a_signed_call_that_is_impossible_changes_nothing_at_all() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        ContentIsFull::set(true);
        let call = private_post(&key(1), channel, 0, 7);
        let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
        let failed = dispatch(call.clone(), BOB);
        assert_eq!(failed, Err(Error::<Test>::ContentRefused.into()));
        assert_eq!(sp_io::storage::root(sp_runtime::StateVersion::V1), before);
        ContentIsFull::set(false);
        assert_ok!(dispatch(call, BOB));
    });
}

#[test]
fn a_full_log_takes_no_post_until_some_expire() {
    ExtBuilder::build_and_execute(|| {
        MaxPosts::set(2);
        let channel = create_private();
        for nonce in 0..2 {
            run(private_post(&key(1), channel, nonce, nonce as u8));
        }
        let full = dispatch(private_post(&key(1), channel, 2, 2), BOB);
        assert_eq!(full, Err(Error::<Test>::LogFull.into()));
        run_to(31);
        run(private_post(&key(1), channel, 2, 2));
    });
}

#[test]
fn a_purse_without_enough_for_the_deposit_pays_for_the_try() {
    ExtBuilder::build_and_execute(|| {
        let least = Rooms::least_endowment();
        let by = RuntimeOrigin::signed(ALICE);
        assert_ok!(Rooms::create_private(
            by,
            key(1).public().0,
            30,
            least + FEE
        ));
        assert_eq!(apply(private_post(&key(1), 0, 0, 7)), Ok(Ok(())));
        assert_eq!(failure(), Some(Error::<Test>::PurseEmpty.into()));
        assert_eq!(funds(0), 0);
    });
}

#[test]
fn content_of_no_size_or_of_too_much_is_refused() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        for (size, error) in [
            (0, Error::<Test>::ContentEmpty),
            (u64::MAX, Error::<Test>::ContentTooLarge),
        ] {
            let fields = group::Post {
                channel,
                cid: cid(1),
                size,
                retraction: None,
            };
            let call = Call::post_private {
                channel,
                cid: cid(1),
                size,
                retraction: None,
                proof: prove(&key(1), group::POST, 0, 2, &fields),
            };
            assert_eq!(dispatch(call, BOB), Err(error.into()));
        }
    });
}
