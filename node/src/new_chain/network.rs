//! What people write down of a network before it begins: public keys and whole PST.

use postern_runtime::{
    constants::{
        currency::UNIT,
        staking::{MIN_VALIDATOR_BOND, SESSIONS_PER_ERA, VOTE},
        time::{EPOCH_SLOTS, MIN_EPOCH_SLOTS},
        validators,
    },
    genesis_presets::{Genesis, Validator},
    AccountId, Balance, CalendarConfig, SessionKeys,
};
use sc_network::config::MultiaddrWithPeerId;
use serde::Deserialize;
use sp_core::{ed25519, sr25519};
use std::collections::{BTreeMap, BTreeSet};

/// Longest name and id: both stand in every line of a node's log.
const MAX_NAME: usize = 64;

/// Least that a validator owns besides its stake, in PST: thousands of fees.
const LEAST_FREE: u64 = 1;

/// All there may be, in PST: votes are counted in 64 bits (see [`VOTE`]).
const MAX_ISSUANCE: u64 = (u64::MAX as Balance * VOTE / UNIT) as u64;

/// A network before it begins. No field holds a secret.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Network {
    /// Name for people.
    pub name: String,
    /// Name of folders and of the network protocols, which keeps networks apart.
    pub id: String,
    /// Nodes that a new node asks for others.
    #[serde(default)]
    pub bootnodes: Vec<MultiaddrWithPeerId>,
    /// Who makes the first blocks.
    validators: Vec<FirstValidator>,
    /// What accounts own. Validators own their stake on top of it.
    balances: Vec<Owned>,
    /// Validators of a session, once others stand for election.
    seats: Option<u32>,
    /// Slots of a session, for good.
    #[serde(default = "long_epoch")]
    epoch_slots: u64,
    /// Sessions of an era, for good.
    #[serde(default = "long_era")]
    sessions_per_era: u32,
}

/// Keys as addresses or in hexadecimal.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstValidator {
    account: String,
    babe: String,
    grandpa: String,
    authority_discovery: String,
    /// In PST.
    stake: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Owned {
    account: String,
    /// In PST.
    amount: u64,
}

fn long_epoch() -> u64 {
    EPOCH_SLOTS
}

fn long_era() -> u32 {
    SESSIONS_PER_ERA
}

/// What is wrong with a description.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// Not this kind of JSON.
    #[error("{0}")]
    Malformed(String),
    /// No name.
    #[error("`name` must have 1 to {MAX_NAME} characters")]
    Name,
    /// An id that cannot be one.
    #[error(
        "`id` must have 1 to {MAX_NAME} of a-z, 0-9 and inner -, and be neither `dev` nor `local`"
    )]
    Id,
    /// A number out of its range.
    #[error("`{at}` is {found}, and must lie between {least} and {most}")]
    Range {
        /// Which field.
        at: String,
        /// What it says.
        found: u64,
        /// From here.
        least: u64,
        /// To here.
        most: u64,
    },
    /// A text that is no key.
    #[error("`{at}` is no public key: write an address, or 0x and 64 hexadecimal digits")]
    Key {
        /// Which field.
        at: String,
    },
    /// Two of one.
    #[error("`{at}` says what an entry before it says; every validator, key and account stands in its list once")]
    Twice {
        /// Which field is the second.
        at: String,
    },
    /// A validator that could not pay a fee.
    #[error("`validators[{0}]` owns nothing besides its stake; let `balances` give its account {LEAST_FREE} PST or more, for fees")]
    NoFees(usize),
    /// More than the chain can count.
    #[error("stakes and balances are more than {MAX_ISSUANCE} PST together, which votes cannot be counted in")]
    Issuance,
}

impl Network {
    /// Reads a description, and checks the names in it.
    ///
    /// # Errors
    /// When it is another kind of JSON or has a name that cannot be used.
    pub fn parse(text: &str) -> Result<Self, NetworkError> {
        let network: Self = serde_json::from_str(text)
            .map_err(|error| NetworkError::Malformed(error.to_string()))?;
        if !(1..=MAX_NAME).contains(&network.name.chars().count()) {
            return Err(NetworkError::Name);
        }
        if !is_id(&network.id) {
            return Err(NetworkError::Id);
        }
        Ok(network)
    }

