//! Reports as they come: general transactions without an account and without a fee.

use super::*;
use crate::{
    authorize::{PRIORITY_PER_CLAIM, URGENT_PRIORITY},
    cost,
    reports::{NOTHING_NEW, NOT_AT_WORK, UNKNOWN_WORKER},
    Call, Error, WorkerSignature,
};
use frame_support::{
    assert_ok,
    dispatch::GetDispatchInfo,
    pallet_prelude::{InvalidTransaction, ValidTransaction},
    traits::UnfilteredDispatchable,
};
use postern_primitives::limits::MAX_ATTESTED;
use sp_core::Pair;
use sp_runtime::DispatchError;
use std::collections::BTreeSet;

const NOTHING: InvalidTransaction = InvalidTransaction::Custom(NOTHING_NEW);
const STRANGER: InvalidTransaction = InvalidTransaction::Custom(UNKNOWN_WORKER);
const SILENT: InvalidTransaction = InvalidTransaction::Custom(NOT_AT_WORK);

fn valid(call: Call<Test>) -> ValidTransaction {
    validate(call).expect("the transaction is valid")
}

/// Pool and block refuse it alike, and nothing changes.
fn assert_refused(call: Call<Test>, reason: InvalidTransaction) {
    postern_pallet_testing::assert_refused::<Test, _>(general(call), reason);
}

fn with_signature(call: Call<Test>, other: WorkerSignature) -> Call<Test> {
    let mut call = call;
    match &mut call {
        Call::heartbeat { signature, .. }
        | Call::attest { signature, .. }
        | Call::withdraw { signature, .. } => *signature = other,
        _ => unreachable!("only reports have signatures"),
    }
    call
}

fn signature_of(call: &Call<Test>) -> WorkerSignature {
    match call {
        Call::heartbeat { signature, .. }
        | Call::attest { signature, .. }
        | Call::withdraw { signature, .. } => signature.clone(),
        _ => unreachable!("only reports have signatures"),
    }
}

#[test]
fn a_machine_reports_without_an_account_and_without_a_fee() {
    run(|| {
        retain([1]);
        register(1).unwrap();
        let issued = Balances::total_issuance();
        let funds = Balances::free_balance(account(1));
        assert_eq!(apply(general(heartbeat_call(1, 1, 0))), Ok(Ok(())));
        assert_eq!(apply(general(attest_call(1, 1, &[1]))), Ok(Ok(())));
        assert_eq!(keepers(1), [0]);
        assert_eq!(apply(general(withdraw_call(1, 1, &[1]))), Ok(Ok(())));
        assert!(keepers(1).is_empty());
        assert_eq!(Balances::total_issuance(), issued);
        assert_eq!(Balances::free_balance(account(1)), funds);
        let machine = AccountId::new(key(1).public().0);
        assert!(!frame_system::Account::<Test>::contains_key(machine));
    });
}

#[test]
fn the_pool_is_told_what_excludes_what_and_for_how_long_it_holds() {
    run(|| {
        retain(1..=3);
        at_work([1]);
        attest(1, &[3]).unwrap();
        let validity = valid(attest_call(1, 1, &[1, 2, 3]));
        assert_eq!(validity.provides.len(), 2, "a tag for each that is news");
        assert_eq!(validity.priority, 2 * PRIORITY_PER_CLAIM);
        assert_eq!(validity.longevity, u64::from(REPORT_AGE) + 1);
        assert!(validity.requires.is_empty() && validity.propagate);
        go_to(1 + REPORT_AGE);
        assert_eq!(valid(attest_call(1, 1, &[1])).longevity, 1);
        let urgent = valid(withdraw_call(1, 1, &[3]));
        assert_eq!(urgent.priority, URGENT_PRIORITY);
        assert_eq!(urgent.provides.len(), 1);
    });
}

#[test]
fn reports_that_are_too_old_or_of_blocks_to_come_are_refused() {
    run(|| {
        retain([1]);
        at_work([1]);
        let call = attest_call(1, 1, &[1]);
        go_to(2 + REPORT_AGE);
        assert_refused(call, InvalidTransaction::Stale);
        let ahead = System::block_number() + 1;
        assert_refused(attest_call(1, ahead, &[1]), InvalidTransaction::Future);
        assert_refused(attest_call(1, u32::MAX, &[1]), InvalidTransaction::Future);
    });
}

#[test]
fn a_flood_of_reports_by_strangers_is_refused_before_the_signature() {
    run(|| {
        retain(0..10);
        at_work([1]);
        for n in 50..=150 {
            let call = attest_call(n, 1, &[0, 1, 2]);
            // Were the signature looked at first, this one would fail by it.
            let forged = with_signature(call.clone(), signature_of(&attest_call(1, 1, &[0])));
            assert_refused(forged, STRANGER);
            assert_refused(call, STRANGER);
            assert_refused(heartbeat_call(n, 1, 0), STRANGER);
            assert_refused(withdraw_call(n, 1, &[0]), STRANGER);
        }
    });
}

