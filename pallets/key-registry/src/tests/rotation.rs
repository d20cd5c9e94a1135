use super::*;
use postern_primitives::limits::MAX_DEVICES;
use sp_core::ed25519;
use sp_runtime::DispatchError;

#[test]
fn a_new_key_takes_the_place_of_the_old_one() {
    ExtBuilder::build_and_execute(|| {
        alice_has_two_devices();
        Now::mutate(|now| *now += 10);
        let rotation = Rotation::new(ALICE, 1, 3);
        System::reset_events();
        assert_ok!(rotation.submit());

        let old = Devices::<Test>::get(device(1)).unwrap();
        assert_eq!(old.revoked_at, Some(Now::get()));
        let new = Devices::<Test>::get(device(3)).unwrap();
        assert_eq!(new.account, ALICE);
        assert_eq!(new.public, rotation.fields.public);
        assert_eq!(new.valid_from, Now::get());
        assert_eq!(new.valid_until, rotation.fields.valid_until);
        let identity = Identities::<Test>::get(ALICE).unwrap();
        assert_eq!(identity.devices.to_vec(), [device(3), device(2)]);
        assert_eq!(identity.nonce, 3);
        let events: Vec<_> = System::read_events_for_pallet::<Event<Test>>();
        assert_eq!(
            events,
            [
                Event::DeviceRevoked {
                    account: ALICE,
                    device: device(1),
                    by: Some(device(1)),
                },
                Event::DeviceRegistered {
                    account: ALICE,
                    device: device(3),
                    key_cid: cid(3),
                    valid_until: rotation.fields.valid_until,
                },
                Event::DeviceRotated {
                    account: ALICE,
                    old: device(1),
                    new: device(3),
                },
            ]
        );
    });
}

#[test]
fn a_rotation_costs_the_price_of_a_record_and_no_second_deposit() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        let before = free(&ALICE);
        assert_ok!(Rotation::new(ALICE, 1, 2).submit());
        assert_eq!(free(&ALICE), before - RecordPrice::get());
        assert_eq!(held(HoldReason::Device, &ALICE), DeviceDeposit::get());
        assert!(Content::references(&cid(1)).is_empty());
        assert_eq!(Content::references(&cid(2)), [KeySize::get()]);
    });
}

#[test]
fn a_full_identity_can_rotate() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        for seed in 2..=MAX_DEVICES as u8 {
            add(ALICE, seed);
        }
        assert_ok!(Rotation::new(ALICE, 5, 11).submit());
    });
}

#[test]
fn a_rotation_needs_the_signatures_of_both_keys() {
    ExtBuilder::build_and_execute(|| {
        alice_has_two_devices();
        let rotation = Rotation::new(ALICE, 1, 3);
        let (old, new) = (key(1), key(3));
        let signers: [[&ed25519::Pair; 2]; 4] =
            [[&old, &old], [&new, &new], [&new, &old], [&key(2), &new]];
        for [first, second] in signers {
            assert_noop!(
                rotation.submit_with(rotation.signed_by(first), rotation.signed_by(second)),
                Error::<Test>::BadProof
            );
        }
        assert_ok!(rotation.submit());
    });
}

#[test]
fn a_rotation_is_good_for_what_it_was_signed_for_only() {
    ExtBuilder::build_and_execute(|| {
        alice_has_two_devices();
        let good = Rotation::new(ALICE, 1, 3);
        let changes: [fn(&mut Rotation); 7] = [
            |r| r.fields.old = device(2),
            |r| r.fields.public = [9; 32],
            |r| r.fields.key_cid = cid(9),
            |r| r.fields.valid_until += 1,
            |r| r.terms.expires += 1,
            |r| r.terms.nonce += 1,
            |r| r.terms.genesis = [8; 32],
        ];
        for change in changes {
            let mut other = good.clone();
            change(&mut other);
            let (by_old, by_new) = (good.signed_by(&good.old), good.signed_by(&good.new));
            assert_noop!(
                good.submit_with(other.signed_by(&good.old), by_new),
                Error::<Test>::BadProof
            );
            assert_noop!(
                good.submit_with(by_old, other.signed_by(&good.new)),
                Error::<Test>::BadProof
            );
        }
        assert_ok!(good.submit());
    });
}

#[test]
fn a_key_that_was_ever_registered_is_not_rotated_in() {
    ExtBuilder::build_and_execute(|| {
        alice_has_two_devices();
        register(BOB, 3);
        for seed in [1, 2, 3] {
            assert_noop!(
                Rotation::new(ALICE, 1, seed).submit(),
                Error::<Test>::DeviceTaken
            );
        }
    });
}

#[test]
fn a_key_that_anybody_can_sign_for_is_not_rotated_in() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        let mut rotation = Rotation::new(ALICE, 1, 2);
        let mut neutral = [0; 64];
        neutral[0] = 1;
        rotation.fields.public.copy_from_slice(&neutral[..32]);
        assert_noop!(
            rotation.submit_with(
                rotation.signed_by(&rotation.old),
                ed25519::Signature::from_raw(neutral)
            ),
            Error::<Test>::WorthlessKey
        );
    });
}

#[test]
fn what_is_unknown_or_somebody_elses_is_not_rotated() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        register(BOB, 2);
        assert_noop!(
            Rotation::new(ALICE, 7, 3).submit(),
            Error::<Test>::DeviceNotFound
        );
        assert_noop!(
            Rotation::new(ALICE, 2, 3).submit(),
            Error::<Test>::NotDeviceOwner
        );
        let rotation = Rotation::new(ALICE, 1, 3);
        let call = KeyRegistry::rotate_device(
            RuntimeOrigin::none(),
            rotation.fields.old,
            rotation.fields.public,
            rotation.fields.key_cid.to_input(),
            rotation.fields.valid_until,
            RotationProofs {
                expires: rotation.terms.expires,
                old: rotation.signed_by(&rotation.old),
                new: rotation.signed_by(&rotation.new),
            },
        );
        assert_noop!(call, DispatchError::BadOrigin);
    });
}

#[test]
fn a_rotation_obeys_the_limits_of_a_certificate() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        let until = |valid_until| {
            let mut rotation = Rotation::new(ALICE, 1, 2);
            rotation.fields.valid_until = valid_until;
            rotation.submit()
        };
        assert_noop!(until(Now::get()), Error::<Test>::ValidityInPast);
        assert_noop!(
            until(Now::get() + MaxValidity::get() + 1),
            Error::<Test>::ValidityTooLong
        );
        assert_ok!(until(Now::get() + MaxValidity::get()));
    });
}
