//! What it costs.
//!
//! Counted by hand: storage dominates, and every path touches a fixed number of items.
//! Time for computing is 1 µs a key, about what hashing and encoding one takes. Proofs
//! have no size here, because validators hold the whole state.

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};

/// Computing for one storage item, in picoseconds.
const PER_ITEM: u64 = 1_000_000;

/// What it costs.
pub trait WeightInfo {
    /// One [`retain`](postern_primitives::traits::ContentStore::retain), for the pallets
    /// that call it.
    fn retain() -> Weight;

    /// One [`release`](postern_primitives::traits::ContentStore::release), for the pallets
    /// that call it.
    fn release() -> Weight;

    /// The start of a block with this many steps of pruning.
    fn prune(steps: u32) -> Weight;
}

/// Weights on the database that the runtime is configured for.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
    fn retain() -> Weight {
        reference(T::DbWeight::get())
    }

    fn release() -> Weight {
        reference(T::DbWeight::get())
    }

    fn prune(steps: u32) -> Weight {
        prune(T::DbWeight::get(), steps)
    }
}

/// Weights on RocksDB, for tests.
impl WeightInfo for () {
    fn retain() -> Weight {
        reference(RocksDbWeight::get())
    }

    fn release() -> Weight {
        reference(RocksDbWeight::get())
    }

    fn prune(steps: u32) -> Weight {
        prune(RocksDbWeight::get(), steps)
    }
}

/// The first or the last reference to a CID, which costs most: the pin, the counter of
/// pins and the count of changes are read and written, the change is written.
fn reference(db: RuntimeDbWeight) -> Weight {
    Weight::from_parts(4 * PER_ITEM, 0).saturating_add(db.reads_writes(3, 4))
}

/// `PrunedTo` is read, and written if anything was done; each step reads the count of
/// changes of a block and removes one item.
fn prune(db: RuntimeDbWeight, steps: u32) -> Weight {
    let steps = u64::from(steps);
    let touched = u64::from(steps > 0);
    Weight::from_parts(PER_ITEM.saturating_mul(steps + 1), 0)
        .saturating_add(db.reads_writes(steps + 1, steps + touched))
}
