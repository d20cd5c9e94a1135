//! What the calls cost.
//!
//! [`SubstrateWeight`] is reasoned, not measured: it counts every storage item that a call
//! can touch at worst, at the database's price, and adds a generous time for computing.
//! Items that a call reads and writes are counted as both. Proof size is left at zero,
//! since the chain is nobody's parachain. Measured weights replace the numbers without
//! changing the trait.

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::WEIGHT_REF_TIME_PER_MICROS, Weight},
};

/// The weight of each call at its worst.
pub trait WeightInfo {
    /// With the longest name.
    fn create() -> Weight;
    /// Whatever the number of members.
    fn join() -> Weight;
    /// By the owner, which closes the channel.
    fn leave() -> Weight;
    /// Whatever the number of posts and the size of the content.
    fn post() -> Weight;
}

/// Decoding, encoding and hashing of a handful of small items takes a few microseconds
/// in the executor; several times that.
const COMPUTE: Weight = Weight::from_parts(30 * WEIGHT_REF_TIME_PER_MICROS, 0);

/// Counting one reference in: the pin, the number of pins, the number of changes in the block,
/// the change itself.
const CONTENT: (u64, u64) = (4, 4);

/// Placing or releasing one hold: the account's holds and its balance.
const HOLD: (u64, u64) = (2, 2);

/// Reasoned weights at the runtime's database price.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> SubstrateWeight<T> {
    fn database(parts: &[(u64, u64)]) -> Weight {
        parts.iter().fold(COMPUTE, |sum, (reads, writes)| {
            sum.saturating_add(T::DbWeight::get().reads_writes(*reads, *writes))
        })
    }
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
    /// Reads the name, the next number and the block number; writes the first two, the
    /// channel and the owner's membership.
    fn create() -> Weight {
        Self::database(&[(3, 4), HOLD])
    }

    /// Reads and writes channel and membership, reads the block number.
    fn join() -> Weight {
        Self::database(&[(3, 2), HOLD])
    }

    /// Reads and writes channel and membership, removes the name.
    fn leave() -> Weight {
        Self::database(&[(2, 3), HOLD])
    }

    /// Reads and writes the channel, reads membership and block number, writes the post.
    fn post() -> Weight {
        Self::database(&[(3, 2), HOLD, CONTENT])
    }
}

/// For tests, which do not weigh.
impl WeightInfo for () {
    fn create() -> Weight {
        COMPUTE
    }

    fn join() -> Weight {
        COMPUTE
    }

    fn leave() -> Weight {
        COMPUTE
    }

    fn post() -> Weight {
        COMPUTE
    }
}
