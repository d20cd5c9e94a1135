//! What calls and hooks weigh.
//!
//! Written by `scripts/weights`, which measures the WebAssembly runtime: what is changed by
//! hand is lost the next time. What each number was measured on is in `benchmarking.rs`.
//!
//! Measured on 2026-11-21, AMD EPYC, with 20 steps and 10 repetitions.
//! Proof size is left at zero, since the chain is nobody's parachain.

#![allow(unused_imports)] // Of those that touch no storage.

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::RocksDbWeight, Weight},
};

/// What calls and hooks weigh.
pub trait WeightInfo {
    /// What `phragmen` weighs at its worst.
    ///
    /// `v` was measured from 1000 to 2000.
    ///
    /// `t` was measured from 100 to 200.
    ///
    /// `d` was measured from 4 to 16.
    fn phragmen(v: u32, t: u32, d: u32) -> Weight;
}

/// Weights at the runtime's price of storage.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
    fn phragmen(v: u32, _t: u32, d: u32) -> Weight {
        Weight::from_parts(42_870_509_000, 0)
            .saturating_add(Weight::from_parts(31_318_838, 0).saturating_mul(v.into()))
            .saturating_add(Weight::from_parts(7_660_606_163, 0).saturating_mul(d.into()))
    }
}

/// Weights on RocksDB, for tests.
impl WeightInfo for () {
    fn phragmen(v: u32, _t: u32, d: u32) -> Weight {
        Weight::from_parts(42_870_509_000, 0)
            .saturating_add(Weight::from_parts(31_318_838, 0).saturating_mul(v.into()))
            .saturating_add(Weight::from_parts(7_660_606_163, 0).saturating_mul(d.into()))
    }
}
