//! What `pallet_balances` weighs on this runtime.
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

impl<T: frame_system::Config> pallet_balances::WeightInfo for Measured<T> {
    // Storage: `System::Account` (r:1 w:1)
    fn transfer_allow_death() -> Weight {
        Weight::from_parts(57_255_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::Account` (r:1 w:1)
    fn transfer_keep_alive() -> Weight {
        Weight::from_parts(43_706_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::Account` (r:1 w:1)
    fn force_set_balance_creating() -> Weight {
        Weight::from_parts(20_320_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::Account` (r:1 w:1)
    fn force_set_balance_killing() -> Weight {
        Weight::from_parts(20_731_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::Account` (r:2 w:2)
    fn force_transfer() -> Weight {
        Weight::from_parts(58_477_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `System::Account` (r:1 w:1)
    fn transfer_all() -> Weight {
        Weight::from_parts(55_412_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::Account` (r:1 w:1)
    fn force_unreserve() -> Weight {
        Weight::from_parts(17_556_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::Account` (r:1000 w:1000)
    fn upgrade_accounts(u: u32) -> Weight {
        Weight::from_parts(16_825_000, 0)
            .saturating_add(Weight::from_parts(16_327_127, 0).saturating_mul(u.into()))
            .saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(u.into())))
            .saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(u.into())))
    }

    fn force_adjust_total_issuance() -> Weight {
        Weight::from_parts(5_318_000, 0)
    }

    fn burn_allow_death() -> Weight {
        Weight::from_parts(35_212_000, 0)
    }

    fn burn_keep_alive() -> Weight {
        Weight::from_parts(21_943_000, 0)
    }
}
