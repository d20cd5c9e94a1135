//! Moving state to a new layout after an upgrade, over as many blocks as that takes.

use super::system::RuntimeBlockWeights;
use crate::{
    constants::migrations::{MAX_CURSOR, MAX_IDENTIFIER, SERVICE_RATIO},
    Runtime, RuntimeEvent,
};
use frame_support::{
    migrations::FreezeChainOnFailedMigration, parameter_types, traits::ConstU32, weights::Weight,
};

/// Migrations that are done within the first block of this version, in their order.
pub type SingleBlock = ();

/// Migrations that take several blocks, in their order. Transactions wait meanwhile. One
/// stays here until every chain has left the version that it starts from.
#[cfg(not(any(feature = "rehearsal", feature = "runtime-benchmarks")))]
pub type MultiBlock = ();
#[cfg(feature = "rehearsal")]
pub type MultiBlock = (crate::rehearsal::RewriteEntries,);

parameter_types! {
    pub MaxServiceWeight: Weight = SERVICE_RATIO * RuntimeBlockWeights::get().max_block;
}

impl pallet_migrations::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    #[cfg(not(feature = "runtime-benchmarks"))]
    type Migrations = MultiBlock;
    // The pallet insists on being able to set migrations up for its own measurements.
    #[cfg(feature = "runtime-benchmarks")]
    type Migrations = pallet_migrations::mock_helpers::MockedMigrations;
    #[cfg(not(feature = "runtime-benchmarks"))]
    type CursorMaxLen = ConstU32<MAX_CURSOR>;
    // As long as the longest of those.
    #[cfg(feature = "runtime-benchmarks")]
    type CursorMaxLen = ConstU32<{ 16 * MAX_CURSOR }>;
    type IdentifierMaxLen = ConstU32<MAX_IDENTIFIER>;
    type MigrationStatusHandler = ();
    // State that is half in one layout and half in another must not be worked on: messages
    // could be lost. The chain waits for an upgrade that repairs it.
    type FailedMigrationHandler = FreezeChainOnFailedMigration;
    type MaxServiceWeight = MaxServiceWeight;
    type WeightInfo = pallet_migrations::weights::SubstrateWeight<Runtime>;
}
