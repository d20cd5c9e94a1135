//! What `pallet_transaction_payment` weighs on this runtime.
//!
//! Written by `scripts/weights`, which measures the WebAssembly runtime: what is changed by
//! hand is lost the next time.
//!
//! Measured on 2026-12-01, AMD EPYC, with 20 steps and 20 repetitions.
//! Proof size is left at zero, since the chain is nobody's parachain.

#![allow(unused_imports)] // Of those that touch no storage.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights at the runtime's price of storage.
pub struct Measured<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_transaction_payment::WeightInfo for Measured<T> {
    // Storage: `System::Account` (r:1 w:1)
    fn charge_transaction_payment() -> Weight {
        Weight::from_parts(63_414_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
}
