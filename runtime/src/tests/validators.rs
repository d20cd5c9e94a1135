//! How accounts become validators, and cease to be.

use super::{
    chain::{authorities_match_validators, block, call, eras},
    genesis::with_preset,
};
use crate::{
    constants::{
        currency::UNIT,
        staking::{MIN_VALIDATOR_BOND, PRESET_BOND},
        validators::KEY_DEPOSIT,
    },
    genesis_presets::{DEV, LOCAL},
    AccountId, AuthorityDiscovery, Balances, Historical, Runtime, RuntimeHoldReason, Session,
    SessionKeys, Staking,
};
use codec::Encode;
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use pallet_staking::{RewardDestination, ValidatorPrefs};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve};

/// New keys in the keystore, and the proof that `owner` has them.
fn keys_of(owner: &AccountId) -> (SessionKeys, Vec<u8>) {
    let generated = SessionKeys::generate(&owner.encode(), None);
    (generated.keys, generated.proof.encode())
}

fn set_keys(keys: SessionKeys, proof: Vec<u8>) -> pallet_session::Call<Runtime> {
    pallet_session::Call::set_keys { keys, proof }
}

fn bond(value: u128) -> pallet_staking::Call<Runtime> {
    pallet_staking::Call::bond {
        value,
        payee: RewardDestination::Staked,
    }
}

fn validate() -> pallet_staking::Call<Runtime> {
    pallet_staking::Call::validate {
        prefs: ValidatorPrefs::default(),
    }
}

/// Does all that an account must do to become a candidate.
pub fn become_candidate(who: Sr25519Keyring, stake: u128) {
    let (keys, proof) = keys_of(&who.to_account_id());
    assert_ok!(call(who, set_keys(keys, proof)));
    assert_ok!(call(who, bond(stake)));
    assert_ok!(call(who, validate()));
}

fn validates(who: Sr25519Keyring) -> bool {
    Session::validators().contains(&who.to_account_id())
}

#[test]
fn whoever_has_more_behind_them_is_elected_and_the_least_goes() {
    with_preset(LOCAL, || {
        block(vec![]);
        become_candidate(Eve, 2 * PRESET_BOND);
        assert_ok!(call(
            Dave,
            pallet_staking::Call::unbond {
                value: PRESET_BOND / 2
            }
        ));

        assert!(!validates(Eve), "not before an election");
        eras(2);
        assert!(validates(Eve));
        assert!(!validates(Dave));
        for stays in [Alice, Bob, Charlie] {
            assert!(validates(stays), "{stays}");
        }
        assert!(authorities_match_validators());
    });
}

#[test]
fn an_elected_validator_makes_blocks_and_is_found_by_others() {
    with_preset(DEV, || {
        block(vec![]);
        become_candidate(Eve, 2 * PRESET_BOND);
        eras(2);
        assert_eq!(Session::validators(), [Eve.to_account_id()]);
        let (_, keys) = Session::queued_keys().remove(0);
        assert!(AuthorityDiscovery::authorities().contains(&keys.authority_discovery));
        // A block of hers counts for her.
        super::chain::block_by(&Eve.to_account_id(), 1, vec![]);
        let era = pallet_staking::ActiveEra::<Runtime>::get().expect("set at genesis");
        let points = pallet_staking::ErasRewardPoints::<Runtime>::get(era.index);
        assert!(points.individual[&Eve.to_account_id()] > 0);
    });
}

#[test]
fn who_gives_up_is_out_and_gets_the_bond_back_after_a_week_of_eras() {
    with_preset(LOCAL, || {
        block(vec![]);
        assert_ok!(call(Dave, pallet_staking::Call::chill {}));
        assert_ok!(call(
            Dave,
            pallet_staking::Call::unbond { value: PRESET_BOND }
        ));
        eras(2);
        assert!(!validates(Dave));
        assert_eq!(Session::validators().len(), 3);

        let withdraw = || pallet_staking::Call::withdraw_unbonded {
            num_slashing_spans: 0,
        };
        let dave = Dave.to_account_id();
        assert_ok!(call(Dave, withdraw()));
        assert_eq!(held(&dave), PRESET_BOND, "still bonded");
        eras(crate::constants::staking::BONDING_ERAS);
        assert_ok!(call(Dave, withdraw()));
        assert_eq!(held(&dave), 0);
    });
}

fn held(who: &AccountId) -> u128 {
    let reason = RuntimeHoldReason::Staking(pallet_staking::HoldReason::Staking);
    Balances::balance_on_hold(&reason, who)
}

#[test]
fn session_keys_without_a_proof_of_ownership_are_refused() {
    with_preset(LOCAL, || {
        block(vec![]);
        let eve = Eve.to_account_id();
        let (keys, proof) = keys_of(&eve);
        let (other, _) = keys_of(&eve);
        let refused = || pallet_session::Error::<Runtime>::InvalidProof;

        assert_noop!(call(Eve, set_keys(keys.clone(), vec![])), refused());
        assert_noop!(call(Eve, set_keys(other, proof.clone())), refused());
        assert_noop!(call(Bob, set_keys(keys.clone(), proof.clone())), refused());

        assert_ok!(call(Eve, set_keys(keys, proof)));
        let reason = RuntimeHoldReason::Session(pallet_session::HoldReason::Keys);
        assert_eq!(Balances::balance_on_hold(&reason, &eve), KEY_DEPOSIT);
    });
}

#[test]
fn keys_of_somebody_else_are_refused_even_with_a_proof() {
    with_preset(LOCAL, || {
        block(vec![]);
        let (keys, proof) = keys_of(&Eve.to_account_id());
        assert_ok!(call(Eve, set_keys(keys.clone(), proof)));
        let mut same = keys;
        let proof = same
            .create_ownership_proof(&Bob.to_account_id().encode())
            .expect("the keystore has them");
        assert_noop!(
            call(Bob, set_keys(same, proof.encode())),
            pallet_session::Error::<Runtime>::DuplicatedKey
        );
    });
}

#[test]
fn a_validator_must_bond_at_least_the_least() {
    with_preset(LOCAL, || {
        block(vec![]);
        assert_ok!(call(Eve, bond(MIN_VALIDATOR_BOND - UNIT)));
        assert_noop!(
            call(Eve, validate()),
            pallet_staking::Error::<Runtime>::InsufficientBond
        );
    });
}

#[test]
fn an_election_without_candidates_keeps_the_validators_there_are() {
    with_preset(DEV, || {
        block(vec![]);
        assert_ok!(call(Alice, pallet_staking::Call::chill {}));
        eras(3);
        assert!(validates(Alice));
    });
}

#[test]
fn past_sessions_are_remembered_while_their_validators_can_be_slashed() {
    with_preset(LOCAL, || {
        block(vec![]);
        eras(3);
        assert!(Historical::historical_root(1).is_some());
        eras(crate::constants::staking::BONDING_ERAS);
        assert!(Historical::historical_root(1).is_none());
        assert!(Staking::bonded(&Alice.to_account_id()).is_some());
    });
}
