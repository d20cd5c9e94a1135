//! What was signed for one occasion is good for no other.
//!
//! ALICE has the devices 1 and 2; 3 is new. [`KINDS`] are all that devices sign.

use super::*;
use postern_primitives::signing::{
    Context, ADD_DEVICE, REGISTER_DEVICE, RENEW_DEVICE, REVOKE_DEVICE, ROTATE_DEVICE,
};
use sp_runtime::{AccountId32, DispatchError, DispatchResult};

/// A kind of payload: makes the state that it is good in, and a signed one for the terms.
struct Kind {
    prepare: fn(),
    /// Submits what was signed for `signed_for` as if it had been for `claimed`.
    submit: fn(signed_for: &Terms, claimed: &Terms) -> DispatchResult,
}

/// A state in which ALICE has no valid device and registers a new one.
const REGISTRATION: Kind = Kind {
    prepare: || (),
    submit: |signed_for, claimed| {
        let mut request = Request::new(claimed.account.clone(), 3);
        request.terms = signed_for.clone();
        let proof = request.proof();
        request.terms = claimed.clone();
        request.submit_with(request.key_cid.to_input(), proof)
    },
};

const ADDITION: Kind = Kind {
    prepare: alice_has_two_devices,
    submit: |signed_for, claimed| {
        let mut request = Request::new(claimed.account.clone(), 3);
        request.terms = signed_for.clone();
        let proof = request.adding_proof();
        request.terms = claimed.clone();
        request.add_with(proof)
    },
};

const RENEWAL: Kind = Kind {
    prepare: alice_has_two_devices,
    submit: |signed_for, claimed| {
        let mut renewal = Renewal::new(claimed.account.clone(), 1);
        renewal.terms = signed_for.clone();
        let proof = renewal.proof();
        renewal.terms = claimed.clone();
        renewal.submit_with(proof)
    },
};

const ROTATION: Kind = Kind {
    prepare: alice_has_two_devices,
    submit: |signed_for, claimed| {
        let mut rotation = Rotation::new(claimed.account.clone(), 1, 3);
        rotation.terms = signed_for.clone();
        let proofs = [&rotation.old, &rotation.new].map(|key| rotation.signed_by(key));
        rotation.terms = claimed.clone();
        rotation.submit_with(proofs[0], proofs[1])
    },
};

const REVOCATION: Kind = Kind {
    prepare: alice_has_two_devices,
    submit: |signed_for, claimed| {
        let mut revocation = Revocation::new(claimed.account.clone(), 1, 2);
        revocation.terms = signed_for.clone();
        let signature = revocation.proof().signature;
        revocation.terms = claimed.clone();
        revocation.carried_with(claimed.account.clone(), revocation.proof_with(signature))
    },
};

const KINDS: [Kind; 5] = [REGISTRATION, ADDITION, RENEWAL, ROTATION, REVOCATION];

/// For each kind: signs for terms that `change` makes of good ones, and expects `errors` in
/// the order of [`KINDS`]; what was signed for the good terms is accepted afterwards.
fn refused_for_other_terms(change: fn(&mut Terms), errors: [Error<Test>; 5]) {
    for (kind, error) in KINDS.into_iter().zip(errors) {
        ExtBuilder::build_and_execute(|| {
            (kind.prepare)();
            let good = Terms::new(ALICE);
            let mut other = good.clone();
            change(&mut other);
            assert_noop!((kind.submit)(&other, &good), error);
            assert_ok!((kind.submit)(&good, &good));
        });
    }
}

const BAD_PROOF: [Error<Test>; 5] = [
    Error::BadProof,
    Error::BadProof,
    Error::BadProof,
    Error::BadProof,
    Error::BadProof,
];

#[test]
fn on_the_same_chain_nothing_is_accepted_twice() {
    let again: [Error<Test>; 5] = [
        Error::AlreadyRegistered,
        Error::DeviceTaken,
        Error::BadProof,
        Error::DeviceIsRevoked,
        Error::AlreadyRevoked,
    ];
    for (kind, error) in KINDS.into_iter().zip(again) {
        ExtBuilder::build_and_execute(|| {
            (kind.prepare)();
            let terms = Terms::new(ALICE);
            assert_ok!((kind.submit)(&terms, &terms));
            assert_noop!((kind.submit)(&terms, &terms), error);
        });
    }
}

