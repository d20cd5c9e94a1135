//! What a configuration that contradicts itself has another value of.

use frame_support::parameter_types;
use sp_runtime::Perbill;

parameter_types! {
    pub static MaxMinDeposit: u64 = super::MAX_MIN_DEPOSIT;
    pub static MaxListed: u32 = super::MAX_LISTED;
    pub static MinLifetime: u32 = super::MIN_LIFETIME;
    pub static MaxLifetime: u32 = super::MAX_LIFETIME;
    pub static MaxQueued: u32 = super::MAX_QUEUED;
    pub static MaxSwept: u32 = super::MAX_SWEPT;
    pub static MaxProofAge: u32 = super::MAX_PROOF_AGE;
    pub static MaxFreeShare: Perbill = Perbill::from_percent(50);
}
