//! What calls and hooks weigh.
//!
//! Written by `scripts/weights`, which measures the WebAssembly runtime: what is changed by
//! hand is lost the next time. What each number was measured on is in `benchmarking.rs`.
//!
//! Measured on 2026-12-01, AMD EPYC, with 20 steps and 20 repetitions.
//! Proof size is left at zero, since the chain is nobody's parachain.

#![allow(unused_imports)] // Of those that touch no storage.

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::RocksDbWeight, Weight},
};

/// What calls and hooks weigh.
pub trait WeightInfo {
    /// What `send` weighs at its worst.
    ///
    /// `r` was measured from 1 to 64.
    fn send(r: u32) -> Weight;

    /// What `apply_rules` weighs at its worst.
    ///
    /// `r` was measured from 1 to 64.
    fn apply_rules(r: u32) -> Weight;

    /// What `look_up_sender` weighs at its worst.
    fn look_up_sender() -> Weight;

    /// What `acknowledge` weighs at its worst.
    ///
    /// `m` was measured from 0 to 256.
    ///
    /// `t` was measured from 1 to 256.
    fn acknowledge(m: u32, t: u32) -> Weight;

    /// What `verify_proof` weighs at its worst.
    fn verify_proof() -> Weight;

    /// What `authorize_acknowledge` weighs at its worst.
    ///
    /// `n` was measured from 1 to 512.
    fn authorize_acknowledge(n: u32) -> Weight;

    /// What `retract` weighs at its worst.
    ///
    /// `m` was measured from 0 to 32.
    ///
    /// `t` was measured from 1 to 32.
    fn retract(m: u32, t: u32) -> Weight;

    /// What `set_policy` weighs at its worst.
    fn set_policy() -> Weight;

    /// What `list` weighs at its worst.
    fn list() -> Weight;

    /// What `unlist` weighs at its worst.
    fn unlist() -> Weight;

    /// What `reap` weighs at its worst.
    ///
    /// `m` was measured from 0 to 32.
    ///
    /// `t` was measured from 1 to 32.
    fn reap(m: u32, t: u32) -> Weight;

    /// What `sweep` weighs at its worst.
    ///
    /// `b` was measured from 1 to 100.
    ///
    /// `e` was measured from 0 to 100.
    fn sweep(b: u32, e: u32) -> Weight;

    /// What `forget_free_weight` weighs at its worst.
    fn forget_free_weight() -> Weight;
}

