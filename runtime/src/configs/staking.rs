//! Who is a validator, and what that is worth: bonds, elections, rewards and slashes.

mod election;
mod rewards;

use crate::{
    calendar::{self, EpochLength, EraLength},
    constants::{staking, validators},
    AccountId, Balance, Balances, Runtime, RuntimeEvent, RuntimeHoldReason, Session, Staking,
    Timestamp, VoterList,
};
#[cfg(test)]
pub use election::Measured;
use election::{OnChainElection, Votes};
use frame_support::traits::{ConstU32, Get, Nothing};
use frame_system::EnsureRoot;
use pallet_session::historical::IdentificationTuple;
use pallet_staking::{FixedNominationsQuota, UseValidatorsMap};
use rewards::ShareOfIssuance;

impl calendar::Config for Runtime {}

impl pallet_staking::Config for Runtime {
    type OldCurrency = Balances;
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type CurrencyBalance = Balance;
    type UnixTime = Timestamp;
    type CurrencyToVote = Votes;
    type ElectionProvider = OnChainElection;
    type GenesisElectionProvider = OnChainElection;
    type NominationsQuota = FixedNominationsQuota<{ staking::MAX_NOMINATIONS }>;
    type HistoryDepth = ConstU32<{ staking::HISTORY_ERAS }>;
    type RuntimeEvent = RuntimeEvent;
    // Rewards are new money and nothing is left over of them.
    type Reward = ();
    type RewardRemainder = ();
    // What is slashed is burned, but for the reporter's share. A treasury would need someone
    // to spend it, and whoever that is would gain by others being slashed; burning gives the
    // same amount to all holders in proportion, and nobody a reason to provoke an offence.
    type Slash = ();
    type SessionsPerEra = EraLength<Runtime>;
    type BondingDuration = ConstU32<{ staking::BONDING_ERAS }>;
    type SlashDeferDuration = ConstU32<{ staking::SLASH_DEFER_ERAS }>;
    type AdminOrigin = EnsureRoot<AccountId>;
    type SessionInterface = Self;
    type EraPayout = ShareOfIssuance;
    type NextNewSession = Session;
    type MaxExposurePageSize = ConstU32<{ staking::REWARD_PAGE }>;
    type MaxValidatorSet = ConstU32<{ validators::MAX }>;
    type VoterList = VoterList;
    type TargetList = UseValidatorsMap<Self>;
    type MaxUnlockingChunks = ConstU32<{ staking::MAX_UNBONDING }>;
    type MaxControllersInDeprecationBatch = ConstU32<{ staking::MAX_CONTROLLERS_MOVED }>;
    type EventListeners = ();
    type Filter = Nothing;
    type BenchmarkingConfig = BenchmarkSizes;
    type WeightInfo = pallet_staking::weights::SubstrateWeight<Runtime>;
}

impl pallet_offences::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type IdentificationTuple = IdentificationTuple<Self>;
    type OnOffenceHandler = Staking;
}

/// How many slots an offence can be reported for: as long as the funds behind it are bonded.
pub struct BondingSlots;

impl Get<u64> for BondingSlots {
    fn get() -> u64 {
        let sessions = u64::from(EraLength::<Runtime>::get()) * u64::from(staking::BONDING_ERAS);
        sessions.saturating_mul(EpochLength::<Runtime>::get())
    }
}

/// How large a chain the pallet is measured on: as large as this one can become.
pub struct BenchmarkSizes;

impl pallet_staking::BenchmarkingConfig for BenchmarkSizes {
    type MaxValidators = ConstU32<{ staking::MAX_CANDIDATES }>;
    type MaxNominators = ConstU32<{ staking::MAX_VOTERS }>;
}
