//! The fee-free form: a general transaction through the runtime's extensions.

use super::*;
use crate::revocation::{NOTHING_TO_REVOKE, REVOCATION_PRIORITY};
use frame_support::pallet_prelude::{InvalidTransaction, TransactionValidity, ValidTransaction};
use postern_pallet_testing as testing;
use sp_runtime::ApplyExtrinsicResult;

fn general(call: Call<Test>) -> Extrinsic {
    testing::general(call.into())
}

/// What the pool asks.
fn validate(call: Call<Test>) -> TransactionValidity {
    testing::validate::<Test, _>(general(call))
}

/// What a block does.
fn apply(call: Call<Test>) -> ApplyExtrinsicResult {
    testing::apply::<Test, _>(general(call))
}

fn valid(call: Call<Test>) -> ValidTransaction {
    validate(call).expect("the transaction is valid")
}

/// Pool and block refuse it alike, and nothing changes.
fn assert_refused(call: Call<Test>, reason: InvalidTransaction) {
    testing::assert_refused::<Test, _>(general(call), reason);
}

/// Makes something wrong with a revocation.
type Change = fn(&mut Revocation);

const NOTHING: InvalidTransaction = InvalidTransaction::Custom(NOTHING_TO_REVOKE);

#[test]
fn a_device_revokes_another_without_an_account_and_without_a_fee() {
    ExtBuilder::build_and_execute(|| {
        alice_has_two_devices();
        let issued = Balances::total_issuance();
        let revocation = Revocation::new(ALICE, 1, 2);
        assert_ok!(apply(revocation.call()).expect("it is valid"));
        assert!(!KeyRegistry::is_valid(device(1), Now::get()));
        assert!(KeyRegistry::is_valid(device(2), Now::get()));
        assert_eq!(Balances::total_issuance(), issued);
        assert_eq!(KeyRegistry::nonce(&ALICE), 3);
        assert_refused(revocation.call(), NOTHING);
    });
}

#[test]
fn the_pool_holds_one_for_each_identity_and_forgets_it_in_time() {
    ExtBuilder::build_and_execute(|| {
        alice_has_two_devices();
        add(ALICE, 3);
        register(BOB, 4);
        add(BOB, 5);
        let first = valid(Revocation::new(ALICE, 1, 2).call());
        let second = valid(Revocation::new(ALICE, 3, 2).call());
        let bobs = valid(Revocation::new(BOB, 4, 5).call());
        assert_eq!(first.provides, second.provides);
        assert_ne!(first.provides, bobs.provides);
        assert_eq!(first.priority, REVOCATION_PRIORITY);
        assert_eq!(second.priority, REVOCATION_PRIORITY);
        assert!(first.requires.is_empty() && first.propagate);

        let revocation = Revocation::new(ALICE, 1, 2);
        System::set_block_number(revocation.terms.expires);
        assert_eq!(valid(revocation.call()).longevity, 1);
        System::set_block_number(revocation.terms.expires + 1);
        assert_refused(revocation.call(), InvalidTransaction::Stale);
    });
}

#[test]
fn what_the_signed_form_refuses_the_pool_refuses_too() {
    ExtBuilder::build_and_execute(|| {
        alice_has_two_devices();
        add(ALICE, 3);
        register(BOB, 4);
        let good = Revocation::new(ALICE, 1, 2);
        let changes: [(Change, InvalidTransaction); 7] = [
            (|r| r.fields.device = device(9), NOTHING),
            (|r| r.fields.by = device(9), NOTHING),
            (
                |r| r.fields.by = r.fields.device,
                InvalidTransaction::BadSigner,
            ),
            (|r| r.fields.by = device(4), InvalidTransaction::BadSigner),
            (|r| r.terms.genesis = [8; 32], InvalidTransaction::BadProof),
            (|r| r.terms.nonce += 1, InvalidTransaction::BadProof),
            (|r| r.terms.expires += 1_000, InvalidTransaction::Future),
        ];
        for (change, reason) in changes {
            let mut other = good.clone();
            change(&mut other);
            assert_refused(other.call(), reason);
        }
        let expired = Devices::<Test>::get(device(2)).unwrap().valid_until;
        Now::set(expired);
        assert_refused(good.call(), InvalidTransaction::BadSigner);
        Now::set(expired - 1);
        assert_ok!(apply(good.call()).expect("it is valid"));
    });
}

#[test]
fn what_would_fail_in_a_block_does_not_come_into_one() {
    ExtBuilder::build_and_execute(|| {
        alice_has_two_devices();
        Identities::<Test>::mutate_extant(ALICE, |identity| identity.nonce = u32::MAX);
        assert_refused(
            Revocation::new(ALICE, 1, 2).call(),
            InvalidTransaction::BadSigner,
        );
    });
}

#[test]
fn without_a_proof_nobodys_transaction_revokes_anything() {
    ExtBuilder::build_and_execute(|| {
        alice_has_two_devices();
        let call = Call::revoke_device {
            device: device(1),
            proof: None,
        };
        assert_refused(call, InvalidTransaction::BadSigner);
    });
}

#[test]
fn no_other_call_comes_without_a_signature() {
    ExtBuilder::build_and_execute(|| {
        alice_has_two_devices();
        assert_refused(Call::retire {}, InvalidTransaction::UnknownOrigin);
        assert_refused(
            Call::set_archive { archive: None },
            InvalidTransaction::UnknownOrigin,
        );
    });
}
