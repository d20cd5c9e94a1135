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

    /// What `open_page` weighs at its worst.
    fn open_page() -> Weight;

    /// What `read_text` weighs at its worst.
    fn read_text() -> Weight;

    /// What `miss` weighs at its worst.
    ///
    /// `m` was measured from 1 to 512.
    fn miss(m: u32) -> Weight;

    /// What `acknowledge` weighs at its worst.
    ///
    /// `t` was measured from 1 to 512.
    fn acknowledge(t: u32) -> Weight;

    /// What `verify_proof` weighs at its worst.
    fn verify_proof() -> Weight;

    /// What `authorize_acknowledge` weighs at its worst.
    ///
    /// `n` was measured from 1 to 512.
    fn authorize_acknowledge(n: u32) -> Weight;

    /// What `retract` weighs at its worst.
    ///
    /// `t` was measured from 1 to 64.
    fn retract(t: u32) -> Weight;

    /// What `set_policy` weighs at its worst.
    fn set_policy() -> Weight;

    /// What `list` weighs at its worst.
    fn list() -> Weight;

    /// What `unlist` weighs at its worst.
    fn unlist() -> Weight;

    /// What `reap` weighs at its worst.
    ///
    /// `t` was measured from 1 to 64.
    fn reap(t: u32) -> Weight;

    /// What `sweep` weighs at its worst.
    ///
    /// `b` was measured from 1 to 100.
    ///
    /// `e` was measured from 0 to 100.
    fn sweep(b: u32, e: u32) -> Weight;

    /// What `end_block` weighs at its worst.
    fn end_block() -> Weight;
}