#[test]
fn what_another_proof_has_overtaken_is_refused() {
    for kind in [ADDITION, RENEWAL, ROTATION, REVOCATION] {
        ExtBuilder::build_and_execute(|| {
            (kind.prepare)();
            let early = Terms::new(ALICE);
            assert_ok!(Renewal::new(ALICE, 2).submit());
            assert_noop!((kind.submit)(&early, &early), Error::<Test>::BadProof);
            let now = Terms::new(ALICE);
            assert_ok!((kind.submit)(&now, &now));
        });
    }
}

#[test]
fn what_was_signed_for_another_chain_is_refused() {
    refused_for_other_terms(|terms| terms.genesis = [8; 32], BAD_PROOF);
}

#[test]
fn what_was_signed_for_another_nonce_is_refused() {
    refused_for_other_terms(|terms| terms.nonce += 1, BAD_PROOF);
}

#[test]
fn what_was_signed_for_another_expiry_is_refused() {
    refused_for_other_terms(|terms| terms.expires += 1, BAD_PROOF);
}

#[test]
fn what_was_signed_for_another_account_is_refused() {
    refused_for_other_terms(|terms| terms.account = BOB, BAD_PROOF);
}

#[test]
fn another_account_cannot_use_what_was_signed_for_this_one() {
    for (kind, error) in [
        (REGISTRATION, Error::<Test>::BadProof),
        (ADDITION, Error::BadProof),
        (RENEWAL, Error::NotDeviceOwner),
        (ROTATION, Error::NotDeviceOwner),
    ] {
        ExtBuilder::build_and_execute(|| {
            (kind.prepare)();
            // As many proofs as ALICE gave, so that it is not the nonce.
            if KeyRegistry::nonce(&ALICE) > 0 {
                register(BOB, 20);
                add(BOB, 21);
            }
            let for_alice = Terms::new(ALICE);
            let mut by_bob = for_alice.clone();
            by_bob.account = BOB;
            assert_eq!(
                by_bob.nonce,
                KeyRegistry::nonce(&BOB),
                "it is not the nonce"
            );
            assert_noop!((kind.submit)(&for_alice, &by_bob), error);
        });
    }
}

#[test]
fn what_has_expired_is_refused_from_the_block_after_its_last() {
    for kind in KINDS {
        ExtBuilder::build_and_execute(|| {
            (kind.prepare)();
            let terms = Terms::new(ALICE);
            System::set_block_number(terms.expires + 1);
            assert_noop!((kind.submit)(&terms, &terms), Error::<Test>::ProofExpired);
            System::set_block_number(terms.expires);
            assert_ok!((kind.submit)(&terms, &terms));
        });
    }
}

#[test]
fn what_lies_about_for_too_long_is_refused() {
    for kind in KINDS {
        ExtBuilder::build_and_execute(|| {
            (kind.prepare)();
            let mut terms = Terms::new(ALICE);
            terms.expires = System::block_number() + MaxProofAge::get() + 1;
            assert_noop!((kind.submit)(&terms, &terms), Error::<Test>::ProofTooLong);
            terms.expires -= 1;
            assert_ok!((kind.submit)(&terms, &terms));
        });
    }
}

#[test]
fn what_was_signed_before_a_revocation_is_refused_after_it() {
    for (kind, signer) in [(RENEWAL, 1), (ROTATION, 1), (REVOCATION, 2)] {
        ExtBuilder::build_and_execute(|| {
            (kind.prepare)();
            let terms = Terms::new(ALICE);
            assert_ok!(revoke(ALICE, signer));
            // It is not the nonce that makes the difference.
            assert_eq!(KeyRegistry::nonce(&ALICE), terms.nonce);
            assert_noop!(
                (kind.submit)(&terms, &terms),
                Error::<Test>::DeviceIsRevoked
            );
        });
    }
}

