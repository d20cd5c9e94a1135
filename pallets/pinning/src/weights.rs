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
    /// What `prune` weighs at its worst.
    ///
    /// `s` was measured from 0 to 64.
    fn prune(s: u32) -> Weight;

    /// What `register` weighs at its worst.
    fn register() -> Weight;

    /// What `update` weighs at its worst.
    fn update() -> Weight;

    /// What `set_worker` weighs at its worst.
    fn set_worker() -> Weight;

    /// What `leave` weighs at its worst.
    ///
    /// `p` was measured from 1 to 1000.
    fn leave(p: u32) -> Weight;

    /// What `dismiss` weighs at its worst.
    ///
    /// `p` was measured from 1 to 1000.
    fn dismiss(p: u32) -> Weight;

    /// What `free_bond` weighs at its worst.
    fn free_bond() -> Weight;

    /// What `heartbeat` weighs at its worst.
    ///
    /// `p` was measured from 1 to 1000.
    fn heartbeat(p: u32) -> Weight;

    /// What `authorize_heartbeat` weighs at its worst.
    ///
    /// `p` was measured from 1 to 1000.
    fn authorize_heartbeat(p: u32) -> Weight;

    /// What `live` weighs at its worst.
    ///
    /// `p` was measured from 1 to 1000.
    fn live(p: u32) -> Weight;

    /// What `rank` weighs at its worst.
    ///
    /// `p` was measured from 1 to 1000.
    fn rank(p: u32) -> Weight;

    /// What `attest` weighs at its worst.
    ///
    /// `c` was measured from 1 to 64.
    fn attest(c: u32) -> Weight;

    /// What `authorize_attest` weighs at its worst.
    ///
    /// `c` was measured from 1 to 64.
    fn authorize_attest(c: u32) -> Weight;

    /// What `withdraw` weighs at its worst.
    ///
    /// `c` was measured from 1 to 64.
    fn withdraw(c: u32) -> Weight;

    /// What `authorize_withdraw` weighs at its worst.
    ///
    /// `c` was measured from 1 to 64.
    fn authorize_withdraw(c: u32) -> Weight;
}

