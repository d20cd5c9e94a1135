use super::*;
use sp_runtime::DispatchError;

#[test]
fn a_revoked_device_stays_as_a_tombstone() {
    ExtBuilder::build_and_execute(|| {
        let device = register(ALICE, 1);
        let before = Devices::<Test>::get(device).unwrap();
        Now::mutate(|now| *now += 10);
        assert_ok!(KeyRegistry::revoke_device(signed(ALICE), device, None));

        let after = Devices::<Test>::get(device).unwrap();
        assert_eq!(after.revoked_at, Some(Now::get()));
        assert_eq!(
            Certificate {
                revoked_at: None,
                deposit: before.deposit,
                ..after
            },
            before
        );
        assert!(Identities::<Test>::get(ALICE).unwrap().devices.is_empty());
        System::assert_last_event(
            Event::DeviceRevoked {
                account: ALICE,
                device,
                by: None,
            }
            .into(),
        );
    });
}

#[test]
fn revoking_gives_the_deposit_back_and_the_key_object_up() {
    ExtBuilder::build_and_execute(|| {
        let device = register(ALICE, 1);
        let key_cid = Devices::<Test>::get(device).unwrap().key_cid;
        assert_ok!(KeyRegistry::revoke_device(signed(ALICE), device, None));
        assert!(Content::references(&key_cid).is_empty());
        assert_eq!(held(HoldReason::Device, &ALICE), 0);
        assert_eq!(free(&ALICE), FUNDS - RecordPrice::get());
    });
}

#[test]
fn whoever_revoked_everything_may_register_again_and_keeps_the_handle() {
    ExtBuilder::build_and_execute(|| {
        let first = Request::new(ALICE, 1).with_handle("alice");
        assert_ok!(first.submit());
        assert_ok!(revoke(ALICE, 1));
        let second = register(ALICE, 2);

        let identity = KeyRegistry::identity_by_handle(b"alice").unwrap();
        assert_eq!(identity.account, ALICE);
        assert_eq!(identity.devices.len(), 1);
        assert_eq!(identity.devices[0].id, second);
        assert_eq!(held(HoldReason::Device, &ALICE), DeviceDeposit::get());
    });
}

#[test]
fn an_expired_device_can_be_revoked() {
    ExtBuilder::build_and_execute(|| {
        let device = register(ALICE, 1);
        Now::mutate(|now| *now += 5_000);
        assert_ok!(KeyRegistry::revoke_device(signed(ALICE), device, None));
    });
}

#[test]
fn an_unknown_device_is_not_found() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_noop!(
            KeyRegistry::revoke_device(signed(ALICE), device(2), None),
            Error::<Test>::DeviceNotFound
        );
    });
}

#[test]
fn somebody_elses_device_cannot_be_revoked() {
    ExtBuilder::build_and_execute(|| {
        let device = register(ALICE, 1);
        register(BOB, 2);
        assert_noop!(
            KeyRegistry::revoke_device(signed(BOB), device, None),
            Error::<Test>::NotDeviceOwner
        );
    });
}

#[test]
fn a_device_is_revoked_only_once() {
    ExtBuilder::build_and_execute(|| {
        let device = register(ALICE, 1);
        assert_ok!(KeyRegistry::revoke_device(signed(ALICE), device, None));
        assert_noop!(
            KeyRegistry::revoke_device(signed(ALICE), device, None),
            Error::<Test>::AlreadyRevoked
        );
    });
}

#[test]
fn an_unsigned_revocation_is_refused() {
    ExtBuilder::build_and_execute(|| {
        let device = register(ALICE, 1);
        assert_noop!(
            KeyRegistry::revoke_device(RuntimeOrigin::none(), device, None),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn another_device_revokes_and_anybody_carries_it() {
    ExtBuilder::build_and_execute(|| {
        alice_has_two_devices();
        let before = free(&ALICE);
        assert_ok!(Revocation::new(ALICE, 1, 2).carried_by(PAUPER));
        System::assert_last_event(
            Event::DeviceRevoked {
                account: ALICE,
                device: device(1),
                by: Some(device(2)),
            }
            .into(),
        );
        let identity = Identities::<Test>::get(ALICE).unwrap();
        assert_eq!(identity.devices.to_vec(), [device(2)]);
        assert_eq!(identity.nonce, 3);
        assert_eq!(free(&ALICE), before + DeviceDeposit::get());
        assert_eq!(free(&PAUPER), 0, "the deposit is the owner's");
    });
}

#[test]
fn another_device_revokes_an_expired_one() {
    ExtBuilder::build_and_execute(|| {
        let first = Request::new(ALICE, 1);
        assert_ok!(first.submit());
        let mut second = Request::new(ALICE, 2);
        second.valid_until += 1_000;
        assert_ok!(second.add());
        Now::set(first.valid_until);
        assert_ok!(Revocation::new(ALICE, 1, 2).carried_by(BOB));
    });
}

#[test]
fn a_device_does_not_revoke_itself() {
    ExtBuilder::build_and_execute(|| {
        alice_has_two_devices();
        assert_noop!(
            Revocation::new(ALICE, 1, 1).carried_by(ALICE),
            Error::<Test>::OwnRevocation
        );
    });
}

#[test]
fn a_device_of_somebody_else_revokes_nothing() {
    ExtBuilder::build_and_execute(|| {
        alice_has_two_devices();
        register(BOB, 3);
        assert_noop!(
            Revocation::new(ALICE, 1, 3).carried_by(BOB),
            Error::<Test>::NotDeviceOwner
        );
        assert_noop!(
            Revocation::new(ALICE, 1, 4).carried_by(BOB),
            Error::<Test>::DeviceNotFound
        );
    });
}

#[test]
fn a_revocation_is_good_for_what_it_was_signed_for_only() {
    ExtBuilder::build_and_execute(|| {
        alice_has_two_devices();
        add(ALICE, 3);
        let good = Revocation::new(ALICE, 1, 2);
        let changes: [fn(&mut Revocation); 6] = [
            |r| r.fields.device = device(3),
            |r| r.fields.by = device(3),
            |r| r.terms.expires += 1,
            |r| r.terms.nonce += 1,
            |r| r.terms.genesis = [8; 32],
            |r| r.key = key(3),
        ];
        for change in changes {
            let mut other = good.clone();
            change(&mut other);
            let proof = good.proof_with(other.proof().signature);
            assert_noop!(good.carried_with(BOB, proof), Error::<Test>::BadProof);
        }
        assert_ok!(good.carried_by(BOB));
    });
}

#[test]
fn the_account_needs_no_nonce_to_revoke() {
    ExtBuilder::build_and_execute(|| {
        alice_has_two_devices();
        Identities::<Test>::mutate_extant(ALICE, |identity| identity.nonce = u32::MAX);
        assert_noop!(
            Revocation::new(ALICE, 1, 2).carried_by(BOB),
            Error::<Test>::NonceExhausted
        );
        assert_ok!(revoke(ALICE, 1));
    });
}
