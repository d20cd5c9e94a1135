//! The call itself; how its fee-free form is let in stands in `authorization`.

use crate::{mock::*, Call, Entries, Error, Event, WeightInfo};
use frame_support::{
    assert_noop, assert_ok,
    dispatch::{GetDispatchInfo, PostDispatchInfo},
    traits::UnfilteredDispatchable,
};
use frame_system::RawOrigin;
use sp_core::{crypto::Pair as _, ecdsa, sr25519, H256};
use sp_runtime::{DispatchError, MultiSigner};

type Weights = <Test as crate::Config>::WeightInfo;

fn by(origin: RuntimeOrigin, call: Call<Test>) -> Result<(), DispatchError> {
    dispatch(call, origin)
}

#[test]
fn an_acknowledged_entry_leaves_every_index_and_releases_its_content() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 3, 20);
        assert_ok!(acknowledge(&owner, &[0, 2]));

        let sequence_numbers = numbers([0, 2]);
        let event = Event::Acknowledged {
            owner: inbox_of(&owner),
            sequence_numbers,
        };
        assert_eq!(last_event(), event.into());
        assert_eq!(Entries::<Test>::iter().count(), 1);
        assert_eq!(scheduled(), 1);
        assert_eq!(References::of(&cid("content 0")), 0);
        assert_eq!(References::of(&cid("content 1")), 1);
        let queue = Inbox::queue(&inbox_of(&owner));
        assert_eq!(
            (queue.first, queue.next, queue.count, queue.bytes),
            (1, 3, 1, 1024)
        );
    });
}

#[test]
fn content_in_several_inboxes_is_released_with_the_last_of_them() {
    run(|| {
        let (one, other) = (key(1), key(2));
        assert_ok!(send(
            &ALICE,
            &[inbox_of(&one), inbox_of(&other)],
            "hello",
            20
        ));
        assert_ok!(acknowledge(&one, &[0]));
        assert_eq!(References::of(&cid("hello")), 1);
        assert_ok!(acknowledge(&other, &[0]));
        assert_eq!(References::of(&cid("hello")), 0);
    });
}

#[test]
fn the_owner_acknowledges_by_signing_the_transaction() {
    run(|| {
        fill(&BOB, 1, 20);
        assert_ok!(by(
            RuntimeOrigin::signed(BOB),
            acknowledge_call(&BOB, &[0], 0, None)
        ));
        assert_eq!(Inbox::queue(&BOB).count, 0);
    });
}

#[test]
fn anybody_submits_the_owners_signature() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 1, 20);
        assert_ok!(acknowledge(&owner, &[0]));
        assert_eq!(Inbox::queue(&inbox_of(&owner)).count, 0);
    });
}

#[test]
fn an_authorised_transaction_is_not_asked_for_the_signature_again() {
    run(|| {
        fill(&PAUPER, 1, 20);
        let origin = RuntimeOrigin::from(RawOrigin::Authorized);
        assert_ok!(by(origin, acknowledge_call(&PAUPER, &[0], 0, None)));
    });
}

#[test]
fn keys_of_every_kind_own_inboxes() {
    run(|| {
        let payload = |owner: &AccountId| {
            use postern_primitives::signing::{payload, Acknowledge, Seen, ACKNOWLEDGE};
            let fields = Seen {
                block: genesis().0,
                fields: Acknowledge {
                    sequence_numbers: &[0],
                },
            };
            payload(ACKNOWLEDGE, &genesis().0, owner.as_ref(), 0, 2, &fields)
        };
        let sr = sr25519::Pair::from_seed(&[5; 32]);
        let ec = ecdsa::Pair::from_seed(&[6; 32]);
        let sr_owner: AccountId = sr.public().into();
        let ec_owner =
            sp_runtime::traits::IdentifyAccount::into_account(MultiSigner::from(ec.public()));
        fill(&sr_owner, 1, 20);
        fill(&ec_owner, 1, 20);
        let sr_proof = sr.sign(&payload(&sr_owner)).into();
        let ec_proof = ec.sign(&payload(&ec_owner)).into();
        for (owner, proof) in [(sr_owner, sr_proof), (ec_owner, ec_proof)] {
            let call = acknowledge_call(&owner, &[0], 2, Some(proof));
            assert_ok!(by(RuntimeOrigin::signed(BOB), call));
        }
    });
}

#[test]
fn numbers_that_are_gone_are_skipped() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 3, 20);
        assert_ok!(acknowledge(&owner, &[1]));
        assert_ok!(acknowledge(&owner, &[0, 1, 2, 77]));
        let sequence_numbers = numbers([0, 2]);
        let event = Event::Acknowledged {
            owner: inbox_of(&owner),
            sequence_numbers,
        };
        assert_eq!(last_event(), event.into());
    });
}

