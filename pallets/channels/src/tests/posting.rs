use super::*;
use postern_primitives::{limits::MAX_CONTENT_SIZE, Cid, CidInput};
use proptest::prelude::*;

#[test]
fn a_post_is_numbered_logged_and_retained() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(join(BOB, 0));
        System::set_block_number(9);
        assert_ok!(post(BOB, 0, 1, 100));
        let deposit = PostDeposit::get() + PostDepositPerKib::get();
        assert_eq!(
            logged(0, 0),
            Some(Post {
                author: Some(BOB),
                cid: cid(1),
                size: 100,
                posted_at: 9,
                expires_at: 109,
                commit: None,
                retraction: None,
                deposit,
            })
        );
        assert_eq!(Rooms::channel(0).unwrap().posts, 1);
        assert_eq!(Content::references(&cid(1)), [100]);
        assert_eq!(held(HoldReason::Post, &BOB), deposit);
        System::assert_last_event(
            Event::Posted {
                channel: 0,
                sequence_number: 0,
                author: Some(BOB),
                cid: cid(1),
                size: 100,
            }
            .into(),
        );
    });
}

#[test]
fn the_owner_may_post() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(post(ALICE, 0, 1, 1));
    });
}

#[test]
fn one_content_posted_twice_is_retained_twice() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_ok!(post(ALICE, 0, 1, 100));
        assert_ok!(post(ALICE, 0, 1, 100));
        assert_eq!(Content::references(&cid(1)), [100, 100]);
        assert_eq!(Rooms::history(0, 0, 10).posts.len(), 2);
    });
}

#[test]
fn the_deposit_grows_with_each_kib_begun() {
    ExtBuilder::build_and_execute(|| {
        let kib = |size| {
            (Rooms::post_deposit(size).unwrap() - PostDeposit::get()) / PostDepositPerKib::get()
        };
        assert_eq!(kib(1), 1);
        assert_eq!(kib(1024), 1);
        assert_eq!(kib(1025), 2);
        assert_eq!(kib(MAX_CONTENT_SIZE), 1 << 20);
        assert!(Rooms::post_deposit(u64::MAX).is_err());
    });
}

#[test]
fn the_text_of_a_cid_is_as_good_as_its_bytes() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        let text = cid(1).to_string().into_bytes().try_into().unwrap();
        assert_ok!(Rooms::post(RuntimeOrigin::signed(ALICE), 0, text, 1));
        assert_eq!(logged(0, 0).unwrap().cid, cid(1));
    });
}

#[test]
fn a_post_to_a_channel_that_does_not_exist_is_refused() {
    ExtBuilder::build_and_execute(|| {
        assert_noop!(post(ALICE, 0, 1, 1), Error::<Test>::ChannelNotFound);
    });
}

#[test]
fn a_post_by_somebody_outside_is_refused() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_noop!(post(BOB, 0, 1, 1), Error::<Test>::NotMember);
        assert_ok!(join(BOB, 0));
        assert_ok!(leave(BOB, 0));
        assert_noop!(post(BOB, 0, 1, 1), Error::<Test>::NotMember);
    });
}

#[test]
fn content_without_a_size_is_refused() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_noop!(post(ALICE, 0, 1, 0), Error::<Test>::ContentEmpty);
    });
}

#[test]
fn content_may_have_the_largest_size_and_no_more() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        for size in [MAX_CONTENT_SIZE + 1, u64::MAX] {
            assert_noop!(post(ALICE, 0, 1, size), Error::<Test>::ContentTooLarge);
        }
        assert_ok!(post(ALICE, 0, 1, MAX_CONTENT_SIZE));
    });
}

#[test]
fn each_malformed_cid_has_its_own_error() {
    let good = cid(1);
    let with = |index: usize, byte: u8| {
        let mut bytes = good.as_bytes().to_vec();
        bytes[index] = byte;
        bytes
    };
    let cases = [
        (b"not a cid".to_vec(), Error::<Test>::CidMalformed),
        (vec![], Error::<Test>::CidMalformed),
        (
            b"QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG".to_vec(),
            Error::<Test>::CidVersion0,
        ),
        (
            [good.as_bytes(), &[0]].concat(),
            Error::<Test>::CidTrailingBytes,
        ),
        (with(1, 0x71), Error::<Test>::CidUnsupportedCodec),
        (with(2, 0x16), Error::<Test>::CidUnsupportedHash),
    ];
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        for (bytes, error) in cases {
            let cid = CidInput::try_from(bytes).unwrap();
            assert_noop!(Rooms::post(RuntimeOrigin::signed(ALICE), 0, cid, 1), error);
        }
    });
}

#[test]
fn a_cid_that_is_too_long_has_an_error_of_its_own() {
    // A call cannot even carry one; other callers of the parser can.
    let error = Cid::parse(&[1; 97]).unwrap_err();
    assert!(matches!(Error::<Test>::from(error), Error::CidTooLong));
}

#[test]
fn a_post_that_cannot_be_paid_for_is_refused() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        PostDepositPerKib::set(FUNDS);
        assert_noop!(post(ALICE, 0, 1, 1), Error::<Test>::DepositUnaffordable);
    });
}

#[test]
fn content_that_cannot_be_kept_is_refused() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        ContentIsFull::set(true);
        assert_noop!(post(ALICE, 0, 1, 1), Error::<Test>::ContentRefused);
    });
}

#[test]
fn a_channel_whose_numbers_are_used_up_takes_no_post() {
    ExtBuilder::build_without_check(|| {
        assert_ok!(create(ALICE, "garden"));
        Channels::<Test>::mutate_extant(0, |channel| channel.log.next = u64::MAX);
        assert_noop!(post(ALICE, 0, 1, 1), Error::<Test>::TooManyPosts);
    });
}

#[test]
fn a_post_of_nobody_is_refused() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_noop!(
            Rooms::post(RuntimeOrigin::none(), 0, cid(1).to_input(), 1),
            DispatchError::BadOrigin
        );
    });
}

proptest! {
    #[test]
    fn no_cid_and_no_size_panics(
        cid in prop::collection::vec(any::<u8>(), 0..=96),
        size: u64,
    ) {
        ExtBuilder::build_and_execute(|| {
            assert_ok!(create(ALICE, "garden"));
            let _ = Rooms::post(RuntimeOrigin::signed(ALICE), 0, cid.try_into().unwrap(), 1);
            let _ = post(ALICE, 0, 1, size);
        });
    }
}
