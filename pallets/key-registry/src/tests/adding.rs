use super::*;
use postern_primitives::limits::MAX_DEVICES;
use sp_core::Pair;
use sp_runtime::DispatchError;

#[test]
fn a_further_device_is_valid_beside_the_first() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        let request = Request::new(ALICE, 2);
        assert_ok!(request.add());
        System::assert_last_event(
            Event::DeviceRegistered {
                account: ALICE,
                device: device(2),
                key_cid: request.key_cid,
                valid_until: request.valid_until,
            }
            .into(),
        );
        let identity = Identities::<Test>::get(ALICE).unwrap();
        assert_eq!(identity.devices.to_vec(), [device(1), device(2)]);
        assert_eq!(identity.nonce, 2);
        assert_eq!(held(HoldReason::Device, &ALICE), 2 * DeviceDeposit::get());
        assert_eq!(Content::references(&cid(2)), [KeySize::get()]);
        for seed in [1, 2] {
            assert!(KeyRegistry::is_valid(device(seed), Now::get()));
        }
    });
}

#[test]
fn an_identity_takes_ten_devices_and_no_more() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        for seed in 2..=MAX_DEVICES as u8 {
            add(ALICE, seed);
        }
        assert_noop!(Request::new(ALICE, 11).add(), Error::<Test>::TooManyDevices);
        assert_ok!(revoke(ALICE, 4));
        add(ALICE, 11);
    });
}

#[test]
fn a_device_is_not_added_to_nobody() {
    ExtBuilder::build_and_execute(|| {
        assert_noop!(Request::new(ALICE, 1).add(), Error::<Test>::NotRegistered);
    });
}

#[test]
fn a_device_is_added_until_the_last_valid_one_expires() {
    ExtBuilder::build_and_execute(|| {
        let first = Request::new(ALICE, 1);
        assert_ok!(first.submit());
        Now::set(first.valid_until);
        assert_noop!(Request::new(ALICE, 2).add(), Error::<Test>::NotRegistered);
        Now::set(first.valid_until - 1);
        assert_noop!(
            Request::new(ALICE, 2).submit(),
            Error::<Test>::AlreadyRegistered
        );
        assert_ok!(Request::new(ALICE, 2).add());
    });
}

#[test]
fn a_device_that_is_somebody_elses_is_not_added() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        register(BOB, 2);
        assert_noop!(Request::new(ALICE, 2).add(), Error::<Test>::DeviceTaken);
    });
}

#[test]
fn an_added_device_obeys_the_limits_of_a_first_one() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        let good = Request::new(ALICE, 2);
        let with = |change: fn(&mut Request)| {
            let mut request = good.clone();
            change(&mut request);
            request.add()
        };
        assert_noop!(
            with(|r| r.valid_until = Now::get()),
            Error::<Test>::ValidityInPast
        );
        assert_noop!(
            with(|r| r.valid_until = Now::get() + MaxValidity::get() + 1),
            Error::<Test>::ValidityTooLong
        );
        assert_noop!(
            with(|r| r.terms.expires = System::block_number() - 1),
            Error::<Test>::ProofExpired
        );
        assert_noop!(
            with(|r| r.terms.expires = System::block_number() + MaxProofAge::get() + 1),
            Error::<Test>::ProofTooLong
        );
        DeviceDeposit::set(FUNDS);
        assert_noop!(good.add(), Error::<Test>::DepositUnaffordable);
    });
}

#[test]
fn nobody_adds_a_device_unsigned() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        let request = Request::new(ALICE, 2);
        let call = KeyRegistry::add_device(
            RuntimeOrigin::none(),
            request.key.public().0,
            request.key_cid.to_input(),
            request.valid_until,
            request.terms.expires,
            request.adding_proof(),
        );
        assert_noop!(call, DispatchError::BadOrigin);
    });
}
