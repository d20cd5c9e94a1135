//! The chains that come with the program, as states at genesis.

mod dev;
mod local;

use crate::{
    constants::currency::UNIT, AccountId, BabeConfig, Balance, BalancesConfig,
    RuntimeGenesisConfig, SessionConfig, SessionKeys, BABE_GENESIS_EPOCH_CONFIG,
};
use alloc::{string::ToString, vec, vec::Vec};
use frame_support::build_struct_json_patch;
use serde_json::Value;
use sp_genesis_builder::PresetId;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// Name of the preset with one validator.
pub const DEV: &str = "dev";

/// Name of the preset with four validators.
pub const LOCAL: &str = "local";

/// What each well-known account of a preset owns: more than any test spends.
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
            },
        }
    }
}

/// A chain of these validators on which these accounts own something.
fn genesis(validators: Vec<Validator>, endowed: &[Sr25519Keyring]) -> Value {
    build_struct_json_patch!(RuntimeGenesisConfig {
        balances: BalancesConfig {
            balances: endowed
                .iter()
                .map(|account| (account.to_account_id(), ENDOWMENT))
                .collect::<Vec<_>>(),
        },
        babe: BabeConfig {
            epoch_config: BABE_GENESIS_EPOCH_CONFIG,
        },
        session: SessionConfig {
            keys: validators
                .into_iter()
                .map(|validator| (validator.account.clone(), validator.account, validator.keys))
                .collect::<Vec<_>>(),
        },
    })
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
