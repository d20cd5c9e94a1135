//! The chains that come with the program, as states at genesis.

mod dev;
mod local;

use crate::{
    constants::{
        currency::UNIT,
        staking::{
            FAST_SESSIONS_PER_ERA, MAX_CANDIDATES, MIN_NOMINATOR_BOND, MIN_VALIDATORS,
            MIN_VALIDATOR_BOND, PRESET_BOND, REPORTER_SHARE,
        },
        time::FAST_EPOCH_SLOTS,
    },
    AccountId, BabeConfig, Balance, BalancesConfig, CalendarConfig, RuntimeGenesisConfig,
    SessionConfig, SessionKeys, StakingConfig, BABE_GENESIS_EPOCH_CONFIG,
};
use alloc::{string::ToString, vec, vec::Vec};
use frame_support::build_struct_json_patch;
use pallet_staking::StakerStatus;
use serde_json::Value;
use sp_genesis_builder::PresetId;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// Name of the preset with one validator.
pub const DEV: &str = "dev";

/// Name of the preset with four validators.
pub const LOCAL: &str = "local";

/// What each well-known account of a preset owns: more than any test spends. Validators own
/// their bond on top of it.
const ENDOWMENT: Balance = 1_000_000 * UNIT;

/// The preset of this name, as JSON.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
    let patch = match id.as_str() {
        DEV => dev::preset(),
        LOCAL => local::preset(),
        _ => return None,
    };
    Some(patch.to_string().into_bytes())
}

/// Names of all presets.
pub fn preset_names() -> Vec<PresetId> {
    vec![PresetId::from(DEV), PresetId::from(LOCAL)]
}

/// A validator whose keys everybody knows.
struct Validator {
    account: AccountId,
    keys: SessionKeys,
}

impl Validator {
    fn well_known(babe: Sr25519Keyring, grandpa: Ed25519Keyring) -> Self {
        Self {
            account: babe.to_account_id(),
            keys: SessionKeys {
                grandpa: grandpa.public().into(),
                babe: babe.public().into(),
                authority_discovery: babe.public().into(),
            },
        }
    }

    /// Its entry in the genesis of staking, which names the account twice.
    fn stake(&self) -> (AccountId, AccountId, Balance, StakerStatus<AccountId>) {
        let account = self.account.clone();
        (
            account.clone(),
            account,
            PRESET_BOND,
            StakerStatus::Validator,
        )
    }
}

/// A chain of these validators on which these accounts own something. There are as many
/// seats as validators: a newcomer takes the place of whoever has less behind them.
fn genesis(validators: Vec<Validator>, endowed: &[Sr25519Keyring]) -> Value {
    let seats = validators.len() as u32;
    build_struct_json_patch!(RuntimeGenesisConfig {
        balances: BalancesConfig {
            balances: balances(&validators, endowed),
        },
        calendar: CalendarConfig {
            epoch_slots: FAST_EPOCH_SLOTS,
            sessions_per_era: FAST_SESSIONS_PER_ERA,
        },
        babe: BabeConfig {
            epoch_config: BABE_GENESIS_EPOCH_CONFIG,
        },
        staking: StakingConfig {
            validator_count: seats,
            minimum_validator_count: MIN_VALIDATORS,
            stakers: validators.iter().map(Validator::stake).collect::<Vec<_>>(),
            slash_reward_fraction: REPORTER_SHARE,
            min_nominator_bond: MIN_NOMINATOR_BOND,
            min_validator_bond: MIN_VALIDATOR_BOND,
            max_validator_count: Some(MAX_CANDIDATES),
        },
        session: SessionConfig {
            keys: validators
                .into_iter()
                .map(|validator| (validator.account.clone(), validator.account, validator.keys))
                .collect::<Vec<_>>(),
        },
    })
}

fn balances(validators: &[Validator], endowed: &[Sr25519Keyring]) -> Vec<(AccountId, Balance)> {
    let bond = |account: &AccountId| {
        let validates = validators.iter().any(|one| one.account == *account);
        if validates {
            PRESET_BOND
        } else {
            0
        }
    };
    endowed
        .iter()
        .map(|key| key.to_account_id())
        .map(|account| (account.clone(), ENDOWMENT + bond(&account)))
        .collect()
}

/// The six accounts that wallets for development know by name.
const WELL_KNOWN: [Sr25519Keyring; 6] = [
    Sr25519Keyring::Alice,
    Sr25519Keyring::Bob,
    Sr25519Keyring::Charlie,
    Sr25519Keyring::Dave,
    Sr25519Keyring::Eve,
    Sr25519Keyring::Ferdie,
];
