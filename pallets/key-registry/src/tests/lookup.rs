use super::*;
use postern_primitives::{limits::MAX_PAGE, traits::Identities as _};

#[test]
fn an_identity_is_found_by_account_and_by_handle() {
    ExtBuilder::build_and_execute(|| {
        let request = Request::new(ALICE, 1).with_handle("alice");
        assert_ok!(request.submit());
        let info = KeyRegistry::identity(&ALICE).unwrap();
        assert_eq!(info.account, ALICE);
        assert_eq!(info.handle, "alice".parse().ok());
        assert_eq!(
            info.devices,
            [KeyRegistry::device(request.device()).unwrap()]
        );
        assert_eq!(KeyRegistry::identity_by_handle(b"alice"), Some(info));
    });
}

#[test]
fn nobody_is_found_where_nobody_is() {
    ExtBuilder::build_and_execute(|| {
        assert_eq!(KeyRegistry::identity(&ALICE), None);
        assert_eq!(KeyRegistry::identity_by_handle(b"alice"), None);
        assert_eq!(KeyRegistry::identity_by_handle(b"not a handle"), None);
        assert_eq!(KeyRegistry::identity_by_handle(&[0; 1000]), None);
        assert_eq!(KeyRegistry::device(device(1)), None);
        assert!(!KeyRegistry::is_valid(device(1), Now::get()));
        assert_eq!(KeyRegistry::nonce(&ALICE), 0);
    });
}

#[test]
fn many_identities_come_in_the_order_they_were_asked_for() {
    ExtBuilder::build_and_execute(|| {
        register(BOB, 1);
        let answers = KeyRegistry::identities(vec![ALICE, BOB, BOB]);
        assert_eq!(
            answers,
            [
                None,
                KeyRegistry::identity(&BOB),
                KeyRegistry::identity(&BOB)
            ]
        );
    });
}

#[test]
fn batches_answer_like_single_questions_in_their_order() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(Request::new(ALICE, 1).with_handle("alice").submit());
        register(BOB, 2);
        let (alice, bob) = (KeyRegistry::identity(&ALICE), KeyRegistry::identity(&BOB));
        assert_eq!(KeyRegistry::identity_by_device(device(2)), bob);

        let names = ["alice", "bob", "A!"].map(|name| name.as_bytes().to_vec());
        assert_eq!(
            KeyRegistry::identities_by_handle(names.to_vec()),
            [alice.clone(), None, None]
        );
        let ids = vec![device(2), device(3), device(1)];
        assert_eq!(
            KeyRegistry::identities_by_device(ids.clone()),
            [bob, None, alice]
        );
        assert_eq!(
            KeyRegistry::devices(ids),
            [2, 3, 1].map(|seed| KeyRegistry::device(device(seed)))
        );
    });
}

#[test]
fn a_revoked_device_still_leads_to_its_identity() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_ok!(revoke(ALICE, 1));
        let identity = KeyRegistry::identity_by_device(device(1)).unwrap();
        assert_eq!(identity.account, ALICE);
        assert!(identity.devices.is_empty());
    });
}

#[test]
fn more_questions_than_a_page_are_cut_off() {
    ExtBuilder::build_and_execute(|| {
        let (asked, answered) = (MAX_PAGE as usize + 1, MAX_PAGE as usize);
        let names = vec![b"alice".to_vec(); asked];
        let ids = vec![device(1); asked];
        assert_eq!(KeyRegistry::identities(vec![ALICE; asked]).len(), answered);
        assert_eq!(KeyRegistry::identities_by_handle(names).len(), answered);
        assert_eq!(
            KeyRegistry::identities_by_device(ids.clone()).len(),
            answered
        );
        assert_eq!(KeyRegistry::devices(ids).len(), answered);
    });
}

#[test]
fn a_certificate_is_valid_from_its_first_moment_to_before_its_last() {
    ExtBuilder::build_and_execute(|| {
        let id = register(ALICE, 1);
        let device = KeyRegistry::device(id).unwrap();
        assert!(!KeyRegistry::is_valid(id, device.valid_from - 1));
        assert!(KeyRegistry::is_valid(id, device.valid_from));
        assert!(KeyRegistry::is_valid(id, device.valid_until - 1));
        assert!(!KeyRegistry::is_valid(id, device.valid_until));
    });
}

#[test]
fn a_revoked_certificate_is_valid_before_the_revocation_only() {
    ExtBuilder::build_and_execute(|| {
        let id = register(ALICE, 1);
        Now::mutate(|now| *now += 100);
        assert_ok!(revoke(ALICE, 1));
        assert!(KeyRegistry::is_valid(id, Now::get() - 1));
        assert!(!KeyRegistry::is_valid(id, Now::get()));
        assert_eq!(
            KeyRegistry::device(id).unwrap().revoked_at,
            Some(Now::get())
        );
    });
}

#[test]
fn the_nonce_counts_accepted_proofs() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_eq!(KeyRegistry::nonce(&ALICE), 1);
        assert_ok!(revoke(ALICE, 1));
        assert_eq!(KeyRegistry::nonce(&ALICE), 1);
        register(ALICE, 2);
        assert_eq!(KeyRegistry::nonce(&ALICE), 2);
    });
}

#[test]
fn other_pallets_see_who_is_registered_now() {
    ExtBuilder::build_and_execute(|| {
        assert!(!KeyRegistry::is_registered(&ALICE));
        assert_ok!(Request::new(ALICE, 1).with_handle("alice").submit());
        assert!(KeyRegistry::is_registered(&ALICE));
        assert_eq!(
            KeyRegistry::owner_of(&"alice".parse().unwrap()),
            Some(ALICE)
        );
        assert_eq!(KeyRegistry::owner_of(&"bob".parse().unwrap()), None);
        Now::mutate(|now| *now += 1_000);
        assert!(!KeyRegistry::is_registered(&ALICE));
    });
}
