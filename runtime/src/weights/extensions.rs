//! What `frame_system_extensions` weighs on this runtime.
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

impl<T: frame_system::Config> frame_system::ExtensionsWeightInfo for Measured<T> {
    fn check_genesis() -> Weight {
        Weight::from_parts(2_003_000, 0)
    }

    fn check_mortality_mortal_transaction() -> Weight {
        Weight::from_parts(3_886_000, 0)
    }

    fn check_mortality_immortal_transaction() -> Weight {
        Weight::from_parts(3_856_000, 0)
    }

    fn check_non_zero_sender() -> Weight {
        Weight::from_parts(701_000, 0)
    }

    // Storage: `System::Account` (r:1 w:1)
    fn check_nonce() -> Weight {
        Weight::from_parts(7_822_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    fn check_spec_version() -> Weight {
        Weight::from_parts(540_000, 0)
    }

    fn check_tx_version() -> Weight {
        Weight::from_parts(541_000, 0)
    }

    fn check_weight() -> Weight {
        Weight::from_parts(3_655_000, 0)
    }

    fn weight_reclaim() -> Weight {
        Weight::from_parts(2_134_000, 0)
    }
}
