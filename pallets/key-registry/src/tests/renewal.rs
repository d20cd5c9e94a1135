use super::*;
use postern_primitives::{Cid, Codec};
use sp_runtime::DispatchError;

#[test]
fn a_renewed_device_has_another_end_and_key_object() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        let before = Devices::<Test>::get(device(1)).unwrap();
        Now::mutate(|now| *now += 500);
        let mut renewal = Renewal::new(ALICE, 1);
        renewal.fields.key_cid = cid(9);
        assert_ok!(renewal.submit());

        let after = Devices::<Test>::get(device(1)).unwrap();
        assert_eq!(after.key_cid, cid(9));
        assert_eq!(after.valid_until, renewal.fields.valid_until);
        assert_eq!(after.valid_from, before.valid_from, "the past stays valid");
        assert_eq!(after.deposit, before.deposit);
        assert!(Content::references(&cid(1)).is_empty());
        assert_eq!(Content::references(&cid(9)), [KeySize::get()]);
        assert_eq!(KeyRegistry::nonce(&ALICE), 2);
        System::assert_last_event(
            Event::DeviceRenewed {
                account: ALICE,
                device: device(1),
                key_cid: cid(9),
                valid_until: renewal.fields.valid_until,
            }
            .into(),
        );
    });
}

#[test]
fn a_renewal_costs_nothing_and_may_keep_the_key_object() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        let before = (free(&ALICE), held(HoldReason::Device, &ALICE));
        assert_ok!(Renewal::new(ALICE, 1).submit());
        assert_eq!((free(&ALICE), held(HoldReason::Device, &ALICE)), before);
        assert_eq!(Content::references(&cid(1)), [KeySize::get()]);
    });
}

#[test]
fn a_key_object_that_stays_needs_no_room() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        ContentIsFull::set(true);
        let mut other = Renewal::new(ALICE, 1);
        other.fields.key_cid = cid(9);
        assert_noop!(other.submit(), Error::<Test>::ContentRefused);
        assert_ok!(Renewal::new(ALICE, 1).submit());
    });
}

#[test]
fn a_certificate_can_be_made_to_end_earlier_and_no_later_than_allowed() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        let until = |valid_until| {
            let mut renewal = Renewal::new(ALICE, 1);
            renewal.fields.valid_until = valid_until;
            renewal.submit()
        };
        assert_noop!(until(Now::get()), Error::<Test>::ValidityInPast);
        assert_noop!(
            until(Now::get() + MaxValidity::get() + 1),
            Error::<Test>::ValidityTooLong
        );
        assert_ok!(until(Now::get() + MaxValidity::get()));
        assert_ok!(until(Now::get() + 1));
        assert!(KeyRegistry::is_valid(device(1), Now::get()));
        assert!(!KeyRegistry::is_valid(device(1), Now::get() + 1));
    });
}

#[test]
fn a_device_is_renewed_by_its_own_key_only() {
    ExtBuilder::build_and_execute(|| {
        alice_has_two_devices();
        let mut renewal = Renewal::new(ALICE, 1);
        renewal.key = key(2);
        assert_noop!(renewal.submit(), Error::<Test>::BadProof);
    });
}

#[test]
fn a_renewal_is_good_for_what_it_was_signed_for_only() {
    ExtBuilder::build_and_execute(|| {
        alice_has_two_devices();
        let good = Renewal::new(ALICE, 1);
        let changes: [fn(&mut Renewal); 6] = [
            |r| r.fields.device = device(2),
            |r| r.fields.key_cid = Cid::of_block(Codec::Raw, b"another"),
            |r| r.fields.valid_until += 1,
            |r| r.terms.expires += 1,
            |r| r.terms.nonce += 1,
            |r| r.terms.genesis = [8; 32],
        ];
        for change in changes {
            let mut other = good.clone();
            change(&mut other);
            assert_noop!(good.submit_with(other.proof()), Error::<Test>::BadProof);
        }
        assert_ok!(good.submit());
    });
}

#[test]
fn an_unknown_device_is_not_renewed() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_noop!(
            Renewal::new(ALICE, 2).submit(),
            Error::<Test>::DeviceNotFound
        );
    });
}

#[test]
fn a_renewal_needs_a_raw_key_object_and_a_signer() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        let mut tree = Renewal::new(ALICE, 1);
        tree.fields.key_cid = Cid::of_block(Codec::DagPb, b"tree");
        assert_noop!(tree.submit(), Error::<Test>::KeyNotRawBlock);

        let good = Renewal::new(ALICE, 1);
        let call = KeyRegistry::renew_device(
            RuntimeOrigin::none(),
            good.fields.device,
            good.fields.key_cid.to_input(),
            good.fields.valid_until,
            good.terms.expires,
            good.proof(),
        );
        assert_noop!(call, DispatchError::BadOrigin);
    });
}
