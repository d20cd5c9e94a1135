//! What any chain has: blocks, accounts, balances, fees.

use crate::{
    constants::{block, currency, fees},
    weights, AccountId, Authorship, Balance, Balances, Block, BlockNumber, Hash,
    MultiBlockMigrations, Nonce, PalletInfo, Runtime, RuntimeCall, RuntimeEvent,
    RuntimeFreezeReason, RuntimeHoldReason, RuntimeOrigin, RuntimeTask, System, VERSION,
};
use frame_support::{
    derive_impl,
    dispatch::DispatchClass,
    parameter_types,
    traits::{
        fungible::{Balanced, Credit},
        ConstU128, ConstU16, ConstU32, ConstU8, OnUnbalanced, VariantCountOf,
    },
    weights::{constants::ParityDbWeight, ConstantMultiplier, IdentityFee},
};
use frame_system::limits::{BlockLength, BlockWeights};
use pallet_transaction_payment::{FungibleAdapter, Multiplier, TargetedFeeAdjustment};
use sp_runtime::{traits::Bounded, Perquintill};
use sp_version::RuntimeVersion;

parameter_types! {
    pub const BlockHashCount: BlockNumber = block::HASH_COUNT;
    pub const Version: RuntimeVersion = VERSION;
    pub RuntimeBlockWeights: BlockWeights =
        BlockWeights::with_sensible_defaults(block::MAX_WEIGHT, block::NORMAL_RATIO);
    pub RuntimeBlockLength: BlockLength = BlockLength::builder()
        .max_length(block::MAX_LENGTH)
        .modify_max_length_for_class(DispatchClass::Normal, |length| {
            *length = block::NORMAL_RATIO * *length;
        })
        .build();
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
    type Block = Block;
    type BlockHashCount = BlockHashCount;
    type BlockWeights = RuntimeBlockWeights;
    type BlockLength = RuntimeBlockLength;
    type AccountId = AccountId;
    type Nonce = Nonce;
    type Hash = Hash;
    // Nodes of this chain open no other database than ParityDb; with another one these
    // weights would be too low.
    type DbWeight = ParityDbWeight;
    type Version = Version;
    type AccountData = pallet_balances::AccountData<Balance>;
    type SS58Prefix = ConstU16<{ currency::SS58_PREFIX }>;
    type SystemWeightInfo = frame_system::weights::SubstrateWeight<Runtime>;
    type ExtensionsWeightInfo = weights::extensions::Measured<Runtime>;
    type MaxConsumers = ConstU32<16>;
    type SingleBlockMigrations = super::migrations::SingleBlock;
    type MultiBlockMigrator = MultiBlockMigrations;
}

impl pallet_balances::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeHoldReason = RuntimeHoldReason;
    type RuntimeFreezeReason = RuntimeFreezeReason;
    type Balance = Balance;
    type ExistentialDeposit = ConstU128<{ currency::EXISTENTIAL_DEPOSIT }>;
    type AccountStore = System;
    type DustRemoval = ToAuthor;
    type ReserveIdentifier = [u8; 8];
    type FreezeIdentifier = RuntimeFreezeReason;
    // Locks and named reserves are the old ways to hold funds; nothing here uses them.
    type MaxLocks = ConstU32<0>;
    type MaxReserves = ConstU32<0>;
    type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
    type DoneSlashHandler = ();
    type WeightInfo = weights::balances::Measured<Runtime>;
}

parameter_types! {
    pub const TargetFullness: Perquintill = fees::TARGET_FULLNESS;
    pub const Variability: Multiplier = fees::VARIABILITY;
    pub const MinMultiplier: Multiplier = fees::MIN_MULTIPLIER;
    pub MaxMultiplier: Multiplier = Bounded::max_value();
}

impl pallet_transaction_payment::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type OnChargeTransaction = FungibleAdapter<Balances, ToAuthor>;
    type OperationalFeeMultiplier = ConstU8<{ fees::OPERATIONAL_MULTIPLIER }>;
    // A picosecond of computation costs the smallest amount there is, so a second costs one
    // PST and a transfer a few ten-thousandths.
    type WeightToFee = IdentityFee<Balance>;
    type LengthToFee = ConstantMultiplier<Balance, ConstU128<{ fees::PER_BYTE }>>;
    type FeeMultiplierUpdate =
        TargetedFeeAdjustment<Runtime, TargetFullness, Variability, MinMultiplier, MaxMultiplier>;
    type WeightInfo = weights::payment::Measured<Runtime>;
}

/// Gives fees to who made the block. Without an author (outside of blocks) they are burned.
pub struct ToAuthor;

impl OnUnbalanced<Credit<AccountId, Balances>> for ToAuthor {
    fn on_nonzero_unbalanced(credit: Credit<AccountId, Balances>) {
        if let Some(author) = Authorship::author() {
            // An amount below the existential deposit cannot open an account; dropping it
            // burns it.
            drop(Balances::resolve(&author, credit));
        }
    }
}
