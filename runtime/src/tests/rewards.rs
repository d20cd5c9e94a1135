//! What stakers earn.

use super::{
    chain::{block, block_by, call, end_session_by, eras},
    genesis::with_preset,
};
use crate::{
    constants::{
        staking::{FAST_SESSIONS_PER_ERA, PRESET_BOND, YEARLY_REWARD},
        time::{FAST_EPOCH_SLOTS, SLOT_MILLIS, YEAR_MILLIS},
    },
    genesis_presets::LOCAL,
    Balance, Balances, Runtime, Session, Staking,
};
use frame_support::{assert_noop, assert_ok};
use pallet_staking::RewardDestination;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Eve, Ferdie};
use sp_staking::{EraIndex, StakingAccount};

fn bonded(who: Sr25519Keyring) -> Balance {
    let stash = StakingAccount::Stash(who.to_account_id());
    Staking::ledger(stash).expect("bonded").active
}

fn active_era() -> EraIndex {
    let era = pallet_staking::ActiveEra::<Runtime>::get();
    era.expect("set at genesis").index
}

fn reward_of(era: EraIndex) -> Balance {
    pallet_staking::ErasValidatorReward::<Runtime>::get(era).expect("the era is over")
}

fn pay_out(validator: Sr25519Keyring, era: EraIndex) -> pallet_staking::Call<Runtime> {
    pallet_staking::Call::payout_stakers {
        validator_stash: validator.to_account_id(),
        era,
    }
}

fn nominate(nominator: Sr25519Keyring, validator: Sr25519Keyring, stake: Balance) {
    let bond = pallet_staking::Call::<Runtime>::bond {
        value: stake,
        payee: RewardDestination::Staked,
    };
    assert_ok!(call(nominator, bond));
    let targets = vec![validator.to_account_id().into()];
    assert_ok!(call(nominator, pallet_staking::Call::nominate { targets }));
}

#[test]
fn an_era_pays_its_validators_and_their_nominators() {
    with_preset(LOCAL, || {
        block(vec![]);
        nominate(Eve, Alice, PRESET_BOND);
        eras(2);
        let era = active_era();
        block_by(&Alice.to_account_id(), 1, vec![]);
        eras(1);

        let issued = Balances::total_issuance();
        // Anybody may ask for it.
        assert_ok!(call(Ferdie, pay_out(Alice, era)));
        let of_alice = bonded(Alice) - PRESET_BOND;
        let of_eve = bonded(Eve) - PRESET_BOND;
        assert!(of_alice > 0);
        assert!(of_alice.abs_diff(of_eve) <= 1, "{of_alice} is not {of_eve}");
        assert!(of_alice + of_eve <= reward_of(era));
        assert_eq!(Balances::total_issuance(), issued + of_alice + of_eve);

        assert_noop!(
            call(Ferdie, pay_out(Alice, era)),
            pallet_staking::Error::<Runtime>::AlreadyClaimed
        );
    });
}

#[test]
fn a_validator_that_makes_no_block_earns_nothing() {
    with_preset(LOCAL, || {
        block(vec![]);
        eras(1);
        let idle = Bob.to_account_id();
        let era = active_era();
        for _ in 0..FAST_SESSIONS_PER_ERA {
            let validators = Session::validators();
            let busy = validators.iter().find(|one| **one != idle).expect("four");
            end_session_by(busy);
        }
        assert_ok!(call(Ferdie, pay_out(Bob, era)));
        assert_eq!(bonded(Bob), PRESET_BOND);
    });
}

/// What stakers earn in so many slots.
fn earned_in(slots: u64) -> Balance {
    let yearly = YEARLY_REWARD * Balances::total_issuance();
    yearly * Balance::from(slots * SLOT_MILLIS) / Balance::from(YEAR_MILLIS)
}

const ERA_SLOTS: u64 = FAST_EPOCH_SLOTS * FAST_SESSIONS_PER_ERA as u64;

#[test]
fn an_era_pays_its_part_of_the_yearly_share() {
    with_preset(LOCAL, || {
        block(vec![]);
        eras(1);
        let era = active_era();
        let author = Session::validators().remove(0);
        // From its first block to its last.
        block_by(&author, ERA_SLOTS / 2, vec![]);
        block_by(&author, ERA_SLOTS / 2 - 1, vec![]);
        block_by(&author, 1, vec![]);
        assert_eq!(active_era(), era + 1);
        assert_eq!(reward_of(era), earned_in(ERA_SLOTS - 1));
    });
}

#[test]
fn time_in_which_the_chain_stood_still_pays_nothing() {
    with_preset(LOCAL, || {
        block(vec![]);
        eras(1);
        let era = active_era();
        let author = Session::validators().remove(0);
        block_by(&author, 100 * ERA_SLOTS, vec![]);
        end_session_by(&author);
        assert_eq!(active_era(), era + 1);
        assert_eq!(reward_of(era), earned_in(ERA_SLOTS));
    });
}
