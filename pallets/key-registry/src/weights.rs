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
    /// What `register` weighs at its worst.
    fn register() -> Weight;

    /// What `revoke_device` weighs at its worst.
    fn revoke_device() -> Weight;

    /// What `authorize_revoke_device` weighs at its worst.
    fn authorize_revoke_device() -> Weight;

    /// What `claim_handle` weighs at its worst.
    fn claim_handle() -> Weight;

    /// What `release_handle` weighs at its worst.
    fn release_handle() -> Weight;

    /// What `add_device` weighs at its worst.
    fn add_device() -> Weight;

    /// What `renew_device` weighs at its worst.
    fn renew_device() -> Weight;

    /// What `rotate_device` weighs at its worst.
    fn rotate_device() -> Weight;

    /// What `set_archive` weighs at its worst.
    fn set_archive() -> Weight;

    /// What `retire` weighs at its worst.
    fn retire() -> Weight;
}

/// Weights at the runtime's price of storage.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
    // Storage: `KeyRegistry::Identities` (r:1 w:1)
    // Storage: `Timestamp::Now` (r:1 w:0)
    // Storage: `KeyRegistry::Devices` (r:10 w:1)
    // Storage: `System::BlockHash` (r:1 w:0)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Storage: `Pinning::Pins` (r:1 w:1)
    // Storage: `Pinning::ChangeCount` (r:1 w:1)
    // Storage: `Pinning::Changes` (r:1 w:1)
    // Storage: `KeyRegistry::Handles` (r:1 w:1)
    // Storage: `KeyRegistry::RestingHandles` (r:1 w:1)
    // Storage: `KeyRegistry::RestQueue` (r:0 w:1)
    fn register() -> Weight {
        Weight::from_parts(316_561_000, 0)
            .saturating_add(T::DbWeight::get().reads(19))
            .saturating_add(T::DbWeight::get().writes(9))
    }

    // Storage: `KeyRegistry::Devices` (r:2 w:1)
    // Storage: `Timestamp::Now` (r:1 w:0)
    // Storage: `KeyRegistry::Identities` (r:1 w:1)
    // Storage: `System::BlockHash` (r:1 w:0)
    // Storage: `System::Account` (r:1 w:1)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Storage: `Pinning::Pins` (r:1 w:1)
    fn revoke_device() -> Weight {
        Weight::from_parts(139_167_000, 0)
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().writes(5))
    }

    // Storage: `KeyRegistry::Devices` (r:2 w:0)
    // Storage: `Timestamp::Now` (r:1 w:0)
    // Storage: `KeyRegistry::Identities` (r:1 w:0)
    // Storage: `System::BlockHash` (r:1 w:0)
    fn authorize_revoke_device() -> Weight {
        Weight::from_parts(65_006_000, 0).saturating_add(T::DbWeight::get().reads(5))
    }

    // Storage: `KeyRegistry::Identities` (r:1 w:1)
    // Storage: `Timestamp::Now` (r:1 w:0)
    // Storage: `KeyRegistry::Devices` (r:10 w:0)
    // Storage: `KeyRegistry::Handles` (r:1 w:1)
    // Storage: `KeyRegistry::RestingHandles` (r:1 w:1)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Storage: `KeyRegistry::RestQueue` (r:0 w:1)
    fn claim_handle() -> Weight {
        Weight::from_parts(112_017_000, 0)
            .saturating_add(T::DbWeight::get().reads(15))
            .saturating_add(T::DbWeight::get().writes(5))
    }

    // Storage: `KeyRegistry::Identities` (r:1 w:1)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Storage: `KeyRegistry::RestTickets` (r:1 w:1)
    // Storage: `KeyRegistry::RestQueue` (r:2 w:3)
    // Storage: `KeyRegistry::RestingHandles` (r:2 w:3)
    // Storage: `KeyRegistry::Handles` (r:0 w:1)
    fn release_handle() -> Weight {
        Weight::from_parts(83_094_000, 0)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(10))
    }

    // Storage: `KeyRegistry::Identities` (r:1 w:1)
    // Storage: `Timestamp::Now` (r:1 w:0)
    // Storage: `KeyRegistry::Devices` (r:10 w:1)
    // Storage: `System::BlockHash` (r:1 w:0)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Storage: `Pinning::Pins` (r:1 w:1)
    fn add_device() -> Weight {
        Weight::from_parts(233_988_000, 0)
            .saturating_add(T::DbWeight::get().reads(15))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `KeyRegistry::Devices` (r:1 w:1)
    // Storage: `Timestamp::Now` (r:1 w:0)
    // Storage: `KeyRegistry::Identities` (r:1 w:1)
    // Storage: `System::BlockHash` (r:1 w:0)
    // Storage: `Pinning::Pins` (r:2 w:2)
    fn renew_device() -> Weight {
        Weight::from_parts(108_722_000, 0)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `KeyRegistry::Devices` (r:2 w:2)
    // Storage: `Timestamp::Now` (r:1 w:0)
    // Storage: `KeyRegistry::Identities` (r:1 w:1)
    // Storage: `System::BlockHash` (r:1 w:0)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Storage: `Pinning::Pins` (r:2 w:2)
    fn rotate_device() -> Weight {
        Weight::from_parts(303_042_000, 0)
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().writes(6))
    }

    // Storage: `KeyRegistry::Identities` (r:1 w:1)
    // Storage: `Timestamp::Now` (r:1 w:0)
    // Storage: `KeyRegistry::Devices` (r:10 w:0)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Storage: `Pinning::Pins` (r:2 w:2)
    fn set_archive() -> Weight {
        Weight::from_parts(163_574_000, 0)
            .saturating_add(T::DbWeight::get().reads(15))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `KeyRegistry::Identities` (r:1 w:1)
    // Storage: `KeyRegistry::Devices` (r:10 w:10)
    // Storage: `Timestamp::Now` (r:1 w:0)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Storage: `Pinning::Pins` (r:11 w:11)
    // Storage: `Pinning::ChangeCount` (r:1 w:1)
    // Storage: `Pinning::Changes` (r:1 w:1)
    // Storage: `KeyRegistry::RestTickets` (r:1 w:1)
    // Storage: `KeyRegistry::RestQueue` (r:2 w:3)
    // Storage: `KeyRegistry::RestingHandles` (r:2 w:3)
    // Storage: `KeyRegistry::Handles` (r:0 w:1)
    fn retire() -> Weight {
        Weight::from_parts(673_904_000, 0)
            .saturating_add(T::DbWeight::get().reads(31))
            .saturating_add(T::DbWeight::get().writes(33))
    }
}

/// Weights on RocksDB, for tests.
impl WeightInfo for () {
    fn register() -> Weight {
        Weight::from_parts(316_561_000, 0)
            .saturating_add(RocksDbWeight::get().reads(19))
            .saturating_add(RocksDbWeight::get().writes(9))
    }

    fn revoke_device() -> Weight {
        Weight::from_parts(139_167_000, 0)
            .saturating_add(RocksDbWeight::get().reads(8))
            .saturating_add(RocksDbWeight::get().writes(5))
    }

    fn authorize_revoke_device() -> Weight {
        Weight::from_parts(65_006_000, 0).saturating_add(RocksDbWeight::get().reads(5))
    }

    fn claim_handle() -> Weight {
        Weight::from_parts(112_017_000, 0)
            .saturating_add(RocksDbWeight::get().reads(15))
            .saturating_add(RocksDbWeight::get().writes(5))
    }

    fn release_handle() -> Weight {
        Weight::from_parts(83_094_000, 0)
            .saturating_add(RocksDbWeight::get().reads(7))
            .saturating_add(RocksDbWeight::get().writes(10))
    }

    fn add_device() -> Weight {
        Weight::from_parts(233_988_000, 0)
            .saturating_add(RocksDbWeight::get().reads(15))
            .saturating_add(RocksDbWeight::get().writes(4))
    }

    fn renew_device() -> Weight {
        Weight::from_parts(108_722_000, 0)
            .saturating_add(RocksDbWeight::get().reads(6))
            .saturating_add(RocksDbWeight::get().writes(4))
    }

    fn rotate_device() -> Weight {
        Weight::from_parts(303_042_000, 0)
            .saturating_add(RocksDbWeight::get().reads(8))
            .saturating_add(RocksDbWeight::get().writes(6))
    }

    fn set_archive() -> Weight {
        Weight::from_parts(163_574_000, 0)
            .saturating_add(RocksDbWeight::get().reads(15))
            .saturating_add(RocksDbWeight::get().writes(4))
    }

    fn retire() -> Weight {
        Weight::from_parts(673_904_000, 0)
            .saturating_add(RocksDbWeight::get().reads(31))
            .saturating_add(RocksDbWeight::get().writes(33))
    }
}
