use super::*;
use postern_primitives::Handle;
use sp_runtime::DispatchError;

fn handle(name: &str) -> Handle {
    name.parse().unwrap()
}

fn claim(account: sp_runtime::AccountId32, name: &str) -> sp_runtime::DispatchResult {
    KeyRegistry::claim_handle(RuntimeOrigin::signed(account), input(name))
}

#[test]
fn a_handle_points_at_its_owner_and_back() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_ok!(claim(ALICE, "alice"));
        assert_eq!(Handles::<Test>::get(handle("alice")), Some(ALICE));
        let identity = Identities::<Test>::get(ALICE).unwrap();
        assert_eq!(identity.handle, Some(handle("alice")));
        assert_eq!(held(HoldReason::Handle, &ALICE), HandleDeposit::get());
        System::assert_last_event(
            Event::HandleClaimed {
                account: ALICE,
                handle: handle("alice"),
            }
            .into(),
        );
    });
}

#[test]
fn a_released_handle_gives_its_deposit_back_and_rests() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_ok!(claim(ALICE, "name"));
        assert_ok!(KeyRegistry::release_handle(signed(ALICE)));
        let until = System::block_number() + HandleRest::get();
        System::assert_last_event(
            Event::HandleReleased {
                account: ALICE,
                handle: handle("name"),
                rests_until: until,
            }
            .into(),
        );
        assert_eq!(held(HoldReason::Handle, &ALICE), 0);
        assert_eq!(Identities::<Test>::get(ALICE).unwrap().handle, None);
        assert_eq!(Handles::<Test>::get(handle("name")), None);
        assert_eq!(
            KeyRegistry::handle_state(b"name"),
            Some(HandleState::Resting {
                owner: ALICE,
                until
            })
        );
    });
}

#[test]
fn a_handle_at_rest_is_free_for_others_from_the_block_that_ends_its_rest() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        register(BOB, 2);
        assert_ok!(claim(ALICE, "name"));
        assert_ok!(KeyRegistry::release_handle(signed(ALICE)));
        let until = System::block_number() + HandleRest::get();

        System::set_block_number(until - 1);
        assert_noop!(claim(BOB, "name"), Error::<Test>::HandleResting);
        System::set_block_number(until);
        assert_eq!(KeyRegistry::handle_state(b"name"), Some(HandleState::Free));
        assert_ok!(claim(BOB, "name"));
        assert_eq!(
            KeyRegistry::handle_state(b"name"),
            Some(HandleState::Taken { owner: BOB })
        );
        assert_eq!(RestingHandles::<Test>::iter().count(), 0);
        assert_eq!(RestQueue::<Test>::iter().count(), 0);
    });
}

#[test]
fn the_last_owner_may_take_a_handle_back_at_once() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_ok!(claim(ALICE, "name"));
        assert_ok!(KeyRegistry::release_handle(signed(ALICE)));
        assert_ok!(claim(ALICE, "name"));
        assert_eq!(Handles::<Test>::get(handle("name")), Some(ALICE));
        assert_eq!(RestingHandles::<Test>::iter().count(), 0);
    });
}

#[test]
fn a_handle_rests_anew_whenever_it_is_released() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        register(BOB, 2);
        assert_ok!(claim(ALICE, "name"));
        assert_ok!(KeyRegistry::release_handle(signed(ALICE)));
        let first = System::block_number() + HandleRest::get();
        assert_ok!(claim(ALICE, "name"));
        System::set_block_number(first - 1);
        assert_ok!(KeyRegistry::release_handle(signed(ALICE)));
        System::set_block_number(first);
        assert_noop!(claim(BOB, "name"), Error::<Test>::HandleResting);
    });
}

