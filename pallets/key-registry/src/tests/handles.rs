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
fn a_released_handle_is_free_and_its_deposit_returns() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        register(BOB, 2);
        assert_ok!(claim(ALICE, "name"));
        assert_ok!(KeyRegistry::release_handle(RuntimeOrigin::signed(ALICE)));
        System::assert_last_event(
            Event::HandleReleased {
                account: ALICE,
                handle: handle("name"),
            }
            .into(),
        );
        assert_eq!(held(HoldReason::Handle, &ALICE), 0);
        assert_eq!(Identities::<Test>::get(ALICE).unwrap().handle, None);

        assert_ok!(claim(BOB, "name"));
        assert_eq!(Handles::<Test>::get(handle("name")), Some(BOB));
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
