//! Who makes blocks, and when they are final.

use crate::{
    constants::{time, validators},
    AccountId, Babe, Balances, Moment, Runtime, RuntimeEvent, Session, SessionKeys,
};
use frame_support::traits::{ConstU128, ConstU32, ConstU64};
use pallet_session::FindAccountFromAuthorIndex;
use sp_consensus_babe::{AllowedSlots, BabeEpochConfiguration};
use sp_runtime::traits::{ConvertInto, OpaqueKeys};

/// How BABE gives out slots from the first block on. Secondary slots carry a VRF too, so
/// that every block adds to the randomness of the next epoch.
pub const BABE_GENESIS_EPOCH_CONFIG: BabeEpochConfiguration = BabeEpochConfiguration {
    c: time::PRIMARY_PROBABILITY,
    allowed_slots: AllowedSlots::PrimaryAndSecondaryVRFSlots,
};

impl pallet_babe::Config for Runtime {
    type EpochDuration = ConstU64<{ time::EPOCH_SLOTS }>;
    type ExpectedBlockTime = ConstU64<{ time::SLOT_MILLIS }>;
    // Sessions begin and end epochs.
    type EpochChangeTrigger = pallet_babe::ExternalTrigger;
    type DisabledValidators = Session;
    type WeightInfo = ();
    type MaxAuthorities = ConstU32<{ validators::MAX }>;
    type MaxNominators = ConstU32<0>;
    // Nothing is at stake with a fixed set of validators, so there is nothing to take for
    // an equivocation, and no report of one: its proof is a type without values.
    type KeyOwnerProof = sp_core::Void;
    type EquivocationReportSystem = ();
}

impl pallet_grandpa::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = ();
    type MaxAuthorities = ConstU32<{ validators::MAX }>;
    type MaxNominators = ConstU32<0>;
    // Kept for equivocation reports only.
    type MaxSetIdSessionEntries = ConstU64<0>;
    type KeyOwnerProof = sp_core::Void;
    type EquivocationReportSystem = ();
}

impl pallet_timestamp::Config for Runtime {
    type Moment = Moment;
    type OnTimestampSet = Babe;
    // BABE derives the slot from the time and checks it; this only keeps time from
    // standing still.
    type MinimumPeriod = ConstU64<{ time::SLOT_MILLIS / 2 }>;
    type WeightInfo = pallet_timestamp::weights::SubstrateWeight<Runtime>;
}

impl pallet_authorship::Config for Runtime {
    type FindAuthor = FindAccountFromAuthorIndex<Self, Babe>;
    type EventHandler = ();
}

impl pallet_session::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type ValidatorId = AccountId;
    type ValidatorIdOf = ConvertInto;
    type ShouldEndSession = Babe;
    type NextSessionRotation = Babe;
    type SessionManager = super::staking::FixedValidators;
    type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
    type Keys = SessionKeys;
    type DisablingStrategy = ();
    type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
    type Currency = Balances;
    type KeyDeposit = ConstU128<{ validators::KEY_DEPOSIT }>;
}