/// Weights at the runtime's price of storage.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
    // Storage: `Inbox::Queues` (r:64 w:64)
    // Storage: `Pinning::Pins` (r:1 w:1)
    // Storage: `Inbox::Expiring` (r:0 w:64)
    // Storage: `Inbox::Entries` (r:0 w:64)
    fn send(r: u32) -> Weight {
        Weight::from_parts(40_142_799, 0)
            .saturating_add(Weight::from_parts(14_388_918, 0).saturating_mul(r.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(r.into())))
            .saturating_add(T::DbWeight::get().writes(1))
            .saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(r.into())))
    }

    // Storage: `Inbox::Listings` (r:64 w:0)
    fn apply_rules(r: u32) -> Weight {
        Weight::from_parts(2_438_153, 0)
            .saturating_add(Weight::from_parts(3_924_384, 0).saturating_mul(r.into()))
            .saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(r.into())))
    }

    // Storage: `KeyRegistry::Identities` (r:1 w:0)
    // Storage: `Timestamp::Now` (r:1 w:0)
    // Storage: `KeyRegistry::Devices` (r:10 w:0)
    fn look_up_sender() -> Weight {
        Weight::from_parts(40_971_000, 0).saturating_add(T::DbWeight::get().reads(12))
    }

    // Storage: `Inbox::Queues` (r:1 w:1)
    // Storage: `Inbox::Entries` (r:514 w:256)
    // Storage: `Pinning::Pins` (r:256 w:256)
    // Storage: `System::Account` (r:256 w:256)
    // Storage: `Inbox::Expiring` (r:0 w:256)
    fn acknowledge(m: u32, t: u32) -> Weight {
        Weight::from_parts(37_515_987, 0)
            .saturating_add(Weight::from_parts(1_739_881, 0).saturating_mul(m.into()))
            .saturating_add(Weight::from_parts(41_264_419, 0).saturating_mul(t.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(m.into())))
            .saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(t.into())))
            .saturating_add(T::DbWeight::get().writes(1))
            .saturating_add(T::DbWeight::get().writes(4_u64.saturating_mul(t.into())))
    }

    // Storage: `System::BlockHash` (r:2 w:0)
    fn verify_proof() -> Weight {
        Weight::from_parts(61_432_000, 0).saturating_add(T::DbWeight::get().reads(2))
    }

    // Storage: `Inbox::FreeWeight` (r:1 w:0)
    // Storage: `Inbox::Queues` (r:1 w:0)
    // Storage: `System::BlockHash` (r:2 w:0)
    // Storage: `Inbox::Entries` (r:512 w:0)
    fn authorize_acknowledge(n: u32) -> Weight {
        Weight::from_parts(72_446_567, 0)
            .saturating_add(Weight::from_parts(4_478_090, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
    }

    // Storage: `Inbox::Entries` (r:128 w:32)
    // Storage: `Inbox::Queues` (r:32 w:32)
    // Storage: `Pinning::Pins` (r:32 w:32)
    // Storage: `Inbox::Expiring` (r:0 w:32)
    fn retract(m: u32, t: u32) -> Weight {
        Weight::from_parts(16_183_272, 0)
            .saturating_add(Weight::from_parts(1_782_896, 0).saturating_mul(m.into()))
            .saturating_add(Weight::from_parts(51_104_232, 0).saturating_mul(t.into()))
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(m.into())))
            .saturating_add(T::DbWeight::get().reads(6_u64.saturating_mul(t.into())))
            .saturating_add(T::DbWeight::get().writes(4_u64.saturating_mul(t.into())))
    }

    // Storage: `Inbox::Queues` (r:1 w:1)
    // Storage: `Inbox::NonceFloor` (r:1 w:1)
    // Storage: `System::Account` (r:1 w:1)
    // Storage: `Balances::Holds` (r:1 w:1)
    fn set_policy() -> Weight {
        Weight::from_parts(50_234_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Inbox::Queues` (r:1 w:1)
    // Storage: `Inbox::NonceFloor` (r:1 w:0)
    // Storage: `Inbox::Listings` (r:1 w:1)
    // Storage: `Balances::Holds` (r:1 w:1)
    fn list() -> Weight {
        Weight::from_parts(99_949_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Inbox::Queues` (r:1 w:1)
    // Storage: `Inbox::Listings` (r:1 w:1)
    // Storage: `System::Account` (r:2 w:2)
    // Storage: `Balances::Holds` (r:2 w:2)
    // Storage: `Inbox::NonceFloor` (r:1 w:1)
    fn unlist() -> Weight {
        Weight::from_parts(90_545_000, 0)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(7))
    }

    // Storage: `Inbox::Entries` (r:128 w:32)
    // Storage: `Inbox::Queues` (r:32 w:32)
    // Storage: `Pinning::Pins` (r:32 w:32)
    // Storage: `Pinning::ChangeCount` (r:1 w:1)
    // Storage: `Pinning::Changes` (r:1 w:1)
    // Storage: `System::Account` (r:32 w:32)
    // Storage: `Inbox::Expiring` (r:0 w:32)
    fn reap(m: u32, t: u32) -> Weight {
        Weight::from_parts(84_494_391, 0)
            .saturating_add(Weight::from_parts(758_185, 0).saturating_mul(m.into()))
            .saturating_add(Weight::from_parts(56_246_819, 0).saturating_mul(t.into()))
            .saturating_add(T::DbWeight::get().reads(9))
            .saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(m.into())))
            .saturating_add(T::DbWeight::get().reads(7_u64.saturating_mul(t.into())))
            .saturating_add(T::DbWeight::get().writes(2))
            .saturating_add(T::DbWeight::get().writes(5_u64.saturating_mul(t.into())))
    }

    // Storage: `Inbox::SweptTo` (r:1 w:1)
    // Storage: `Inbox::Expiring` (r:200 w:100)
    // Storage: `Inbox::Entries` (r:300 w:100)
    // Storage: `Inbox::Queues` (r:100 w:100)
    // Storage: `Pinning::Pins` (r:100 w:100)
    // Storage: `Pinning::ChangeCount` (r:1 w:1)
    // Storage: `Pinning::Changes` (r:1 w:1)
    // Storage: `System::Account` (r:100 w:100)
    fn sweep(b: u32, e: u32) -> Weight {
        Weight::from_parts(324_243_000, 0)
            .saturating_add(Weight::from_parts(6_943_684, 0).saturating_mul(b.into()))
            .saturating_add(Weight::from_parts(57_788_011, 0).saturating_mul(e.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(b.into())))
            .saturating_add(T::DbWeight::get().reads(7_u64.saturating_mul(e.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(T::DbWeight::get().writes(5_u64.saturating_mul(e.into())))
    }

    // Storage: `Inbox::FreeWeight` (r:0 w:1)
    fn forget_free_weight() -> Weight {
        Weight::from_parts(420_000, 0).saturating_add(T::DbWeight::get().writes(1))
    }
}

/// Weights on RocksDB, for tests.
impl WeightInfo for () {
    fn send(r: u32) -> Weight {
        Weight::from_parts(40_142_799, 0)
            .saturating_add(Weight::from_parts(14_388_918, 0).saturating_mul(r.into()))
            .saturating_add(RocksDbWeight::get().reads(1))
            .saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(r.into())))
            .saturating_add(RocksDbWeight::get().writes(1))
            .saturating_add(RocksDbWeight::get().writes(3_u64.saturating_mul(r.into())))
    }

    fn apply_rules(r: u32) -> Weight {
        Weight::from_parts(2_438_153, 0)
            .saturating_add(Weight::from_parts(3_924_384, 0).saturating_mul(r.into()))
            .saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(r.into())))
    }

    fn look_up_sender() -> Weight {
        Weight::from_parts(40_971_000, 0).saturating_add(RocksDbWeight::get().reads(12))
    }

    fn acknowledge(m: u32, t: u32) -> Weight {
        Weight::from_parts(37_515_987, 0)
            .saturating_add(Weight::from_parts(1_739_881, 0).saturating_mul(m.into()))
            .saturating_add(Weight::from_parts(41_264_419, 0).saturating_mul(t.into()))
            .saturating_add(RocksDbWeight::get().reads(3))
            .saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(m.into())))
            .saturating_add(RocksDbWeight::get().reads(3_u64.saturating_mul(t.into())))
            .saturating_add(RocksDbWeight::get().writes(1))
            .saturating_add(RocksDbWeight::get().writes(4_u64.saturating_mul(t.into())))
    }

    fn verify_proof() -> Weight {
        Weight::from_parts(61_432_000, 0).saturating_add(RocksDbWeight::get().reads(2))
    }

    fn authorize_acknowledge(n: u32) -> Weight {
        Weight::from_parts(72_446_567, 0)
            .saturating_add(Weight::from_parts(4_478_090, 0).saturating_mul(n.into()))
            .saturating_add(RocksDbWeight::get().reads(4))
            .saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(n.into())))
    }

    fn retract(m: u32, t: u32) -> Weight {
        Weight::from_parts(16_183_272, 0)
            .saturating_add(Weight::from_parts(1_782_896, 0).saturating_mul(m.into()))
            .saturating_add(Weight::from_parts(51_104_232, 0).saturating_mul(t.into()))
            .saturating_add(RocksDbWeight::get().reads(6))
            .saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(m.into())))
            .saturating_add(RocksDbWeight::get().reads(6_u64.saturating_mul(t.into())))
            .saturating_add(RocksDbWeight::get().writes(4_u64.saturating_mul(t.into())))
    }

    fn set_policy() -> Weight {
        Weight::from_parts(50_234_000, 0)
            .saturating_add(RocksDbWeight::get().reads(4))
            .saturating_add(RocksDbWeight::get().writes(4))
    }

    fn list() -> Weight {
        Weight::from_parts(99_949_000, 0)
            .saturating_add(RocksDbWeight::get().reads(4))
            .saturating_add(RocksDbWeight::get().writes(3))
    }

    fn unlist() -> Weight {
        Weight::from_parts(90_545_000, 0)
            .saturating_add(RocksDbWeight::get().reads(7))
            .saturating_add(RocksDbWeight::get().writes(7))
    }

    fn reap(m: u32, t: u32) -> Weight {
        Weight::from_parts(84_494_391, 0)
            .saturating_add(Weight::from_parts(758_185, 0).saturating_mul(m.into()))
            .saturating_add(Weight::from_parts(56_246_819, 0).saturating_mul(t.into()))
            .saturating_add(RocksDbWeight::get().reads(9))
            .saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(m.into())))
            .saturating_add(RocksDbWeight::get().reads(7_u64.saturating_mul(t.into())))
            .saturating_add(RocksDbWeight::get().writes(2))
            .saturating_add(RocksDbWeight::get().writes(5_u64.saturating_mul(t.into())))
    }

    fn sweep(b: u32, e: u32) -> Weight {
        Weight::from_parts(324_243_000, 0)
            .saturating_add(Weight::from_parts(6_943_684, 0).saturating_mul(b.into()))
            .saturating_add(Weight::from_parts(57_788_011, 0).saturating_mul(e.into()))
            .saturating_add(RocksDbWeight::get().reads(3))
            .saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(b.into())))
            .saturating_add(RocksDbWeight::get().reads(7_u64.saturating_mul(e.into())))
            .saturating_add(RocksDbWeight::get().writes(3))
            .saturating_add(RocksDbWeight::get().writes(5_u64.saturating_mul(e.into())))
    }

    fn forget_free_weight() -> Weight {
        Weight::from_parts(420_000, 0).saturating_add(RocksDbWeight::get().writes(1))
    }
}
