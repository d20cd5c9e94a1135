//! The list that elections take their voters from.

use super::{
    chain::{block, call},
    genesis::with_preset,
};
use crate::{
    constants::{
        currency::UNIT,
        staking::{BAG_THRESHOLDS, MIN_NOMINATOR_BOND, PRESET_BOND, VOTE},
    },
    genesis_presets::LOCAL,
    AccountId, Balances, Runtime, VoterList,
};
use frame_election_provider_support::SortedListProvider;
use frame_support::{assert_noop, assert_ok};
use pallet_staking::RewardDestination;
use sp_keyring::Sr25519Keyring::{self, Alice, Eve, Ferdie};

fn bond(who: Sr25519Keyring, value: u128) {
    let payee = RewardDestination::Staked;
    let bond = pallet_staking::Call::<Runtime>::bond { value, payee };
    assert_ok!(call(who, bond));
}

fn nominate() -> pallet_staking::Call<Runtime> {
    let targets = vec![Alice.to_account_id().into()];
    pallet_staking::Call::nominate { targets }
}

fn list() -> Vec<AccountId> {
    VoterList::iter().collect()
}

#[test]
fn voters_stand_in_the_order_of_their_stake_and_move_with_it() {
    with_preset(LOCAL, || {
        block(vec![]);
        bond(Eve, 5 * PRESET_BOND);
        assert_ok!(call(Eve, nominate()));
        bond(Ferdie, MIN_NOMINATOR_BOND);
        assert_ok!(call(Ferdie, nominate()));
        assert_eq!(list().len(), 6, "four validators and two nominators");
        assert_eq!(list().first(), Some(&Eve.to_account_id()));
        assert_eq!(list().last(), Some(&Ferdie.to_account_id()));

        let max_additional = 9 * PRESET_BOND;
        assert_ok!(call(
            Ferdie,
            pallet_staking::Call::bond_extra { max_additional }
        ));
        assert_eq!(list()[..2], [Ferdie.to_account_id(), Eve.to_account_id()]);

        assert_ok!(call(Ferdie, pallet_staking::Call::chill {}));
        assert!(!list().contains(&Ferdie.to_account_id()));
    });
}

#[test]
fn a_nominator_must_bond_at_least_the_least() {
    with_preset(LOCAL, || {
        block(vec![]);
        bond(Eve, MIN_NOMINATOR_BOND - 1);
        assert_noop!(
            call(Eve, nominate()),
            pallet_staking::Error::<Runtime>::InsufficientBond
        );
    });
}

#[test]
fn bags_reach_from_the_least_bond_beyond_all_there_is() {
    with_preset(LOCAL, || {
        let votes = |amount: u128| (amount / VOTE) as u64;
        assert_eq!(BAG_THRESHOLDS.first(), Some(&votes(MIN_NOMINATOR_BOND)));
        let last = *BAG_THRESHOLDS.last().expect("there are bags");
        assert!(last > votes(Balances::total_issuance()));
        assert_eq!(last, votes(167_772_160 * UNIT));
        assert!(BAG_THRESHOLDS.windows(2).all(|two| two[1] == 2 * two[0]));
    });
}
