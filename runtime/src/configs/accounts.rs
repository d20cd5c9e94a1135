//! Acting for another account, and as several people together.

use crate::{
    constants::accounts::{
        ITEM_DEPOSIT, MAX_ANNOUNCED, MAX_PROXIES, MAX_SIGNATORIES, RECORD_DEPOSIT,
    },
    Balances, OriginCaller, Runtime, RuntimeCall, RuntimeEvent, System,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::{ConstU128, ConstU32, InstanceFilter};
use scale_info::TypeInfo;
use sp_runtime::traits::BlakeTwo256;

/// What a proxy may do in the name of an account.
#[derive(
    Clone,
    Copy,
    Debug,
    Decode,
    DecodeWithMemTracking,
    Default,
    Encode,
    Eq,
    MaxEncodedLen,
    Ord,
    PartialEq,
    PartialOrd,
    TypeInfo,
)]
pub enum ProxyType {
    /// Everything.
    #[default]
    Any,
    /// Staking and session keys: lets the keys of the funds stay offline.
    Staking,
    /// Messages, channels and devices: lets an app act without the keys of the funds. What
    /// they cost is paid from them all the same.
    Messaging,
    /// Votes of the council: lets a validator vote from another key than that of its bond.
    Council,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
    fn filter(&self, call: &RuntimeCall) -> bool {
        match self {
            Self::Any => true,
            // A batch is open to all: what is in it has to pass this filter as well.
            _ if matches!(call, RuntimeCall::Utility(_)) => true,
            Self::Staking => matches!(
                call,
                RuntimeCall::Staking(_) | RuntimeCall::Session(_) | RuntimeCall::VoterList(_)
            ),
            Self::Messaging => matches!(
                call,
                RuntimeCall::KeyRegistry(_) | RuntimeCall::Inbox(_) | RuntimeCall::Channels(_)
            ),
            Self::Council => matches!(call, RuntimeCall::Council(_)),
        }
    }

    fn is_superset(&self, other: &Self) -> bool {
        *self == Self::Any || self == other
    }
}

impl pallet_proxy::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type Currency = Balances;
    type ProxyType = ProxyType;
    type ProxyDepositBase = ConstU128<RECORD_DEPOSIT>;
    type ProxyDepositFactor = ConstU128<ITEM_DEPOSIT>;
    type MaxProxies = ConstU32<MAX_PROXIES>;
    type WeightInfo = pallet_proxy::weights::SubstrateWeight<Runtime>;
    type MaxPending = ConstU32<MAX_ANNOUNCED>;
    type CallHasher = BlakeTwo256;
    type AnnouncementDepositBase = ConstU128<RECORD_DEPOSIT>;
    // An announcement is an account and a hash.
    type AnnouncementDepositFactor = ConstU128<{ 2 * ITEM_DEPOSIT }>;
    type BlockNumberProvider = System;
}

impl pallet_multisig::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type Currency = Balances;
    type DepositBase = ConstU128<RECORD_DEPOSIT>;
    type DepositFactor = ConstU128<ITEM_DEPOSIT>;
    type MaxSignatories = ConstU32<MAX_SIGNATORIES>;
    type WeightInfo = pallet_multisig::weights::SubstrateWeight<Runtime>;
    type BlockNumberProvider = System;
}

impl pallet_utility::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type PalletsOrigin = OriginCaller;
    type WeightInfo = pallet_utility::weights::SubstrateWeight<Runtime>;
}
