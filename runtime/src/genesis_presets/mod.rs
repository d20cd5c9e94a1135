//! States at genesis: of the chains that come with the program, and of any other.

mod dev;
mod local;

use crate::{
    constants::{
        currency::UNIT,
        pinning::BOND,
        staking::{
            FAST_SESSIONS_PER_ERA, MAX_CANDIDATES, MIN_NOMINATOR_BOND, MIN_VALIDATORS,
            MIN_VALIDATOR_BOND, PRESET_BOND, REPORTER_SHARE,
        },
        time::FAST_EPOCH_SLOTS,
    },
    AccountId, BabeConfig, Balance, BalancesConfig, CalendarConfig, PinningConfig,
    RuntimeGenesisConfig, SessionConfig, SessionKeys, StakingConfig, BABE_GENESIS_EPOCH_CONFIG,
};
use alloc::{collections::BTreeMap, string::ToString, vec, vec::Vec};
use frame_support::build_struct_json_patch;
use pallet_pinning::Founder;
use pallet_staking::StakerStatus;
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

/// A validator of the first session.
pub struct Validator {
    /// Whose stake and rewards they are.
    pub account: AccountId,
    /// What its node signs with.
    pub keys: SessionKeys,
    /// Its bond.
    pub stake: Balance,
}

impl Validator {
    /// One whose keys everybody knows.
    fn well_known(babe: Sr25519Keyring, grandpa: Ed25519Keyring) -> Self {
        Self {
            account: babe.to_account_id(),
            keys: SessionKeys {
                grandpa: grandpa.public().into(),
                babe: babe.public().into(),
                authority_discovery: babe.public().into(),
            },
            stake: PRESET_BOND,
        }
    }

    /// Its entry in the genesis of staking, which names the account twice.
    fn staker(&self) -> (AccountId, AccountId, Balance, StakerStatus<AccountId>) {
        let account = self.account.clone();
        (
            account.clone(),
            account,
            self.stake,
            StakerStatus::Validator,
        )
    }
}

/// The beginning of a chain.
pub struct Genesis {
    /// Who makes its first blocks.
    pub validators: Vec<Validator>,
    /// Validators of a session, once others stand for election.
    pub seats: u32,
    /// What accounts own; validators own their stake on top of it, and pinners their bond.
    pub balances: Vec<(AccountId, Balance)>,
    /// How long its sessions and eras are, for good.
    pub calendar: CalendarConfig,
    /// Who keeps contents, as soon as they are heard.
    pub pinners: Vec<Founder<AccountId>>,
}

impl Genesis {
    /// What differs from the empty state, as JSON.
    pub fn patch(self) -> Value {
        build_struct_json_patch!(RuntimeGenesisConfig {
            balances: BalancesConfig {
                balances: self.all_balances(),
            },
            calendar: self.calendar,
            pinning: PinningConfig {
                pinners: self.pinners,
            },
            babe: BabeConfig {
                epoch_config: BABE_GENESIS_EPOCH_CONFIG,
            },
            staking: StakingConfig {
                validator_count: self.seats,
                minimum_validator_count: MIN_VALIDATORS,
                stakers: self
                    .validators
                    .iter()
                    .map(Validator::staker)
                    .collect::<Vec<_>>(),
                slash_reward_fraction: REPORTER_SHARE,
                min_nominator_bond: MIN_NOMINATOR_BOND,
                min_validator_bond: MIN_VALIDATOR_BOND,
                max_validator_count: Some(MAX_CANDIDATES),
            },
            session: SessionConfig {
                keys: self
                    .validators
                    .into_iter()
                    .map(|one| (one.account.clone(), one.account, one.keys))
                    .collect::<Vec<_>>(),
            },
        })
    }

    /// Every account once: what it owns, its stake, and its bond.
    fn all_balances(&self) -> Vec<(AccountId, Balance)> {
        let mut all = BTreeMap::new();
        let stakes = self.validators.iter().map(|one| (&one.account, one.stake));
        let owned = self.balances.iter().map(|(account, free)| (account, *free));
        let bonds = self.pinners.iter().map(|one| (&one.0, BOND));
        for (account, amount) in stakes.chain(owned).chain(bonds) {
            let sum: &mut Balance = all.entry(account.clone()).or_default();
            *sum = sum.saturating_add(amount);
        }
        all.into_iter().collect()
    }
}

/// A chain of these validators and pinners for development. There are as many seats as validators: a
/// newcomer takes the place of whoever has less behind them.
fn preset(validators: Vec<Validator>, pinners: Vec<Founder<AccountId>>) -> Value {
    let genesis = Genesis {
        seats: validators.len() as u32,
        validators,
        balances: WELL_KNOWN
            .iter()
            .map(|key| (key.to_account_id(), ENDOWMENT))
            .collect(),
        calendar: CalendarConfig {
            epoch_slots: FAST_EPOCH_SLOTS,
            sessions_per_era: FAST_SESSIONS_PER_ERA,
            ..Default::default()
        },
        pinners,
    };
    genesis.patch()
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
