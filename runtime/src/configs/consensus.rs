//! Who makes blocks, and when they are final.

use super::{governance::Seated, staking::BondingSlots};
use crate::{
    calendar::EpochLength,
    constants::{
        staking::{BONDING_ERAS, SESSIONS_PER_ERA},
        time, validators,
    },
    AccountId, Babe, Balances, Historical, Moment, Offences, Runtime, RuntimeEvent, Session,
    SessionKeys, Staking,
};
use frame_support::traits::{ConstU128, ConstU32, ConstU64};
use pallet_session::{
    disabling::UpToLimitWithReEnablingDisablingStrategy, historical::NoteHistoricalRoot,
    FindAccountFromAuthorIndex,
};
use pallet_staking::UnitIdentificationOf;
use sp_consensus_babe::{AllowedSlots, BabeEpochConfiguration};
use sp_runtime::traits::{ConvertInto, OpaqueKeys};
use sp_session::MembershipProof;

/// How BABE gives out slots from the first block on. Secondary slots carry a VRF too, so
/// that every block adds to the randomness of the next epoch.
pub const BABE_GENESIS_EPOCH_CONFIG: BabeEpochConfiguration = BabeEpochConfiguration {
    c: time::PRIMARY_PROBABILITY,
    allowed_slots: AllowedSlots::PrimaryAndSecondaryVRFSlots,
};

impl pallet_babe::Config for Runtime {
    type EpochDuration = EpochLength<Runtime>;
    type ExpectedBlockTime = ConstU64<{ time::SLOT_MILLIS }>;
    // Sessions begin and end epochs.
    type EpochChangeTrigger = pallet_babe::ExternalTrigger;
    type DisabledValidators = Session;
    type WeightInfo = ();
    type MaxAuthorities = ConstU32<{ validators::MAX }>;
    type MaxNominators = ConstU32<0>;
    type KeyOwnerProof = MembershipProof;
    type EquivocationReportSystem =
        pallet_babe::EquivocationReportSystem<Self, Offences, Historical, BondingSlots>;
}

impl pallet_grandpa::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = ();
    type MaxAuthorities = ConstU32<{ validators::MAX }>;
    type MaxNominators = ConstU32<0>;
    // As far back as a report can lead to a slash, on the chain with the longest eras.
    type MaxSetIdSessionEntries = ConstU64<{ BONDING_ERAS as u64 * SESSIONS_PER_ERA as u64 }>;
    type KeyOwnerProof = MembershipProof;
    type EquivocationReportSystem =
        pallet_grandpa::EquivocationReportSystem<Self, Offences, Historical, BondingSlots>;
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
    // Counts blocks towards the reward of their era.
    type EventHandler = Staking;
}

impl pallet_session::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type ValidatorId = AccountId;
    type ValidatorIdOf = ConvertInto;
    type ShouldEndSession = Babe;
    type NextSessionRotation = Babe;
    // Remembers who validated in past sessions, for as long as they can be slashed.
    type SessionManager = Seated<NoteHistoricalRoot<Self, Staking>>;
    type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
    type Keys = SessionKeys;
    // Who offends makes no more blocks in this era, unless worse offenders need the place.
    type DisablingStrategy =
        UpToLimitWithReEnablingDisablingStrategy<{ validators::DISABLING_FACTOR }>;
    type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
    type Currency = Balances;
    type KeyDeposit = ConstU128<{ validators::KEY_DEPOSIT }>;
}

impl pallet_session::historical::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    // Whom to slash is enough; what was at stake is in the era's exposures.
    type FullIdentification = ();
    type FullIdentificationOf = UnitIdentificationOf<Self>;
}

impl pallet_authority_discovery::Config for Runtime {
    type MaxAuthorities = ConstU32<{ validators::MAX }>;
}
