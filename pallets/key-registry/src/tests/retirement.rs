use super::*;
use postern_primitives::limits::MAX_DEVICES;
use sp_runtime::DispatchError;

/// Gives ALICE all that an identity can have.
fn alice_has_everything() {
    assert_ok!(Request::new(ALICE, 1).with_handle("alice").submit());
    for seed in 2..=MAX_DEVICES as u8 {
        add(ALICE, seed);
    }
    let archive = ArchiveInput {
        cid: cid(99).to_input(),
        size: 10_000,
    };
    assert_ok!(KeyRegistry::set_archive(signed(ALICE), Some(archive)));
}

#[test]
fn whoever_retires_gets_everything_back_but_the_price_of_the_records() {
    ExtBuilder::build_and_execute(|| {
        alice_has_everything();
        assert!(Balances::reserved_balance(ALICE) > 0);
        assert_ok!(KeyRegistry::retire(signed(ALICE)));
        assert_eq!(Balances::reserved_balance(ALICE), 0);
        assert_eq!(
            free(&ALICE),
            FUNDS - u128::from(MAX_DEVICES) * RecordPrice::get()
        );
        for seed in (1..=MAX_DEVICES as u8).chain([99]) {
            assert!(Content::references(&cid(seed)).is_empty());
        }
    });
}

#[test]
fn whoever_retires_gets_back_what_was_held_although_prices_have_changed() {
    ExtBuilder::build_and_execute(|| {
        alice_has_everything();
        DeviceDeposit::set(1);
        HandleDeposit::set(500);
        assert_ok!(KeyRegistry::retire(signed(ALICE)));
        assert_eq!(Balances::reserved_balance(ALICE), 0);
    });
}

#[test]
fn retiring_leaves_tombstones_and_the_nonce_and_nothing_else() {
    ExtBuilder::build_and_execute(|| {
        alice_has_everything();
        let nonce = KeyRegistry::nonce(&ALICE);
        System::reset_events();
        assert_ok!(KeyRegistry::retire(signed(ALICE)));
        assert_eq!(
            Identities::<Test>::get(ALICE),
            Some(Identity {
                nonce,
                ..Default::default()
            })
        );
        for seed in 1..=MAX_DEVICES as u8 {
            let tombstone = Devices::<Test>::get(device(seed)).unwrap();
            assert_eq!(tombstone.revoked_at, Some(Now::get()));
        }
        assert!(!<KeyRegistry as postern_primitives::traits::Identities<
            _,
        >>::is_registered(&ALICE));
        let events: Vec<_> = System::read_events_for_pallet::<Event<Test>>();
        assert_eq!(events.len(), MAX_DEVICES as usize + 2);
        assert_eq!(events.last(), Some(&Event::Retired { account: ALICE }));
    });
}

#[test]
fn the_handle_of_whoever_retires_rests() {
    ExtBuilder::build_and_execute(|| {
        alice_has_everything();
        register(BOB, 20);
        assert_ok!(KeyRegistry::retire(signed(ALICE)));
        assert_noop!(
            KeyRegistry::claim_handle(signed(BOB), input("alice")),
            Error::<Test>::HandleResting
        );
        System::set_block_number(System::block_number() + HandleRest::get());
        assert_ok!(KeyRegistry::claim_handle(signed(BOB), input("alice")));
    });
}

#[test]
fn whoever_retired_may_come_back_with_a_new_key_and_the_old_name() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(Request::new(ALICE, 1).with_handle("alice").submit());
        assert_ok!(KeyRegistry::retire(signed(ALICE)));
        assert_noop!(Request::new(ALICE, 1).submit(), Error::<Test>::DeviceTaken);
        assert_ok!(Request::new(ALICE, 2).with_handle("alice").submit());
    });
}

#[test]
fn whoever_has_nothing_left_does_not_retire() {
    ExtBuilder::build_and_execute(|| {
        assert_noop!(
            KeyRegistry::retire(signed(ALICE)),
            Error::<Test>::NotRegistered
        );
        register(ALICE, 1);
        assert_ok!(KeyRegistry::retire(signed(ALICE)));
        assert_noop!(
            KeyRegistry::retire(signed(ALICE)),
            Error::<Test>::NotRegistered
        );
        assert_noop!(
            KeyRegistry::retire(RuntimeOrigin::none()),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn whoever_has_expired_devices_only_retires_all_the_same() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(Request::new(ALICE, 1).with_handle("alice").submit());
        Now::mutate(|now| *now += 1_000_000);
        assert_ok!(KeyRegistry::retire(signed(ALICE)));
        assert_eq!(free(&ALICE), FUNDS - RecordPrice::get());
    });
}