/// Weights at the runtime's price of storage.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
    // Storage: `Pinning::PrunedTo` (r:1 w:1)
    // Storage: `Pinning::ChangeCount` (r:64 w:64)
    fn prune(s: u32) -> Weight {
        Weight::from_parts(821_000, 0)
            .saturating_add(Weight::from_parts(3_535_000, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(s.into())))
            .saturating_add(T::DbWeight::get().writes(1))
            .saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(s.into())))
    }

    // Storage: `Pinning::PinnerOf` (r:1 w:1)
    // Storage: `Pinning::Workers` (r:1 w:1)
    // Storage: `Pinning::NextPinner` (r:1 w:1)
    // Storage: `Pinning::Roster` (r:1 w:1)
    // Storage: `System::Account` (r:1 w:1)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Storage: `Pinning::Pinners` (r:0 w:1)
    fn register() -> Weight {
        Weight::from_parts(84_756_000, 0)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(7))
    }

    // Storage: `Pinning::PinnerOf` (r:1 w:0)
    // Storage: `Pinning::Pinners` (r:1 w:1)
    fn update() -> Weight {
        Weight::from_parts(21_101_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Pinning::PinnerOf` (r:1 w:0)
    // Storage: `Pinning::Pinners` (r:1 w:1)
    // Storage: `Pinning::Workers` (r:1 w:2)
    fn set_worker() -> Weight {
        Weight::from_parts(26_510_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Pinning::PinnerOf` (r:1 w:0)
    // Storage: `Pinning::Pinners` (r:1 w:1)
    // Storage: `Pinning::Roster` (r:1 w:1)
    fn leave(p: u32) -> Weight {
        Weight::from_parts(21_187_900, 0)
            .saturating_add(Weight::from_parts(11_938, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Pinning::Pinners` (r:1 w:1)
    // Storage: `Pinning::Roster` (r:1 w:1)
    fn dismiss(p: u32) -> Weight {
        Weight::from_parts(17_699_445, 0)
            .saturating_add(Weight::from_parts(18_857, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Pinning::PinnerOf` (r:1 w:1)
    // Storage: `Pinning::Pinners` (r:1 w:1)
    // Storage: `System::Account` (r:1 w:1)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Storage: `Pinning::Workers` (r:0 w:1)
    fn free_bond() -> Weight {
        Weight::from_parts(58_767_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(5))
    }

    // Storage: `Pinning::Workers` (r:1 w:0)
    // Storage: `Pinning::Roster` (r:1 w:1)
    // Storage: `Pinning::Pinners` (r:1 w:1)
    fn heartbeat(p: u32) -> Weight {
        Weight::from_parts(24_777_315, 0)
            .saturating_add(Weight::from_parts(17_612, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Pinning::Workers` (r:1 w:0)
    // Storage: `Pinning::Roster` (r:1 w:0)
    // Storage: `System::BlockHash` (r:1 w:0)
    fn authorize_heartbeat(p: u32) -> Weight {
        Weight::from_parts(51_728_397, 0)
            .saturating_add(Weight::from_parts(7_169, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(3))
    }

    // Storage: `Calendar::EpochSlots` (r:1 w:0)
    // Storage: `Pinning::Roster` (r:1 w:0)
    fn live(p: u32) -> Weight {
        Weight::from_parts(4_139_398, 0)
            .saturating_add(Weight::from_parts(6_488, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(2))
    }

    fn rank(p: u32) -> Weight {
        Weight::from_parts(1_788_936, 0)
            .saturating_add(Weight::from_parts(200_125, 0).saturating_mul(p.into()))
    }

    // Storage: `Pinning::Workers` (r:1 w:0)
    // Storage: `Pinning::Roster` (r:1 w:0)
    // Storage: `Calendar::EpochSlots` (r:1 w:0)
    // Storage: `Pinning::Pins` (r:64 w:64)
    fn attest(c: u32) -> Weight {
        Weight::from_parts(18_789_600, 0)
            .saturating_add(Weight::from_parts(10_239_314, 0).saturating_mul(c.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(c.into())))
            .saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(c.into())))
    }

    // Storage: `Pinning::Workers` (r:1 w:0)
    // Storage: `Pinning::Roster` (r:1 w:0)
    // Storage: `Calendar::EpochSlots` (r:1 w:0)
    // Storage: `System::BlockHash` (r:1 w:0)
    // Storage: `Pinning::Pins` (r:64 w:0)
    fn authorize_attest(c: u32) -> Weight {
        Weight::from_parts(57_156_505, 0)
            .saturating_add(Weight::from_parts(4_080_519, 0).saturating_mul(c.into()))
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(c.into())))
    }

    // Storage: `Pinning::Workers` (r:1 w:1)
    // Storage: `Pinning::Pins` (r:64 w:64)
    fn withdraw(c: u32) -> Weight {
        Weight::from_parts(14_592_541, 0)
            .saturating_add(Weight::from_parts(6_084_896, 0).saturating_mul(c.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(c.into())))
            .saturating_add(T::DbWeight::get().writes(1))
            .saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(c.into())))
    }

    // Storage: `Pinning::Workers` (r:1 w:0)
    // Storage: `System::BlockHash` (r:1 w:0)
    // Storage: `Pinning::Pins` (r:1 w:0)
    fn authorize_withdraw(c: u32) -> Weight {
        Weight::from_parts(54_415_200, 0)
            .saturating_add(Weight::from_parts(148_663, 0).saturating_mul(c.into()))
            .saturating_add(T::DbWeight::get().reads(3))
    }
}

/// Weights on RocksDB, for tests.
impl WeightInfo for () {
    fn prune(s: u32) -> Weight {
        Weight::from_parts(821_000, 0)
            .saturating_add(Weight::from_parts(3_535_000, 0).saturating_mul(s.into()))
            .saturating_add(RocksDbWeight::get().reads(1))
            .saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(s.into())))
            .saturating_add(RocksDbWeight::get().writes(1))
            .saturating_add(RocksDbWeight::get().writes(1_u64.saturating_mul(s.into())))
    }

    fn register() -> Weight {
        Weight::from_parts(84_756_000, 0)
            .saturating_add(RocksDbWeight::get().reads(6))
            .saturating_add(RocksDbWeight::get().writes(7))
    }

    fn update() -> Weight {
        Weight::from_parts(21_101_000, 0)
            .saturating_add(RocksDbWeight::get().reads(2))
            .saturating_add(RocksDbWeight::get().writes(1))
    }

    fn set_worker() -> Weight {
        Weight::from_parts(26_510_000, 0)
            .saturating_add(RocksDbWeight::get().reads(3))
            .saturating_add(RocksDbWeight::get().writes(3))
    }

    fn leave(p: u32) -> Weight {
        Weight::from_parts(21_187_900, 0)
            .saturating_add(Weight::from_parts(11_938, 0).saturating_mul(p.into()))
            .saturating_add(RocksDbWeight::get().reads(3))
            .saturating_add(RocksDbWeight::get().writes(2))
    }

    fn dismiss(p: u32) -> Weight {
        Weight::from_parts(17_699_445, 0)
            .saturating_add(Weight::from_parts(18_857, 0).saturating_mul(p.into()))
            .saturating_add(RocksDbWeight::get().reads(2))
            .saturating_add(RocksDbWeight::get().writes(2))
    }

    fn free_bond() -> Weight {
        Weight::from_parts(58_767_000, 0)
            .saturating_add(RocksDbWeight::get().reads(4))
            .saturating_add(RocksDbWeight::get().writes(5))
    }

    fn heartbeat(p: u32) -> Weight {
        Weight::from_parts(24_777_315, 0)
            .saturating_add(Weight::from_parts(17_612, 0).saturating_mul(p.into()))
            .saturating_add(RocksDbWeight::get().reads(3))
            .saturating_add(RocksDbWeight::get().writes(2))
    }

    fn authorize_heartbeat(p: u32) -> Weight {
        Weight::from_parts(51_728_397, 0)
            .saturating_add(Weight::from_parts(7_169, 0).saturating_mul(p.into()))
            .saturating_add(RocksDbWeight::get().reads(3))
    }

    fn live(p: u32) -> Weight {
        Weight::from_parts(4_139_398, 0)
            .saturating_add(Weight::from_parts(6_488, 0).saturating_mul(p.into()))
            .saturating_add(RocksDbWeight::get().reads(2))
    }

    fn rank(p: u32) -> Weight {
        Weight::from_parts(1_788_936, 0)
            .saturating_add(Weight::from_parts(200_125, 0).saturating_mul(p.into()))
    }

    fn attest(c: u32) -> Weight {
        Weight::from_parts(18_789_600, 0)
            .saturating_add(Weight::from_parts(10_239_314, 0).saturating_mul(c.into()))
            .saturating_add(RocksDbWeight::get().reads(3))
            .saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(c.into())))
            .saturating_add(RocksDbWeight::get().writes(1_u64.saturating_mul(c.into())))
    }

    fn authorize_attest(c: u32) -> Weight {
        Weight::from_parts(57_156_505, 0)
            .saturating_add(Weight::from_parts(4_080_519, 0).saturating_mul(c.into()))
            .saturating_add(RocksDbWeight::get().reads(4))
            .saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(c.into())))
    }

    fn withdraw(c: u32) -> Weight {
        Weight::from_parts(14_592_541, 0)
            .saturating_add(Weight::from_parts(6_084_896, 0).saturating_mul(c.into()))
            .saturating_add(RocksDbWeight::get().reads(1))
            .saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(c.into())))
            .saturating_add(RocksDbWeight::get().writes(1))
            .saturating_add(RocksDbWeight::get().writes(1_u64.saturating_mul(c.into())))
    }

    fn authorize_withdraw(c: u32) -> Weight {
        Weight::from_parts(54_415_200, 0)
            .saturating_add(Weight::from_parts(148_663, 0).saturating_mul(c.into()))
            .saturating_add(RocksDbWeight::get().reads(3))
    }
}
