//! The fee-free form: a general transaction through the runtime's extensions.

use crate::{
    acknowledge::{NOTHING_TO_ACKNOWLEDGE, PRIORITY_PER_ENTRY},
    mock::*,
    Call,
};
use frame_support::{
    assert_ok,
    dispatch::GetDispatchInfo,
    pallet_prelude::{InvalidTransaction, ValidTransaction},
};
use sp_core::H256;
use sp_runtime::{DispatchError, MultiSignature};
use std::collections::BTreeSet;

fn valid(call: Call<Test>) -> ValidTransaction {
    validate(general(call)).expect("the transaction is valid")
}

/// Pool and block refuse it alike, and nothing changes.
fn assert_refused(call: Call<Test>, reason: InvalidTransaction) {
    postern_pallet_testing::assert_refused::<Test, _>(general(call), reason);
}

const NOTHING: InvalidTransaction = InvalidTransaction::Custom(NOTHING_TO_ACKNOWLEDGE);

#[test]
fn an_owner_without_an_account_acknowledges_without_a_fee() {
    run(|| {
        let owner = key(1);
        assert_ok!(send(&ALICE, &[inbox_of(&owner)], "hello", 20));
        let issuance = Balances::total_issuance();

        assert_eq!(apply(general(signed_by(&owner, &[0], 9))), Ok(Ok(())));

        assert_eq!(Inbox::queue(&inbox_of(&owner)).count, 0);
        assert_eq!(Balances::free_balance(ALICE), FUNDS);
        assert_eq!(Balances::total_issuance(), issuance);
        assert!(!frame_system::Account::<Test>::contains_key(inbox_of(
            &owner
        )));
    });
}

#[test]
fn a_transaction_tells_the_pool_what_it_takes_out_and_for_how_long_it_holds() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 3, 20);
        let validity = valid(signed_by(&owner, &[0, 2, 8], 9));
        assert_eq!(validity.provides.len(), 2);
        assert_eq!(validity.priority, 2 * PRIORITY_PER_ENTRY);
        // Blocks 1 to 9.
        assert_eq!(validity.longevity, 9);
        assert!(validity.requires.is_empty());
        assert!(validity.propagate);
    });
}

#[test]
fn the_same_transaction_again_is_refused() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 2, 20);
        assert_eq!(apply(general(signed_by(&owner, &[0], 9))), Ok(Ok(())));
        assert_refused(signed_by(&owner, &[0], 9), NOTHING);
    });
}

#[test]
fn a_replay_never_meets_a_later_entry() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 1, 20);
        assert_eq!(apply(general(signed_by(&owner, &[0], 9))), Ok(Ok(())));
        fill(&inbox_of(&owner), 1, 20);
        assert_refused(signed_by(&owner, &[0], 9), NOTHING);
        assert_eq!(Inbox::queue(&inbox_of(&owner)).count, 1);
    });
}

#[test]
fn a_signature_for_another_chain_is_refused() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 1, 20);
        let elsewhere = proof_on(H256::repeat_byte(0x61), &owner, &[0], 9);
        let call = acknowledge_call(&inbox_of(&owner), &[0], 9, Some(elsewhere));
        assert_refused(call, InvalidTransaction::BadProof);
    });
}

#[test]
fn the_chain_that_a_signature_must_name_is_the_one_of_the_first_block() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 1, 20);
        let here = H256::repeat_byte(0x61);
        frame_system::BlockHash::<Test>::insert(0, here);
        assert_refused(signed_by(&owner, &[0], 9), InvalidTransaction::BadProof);
        let signature = Some(proof_on(here, &owner, &[0], 9));
        valid(acknowledge_call(&inbox_of(&owner), &[0], 9, signature));
    });
}

#[test]
fn a_signature_does_not_serve_for_swapped_fields() {
    run(|| {
        let (owner, other) = (key(1), key(2));
        fill(&inbox_of(&owner), 3, 20);
        fill(&inbox_of(&other), 3, 20);
        let signature = || Some(proof(&owner, &[0, 1], 9));
        for swapped in [
            acknowledge_call(&inbox_of(&owner), &[0, 2], 9, signature()),
            acknowledge_call(&inbox_of(&owner), &[0], 9, signature()),
            acknowledge_call(&inbox_of(&owner), &[0, 1, 2], 9, signature()),
            acknowledge_call(&inbox_of(&owner), &[0, 1], 10, signature()),
            acknowledge_call(&inbox_of(&other), &[0, 1], 9, signature()),
        ] {
            assert_refused(swapped, InvalidTransaction::BadProof);
        }
    });
}

#[test]
fn a_signature_for_another_purpose_is_refused() {
    use postern_primitives::signing::{payload, Acknowledge, Seen, INBOX_RULES, REGISTER_DEVICE};
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 1, 20);
        let fields = Seen {
            block: genesis().0,
            fields: Acknowledge {
                sequence_numbers: &[0],
            },
        };
        let owner_bytes = inbox_of(&owner).into();
        for purpose in [REGISTER_DEVICE, INBOX_RULES] {
            let other = payload(purpose, &genesis().0, &owner_bytes, 0, 9, &fields);
            let signature = MultiSignature::from(sp_core::Pair::sign(&owner, &other));
            let call = acknowledge_call(&inbox_of(&owner), &[0], 9, Some(signature));
            assert_refused(call, InvalidTransaction::BadProof);
        }
    });
}

#[test]
fn a_transaction_without_a_signature_is_refused() {
    run(|| {
        fill(&BOB, 1, 20);
        assert_refused(
            acknowledge_call(&BOB, &[0], 9, None),
            InvalidTransaction::BadSigner,
        );
    });
}