#[test]
fn what_was_signed_before_retiring_is_refused_after_coming_back() {
    for kind in [ADDITION, RENEWAL, ROTATION, REVOCATION] {
        ExtBuilder::build_and_execute(|| {
            (kind.prepare)();
            let terms = Terms::new(ALICE);
            assert_ok!(KeyRegistry::retire(signed(ALICE)));
            register(ALICE, 5);
            let refused: Result<(), DispatchError> = (kind.submit)(&terms, &terms);
            let possible = [
                Error::<Test>::BadProof.into(),
                Error::<Test>::DeviceIsRevoked.into(),
                Error::<Test>::AlreadyRevoked.into(),
            ];
            assert!(possible.contains(&refused.unwrap_err()));
        });
    }
}

#[test]
fn a_first_registration_that_was_never_used_is_refused_after_another_one() {
    ExtBuilder::build_and_execute(|| {
        let unused = Request::new(ALICE, 3);
        register(ALICE, 1);
        assert_ok!(KeyRegistry::retire(signed(ALICE)));
        assert_noop!(unused.submit(), Error::<Test>::BadProof);
    });
}

/// The same fields, signed for every purpose but the right one, by the right keys.
fn for_other_purposes(right: Context) -> impl Iterator<Item = Context> {
    let all = [
        REGISTER_DEVICE,
        ADD_DEVICE,
        RENEW_DEVICE,
        ROTATE_DEVICE,
        REVOKE_DEVICE,
    ];
    all.into_iter().filter(move |context| *context != right)
}

fn alice() -> AccountId32 {
    alice_has_two_devices();
    ALICE
}

#[test]
fn a_registration_takes_no_signature_of_another_kind() {
    ExtBuilder::build_and_execute(|| {
        let request = Request::new(ALICE, 3);
        for context in for_other_purposes(REGISTER_DEVICE) {
            let proof = request.terms.sign(&request.key, context, &request.fields());
            assert_noop!(
                request.submit_with(request.key_cid.to_input(), proof),
                Error::<Test>::BadProof
            );
        }
    });
}

#[test]
fn an_addition_takes_no_signature_of_another_kind() {
    ExtBuilder::build_and_execute(|| {
        let request = Request::new(alice(), 3);
        for context in for_other_purposes(ADD_DEVICE) {
            let proof = request.terms.sign(&request.key, context, &request.fields());
            assert_noop!(request.add_with(proof), Error::<Test>::BadProof);
        }
    });
}

#[test]
fn a_renewal_takes_no_signature_of_another_kind() {
    ExtBuilder::build_and_execute(|| {
        let renewal = Renewal::new(alice(), 1);
        for context in for_other_purposes(RENEW_DEVICE) {
            let proof = renewal.terms.sign(&renewal.key, context, &renewal.fields);
            assert_noop!(renewal.submit_with(proof), Error::<Test>::BadProof);
        }
    });
}

#[test]
fn a_rotation_takes_no_signature_of_another_kind() {
    ExtBuilder::build_and_execute(|| {
        let rotation = Rotation::new(alice(), 1, 3);
        for context in for_other_purposes(ROTATE_DEVICE) {
            let sign = |key| rotation.terms.sign(key, context, &rotation.fields);
            let (by_old, by_new) = (sign(&rotation.old), sign(&rotation.new));
            assert_noop!(
                rotation.submit_with(by_old, rotation.signed_by(&rotation.new)),
                Error::<Test>::BadProof
            );
            assert_noop!(
                rotation.submit_with(rotation.signed_by(&rotation.old), by_new),
                Error::<Test>::BadProof
            );
        }
        // The new key's own registration, with the very fields, is no agreement either.
        let mut registration = Request::new(ALICE, 3);
        registration.valid_until = rotation.fields.valid_until;
        for proof in [registration.proof(), registration.adding_proof()] {
            assert_noop!(
                rotation.submit_with(rotation.signed_by(&rotation.old), proof),
                Error::<Test>::BadProof
            );
        }
    });
}

#[test]
fn a_revocation_takes_no_signature_of_another_kind() {
    ExtBuilder::build_and_execute(|| {
        let revocation = Revocation::new(alice(), 1, 2);
        for context in for_other_purposes(REVOKE_DEVICE) {
            let signature = revocation
                .terms
                .sign(&revocation.key, context, &revocation.fields);
            assert_noop!(
                revocation.carried_with(BOB, revocation.proof_with(signature)),
                Error::<Test>::BadProof
            );
        }
    });
}