/// Weights at the runtime's price of storage.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
    // Storage: `Inbox::Queues` (r:64 w:0)
    // Storage: `Inbox::Entries` (r:64 w:64)
    // Storage: `Pinning::Pins` (r:1 w:1)
    fn send(r: u32) -> Weight {
        Weight::from_parts(33_434_333, 0)
            .saturating_add(Weight::from_parts(14_399_386, 0).saturating_mul(r.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(r.into())))
            .saturating_add(T::DbWeight::get().writes(1))
            .saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(r.into())))
    }

    // Storage: `Inbox::Listings` (r:64 w:0)
    fn apply_rules(r: u32) -> Weight {
        Weight::from_parts(911_588, 0)
            .saturating_add(Weight::from_parts(3_980_715, 0).saturating_mul(r.into()))
            .saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(r.into())))
    }

    // Storage: `KeyRegistry::Identities` (r:1 w:0)
    // Storage: `Timestamp::Now` (r:1 w:0)
    // Storage: `KeyRegistry::Devices` (r:10 w:0)
    fn look_up_sender() -> Weight {
        Weight::from_parts(41_682_000, 0).saturating_add(T::DbWeight::get().reads(12))
    }

    // Storage: `Inbox::Expiring` (r:1 w:1)
    fn open_page() -> Weight {
        Weight::from_parts(5_268_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    fn read_text() -> Weight {
        Weight::from_parts(1_492_000, 0)
    }

    // Storage: `Inbox::Entries` (r:512 w:0)
    fn miss(m: u32) -> Weight {
        Weight::from_parts(9_394_000, 0)
            .saturating_add(Weight::from_parts(2_354_106, 0).saturating_mul(m.into()))
            .saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(m.into())))
    }

    // Storage: `Inbox::Queues` (r:1 w:1)
    // Storage: `Inbox::Entries` (r:514 w:512)
    // Storage: `Inbox::Expiring` (r:512 w:512)
    // Storage: `Pinning::Pins` (r:512 w:512)
    // Storage: `System::Account` (r:512 w:512)
    // Storage: `Pinning::Changes` (r:1 w:1)
    fn acknowledge(t: u32) -> Weight {
        Weight::from_parts(63_284_000, 0)
            .saturating_add(Weight::from_parts(52_008_600, 0).saturating_mul(t.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(t.into())))
            .saturating_add(T::DbWeight::get().writes(1))
            .saturating_add(T::DbWeight::get().writes(4_u64.saturating_mul(t.into())))
    }

    // Storage: `System::BlockHash` (r:2 w:0)
    fn verify_proof() -> Weight {
        Weight::from_parts(58_537_000, 0).saturating_add(T::DbWeight::get().reads(2))
    }

    // Storage: `Inbox::FreeWeight` (r:1 w:0)
    // Storage: `Inbox::Queues` (r:1 w:0)
    // Storage: `System::BlockHash` (r:2 w:0)
    // Storage: `Inbox::Entries` (r:512 w:0)
    fn authorize_acknowledge(n: u32) -> Weight {
        Weight::from_parts(74_538_745, 0)
            .saturating_add(Weight::from_parts(4_290_990, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(n.into())))
    }

    // Storage: `Inbox::Entries` (r:192 w:64)
    // Storage: `Inbox::Expiring` (r:64 w:64)
    // Storage: `Inbox::Queues` (r:64 w:64)
    // Storage: `Pinning::Pins` (r:64 w:64)
    fn retract(t: u32) -> Weight {
        Weight::from_parts(60_901_000, 0)
            .saturating_add(Weight::from_parts(60_519_925, 0).saturating_mul(t.into()))
            .saturating_add(T::DbWeight::get().reads(6_u64.saturating_mul(t.into())))
            .saturating_add(T::DbWeight::get().writes(4_u64.saturating_mul(t.into())))
    }

    // Storage: `Inbox::Queues` (r:1 w:1)
    // Storage: `Inbox::NonceFloor` (r:1 w:1)
    // Storage: `System::Account` (r:1 w:1)
    // Storage: `Balances::Holds` (r:1 w:1)
    fn set_policy() -> Weight {
        Weight::from_parts(49_364_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Inbox::Queues` (r:1 w:1)
    // Storage: `Inbox::Entries` (r:2 w:0)
    // Storage: `Inbox::NonceFloor` (r:1 w:0)
    // Storage: `Inbox::Listings` (r:1 w:1)
    // Storage: `Balances::Holds` (r:1 w:1)
    fn list() -> Weight {
        Weight::from_parts(105_157_000, 0)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Inbox::Queues` (r:1 w:1)
    // Storage: `Inbox::Listings` (r:1 w:1)
    // Storage: `System::Account` (r:2 w:2)
    // Storage: `Balances::Holds` (r:2 w:2)
    // Storage: `Inbox::NonceFloor` (r:1 w:1)
    fn unlist() -> Weight {
        Weight::from_parts(88_812_000, 0)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(7))
    }

    // Storage: `Inbox::Entries` (r:192 w:64)
    // Storage: `Inbox::Expiring` (r:64 w:64)
    // Storage: `Inbox::Queues` (r:64 w:64)
    // Storage: `Pinning::Pins` (r:64 w:64)
    // Storage: `Pinning::ChangeCount` (r:1 w:1)
    // Storage: `Pinning::Changes` (r:1 w:1)
    // Storage: `System::Account` (r:64 w:64)
    fn reap(t: u32) -> Weight {
        Weight::from_parts(64_727_000, 0)
            .saturating_add(Weight::from_parts(63_091_209, 0).saturating_mul(t.into()))
            .saturating_add(T::DbWeight::get().reads(2))
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
        Weight::from_parts(312_175_000, 0)
            .saturating_add(Weight::from_parts(4_252_914, 0).saturating_mul(b.into()))
            .saturating_add(Weight::from_parts(59_928_911, 0).saturating_mul(e.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(b.into())))
            .saturating_add(T::DbWeight::get().reads(7_u64.saturating_mul(e.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(T::DbWeight::get().writes(5_u64.saturating_mul(e.into())))
    }

    // Storage: `Inbox::FreeWeight` (r:0 w:1)
    fn end_block() -> Weight {
        Weight::from_parts(541_000, 0).saturating_add(T::DbWeight::get().writes(1))
    }
}

/// Weights on RocksDB, for tests.
impl WeightInfo for () {
    fn send(r: u32) -> Weight {
        Weight::from_parts(33_434_333, 0)
            .saturating_add(Weight::from_parts(14_399_386, 0).saturating_mul(r.into()))
            .saturating_add(RocksDbWeight::get().reads(1))
            .saturating_add(RocksDbWeight::get().reads(2_u64.saturating_mul(r.into())))
            .saturating_add(RocksDbWeight::get().writes(1))
            .saturating_add(RocksDbWeight::get().writes(1_u64.saturating_mul(r.into())))
    }

    fn apply_rules(r: u32) -> Weight {
        Weight::from_parts(911_588, 0)
            .saturating_add(Weight::from_parts(3_980_715, 0).saturating_mul(r.into()))
            .saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(r.into())))
    }

    fn look_up_sender() -> Weight {
        Weight::from_parts(41_682_000, 0).saturating_add(RocksDbWeight::get().reads(12))
    }

    fn open_page() -> Weight {
        Weight::from_parts(5_268_000, 0)
            .saturating_add(RocksDbWeight::get().reads(1))
            .saturating_add(RocksDbWeight::get().writes(1))
    }

    fn read_text() -> Weight {
        Weight::from_parts(1_492_000, 0)
    }

    fn miss(m: u32) -> Weight {
        Weight::from_parts(9_394_000, 0)
            .saturating_add(Weight::from_parts(2_354_106, 0).saturating_mul(m.into()))
            .saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(m.into())))
    }

    fn acknowledge(t: u32) -> Weight {
        Weight::from_parts(63_284_000, 0)
            .saturating_add(Weight::from_parts(52_008_600, 0).saturating_mul(t.into()))
            .saturating_add(RocksDbWeight::get().reads(3))
            .saturating_add(RocksDbWeight::get().reads(4_u64.saturating_mul(t.into())))
            .saturating_add(RocksDbWeight::get().writes(1))
            .saturating_add(RocksDbWeight::get().writes(4_u64.saturating_mul(t.into())))
    }

    fn verify_proof() -> Weight {
        Weight::from_parts(58_537_000, 0).saturating_add(RocksDbWeight::get().reads(2))
    }

    fn authorize_acknowledge(n: u32) -> Weight {
        Weight::from_parts(74_538_745, 0)
            .saturating_add(Weight::from_parts(4_290_990, 0).saturating_mul(n.into()))
            .saturating_add(RocksDbWeight::get().reads(4))
            .saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(n.into())))
    }

    fn retract(t: u32) -> Weight {
        Weight::from_parts(60_901_000, 0)
            .saturating_add(Weight::from_parts(60_519_925, 0).saturating_mul(t.into()))
            .saturating_add(RocksDbWeight::get().reads(6_u64.saturating_mul(t.into())))
            .saturating_add(RocksDbWeight::get().writes(4_u64.saturating_mul(t.into())))
    }

    fn set_policy() -> Weight {
        Weight::from_parts(49_364_000, 0)
            .saturating_add(RocksDbWeight::get().reads(4))
            .saturating_add(RocksDbWeight::get().writes(4))
    }

    fn list() -> Weight {
        Weight::from_parts(105_157_000, 0)
            .saturating_add(RocksDbWeight::get().reads(6))
            .saturating_add(RocksDbWeight::get().writes(3))
    }

    fn unlist() -> Weight {
        Weight::from_parts(88_812_000, 0)
            .saturating_add(RocksDbWeight::get().reads(7))
            .saturating_add(RocksDbWeight::get().writes(7))
    }

    fn reap(t: u32) -> Weight {
        Weight::from_parts(64_727_000, 0)
            .saturating_add(Weight::from_parts(63_091_209, 0).saturating_mul(t.into()))
            .saturating_add(RocksDbWeight::get().reads(2))
            .saturating_add(RocksDbWeight::get().reads(7_u64.saturating_mul(t.into())))
            .saturating_add(RocksDbWeight::get().writes(2))
            .saturating_add(RocksDbWeight::get().writes(5_u64.saturating_mul(t.into())))
    }

    fn sweep(b: u32, e: u32) -> Weight {
        Weight::from_parts(312_175_000, 0)
            .saturating_add(Weight::from_parts(4_252_914, 0).saturating_mul(b.into()))
            .saturating_add(Weight::from_parts(59_928_911, 0).saturating_mul(e.into()))
            .saturating_add(RocksDbWeight::get().reads(3))
            .saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(b.into())))
            .saturating_add(RocksDbWeight::get().reads(7_u64.saturating_mul(e.into())))
            .saturating_add(RocksDbWeight::get().writes(3))
            .saturating_add(RocksDbWeight::get().writes(5_u64.saturating_mul(e.into())))
    }

    fn end_block() -> Weight {
        Weight::from_parts(541_000, 0).saturating_add(RocksDbWeight::get().writes(1))
    }
}
