use crate::{mock::*, Call, Error, SendRefusal};
use frame_support::{assert_noop, assert_ok};
use postern_primitives::{
    limits::{MAX_CONTENT_SIZE, MAX_RECIPIENTS},
    CidInput,
};
use sp_runtime::DispatchError;

/// The call is refused, changes nothing, and `can_send` had said so.
fn assert_refused(recipients: &[AccountId], size: u64, lifetime: u32, refusal: SendRefusal) {
    let error = Error::<Test>::from(refusal);
    let call = send_call(recipients, "hello", size, lifetime);
    assert_noop!(dispatch(call, RuntimeOrigin::signed(ALICE)), error);
    assert_eq!(
        Inbox::can_send(&ALICE, recipients, size, lifetime),
        Err(refusal)
    );
}

fn send_cid(cid: &[u8]) -> Result<(), DispatchError> {
    let call = Call::send {
        recipients: vec![PAUPER].try_into().unwrap(),
        cid: CidInput::try_from(cid.to_vec()).unwrap(),
        size: 5,
        lifetime: 20,
    };
    dispatch(call, RuntimeOrigin::signed(ALICE))
}

#[test]
fn what_would_be_accepted_is_accepted() {
    run(|| {
        let deposit = Inbox::deposit(5, 2);
        assert_eq!(Inbox::can_send(&ALICE, &[BOB, PAUPER], 5, 20), Ok(deposit));
        assert_ok!(dispatch(
            send_call(&[BOB, PAUPER], "a", 5, 20),
            RuntimeOrigin::signed(ALICE)
        ));
    });
}

#[test]
fn nobody_to_send_to_is_refused() {
    run(|| assert_refused(&[], 5, 20, SendRefusal::NoRecipients));
}

#[test]
fn a_recipient_named_twice_is_refused() {
    run(|| assert_refused(&[BOB, PAUPER, BOB], 5, 20, SendRefusal::DuplicateRecipient));
}

#[test]
fn more_recipients_than_a_call_takes_are_refused_before_any_read() {
    run(|| {
        let crowd: Vec<_> = (0..=MAX_RECIPIENTS as u8)
            .map(|i| inbox_of(&key(i)))
            .collect();
        let refusal = Err(SendRefusal::TooManyRecipients);
        assert_eq!(Inbox::can_send(&ALICE, &crowd, 5, 20), refusal);
    });
}

#[test]
fn content_of_no_bytes_is_refused() {
    run(|| assert_refused(&[BOB], 0, 20, SendRefusal::ContentEmpty));
}

#[test]
fn content_above_the_limit_is_refused_and_at_the_limit_accepted() {
    ExtBuilder::default()
        .with_funded(&[ALICE])
        .execute_with(|| {
            assert_refused(
                &[BOB],
                MAX_CONTENT_SIZE + 1,
                20,
                SendRefusal::ContentTooLarge,
            );
            assert_refused(&[BOB], u64::MAX, 20, SendRefusal::ContentTooLarge);
            Balances::force_set_balance(RuntimeOrigin::root(), ALICE, u64::MAX / 2).unwrap();
            let call = send_call(&[BOB], "hello", MAX_CONTENT_SIZE, 20);
            assert_ok!(dispatch(call, RuntimeOrigin::signed(ALICE)));
        });
}

#[test]
fn a_lifetime_below_the_least_is_refused() {
    run(|| {
        assert_refused(&[BOB], 5, MIN_LIFETIME - 1, SendRefusal::LifetimeTooShort);
        assert_refused(&[BOB], 5, 0, SendRefusal::LifetimeTooShort);
        assert_ok!(send(&ALICE, &[BOB], "hello", MIN_LIFETIME));
    });
}

#[test]
fn a_lifetime_above_the_most_is_refused() {
    run(|| {
        assert_refused(&[BOB], 5, MAX_LIFETIME + 1, SendRefusal::LifetimeTooLong);
        assert_refused(&[BOB], 5, u32::MAX, SendRefusal::LifetimeTooLong);
        assert_ok!(send(&ALICE, &[BOB], "hello", MAX_LIFETIME));
    });
}

#[test]
fn one_full_inbox_keeps_the_message_from_all_recipients() {
    run(|| {
        fill(&PAUPER, MAX_QUEUED, 20);
        assert_refused(
            &[BOB, PAUPER],
            5,
            20,
            SendRefusal::QueueFull { recipient: 1 },
        );
        assert_eq!(Inbox::queue(&BOB).count, 0);
    });
}

#[test]
fn a_full_inbox_takes_entries_again_after_an_acknowledgement() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), MAX_QUEUED, 20);
        assert_ok!(acknowledge(&owner, &[7]));
        assert_ok!(send(&ALICE, &[inbox_of(&owner)], "hello", 20));
    });
}

#[test]
fn a_deposit_that_the_sender_lacks_is_refused() {
    run(|| {
        let spare = FUNDS - EXISTENTIAL_DEPOSIT - ENTRY_DEPOSIT - KIB_DEPOSIT + 1;
        assert_ok!(Balances::transfer_allow_death(
            RuntimeOrigin::signed(ALICE),
            BOB,
            spare
        ));
        assert_refused(&[BOB], 5, 20, SendRefusal::DepositNotAffordable);
    });
}

#[test]
fn a_sender_without_an_account_is_refused() {
    run(|| {
        let call = send_call(&[BOB], "hello", 5, 20);
        let refused = dispatch(call, RuntimeOrigin::signed(PAUPER));
        assert_noop!(refused, Error::<Test>::DepositNotAffordable);
    });
}

#[test]
fn content_that_cannot_be_retained_is_refused() {
    run(|| {
        References::exhaust(&cid("hello"));
        let refused = send(&ALICE, &[BOB], "hello", 20);
        assert_noop!(refused, Error::<Test>::ContentNotRetained);
    });
}

#[test]
fn each_way_to_be_no_cid_has_its_own_error() {
    run(|| {
        let good = cid("x");
        let mut trailing = good.as_bytes().to_vec();
        trailing.push(0);
        let mut other_codec = good.as_bytes().to_vec();
        other_codec[1] = 0x71;
        let mut other_hash = good.as_bytes().to_vec();
        other_hash[2] = 0x1b;
        let version_0 = b"QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG";
        let cases: [(&[u8], Error<Test>); 6] = [
            (b"", Error::CidMalformed),
            (b"not a cid", Error::CidMalformed),
            (version_0, Error::CidVersion0),
            (&trailing, Error::CidTrailingBytes),
            (&other_codec, Error::CidUnsupportedCodec),
            (&other_hash, Error::CidUnsupportedHash),
        ];
        for (input, error) in cases {
            assert_noop!(send_cid(input), error);
        }
    });
}

#[test]
fn only_a_signed_transaction_sends() {
    run(|| {
        for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
            let call = send_call(&[BOB], "hello", 5, 20);
            assert_noop!(dispatch(call, origin), DispatchError::BadOrigin);
        }
    });
}