    /// The state that the chain begins with.
    ///
    /// # Errors
    /// When no chain could begin so, or none that goes on.
    pub fn genesis(&self) -> Result<Genesis, NetworkError> {
        let most = u64::from(validators::MAX);
        in_range("validators", self.validators.len() as u64, 1, most)?;
        let seats = self.seats.unwrap_or(self.validators.len() as u32);
        in_range("seats", seats.into(), 1, most)?;
        in_range(
            "epoch_slots",
            self.epoch_slots,
            MIN_EPOCH_SLOTS,
            EPOCH_SLOTS,
        )?;
        let eras = u64::from(self.sessions_per_era);
        in_range("sessions_per_era", eras, 1, SESSIONS_PER_ERA.into())?;
        let balances = self.owned()?;
        let validators = self.first_validators()?;
        for (index, validator) in validators.iter().enumerate() {
            if !balances.contains_key(&validator.account) {
                return Err(NetworkError::NoFees(index));
            }
        }
        Ok(Genesis {
            validators,
            seats,
            balances: balances.into_iter().collect(),
            calendar: CalendarConfig {
                epoch_slots: self.epoch_slots,
                sessions_per_era: self.sessions_per_era,
                ..Default::default()
            },
            pinners: Vec::new(),
        })
    }

    fn owned(&self) -> Result<BTreeMap<AccountId, Balance>, NetworkError> {
        let mut left = MAX_ISSUANCE;
        let amounts = self.balances.iter().map(|owned| owned.amount);
        for amount in amounts.chain(self.validators.iter().map(|one| one.stake)) {
            left = left.checked_sub(amount).ok_or(NetworkError::Issuance)?;
        }
        let mut all = BTreeMap::new();
        for (index, owned) in self.balances.iter().enumerate() {
            let at = |field: &str| format!("balances[{index}].{field}");
            in_range(&at("amount"), owned.amount, LEAST_FREE, MAX_ISSUANCE)?;
            let account = AccountId::new(key(at("account"), &owned.account)?);
            let amount = Balance::from(owned.amount).saturating_mul(UNIT);
            if all.insert(account, amount).is_some() {
                return Err(NetworkError::Twice { at: at("account") });
            }
        }
        Ok(all)
    }

    fn first_validators(&self) -> Result<Vec<Validator>, NetworkError> {
        let mut seen = BTreeSet::new();
        let entries = self.validators.iter().enumerate();
        entries
            .map(|(index, entry)| entry.validator(index, &mut seen))
            .collect()
    }
}

impl FirstValidator {
    /// `seen` holds what stood in each field of the entries before.
    fn validator(
        &self,
        index: usize,
        seen: &mut BTreeSet<(&'static str, [u8; 32])>,
    ) -> Result<Validator, NetworkError> {
        let at = |field: &str| format!("validators[{index}].{field}");
        let least = (MIN_VALIDATOR_BOND / UNIT) as u64;
        in_range(&at("stake"), self.stake, least, MAX_ISSUANCE)?;
        let mut fresh = |field: &'static str, text: &str| {
            let bytes = key(at(field), text)?;
            match seen.insert((field, bytes)) {
                true => Ok(bytes),
                false => Err(NetworkError::Twice { at: at(field) }),
            }
        };
        let account = AccountId::new(fresh("account", &self.account)?);
        let babe = sr25519::Public::from_raw(fresh("babe", &self.babe)?);
        let grandpa = ed25519::Public::from_raw(fresh("grandpa", &self.grandpa)?);
        let discovery = fresh("authority_discovery", &self.authority_discovery)?;
        Ok(Validator {
            account,
            keys: SessionKeys {
                grandpa: grandpa.into(),
                babe: babe.into(),
                authority_discovery: sr25519::Public::from_raw(discovery).into(),
            },
            stake: Balance::from(self.stake).saturating_mul(UNIT),
        })
    }
}

/// A public key of any kind: all of them have 32 bytes, and addresses name bytes.
fn key(at: String, text: &str) -> Result<[u8; 32], NetworkError> {
    let account: AccountId = text.parse().map_err(|_| NetworkError::Key { at })?;
    Ok(account.into())
}

fn is_id(id: &str) -> bool {
    (1..=MAX_NAME).contains(&id.len())
        && id
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !id.starts_with('-')
        && !id.ends_with('-')
        && !["dev", "local"].contains(&id)
}

fn in_range(at: &str, found: u64, least: u64, most: u64) -> Result<(), NetworkError> {
    if (least..=most).contains(&found) {
        return Ok(());
    }
    Err(NetworkError::Range {
        at: at.into(),
        found,
        least,
        most,
    })
}
