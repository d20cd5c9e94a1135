use super::*;
use postern_primitives::{Cid, CidInput, Codec};
use proptest::prelude::*;
use sp_core::{ed25519, Pair};
use sp_runtime::DispatchError;

#[test]
fn a_first_device_makes_an_identity() {
    ExtBuilder::build_and_execute(|| {
        let request = Request::new(ALICE, 1);
        assert_ok!(request.submit());

        let identity = Identities::<Test>::get(ALICE).unwrap();
        assert_eq!(identity.nonce, 1);
        assert_eq!(identity.devices.to_vec(), [request.device()]);
        assert_eq!(identity.handle, None);
        assert_eq!(identity.archive, None);
        let certificate = Devices::<Test>::get(request.device()).unwrap();
        assert_eq!(certificate.account, ALICE);
        assert_eq!(certificate.public, request.key.public().0);
        assert_eq!(certificate.key_cid, request.key_cid);
        assert_eq!(certificate.valid_from, Now::get());
        assert_eq!(certificate.valid_until, request.valid_until);
        assert_eq!(certificate.revoked_at, None);
        assert_eq!(certificate.deposit, DeviceDeposit::get());
        System::assert_last_event(
            Event::DeviceRegistered {
                account: ALICE,
                device: request.device(),
                key_cid: request.key_cid,
                valid_until: request.valid_until,
            }
            .into(),
        );
    });
}

#[test]
fn a_device_costs_a_price_and_a_deposit_and_its_key_object_is_retained() {
    ExtBuilder::build_and_execute(|| {
        let issued = Balances::total_issuance();
        let request = Request::new(ALICE, 1);
        assert_ok!(request.submit());
        assert_eq!(issued - Balances::total_issuance(), RecordPrice::get());
        assert_eq!(
            free(&ALICE),
            FUNDS - RecordPrice::get() - DeviceDeposit::get()
        );
        assert_eq!(held(HoldReason::Device, &ALICE), DeviceDeposit::get());
        assert_eq!(held(HoldReason::Handle, &ALICE), 0);
        assert_eq!(Content::references(&request.key_cid), [KeySize::get()]);
    });
}

#[test]
fn a_handle_can_be_claimed_with_the_device() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(Request::new(ALICE, 1).with_handle("alice").submit());
        assert_eq!(
            Handles::<Test>::get("alice".parse::<postern_primitives::Handle>().unwrap()),
            Some(ALICE)
        );
        assert_eq!(held(HoldReason::Handle, &ALICE), HandleDeposit::get());
    });
}

#[test]
fn a_bad_handle_takes_the_device_back_too() {
    ExtBuilder::build_and_execute(|| {
        let request = Request::new(ALICE, 1).with_handle("Alice");
        assert_noop!(request.submit(), Error::<Test>::HandleCharacter);
        assert!(Content::references(&request.key_cid).is_empty());
    });
}

#[test]
fn the_text_of_a_cid_is_as_good_as_its_bytes() {
    ExtBuilder::build_and_execute(|| {
        let request = Request::new(ALICE, 1);
        let text = request.key_cid.to_string().into_bytes().try_into().unwrap();
        assert_ok!(request.submit_with(text, request.proof()));
        let certificate = Devices::<Test>::get(request.device()).unwrap();
        assert_eq!(certificate.key_cid, request.key_cid);
    });
}

#[test]
fn a_certificate_and_a_proof_may_use_their_limits_up() {
    ExtBuilder::build_and_execute(|| {
        let mut longest = Request::new(ALICE, 1);
        longest.valid_until = Now::get() + MaxValidity::get();
        longest.terms.expires = System::block_number() + MaxProofAge::get();
        assert_ok!(longest.submit());

        let mut shortest = Request::new(BOB, 2);
        shortest.valid_until = Now::get() + 1;
        shortest.terms.expires = System::block_number();
        assert_ok!(shortest.submit());
    });
}

