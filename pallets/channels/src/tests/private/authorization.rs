//! What the transaction pool lets in without an account.

use super::*;
use crate::{
    private::{CHANNEL_NOT_FOUND, LANES, PRIORITY},
    WeightInfo,
};
use postern_primitives::{
    group,
    signing::{payload, ACKNOWLEDGE},
};
use std::collections::BTreeSet;

fn signed_until(expires: u32) -> Call<Test> {
    let fields = group::Post {
        channel: 0,
        cid: cid(1),
        size: 1,
        retraction: None,
    };
    Call::post_private {
        channel: 0,
        cid: cid(1),
        size: 1,
        retraction: None,
        proof: prove(&key(1), group::POST, 0, expires, &fields),
    }
}

#[test]
fn a_transaction_tells_the_pool_its_tag_and_for_how_long_it_holds() {
    ExtBuilder::build_and_execute(|| {
        create_private();
        let validity = valid(signed_until(9));
        assert_eq!(validity.provides.len(), 1);
        assert_eq!(validity.priority, PRIORITY);
        // Blocks 1 to 9.
        assert_eq!(validity.longevity, 9);
        assert!(validity.requires.is_empty());
        assert!(validity.propagate);
    });
}

#[test]
fn the_same_transaction_again_is_refused() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        let call = private_post(&key(1), channel, 5, 1);
        run(call.clone());
        assert_refused(call, InvalidTransaction::Stale);
    });
}

#[test]
fn a_transaction_is_not_replayed_with_a_signer_either() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        let call = private_post(&key(1), channel, 5, 1);
        run(call.clone());
        assert_eq!(dispatch(call, BOB), Err(Error::<Test>::NonceUsed.into()));
    });
}

#[test]
fn a_signature_does_not_serve_for_swapped_fields() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        let other = create_private();
        let retraction = Some([1; 32]);
        let Call::post_private { proof, .. } =
            private_post_with(&key(1), channel, 0, 1, retraction)
        else {
            unreachable!("it is a post")
        };
        let swapped = |channel, cid, size, retraction, nonce, expires| {
            let proof = Proof {
                nonce,
                expires,
                ..proof.clone()
            };
            Call::<Test>::post_private {
                channel,
                cid,
                size,
                retraction,
                proof,
            }
        };
        assert_ok!(validate(swapped(channel, cid(1), 100, retraction, 0, 2)));
        for forged in [
            swapped(other, cid(1), 100, retraction, 0, 2),
            swapped(channel, cid(2), 100, retraction, 0, 2),
            swapped(channel, cid(1), 101, retraction, 0, 2),
            swapped(channel, cid(1), 100, None, 0, 2),
            swapped(channel, cid(1), 100, Some([2; 32]), 0, 2),
            swapped(channel, cid(1), 100, retraction, 1, 2),
            swapped(channel, cid(1), 100, retraction, 0, 3),
        ] {
            assert_refused(forged, InvalidTransaction::BadProof);
        }
    });
}

#[test]
fn a_signature_for_another_purpose_chain_or_key_is_refused() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        let fields = group::Post {
            channel,
            cid: cid(1),
            size: 100,
            retraction: None,
        };
        let call = |proof| Call::<Test>::post_private {
            channel,
            cid: cid(1),
            size: 100,
            retraction: None,
            proof,
        };
        for context in [group::COMMIT, group::CLOSE, ACKNOWLEDGE] {
            let proof = prove(&key(1), context, 0, 2, &fields);
            assert_refused(call(proof), InvalidTransaction::BadProof);
        }
        let proof = prove(&key(2), group::POST, 0, 2, &fields);
        assert_refused(call(proof), InvalidTransaction::BadProof);
        let elsewhere = payload(group::POST, &[9; 32], &key(1).public().0, 0, 2, &fields);
        let signature = key(1).sign(&elsewhere).0;
        let proof = Proof {
            nonce: 0,
            expires: 2,
            signature,
        };
        assert_refused(call(proof), InvalidTransaction::BadProof);
    });
}

#[test]
fn a_commit_and_a_closing_are_bound_to_their_fields_too() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        let mut commit = private_commit(&key(1), channel, 0, &key(2), 1_000);
        if let Call::commit { successor, .. } = &mut commit {
            *successor = key(3).public().0;
        }
        assert_refused(commit, InvalidTransaction::BadProof);
        let mut commit = private_commit(&key(1), channel, 0, &key(2), 1_000);
        if let Call::commit { endowment, .. } = &mut commit {
            *endowment = 2_000;
        }
        assert_refused(commit, InvalidTransaction::BadProof);
        let mut close = private_close(&key(1), channel, 0, BOB);
        if let Call::close_private { beneficiary, .. } = &mut close {
            *beneficiary = CAROL;
        }
        assert_refused(close, InvalidTransaction::BadProof);
    });
}