#[test]
fn nothing_left_to_acknowledge_is_refused() {
    run(|| {
        let owner = key(1);
        let nothing = DispatchError::from(Error::<Test>::NothingToAcknowledge);
        assert_noop!(acknowledge(&owner, &[0]), nothing);
        fill(&inbox_of(&owner), 1, 20);
        assert_noop!(acknowledge(&owner, &[]), nothing);
        assert_noop!(acknowledge(&owner, &[1]), nothing);
        assert_ok!(acknowledge(&owner, &[0]));
        assert_noop!(acknowledge(&owner, &[0]), nothing);
    });
}

#[test]
fn numbers_that_do_not_rise_are_refused() {
    run(|| {
        fill(&BOB, 3, 20);
        for wrong in [&[1, 0][..], &[0, 0], &[0, 2, 1]] {
            let refused = by(
                RuntimeOrigin::signed(BOB),
                acknowledge_call(&BOB, wrong, 0, None),
            );
            assert_noop!(refused, Error::<Test>::SequenceNumbersNotRising);
        }
    });
}

#[test]
fn a_stranger_without_the_owners_signature_is_refused() {
    run(|| {
        fill(&BOB, 1, 20);
        let refused = by(
            RuntimeOrigin::signed(ALICE),
            acknowledge_call(&BOB, &[0], 9, None),
        );
        assert_noop!(refused, Error::<Test>::NotOwner);
    });
}

#[test]
fn a_stranger_with_their_own_signature_is_refused() {
    run(|| {
        let (owner, stranger) = (key(1), key(2));
        fill(&inbox_of(&owner), 1, 20);
        let forged = proof(&stranger, &[0], 9);
        let call = acknowledge_call(&inbox_of(&owner), &[0], 9, Some(forged));
        assert_noop!(
            by(RuntimeOrigin::signed(BOB), call),
            Error::<Test>::BadProof
        );
    });
}

#[test]
fn a_bad_signature_is_refused_even_when_the_owner_signs_the_transaction() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 1, 20);
        let other_chain = proof_on(H256::zero(), &owner, &[0], 9);
        let call = acknowledge_call(&inbox_of(&owner), &[0], 9, Some(other_chain));
        let refused = by(RuntimeOrigin::signed(inbox_of(&owner)), call);
        assert_noop!(refused, Error::<Test>::BadProof);
    });
}

#[test]
fn a_signature_is_accepted_in_its_last_block_and_not_after_it() {
    for (block, outcome) in [(9, Ok(())), (10, Err(Error::<Test>::ProofExpired.into()))] {
        run(|| {
            let owner = key(1);
            fill(&inbox_of(&owner), 1, 40);
            let signature = proof(&owner, &[0], 9);
            let call = acknowledge_call(&inbox_of(&owner), &[0], 9, Some(signature));
            run_to(block);
            assert_eq!(by(RuntimeOrigin::signed(BOB), call), outcome);
        });
    }
}

#[test]
fn a_signature_for_too_long_a_time_is_refused() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 1, 20);
        let call = |expires| {
            let signature = proof(&owner, &[0], expires);
            acknowledge_call(&inbox_of(&owner), &[0], expires, Some(signature))
        };
        let last = 1 + MAX_PROOF_AGE;
        let refused = by(RuntimeOrigin::signed(BOB), call(last + 1));
        assert_noop!(refused, Error::<Test>::ProofExpiresTooLate);
        assert_ok!(by(RuntimeOrigin::signed(BOB), call(last)));
    });
}

#[test]
fn other_origins_are_refused() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 1, 20);
        for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
            let signature = proof(&owner, &[0], 9);
            let call = acknowledge_call(&inbox_of(&owner), &[0], 9, Some(signature));
            assert_noop!(by(origin, call), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn the_weight_is_what_was_found_and_not_what_was_named() {
    run(|| {
        fill(&BOB, 2, 20);
        let call = acknowledge_call(&BOB, &[0, 1, 5, 6, 7], 0, None);
        assert_eq!(
            call.get_dispatch_info().call_weight,
            Weights::acknowledge(5)
        );
        let done = call.dispatch_bypass_filter(RuntimeOrigin::signed(BOB));
        let weight = Some(Weights::acknowledge(2).saturating_add(Weights::miss(3)));
        assert_eq!(
            done.map(|PostDispatchInfo { actual_weight, .. }| actual_weight),
            Ok(weight)
        );
    });
}

#[test]
fn a_signature_inside_is_weighed_where_it_is_verified() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 2, 20);
        let call = |number| {
            let signature = proof(&owner, &[number], 9);
            acknowledge_call(&inbox_of(&owner), &[number], 9, Some(signature))
        };
        let bare = Weights::acknowledge(1);
        let with_proof = bare.saturating_add(Weights::verify_proof());
        assert_eq!(call(0).get_dispatch_info().call_weight, with_proof);
        let signed = call(0)
            .dispatch_bypass_filter(RuntimeOrigin::signed(BOB))
            .unwrap();
        assert_eq!(signed.actual_weight, Some(with_proof));
        let origin = RuntimeOrigin::from(RawOrigin::Authorized);
        let authorised = call(1).dispatch_bypass_filter(origin).unwrap();
        assert_eq!(authorised.actual_weight, Some(bare));
    });
}