#[test]
fn an_expired_signature_is_refused() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 1, 40);
        let call = signed_by(&owner, &[0], 9);
        System::set_block_number(10);
        assert_refused(call.clone(), InvalidTransaction::Stale);
        System::set_block_number(9);
        assert_eq!(valid(call).longevity, 1);
    });
}

#[test]
fn a_signature_for_too_long_a_time_is_refused() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 1, 20);
        let last = 1 + MAX_PROOF_AGE;
        assert_refused(
            signed_by(&owner, &[0], last + 1),
            InvalidTransaction::Future,
        );
        assert_refused(
            signed_by(&owner, &[0], u32::MAX),
            InvalidTransaction::Future,
        );
        assert_eq!(valid(signed_by(&owner, &[0], last)).longevity, 51);
    });
}

#[test]
fn numbers_that_do_not_rise_are_refused() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 3, 20);
        assert_refused(signed_by(&owner, &[1, 0], 9), InvalidTransaction::Call);
        assert_refused(signed_by(&owner, &[0, 0], 9), InvalidTransaction::Call);
    });
}

#[test]
fn a_transaction_that_takes_nothing_out_is_refused() {
    run(|| {
        let owner = key(1);
        assert_refused(signed_by(&owner, &[0], 9), NOTHING);
        fill(&inbox_of(&owner), 3, 20);
        assert_ok!(acknowledge(&owner, &[1]));
        assert_refused(signed_by(&owner, &[], 9), NOTHING);
        assert_refused(signed_by(&owner, &[1], 9), NOTHING);
        assert_refused(signed_by(&owner, &[3, 4], 9), NOTHING);
    });
}

#[test]
fn a_flood_of_well_signed_transactions_without_entries_is_refused_before_the_signature() {
    run(|| {
        fill(&PAUPER, 1, 20);
        for seed in 1..=50 {
            let stranger = key(seed);
            let all: Vec<u64> = (0..512).collect();
            // Were the signature looked at first, this one would fail by it.
            let unsigned = acknowledge_call(
                &inbox_of(&stranger),
                &all,
                9,
                Some(proof_on(H256::zero(), &stranger, &all, 9)),
            );
            assert_refused(unsigned, NOTHING);
            assert_refused(signed_by(&stranger, &all, 9), NOTHING);
        }
    });
}

#[test]
fn what_lies_before_the_oldest_entry_is_refused_before_the_signature() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 5, 20);
        assert_ok!(acknowledge(&owner, &[0, 1, 2]));
        let elsewhere = proof_on(H256::zero(), &owner, &[0, 1, 2], 9);
        let call = acknowledge_call(&inbox_of(&owner), &[0, 1, 2], 9, Some(elsewhere));
        assert_refused(call, NOTHING);
    });
}

#[test]
fn transactions_that_name_one_entry_exclude_each_other_in_the_pool() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 4, 20);
        // Variants without end can be signed for one entry; all share its tag.
        let tag = valid(signed_by(&owner, &[2], 9)).provides[0].clone();
        for variant in [
            signed_by(&owner, &[2], 10),
            signed_by(&owner, &[2, 99], 9),
            signed_by(&owner, &[1, 2], 9),
            signed_by(&owner, &[0, 1, 2, 3], 9),
        ] {
            assert!(valid(variant).provides.contains(&tag));
        }
        assert!(!valid(signed_by(&owner, &[0, 1, 3], 9))
            .provides
            .contains(&tag));
    });
}

#[test]
fn tags_differ_between_inboxes() {
    run(|| {
        let (one, other) = (key(1), key(2));
        fill(&inbox_of(&one), 2, 20);
        fill(&inbox_of(&other), 2, 20);
        let tags: BTreeSet<_> = [&one, &other]
            .into_iter()
            .flat_map(|owner| valid(signed_by(owner, &[0, 1], 9)).provides)
            .collect();
        assert_eq!(tags.len(), 4);
    });
}

#[test]
fn only_a_transaction_that_takes_out_more_outweighs_those_it_excludes() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 4, 20);
        let priority = |numbers: &[u64]| valid(signed_by(&owner, numbers, 9)).priority;
        let replaced = priority(&[0, 1]) + priority(&[2]);
        assert_eq!(priority(&[0, 1, 2]), replaced);
        assert!(priority(&[0, 1, 2, 3]) > replaced);
        // What is not there counts nothing.
        assert_eq!(priority(&[0, 7, 8, 9]), priority(&[0]));
    });
}

#[test]
fn the_extension_weighs_the_judging() {
    use crate::WeightInfo;
    let call = signed_by(&key(1), &[0, 1, 2], 9);
    let judging = <Test as crate::Config>::WeightInfo::authorize_acknowledge(3);
    assert!(general(call)
        .get_dispatch_info()
        .extension_weight
        .all_gte(judging));
}

#[test]
fn other_calls_are_not_let_in_without_a_signer() {
    run(|| {
        let call = send_call(&[BOB], "hello", 5, 20);
        assert!(validate(general(call.clone())).is_err());
        assert!(apply(general(call)).is_err());
    });
}

#[test]
fn a_signer_who_is_not_the_owner_cannot_use_the_fee_free_way_inside() {
    run(|| {
        fill(&BOB, 1, 20);
        let call = acknowledge_call(&BOB, &[0], 9, None);
        let refused = dispatch(call, RuntimeOrigin::none());
        assert_eq!(refused, Err(DispatchError::BadOrigin));
    });
}
