//! What an election weighs.
//!
//! By hand so far, after what the SDK measured; `scripts/weights election` measures it here.

use core::marker::PhantomData;
use frame_support::weights::Weight;

/// What an election weighs.
pub trait WeightInfo {
    /// What `phragmen` weighs at its worst.
    fn phragmen(v: u32, t: u32, d: u32) -> Weight;
}

/// Weights at the runtime's price of storage.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
    fn phragmen(v: u32, t: u32, d: u32) -> Weight {
        Weight::from_parts(0, 0)
            .saturating_add(Weight::from_parts(32_973_000, 0).saturating_mul(v.into()))
            .saturating_add(Weight::from_parts(1_334_000, 0).saturating_mul(t.into()))
            .saturating_add(Weight::from_parts(2_636_364_000, 0).saturating_mul(d.into()))
    }
}
