//! What makes this chain a messenger: identities, inboxes, channels, and what is kept.

use super::system::ToAuthor;
use crate::{
    calendar::EpochLength,
    constants::{identity, messaging, pinning},
    Balance, Balances, BlockNumber, KeyRegistry, Pinning, Runtime, RuntimeHoldReason, Timestamp,
    TransactionPayment,
};
use frame_support::{
    dispatch::DispatchInfo,
    parameter_types,
    traits::{ConstU128, ConstU32, ConstU64, Get},
    weights::{Weight, WeightToFee},
    PalletId,
};
use sp_runtime::Perbill;

parameter_types! {
    pub const MaxFreeShare: Perbill = messaging::MAX_FREE_SHARE;
}

impl pallet_key_registry::Config for Runtime {
    type RuntimeHoldReason = RuntimeHoldReason;
    type Currency = Balances;
    type Content = Pinning;
    type Time = Timestamp;
    type RecordPrice = ConstU128<{ identity::RECORD_PRICE }>;
    type DeviceDeposit = ConstU128<{ identity::DEVICE_DEPOSIT }>;
    type HandleDeposit = ConstU128<{ identity::HANDLE_DEPOSIT }>;
    type ArchiveDeposit = ConstU128<{ identity::ARCHIVE_DEPOSIT }>;
    type KibDeposit = ConstU128<{ messaging::KIB_DEPOSIT }>;
    type HandleRest = ConstU32<{ identity::HANDLE_REST }>;
    type KeySize = ConstU64<{ identity::KEY_SIZE }>;
    type MaxValidity = ConstU64<{ identity::MAX_VALIDITY }>;
    type MaxProofAge = ConstU32<{ identity::MAX_PROOF_AGE }>;
    type WeightInfo = pallet_key_registry::weights::SubstrateWeight<Runtime>;
}

impl pallet_inbox::Config for Runtime {
    type RuntimeHoldReason = RuntimeHoldReason;
    type Currency = Balances;
    type Reserves = Balances;
    type Content = Pinning;
    type Identities = KeyRegistry;
    type EntryDeposit = ConstU128<{ messaging::ENTRY_DEPOSIT }>;
    type KibDeposit = ConstU128<{ messaging::KIB_DEPOSIT }>;
    type RulesDeposit = ConstU128<{ messaging::RULES_DEPOSIT }>;
    type ListingDeposit = ConstU128<{ messaging::LISTING_DEPOSIT }>;
    type MaxMinDeposit = ConstU128<{ messaging::MAX_MIN_DEPOSIT }>;
    type MaxListed = ConstU32<{ messaging::MAX_LISTED }>;
    type MinLifetime = ConstU32<{ messaging::MIN_LIFETIME }>;
    type MaxLifetime = ConstU32<{ messaging::MAX_LIFETIME }>;
    type MaxQueued = ConstU32<{ messaging::MAX_QUEUED }>;
    type MaxSwept = ConstU32<{ messaging::MAX_SWEPT }>;
    type MaxProofAge = ConstU32<{ messaging::MAX_PROOF_AGE }>;
    type MaxFreeShare = MaxFreeShare;
    type WeightInfo = pallet_inbox::weights::SubstrateWeight<Runtime>;
}

parameter_types! {
    pub const Purses: PalletId = messaging::PURSES;
}

impl pallet_channels::Config for Runtime {
    type RuntimeHoldReason = RuntimeHoldReason;
    type Currency = Balances;
    type Content = Pinning;
    type Identities = KeyRegistry;
    type PalletId = Purses;
    type Fee = PrivateFee;
    type OnFee = ToAuthor;
    type ChannelDeposit = ConstU128<{ messaging::CHANNEL_DEPOSIT }>;
    type MembershipDeposit = ConstU128<{ messaging::MEMBERSHIP_DEPOSIT }>;
    type ProposalDeposit = ConstU128<{ messaging::PROPOSAL_DEPOSIT }>;
    type PostDeposit = ConstU128<{ messaging::ENTRY_DEPOSIT }>;
    type PostDepositPerKib = ConstU128<{ messaging::KIB_DEPOSIT }>;
    type PrivateDeposit = ConstU128<{ messaging::PRIVATE_CHANNEL_DEPOSIT }>;
    type MaxMembers = ConstU32<{ messaging::MAX_MEMBERS }>;
    type MaxModerators = ConstU32<{ messaging::MAX_MODERATORS }>;
    type MaxPosts = ConstU32<{ messaging::MAX_POSTS }>;
    type MaxCommits = ConstU32<{ messaging::MAX_COMMITS }>;
    type MinRetention = ConstU32<{ messaging::MIN_RETENTION }>;
    type MaxRetention = ConstU32<{ messaging::MAX_RETENTION }>;
    type VotingPeriod = ConstU32<{ messaging::VOTING_PERIOD }>;
    type MaxProofAge = ConstU32<{ messaging::MAX_GROUP_PROOF_AGE }>;
    type MaxSwept = ConstU32<{ messaging::MAX_CHANNELS_SWEPT }>;
    type WeightInfo = pallet_channels::weights::SubstrateWeight<Runtime>;
}

/// Pinners are heard once in a session, whose length every chain fixes for itself.
pub struct HeartbeatPeriod;

impl Get<BlockNumber> for HeartbeatPeriod {
    fn get() -> BlockNumber {
        let session = BlockNumber::try_from(EpochLength::<Runtime>::get());
        session
            .unwrap_or(BlockNumber::MAX)
            .max(pinning::MIN_HEARTBEAT_PERIOD)
    }
}

/// Charges the purse of a private channel what an account would pay for the same work, blocks
/// being as full as they are.
pub struct PrivateFee;

impl WeightToFee for PrivateFee {
    type Balance = Balance;

    fn weight_to_fee(weight: &Weight) -> Balance {
        let info = DispatchInfo {
            call_weight: *weight,
            ..Default::default()
        };
        TransactionPayment::compute_fee(messaging::PRIVATE_CALL_LENGTH, &info, 0)
    }
}

impl pallet_pinning::Config for Runtime {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type ChangeWindow = ConstU32<{ pinning::CHANGE_WINDOW }>;
    type MaxPruned = ConstU32<{ pinning::MAX_PRUNED }>;
    type Replicas = ConstU32<{ pinning::REPLICAS }>;
    type MaxPinners = ConstU32<{ pinning::MAX_PINNERS }>;
    type Bond = ConstU128<{ pinning::BOND }>;
    type Notice = ConstU32<{ pinning::NOTICE }>;
    type MinCapacity = ConstU64<{ pinning::MIN_CAPACITY }>;
    type HeartbeatPeriod = HeartbeatPeriod;
    type MissedHeartbeats = ConstU32<{ pinning::MISSED_HEARTBEATS }>;
    type MaxSilence = ConstU32<{ pinning::MAX_SILENCE }>;
    type MaxReportAge = ConstU32<{ pinning::MAX_REPORT_AGE }>;
    type WeightInfo = pallet_pinning::weights::SubstrateWeight<Runtime>;
}