#[test]
fn no_more_handles_stay_in_state_than_rest_at_one_time() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        let release = |name: String| {
            assert_ok!(claim(ALICE, &name));
            assert_ok!(KeyRegistry::release_handle(signed(ALICE)));
        };
        for index in 0..20 {
            release(format!("first-{index}"));
            // Every other one is taken back, which leaves a gap in the queue.
            if index % 2 == 0 {
                assert_ok!(claim(ALICE, &format!("first-{index}")));
                assert_ok!(KeyRegistry::release_handle(signed(ALICE)));
            }
        }
        assert_eq!(RestingHandles::<Test>::iter().count(), 20);
        System::set_block_number(System::block_number() + HandleRest::get());
        for index in 0..20 {
            release(format!("second-{index}"));
        }
        let left: Vec<_> = RestingHandles::<Test>::iter_keys().collect();
        assert_eq!(left.len(), 20);
        assert!(left.iter().all(|name| name.as_str().starts_with("second")));
        assert_eq!(RestQueue::<Test>::iter().count(), 20);
    });
}

#[test]
fn a_text_that_is_no_handle_has_no_state() {
    ExtBuilder::build_and_execute(|| {
        assert_eq!(KeyRegistry::handle_state(b"no handle"), None);
        assert_eq!(KeyRegistry::handle_state(&[0; 1000]), None);
    });
}

#[test]
fn a_release_returns_what_was_held_although_the_price_has_changed() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_ok!(claim(ALICE, "alice"));
        HandleDeposit::set(500);
        assert_ok!(KeyRegistry::release_handle(RuntimeOrigin::signed(ALICE)));
        assert_eq!(held(HoldReason::Handle, &ALICE), 0);
    });
}

#[test]
fn a_handle_may_cost_nothing() {
    ExtBuilder::build_and_execute(|| {
        HandleDeposit::set(0);
        register(ALICE, 1);
        assert_ok!(claim(ALICE, "alice"));
        assert_ok!(KeyRegistry::release_handle(RuntimeOrigin::signed(ALICE)));
    });
}

#[test]
fn a_handle_without_an_identity_is_refused() {
    ExtBuilder::build_and_execute(|| {
        assert_noop!(claim(ALICE, "alice"), Error::<Test>::NotRegistered);
        assert_noop!(
            KeyRegistry::release_handle(RuntimeOrigin::signed(ALICE)),
            Error::<Test>::NotRegistered
        );
    });
}

#[test]
fn a_handle_without_a_valid_device_can_be_released_and_not_claimed() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_ok!(claim(ALICE, "alice"));
        Now::mutate(|now| *now += 1_000);
        assert_ok!(KeyRegistry::release_handle(signed(ALICE)));
        assert_noop!(claim(ALICE, "alice"), Error::<Test>::NotRegistered);
    });
}

#[test]
fn a_second_handle_is_refused() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_ok!(claim(ALICE, "alice"));
        assert_noop!(claim(ALICE, "alicia"), Error::<Test>::AlreadyHasHandle);
    });
}

#[test]
fn somebody_elses_handle_is_refused() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        register(BOB, 2);
        assert_ok!(claim(ALICE, "alice"));
        assert_noop!(claim(BOB, "alice"), Error::<Test>::HandleTaken);
    });
}

#[test]
fn each_broken_rule_of_a_handle_has_its_own_error() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        for (name, error) in [
            ("", Error::<Test>::HandleLength),
            ("al", Error::<Test>::HandleLength),
            ("Alice", Error::<Test>::HandleCharacter),
            ("al ice", Error::<Test>::HandleCharacter),
            ("-alice", Error::<Test>::HandleEdge),
            ("alice-", Error::<Test>::HandleEdge),
        ] {
            assert_noop!(claim(ALICE, name), error);
        }
    });
}

#[test]
fn releasing_no_handle_is_an_error() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_noop!(
            KeyRegistry::release_handle(RuntimeOrigin::signed(ALICE)),
            Error::<Test>::NoHandle
        );
    });
}

#[test]
fn a_handle_that_cannot_be_paid_for_is_refused() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        HandleDeposit::set(FUNDS);
        assert_noop!(claim(ALICE, "alice"), Error::<Test>::DepositUnaffordable);
    });
}

#[test]
fn handles_of_nobody_are_refused() {
    ExtBuilder::build_and_execute(|| {
        assert_noop!(
            KeyRegistry::claim_handle(RuntimeOrigin::none(), input("alice")),
            DispatchError::BadOrigin
        );
        assert_noop!(
            KeyRegistry::release_handle(RuntimeOrigin::none()),
            DispatchError::BadOrigin
        );
    });
}