#[test]
fn an_unsigned_registration_is_refused() {
    ExtBuilder::build_and_execute(|| {
        let request = Request::new(ALICE, 1);
        let call = KeyRegistry::register(
            RuntimeOrigin::none(),
            request.key.public().0,
            request.key_cid.to_input(),
            request.valid_until,
            request.terms.expires,
            request.proof(),
            None,
        );
        assert_noop!(call, DispatchError::BadOrigin);
    });
}

#[test]
fn a_second_device_beside_a_valid_one_is_refused() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_noop!(
            Request::new(ALICE, 2).submit(),
            Error::<Test>::AlreadyRegistered
        );
    });
}

#[test]
fn a_new_device_is_accepted_when_the_old_one_has_expired() {
    ExtBuilder::build_and_execute(|| {
        let old = register(ALICE, 1);
        Now::set(Devices::<Test>::get(old).unwrap().valid_until);
        let new = register(ALICE, 2);

        let identity = Identities::<Test>::get(ALICE).unwrap();
        assert_eq!(identity.devices.to_vec(), [old, new]);
        assert_eq!(identity.nonce, 2);
        assert_eq!(held(HoldReason::Device, &ALICE), 2 * DeviceDeposit::get());
    });
}

#[test]
fn a_device_key_is_registered_only_once_by_anybody() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_noop!(Request::new(BOB, 1).submit(), Error::<Test>::DeviceTaken);
    });
}

#[test]
fn a_revoked_device_key_never_comes_back() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_ok!(revoke(ALICE, 1));
        assert_noop!(Request::new(ALICE, 1).submit(), Error::<Test>::DeviceTaken);
    });
}

#[test]
fn an_identity_is_full_until_an_expired_device_is_revoked() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        for seed in 2..=10 {
            Now::mutate(|now| *now += 1_000);
            register(ALICE, seed);
        }
        Now::mutate(|now| *now += 1_000);
        assert_noop!(
            Request::new(ALICE, 11).submit(),
            Error::<Test>::TooManyDevices
        );
        assert_ok!(revoke(ALICE, 1));
        assert_ok!(Request::new(ALICE, 11).submit());
    });
}

#[test]
fn a_certificate_that_has_ended_already_is_refused() {
    ExtBuilder::build_and_execute(|| {
        for valid_until in [0, Now::get() - 1, Now::get()] {
            let mut request = Request::new(ALICE, 1);
            request.valid_until = valid_until;
            assert_noop!(request.submit(), Error::<Test>::ValidityInPast);
        }
    });
}

#[test]
fn a_certificate_that_lasts_too_long_is_refused() {
    ExtBuilder::build_and_execute(|| {
        for valid_until in [Now::get() + MaxValidity::get() + 1, u64::MAX] {
            let mut request = Request::new(ALICE, 1);
            request.valid_until = valid_until;
            assert_noop!(request.submit(), Error::<Test>::ValidityTooLong);
        }
    });
}

#[test]
fn an_expired_proof_is_refused() {
    ExtBuilder::build_and_execute(|| {
        let request = Request::new(ALICE, 1);
        System::set_block_number(request.terms.expires + 1);
        assert_noop!(request.submit(), Error::<Test>::ProofExpired);
    });
}

#[test]
fn a_proof_that_expires_too_late_is_refused() {
    ExtBuilder::build_and_execute(|| {
        for expires in [System::block_number() + MaxProofAge::get() + 1, u32::MAX] {
            let mut request = Request::new(ALICE, 1);
            request.terms.expires = expires;
            assert_noop!(request.submit(), Error::<Test>::ProofTooLong);
        }
    });
}

#[test]
fn a_proof_is_good_for_one_key_and_what_it_was_made_for_only() {
    ExtBuilder::build_and_execute(|| {
        let good = Request::new(ALICE, 1);
        let changes: [fn(&mut Request); 7] = [
            |r| r.terms.account = BOB,
            |r| r.key = key(9),
            |r| r.key_cid = Cid::of_block(Codec::Raw, b"another"),
            |r| r.valid_until += 1,
            |r| r.terms.expires += 1,
            |r| r.terms.nonce += 1,
            |r| r.terms.genesis = [8; 32],
        ];
        for change in changes {
            let mut other = good.clone();
            change(&mut other);
            assert_noop!(
                good.submit_with(good.key_cid.to_input(), other.proof()),
                Error::<Test>::BadProof
            );
        }
        assert_ok!(good.submit());
    });
}