#[test]
fn a_flood_of_reports_by_a_pinner_leaves_no_more_in_the_pool_than_there_is_to_say() {
    run(|| {
        retain(0..6);
        at_work([1]);
        go_to(PERIOD + 1);
        attest(1, &[5]).unwrap();
        // Variants without end can be signed; the pool keeps one of those that share a tag.
        let mut tags = BTreeSet::new();
        for at in 7..=PERIOD + 1 {
            for used in 0..20 {
                tags.extend(valid(heartbeat_call(1, at, used)).provides);
            }
            for first in 0..5 {
                let some: Vec<_> = (first..6).chain([77]).collect();
                tags.extend(valid(attest_call(1, at, &some)).provides);
            }
        }
        tags.extend(valid(withdraw_call(1, PERIOD + 1, &[5])).provides);
        tags.extend(valid(withdraw_call(1, PERIOD + 1, &[4, 5])).provides);
        assert_eq!(tags.len(), 1 + 5 + 1, "heartbeat, contents, withdrawal");
    });
}

#[test]
fn a_flood_of_the_same_and_of_later_reports_changes_nothing_once_one_is_applied() {
    run(|| {
        retain([1]);
        register(1).unwrap();
        let heartbeat = heartbeat_call(1, 1, 0);
        let attestation = attest_call(1, 1, &[1]);
        assert_eq!(apply(general(heartbeat.clone())), Ok(Ok(())));
        assert_eq!(apply(general(attestation.clone())), Ok(Ok(())));
        assert_refused(heartbeat, InvalidTransaction::Stale);
        assert_refused(attestation, NOTHING);
        go_to(3);
        assert_refused(heartbeat_call(1, 2, 0), InvalidTransaction::Future);
        assert_refused(attest_call(1, 3, &[1]), NOTHING);
        assert_eq!(apply(general(withdraw_call(1, 3, &[1]))), Ok(Ok(())));
        assert_eq!(apply(general(attest_call(1, 3, &[1]))), Ok(Ok(())));
        assert_refused(withdraw_call(1, 3, &[1]), InvalidTransaction::Future);
    });
}

#[test]
fn an_attestation_that_was_signed_before_a_withdrawal_cannot_be_repeated_after_it() {
    run(|| {
        retain([1]);
        at_work([1]);
        let attestation = attest_call(1, 1, &[1]);
        assert_eq!(apply(general(attestation.clone())), Ok(Ok(())));
        go_to(2);
        assert_eq!(apply(general(withdraw_call(1, 2, &[1]))), Ok(Ok(())));
        assert_refused(attestation, InvalidTransaction::Stale);
        assert!(keepers(1).is_empty());
    });
}

#[test]
fn a_withdrawal_that_was_signed_before_an_attestation_does_not_touch_it() {
    run(|| {
        retain([1]);
        at_work([1]);
        HeartbeatPeriod::set(1);
        attest(1, &[1]).unwrap();
        let withdrawal = withdraw_call(1, 1, &[1]);
        assert_eq!(apply(general(withdrawal.clone())), Ok(Ok(())));
        go_to(2);
        assert_eq!(apply(general(attest_call(1, 2, &[1]))), Ok(Ok(())));
        go_to(3);
        assert_refused(withdrawal, NOTHING);
        assert_eq!(keepers(1), [0]);
    });
}

#[test]
fn a_signature_serves_for_nothing_but_what_was_signed() {
    run(|| {
        retain(1..=3);
        at_work([1, 2]);
        Replicas::set(3);
        go_to(3);
        attest(1, &[3]).unwrap();
        let signed = signature_of(&attest_call(1, 2, &[1, 2]));
        for other in [
            attest_call(1, 2, &[1]),
            attest_call(1, 2, &[1, 2, 3]),
            attest_call(1, 3, &[1, 2]),
            attest_call(2, 2, &[1, 2]),
            withdraw_call(1, 3, &[3]),
        ] {
            let swapped = with_signature(other, signed.clone());
            assert_refused(swapped, InvalidTransaction::BadProof);
        }
        let same = withdraw_call(1, 3, &[3]);
        let attested = signature_of(&attest_call(1, 3, &[3]));
        assert_refused(with_signature(same, attested), InvalidTransaction::BadProof);
        go_to(1 + PERIOD);
        let (at, signed) = (PERIOD, signature_of(&heartbeat_call(1, PERIOD, 7)));
        for other in [
            heartbeat_call(1, at, 8),
            heartbeat_call(1, at + 1, 7),
            heartbeat_call(2, at, 7),
        ] {
            let swapped = with_signature(other, signed.clone());
            assert_refused(swapped, InvalidTransaction::BadProof);
        }
    });
}

