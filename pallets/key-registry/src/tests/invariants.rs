//! Each way for the state to be wrong is seen by `try_state`.

use super::*;
use sp_runtime::TryRuntimeError;

/// Breaks a state with two identities, ALICE with device 1 and a handle and BOB with device
/// 2, and returns what `try_state` says.
fn broken(how: fn()) -> TryRuntimeError {
    let mut said = None;
    ExtBuilder::build_without_check(|| {
        assert_ok!(Request::new(ALICE, 1).with_handle("alice").submit());
        register(BOB, 2);
        assert_ok!(KeyRegistry::do_try_state());
        how();
        said = KeyRegistry::do_try_state().err();
    });
    said.expect("the broken state is seen")
}

#[test]
fn a_device_under_another_identifier_is_seen() {
    let error = broken(|| Devices::<Test>::swap(device(1), device(2)));
    assert_eq!(
        error,
        "a device is not filed under the hash of its key".into()
    );
}

#[test]
fn a_certificate_that_ends_before_it_begins_is_seen() {
    let error = broken(|| {
        Devices::<Test>::mutate_extant(device(1), |certificate| certificate.valid_until = 0)
    });
    assert_eq!(error, "a certificate ends before it begins".into());
}

#[test]
fn a_device_of_nobody_is_seen() {
    let error = broken(|| Identities::<Test>::remove(BOB));
    assert_eq!(error, "a device belongs to nobody".into());
}

#[test]
fn a_device_that_is_not_listed_is_seen() {
    let error =
        broken(|| Identities::<Test>::mutate_extant(ALICE, |identity| identity.devices.clear()));
    assert_eq!(
        error,
        "an identity lists a revoked device, or misses one".into()
    );
}

#[test]
fn a_revoked_device_that_is_listed_is_seen() {
    let error = broken(|| {
        Devices::<Test>::mutate_extant(device(1), |certificate| certificate.revoked_at = Some(0))
    });
    assert_eq!(
        error,
        "an identity lists a revoked device, or misses one".into()
    );
}

#[test]
fn a_nonce_below_the_number_of_devices_is_seen() {
    let error = broken(|| Identities::<Test>::mutate_extant(ALICE, |identity| identity.nonce = 0));
    assert_eq!(
        error,
        "an identity has more devices than it gave proofs".into()
    );
}

#[test]
fn a_device_listed_twice_is_seen() {
    let error = broken(|| {
        Identities::<Test>::mutate_extant(ALICE, |identity| {
            identity.devices.try_push(device(1)).unwrap()
        })
    });
    assert_eq!(error, "an identity lists a device twice".into());
}

#[test]
fn an_unknown_device_in_a_list_is_seen() {
    let error = broken(|| {
        Identities::<Test>::mutate_extant(ALICE, |identity| {
            identity.devices.try_push(device(3)).unwrap()
        })
    });
    assert_eq!(error, "an identity lists an unknown device".into());
}

#[test]
fn a_device_of_somebody_else_in_a_list_is_seen() {
    let error = broken(|| {
        Identities::<Test>::mutate_extant(ALICE, |identity| {
            identity.devices.try_push(device(2)).unwrap()
        })
    });
    assert_eq!(error, "an identity lists somebody else's device".into());
}

#[test]
fn a_deposit_that_is_not_held_is_seen() {
    let error = broken(|| {
        Devices::<Test>::mutate_extant(device(1), |certificate| certificate.deposit += 1)
    });
    assert_eq!(
        error,
        "what is held for devices differs from what is recorded".into()
    );
}

#[test]
fn a_hold_without_a_handle_is_seen() {
    let error =
        broken(|| Identities::<Test>::mutate_extant(ALICE, |identity| identity.handle = None));
    assert_eq!(error, "money is held for a handle that is not owned".into());
}

#[test]
fn a_handle_of_nobody_is_seen() {
    let error = broken(|| Handles::<Test>::insert(name("nobody"), PAUPER));
    assert_eq!(error, "a handle belongs to nobody".into());
}

#[test]
fn a_handle_that_its_owner_does_not_know_is_seen() {
    let error = broken(|| Handles::<Test>::insert(name("bob"), BOB));
    assert_eq!(error, "a handle's owner does not know of it".into());
}

#[test]
fn an_identity_whose_handle_points_elsewhere_is_seen() {
    let error = broken(|| Handles::<Test>::remove(name("alice")));
    assert_eq!(error, "an identity's handle points elsewhere".into());
}

#[test]
fn a_deposit_for_a_tombstone_is_seen() {
    let error = broken(|| {
        revoke(ALICE, 1).unwrap();
        Devices::<Test>::mutate_extant(device(1), |certificate| certificate.deposit = 1)
    });
    assert_eq!(error, "a deposit is recorded for a revoked device".into());
}

#[test]
fn a_hold_without_an_archive_is_seen() {
    let error = broken(|| {
        let archive = ArchiveInput {
            cid: cid(7).to_input(),
            size: 1,
        };
        KeyRegistry::set_archive(signed(ALICE), Some(archive)).unwrap();
        Identities::<Test>::mutate_extant(ALICE, |identity| identity.archive = None)
    });
    assert_eq!(error, "money is held for an archive that is not set".into());
}

/// Lets the handle of ALICE rest, and returns where.
fn resting() -> Rest<sp_runtime::AccountId32> {
    KeyRegistry::release_handle(signed(ALICE)).unwrap();
    RestingHandles::<Test>::get(name("alice")).unwrap()
}

#[test]
fn a_handle_that_is_owned_and_at_rest_is_seen() {
    let error = broken(|| {
        let rest = resting();
        KeyRegistry::claim_handle(signed(ALICE), input("alice")).unwrap();
        RestingHandles::<Test>::insert(name("alice"), rest);
    });
    assert_eq!(error, "a handle is owned and at rest".into());
}

#[test]
fn a_handle_at_rest_that_is_not_in_the_queue_is_seen() {
    let error = broken(|| RestQueue::<Test>::remove(resting().ticket));
    assert_eq!(error, "a handle at rest is not in the queue".into());
}

#[test]
fn a_ticket_outside_of_the_queue_is_seen() {
    let error = broken(|| {
        resting();
        RestTickets::<Test>::kill();
    });
    assert_eq!(error, "a ticket lies outside of the queue".into());
}

#[test]
fn a_handle_in_the_queue_that_does_not_rest_is_seen() {
    let error = broken(|| {
        resting();
        RestingHandles::<Test>::remove(name("alice"));
    });
    assert_eq!(error, "a handle in the queue is not at rest".into());
}

fn name(text: &str) -> postern_primitives::Handle {
    text.parse().unwrap()
}
