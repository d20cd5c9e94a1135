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
    /// With a handle, for an identity whose devices have all expired.
    fn register() -> Weight;
    /// Of an identity with the most devices allowed.
    fn revoke_device() -> Weight;
    /// With the longest name.
    fn claim_handle() -> Weight;
    /// With the longest name.
    fn release_handle() -> Weight;
}

/// Decoding, encoding and hashing of a handful of small items takes a few microseconds
/// in the executor; several times that.
const COMPUTE: Weight = Weight::from_parts(30 * WEIGHT_REF_TIME_PER_MICROS, 0);

/// One Ed25519 verification takes about 60 microseconds on a slow machine; double that.
const VERIFY: Weight = Weight::from_parts(120 * WEIGHT_REF_TIME_PER_MICROS, 0);

/// Counting one reference in or out: the pin, the number of pins, the number of changes in the
/// block, the change itself.
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
    /// Reads the identity, its ten devices, the new device, the clock, the block number and the
    /// genesis hash; writes identity and device. The handle comes on top.
    fn register() -> Weight {
        Self::database(&[(15, 2), HOLD, CONTENT])
            .saturating_add(VERIFY)
            .saturating_add(Self::claim_handle())
    }

    /// Reads and writes device and identity, reads the clock.
    fn revoke_device() -> Weight {
        Self::database(&[(3, 2), CONTENT])
    }

    /// Reads and writes identity and handle.
    fn claim_handle() -> Weight {
        Self::database(&[(2, 2), HOLD])
    }

    /// Reads and writes identity and handle.
    fn release_handle() -> Weight {
        Self::database(&[(2, 2), HOLD])
    }
}

/// For tests, which do not weigh.
impl WeightInfo for () {
    fn register() -> Weight {
        COMPUTE
    }

    fn revoke_device() -> Weight {
        COMPUTE
    }

    fn claim_handle() -> Weight {
        COMPUTE
    }

    fn release_handle() -> Weight {
        COMPUTE
    }
}