#[test]
fn an_expired_signature_and_one_for_too_long_are_refused() {
    ExtBuilder::build_and_execute(|| {
        create_private();
        let last = 1 + MaxProofAge::get();
        assert_refused(signed_until(last + 1), InvalidTransaction::Future);
        assert_refused(signed_until(u32::MAX), InvalidTransaction::Future);
        assert_ok!(validate(signed_until(last)));
        let call = signed_until(9);
        System::set_block_number(9);
        assert_eq!(valid(call.clone()).longevity, 1);
        System::set_block_number(10);
        assert_refused(call, InvalidTransaction::Stale);
    });
}

#[test]
fn who_signs_for_a_group_is_told_that_the_signature_inside_is_too_old_or_good_for_too_long() {
    ExtBuilder::build_and_execute(|| {
        create_private();
        let outcome = dispatch(signed_until(2 + MaxProofAge::get()), BOB);
        assert_eq!(outcome, Err(Error::<Test>::ProofExpiresTooLate.into()));
        let call = signed_until(9);
        System::set_block_number(10);
        assert_eq!(dispatch(call, BOB), Err(Error::<Test>::ProofExpired.into()));
    });
}

#[test]
fn nonces_too_far_ahead_are_refused() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        let ahead = ReplayWindow::LEAP;
        let far = private_post(&key(1), channel, ahead, 1);
        assert_refused(far, InvalidTransaction::Stale);
        let most = private_post(&key(1), channel, u32::MAX, 1);
        assert_refused(most, InvalidTransaction::Stale);
        run(private_post(&key(1), channel, ahead - 1, 1));
        run(private_post(&key(1), channel, ahead, 2));
    });
}

#[test]
fn transactions_with_one_nonce_exclude_each_other_and_others_do_not() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        let other = create_private();
        let tag = |call| valid(call).provides;
        let one = tag(private_post(&key(1), channel, 3, 1));
        assert_eq!(tag(private_post(&key(1), channel, 3, 2)), one);
        assert_eq!(tag(private_commit(&key(1), channel, 3, &key(2), 99)), one);
        let tags: BTreeSet<_> = [
            private_post(&key(1), channel, 3, 1),
            private_post(&key(1), channel, 4, 1),
            private_post(&key(1), other, 3, 1),
        ]
        .into_iter()
        .flat_map(tag)
        .collect();
        assert_eq!(tags.len(), 3);
    });
}

#[test]
fn the_pool_never_holds_more_than_a_bounded_number_for_a_channel() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        for nonce in [63, 127, 191] {
            run(private_post(&key(1), channel, nonce, 1));
        }
        let tags: BTreeSet<_> = (0..1_000)
            .filter_map(|nonce| validate(private_post(&key(1), channel, nonce, 1)).ok())
            .flat_map(|validity| validity.provides)
            .collect();
        assert_eq!(tags.len(), LANES as usize);
    });
}

#[test]
fn a_purse_that_cannot_pay_the_fee_lets_nothing_in() {
    ExtBuilder::build_and_execute(|| {
        let by = RuntimeOrigin::signed(ALICE);
        let amount = Rooms::least_endowment() + FEE - 1;
        assert_ok!(Rooms::create_private(by, key(1).public().0, 30, amount));
        assert_refused(private_post(&key(1), 0, 0, 1), InvalidTransaction::Payment);
        assert_ok!(Rooms::fund(
            RuntimeOrigin::signed(BOB),
            0,
            1 + post_deposit()
        ));
        run(private_post(&key(1), 0, 0, 1));
    });
}

#[test]
fn a_flood_for_channels_that_do_not_exist_is_refused_before_the_signature() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        run(private_post(&key(1), channel, 0, 1));
        for seed in 1..=50 {
            // Were the signature looked at first, these would fail by it.
            let nowhere = private_post(&key(seed + 100), 7, 0, seed);
            assert_refused(nowhere, InvalidTransaction::Custom(CHANNEL_NOT_FOUND));
            let used = private_post(&key(seed + 100), channel, 0, seed);
            assert_refused(used, InvalidTransaction::Stale);
        }
    });
}

#[test]
fn the_extension_weighs_the_judging() {
    ExtBuilder::build_and_execute(|| {
        let call = private_post(&key(1), 0, 0, 1);
        let judging = <Test as Config>::WeightInfo::authorize_private();
        let info = general(call).get_dispatch_info();
        assert!(info.extension_weight.all_gte(judging));
    });
}

#[test]
fn calls_of_accounts_are_not_let_in_without_a_signer() {
    ExtBuilder::build_and_execute(|| {
        create_private();
        for call in [
            Call::fund {
                channel: 0,
                amount: 1,
            },
            Call::join { channel: 0 },
        ] {
            assert!(validate(call.clone()).is_err());
            assert!(apply(call).is_err());
        }
    });
}
