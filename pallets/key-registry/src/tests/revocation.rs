use super::*;
use sp_runtime::DispatchError;

#[test]
fn a_revoked_device_stays_as_a_tombstone() {
    ExtBuilder::build_and_execute(|| {
        let device = register(ALICE, 1);
        let before = Devices::<Test>::get(device).unwrap();
        Now::mutate(|now| *now += 10);
        assert_ok!(KeyRegistry::revoke_device(
            RuntimeOrigin::signed(ALICE),
            device
        ));

        let after = Devices::<Test>::get(device).unwrap();
        assert_eq!(after.revoked_at, Some(Now::get()));
        assert_eq!(
            Certificate {
                revoked_at: None,
                ..after
            },
            before
        );
        assert!(Identities::<Test>::get(ALICE).unwrap().devices.is_empty());
        System::assert_last_event(
            Event::DeviceRevoked {
                account: ALICE,
                device,
            }
            .into(),
        );
    });
}

#[test]
fn revoking_keeps_the_deposit_and_gives_the_key_object_up() {
    ExtBuilder::build_and_execute(|| {
        let device = register(ALICE, 1);
        let key_cid = Devices::<Test>::get(device).unwrap().key_cid;
        assert_ok!(KeyRegistry::revoke_device(
            RuntimeOrigin::signed(ALICE),
            device
        ));
        assert!(Content::references(&key_cid).is_empty());
        assert_eq!(held(HoldReason::Device, &ALICE), DeviceDeposit::get());
    });
}

#[test]
fn whoever_revoked_everything_may_register_again_and_keeps_the_handle() {
    ExtBuilder::build_and_execute(|| {
        let first = Request::new(ALICE, 1).with_handle("alice");
        assert_ok!(first.submit());
        assert_ok!(KeyRegistry::revoke_device(
            RuntimeOrigin::signed(ALICE),
            first.device()
        ));
        let second = register(ALICE, 2);

        let identity = KeyRegistry::identity_by_handle(b"alice").unwrap();
        assert_eq!(identity.account, ALICE);
        assert_eq!(identity.devices.len(), 1);
        assert_eq!(identity.devices[0].id, second);
        assert_eq!(held(HoldReason::Device, &ALICE), 2 * DeviceDeposit::get());
    });
}

#[test]
fn an_expired_device_can_be_revoked() {
    ExtBuilder::build_and_execute(|| {
        let device = register(ALICE, 1);
        Now::mutate(|now| *now += 5_000);
        assert_ok!(KeyRegistry::revoke_device(
            RuntimeOrigin::signed(ALICE),
            device
        ));
    });
}

#[test]
fn an_unknown_device_is_not_found() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_noop!(
            KeyRegistry::revoke_device(RuntimeOrigin::signed(ALICE), device(2)),
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
            KeyRegistry::revoke_device(RuntimeOrigin::signed(BOB), device),
            Error::<Test>::NotDeviceOwner
        );
    });
}

#[test]
fn a_device_is_revoked_only_once() {
    ExtBuilder::build_and_execute(|| {
        let device = register(ALICE, 1);
        assert_ok!(KeyRegistry::revoke_device(
            RuntimeOrigin::signed(ALICE),
            device
        ));
        assert_noop!(
            KeyRegistry::revoke_device(RuntimeOrigin::signed(ALICE), device),
            Error::<Test>::AlreadyRevoked
        );
    });
}

#[test]
fn an_unsigned_revocation_is_refused() {
    ExtBuilder::build_and_execute(|| {
        let device = register(ALICE, 1);
        assert_noop!(
            KeyRegistry::revoke_device(RuntimeOrigin::none(), device),
            DispatchError::BadOrigin
        );
    });
}
