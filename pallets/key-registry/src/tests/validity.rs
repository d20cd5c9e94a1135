//! What a device signs counts while its certificate is valid, to the moment.

use super::*;

/// All that the device made from 1 can sign for ALICE, who has 2 as well.
const ATTEMPTS: [fn() -> sp_runtime::DispatchResult; 3] = [
    || Renewal::new(ALICE, 1).submit(),
    || Rotation::new(ALICE, 1, 3).submit(),
    || Revocation::new(ALICE, 2, 1).carried_by(BOB),
];

/// Registers 1 and 2, of which 1 ends earlier, and returns when.
fn one_ends_before_the_other() -> u64 {
    let first = Request::new(ALICE, 1);
    assert_ok!(first.submit());
    let mut second = Request::new(ALICE, 2);
    second.valid_until += 1_000;
    assert_ok!(second.add());
    first.valid_until
}

#[test]
fn an_expired_device_signs_nothing_that_is_accepted() {
    ExtBuilder::build_and_execute(|| {
        Now::set(one_ends_before_the_other());
        for attempt in ATTEMPTS {
            assert_noop!(attempt(), Error::<Test>::DeviceExpired);
        }
    });
}

#[test]
fn a_device_signs_to_the_last_moment_before_it_expires() {
    for attempt in ATTEMPTS {
        ExtBuilder::build_and_execute(|| {
            Now::set(one_ends_before_the_other() - 1);
            assert_ok!(attempt());
        });
    }
}

#[test]
fn a_revoked_device_signs_nothing_that_is_accepted() {
    ExtBuilder::build_and_execute(|| {
        alice_has_two_devices();
        assert_ok!(revoke(ALICE, 1));
        for attempt in ATTEMPTS {
            assert_noop!(attempt(), Error::<Test>::DeviceIsRevoked);
        }
    });
}

#[test]
fn a_device_whose_end_was_moved_signs_up_to_the_new_one() {
    ExtBuilder::build_and_execute(|| {
        let old_end = one_ends_before_the_other();
        let renewal = Renewal::new(ALICE, 1);
        assert_ok!(renewal.submit());
        Now::set(old_end);
        assert_ok!(Renewal::new(ALICE, 1).submit());
    });
}

#[test]
fn what_was_signed_before_a_revocation_stays_valid() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        let began = Now::get();
        Now::mutate(|now| *now += 100);
        assert_ok!(KeyRegistry::retire(signed(ALICE)));
        assert!(!KeyRegistry::is_valid(device(1), began - 1));
        assert!(KeyRegistry::is_valid(device(1), began));
        assert!(KeyRegistry::is_valid(device(1), Now::get() - 1));
        assert!(!KeyRegistry::is_valid(device(1), Now::get()));
    });
}