#[test]
fn a_signature_for_another_chain_is_refused() {
    run(|| {
        retain([1]);
        at_work([1]);
        let calls = [attest_call(1, 1, &[1])];
        frame_system::BlockHash::<Test>::insert(0, sp_core::H256([0x61; 32]));
        for call in calls {
            assert_refused(call, InvalidTransaction::BadProof);
        }
    });
}

#[test]
fn an_old_key_signs_nothing_that_is_accepted() {
    run(|| {
        retain([1]);
        at_work([1]);
        let before = attest_call(1, 1, &[1]);
        Pinning::set_worker(origin(1), worker(7)).unwrap();
        assert_refused(before, STRANGER);
        assert_ok!(validate(attest_call(7, 1, &[1])));
    });
}

#[test]
fn reports_that_say_nothing_new_are_refused() {
    run(|| {
        retain([1]);
        at_work([1]);
        attest(1, &[1]).unwrap();
        for named in [&[][..], &[1], &[2]] {
            assert_refused(attest_call(1, 1, named), NOTHING);
        }
        for named in [&[][..], &[2]] {
            assert_refused(withdraw_call(1, 1, named), NOTHING);
        }
    });
}

#[test]
fn whoever_is_silent_or_has_left_is_refused() {
    run(|| {
        retain([1]);
        at_work([1, 2]);
        Pinning::leave(origin(2)).unwrap();
        assert_refused(attest_call(2, 1, &[1]), SILENT);
        go_to(2 + PATIENCE);
        assert_refused(attest_call(1, 2 + PATIENCE, &[1]), SILENT);
        assert_refused(heartbeat_call(2, 2 + PATIENCE, 0), SILENT);
        assert_ok!(validate(heartbeat_call(1, 2 + PATIENCE, 0)));
    });
}

#[test]
fn only_an_attestation_that_brings_more_outweighs_those_it_excludes() {
    run(|| {
        retain(1..=4);
        at_work([1]);
        let priority = |named: &[u32]| valid(attest_call(1, 1, named)).priority;
        let replaced = priority(&[1, 2]) + priority(&[3]);
        assert_eq!(priority(&[1, 2, 3]), replaced);
        assert!(priority(&[1, 2, 3, 4]) > replaced);
        assert_eq!(priority(&[1, 77, 78]), priority(&[1]));
    });
}

#[test]
fn reports_are_not_dispatched_for_anybody_else() {
    run(|| {
        retain([1]);
        at_work([1]);
        for (call, origin) in [
            (attest_call(1, 1, &[1]), RuntimeOrigin::none()),
            (attest_call(1, 1, &[1]), origin(1)),
            (heartbeat_call(1, 1, 0), origin(1)),
            (withdraw_call(1, 1, &[1]), RuntimeOrigin::root()),
        ] {
            let outcome = call.dispatch_bypass_filter(origin);
            assert_eq!(outcome.map_err(|e| e.error), Err(DispatchError::BadOrigin));
        }
    });
}

#[test]
fn other_calls_are_not_let_in_without_a_signer() {
    run(|| {
        at_work([1]);
        assert!(validate(Call::leave {}).is_err());
        assert!(apply(general(Call::leave {})).is_err());
    });
}

#[test]
fn what_was_charged_for_pinners_that_are_not_there_is_given_back() {
    run(|| {
        retain([1]);
        at_work([1]);
        let info = Pinning::do_attest(&worker(1), 1, cids(&[1])).unwrap();
        assert_eq!(
            info.actual_weight,
            Some(cost::attest::<Test>(1, 1)),
            "one pinner"
        );
        let declared = attest_call(1, 1, &[1]).get_dispatch_info().call_weight;
        assert_eq!(declared, cost::attest::<Test>(1, MAX_PINNERS));
    });
}

#[test]
fn the_extension_weighs_the_judging() {
    let call = attest_call(1, 1, &[1, 2, 3]);
    let judging = cost::authorize_attest::<Test>(3, MAX_PINNERS);
    let info = general(call).get_dispatch_info();
    assert!(info.extension_weight.all_gte(judging));
}

#[test]
fn the_fullest_attestation_is_applied_as_a_whole() {
    run(|| {
        retain(0..MAX_ATTESTED);
        at_work([1]);
        let all: Vec<_> = (0..MAX_ATTESTED).collect();
        assert_eq!(apply(general(attest_call(1, 1, &all))), Ok(Ok(())));
        assert!(all.iter().all(|n| keepers(*n) == [0]));
        assert_eq!(
            attest(1, &all),
            Err(Error::<Test>::NothingNew.into()),
            "and only once"
        );
    });
}