#[test]
fn a_proof_for_an_old_nonce_is_refused() {
    ExtBuilder::build_and_execute(|| {
        let early = Request::new(ALICE, 2);
        register(ALICE, 1);
        assert_ok!(revoke(ALICE, 1));
        assert_noop!(early.submit(), Error::<Test>::BadProof);
        assert_ok!(Request::new(ALICE, 2).submit());
    });
}

#[test]
fn a_nonce_that_cannot_rise_is_an_error() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_ok!(revoke(ALICE, 1));
        Identities::<Test>::mutate_extant(ALICE, |identity| identity.nonce = u32::MAX);
        assert_noop!(
            Request::new(ALICE, 2).submit(),
            Error::<Test>::NonceExhausted
        );
    });
}

#[test]
fn each_malformed_key_cid_has_its_own_error() {
    let raw = Cid::of_block(Codec::Raw, b"key");
    let tree = Cid::of_block(Codec::DagPb, b"tree");
    let with = |index: usize, byte: u8| {
        let mut bytes = raw.as_bytes().to_vec();
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
            [raw.as_bytes(), &[0]].concat(),
            Error::<Test>::CidTrailingBytes,
        ),
        (with(1, 0x71), Error::<Test>::CidUnsupportedCodec),
        (with(2, 0x16), Error::<Test>::CidUnsupportedHash),
        (tree.as_bytes().to_vec(), Error::<Test>::KeyNotRawBlock),
    ];
    ExtBuilder::build_and_execute(|| {
        for (bytes, error) in cases {
            let request = Request::new(ALICE, 1);
            let key_cid = CidInput::try_from(bytes).unwrap();
            assert_noop!(request.submit_with(key_cid, request.proof()), error);
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
fn a_device_that_cannot_be_paid_for_is_refused() {
    ExtBuilder::build_and_execute(|| {
        assert_noop!(
            Request::new(PAUPER, 1).submit(),
            Error::<Test>::DepositUnaffordable
        );
    });
}

#[test]
fn a_device_that_would_empty_its_account_is_refused() {
    ExtBuilder::build_and_execute(|| {
        DeviceDeposit::set(FUNDS - RecordPrice::get());
        assert_noop!(
            Request::new(ALICE, 1).submit(),
            Error::<Test>::DepositUnaffordable
        );
    });
}

#[test]
fn a_key_that_anybody_can_sign_for_is_refused() {
    // The neutral point, and one of order eight.
    let order_eight = [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ];
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let mut signature = [0; 64];
    signature[0] = 1;
    ExtBuilder::build_and_execute(|| {
        for public in [neutral, order_eight] {
            let request = Request::new(ALICE, 1);
            let call = KeyRegistry::register(
                signed(ALICE),
                public,
                request.key_cid.to_input(),
                request.valid_until,
                request.terms.expires,
                ed25519::Signature::from_raw(signature),
                None,
            );
            assert_noop!(call, Error::<Test>::WorthlessKey);
        }
    });
}

#[test]
fn a_key_object_that_cannot_be_kept_is_refused() {
    ExtBuilder::build_and_execute(|| {
        ContentIsFull::set(true);
        assert_noop!(
            Request::new(ALICE, 1).submit(),
            Error::<Test>::ContentRefused
        );
    });
}

proptest! {
    #[test]
    fn no_key_cid_and_no_handle_panics(
        cid in prop::collection::vec(any::<u8>(), 0..96),
        name in prop::collection::vec(any::<u8>(), 0..32),
    ) {
        ExtBuilder::build_and_execute(|| {
            let mut request = Request::new(ALICE, 1);
            request.handle = Some(name.try_into().unwrap());
            let _ = request.submit();
            let _ = request.submit_with(cid.try_into().unwrap(), request.proof());
        });
    }
}
