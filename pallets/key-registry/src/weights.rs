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
use postern_primitives::limits::MAX_DEVICES;

/// The weight of each call at its worst.
pub trait WeightInfo {
    /// With a handle after its rest, for an identity whose devices have all expired.
    fn register() -> Weight;
    /// By the last device of an identity with the most devices allowed, carried by somebody.
    fn revoke_device() -> Weight;
    /// What a fee-free revocation needs to be judged.
    fn authorize_revoke_device() -> Weight;
    /// With the longest name, after its rest.
    fn claim_handle() -> Weight;
    /// With the longest name, and two others that have rested.
    fn release_handle() -> Weight;
    /// As the last device that there is room for, all but the last one expired.
    fn add_device() -> Weight;
    /// With another key object.
    fn renew_device() -> Weight;
    /// Of an identity with the most devices allowed.
    fn rotate_device() -> Weight;
    /// In the place of another archive.
    fn set_archive() -> Weight;
    /// With the most devices allowed, a handle and an archive.
    fn retire() -> Weight;
}

/// Decoding, encoding and hashing of a handful of small items takes a few microseconds
/// in the executor; several times that.
const COMPUTE: Weight = Weight::from_parts(30 * WEIGHT_REF_TIME_PER_MICROS, 0);

/// One Ed25519 verification takes about 60 microseconds on a slow machine; double that.
const VERIFY: Weight = Weight::from_parts(120 * WEIGHT_REF_TIME_PER_MICROS, 0);

/// Counting one reference in or out: the pin, the number of pins, the number of changes in the
/// block, the change itself.
const CONTENT: (u64, u64) = (4, 4);

/// Destroying the price of a record: the account's balance and the total issuance.
const PRICE: (u64, u64) = (2, 2);

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
    /// As for a device that is added, and the handle on top.
    fn register() -> Weight {
        Self::add_device().saturating_add(Self::claim_handle())
    }

    /// Reads both devices, identity, clock, block number and genesis hash; writes device and
    /// identity. Verifies one signature.
    fn revoke_device() -> Weight {
        Self::database(&[(6, 2), HOLD, CONTENT]).saturating_add(VERIFY)
    }

    /// Reads both devices, identity, clock, block number and genesis hash. Verifies one
    /// signature.
    fn authorize_revoke_device() -> Weight {
        Self::database(&[(6, 0)]).saturating_add(VERIFY)
    }

    /// Reads identity, ten devices, the clock and the block number; reads and writes the
    /// handle, its rest and its ticket.
    fn claim_handle() -> Weight {
        Self::database(&[(16, 4), HOLD])
    }

    /// Reads the block number; reads and writes identity, handle, its rest, its ticket, the
    /// ends of the queue, and the rests and tickets of two others.
    fn release_handle() -> Weight {
        Self::database(&[(10, 9), HOLD])
    }

    /// Reads the identity, its ten devices, the new device, the clock, the block number and
    /// the genesis hash; writes identity and device. Pays the price. Verifies two signatures:
    /// the device's, and the one that tells whether its key is worth something.
    fn add_device() -> Weight {
        Self::database(&[(15, 2), PRICE, HOLD, CONTENT])
            .saturating_add(VERIFY)
            .saturating_add(VERIFY)
    }

    /// Reads device, identity, clock, block number and genesis hash; writes device and
    /// identity. Retains one key object and releases another. Verifies one signature.
    fn renew_device() -> Weight {
        Self::database(&[(5, 2), CONTENT, CONTENT]).saturating_add(VERIFY)
    }

    /// Reads both devices, identity, clock, block number and genesis hash; writes devices
    /// and identity. Pays the price. Verifies three signatures.
    fn rotate_device() -> Weight {
        Self::database(&[(6, 3), PRICE, HOLD, HOLD, CONTENT, CONTENT])
            .saturating_add(VERIFY.saturating_mul(3))
    }

    /// Reads the identity, its ten devices and the clock; writes the identity.
    fn set_archive() -> Weight {
        Self::database(&[(12, 1), HOLD, HOLD, CONTENT, CONTENT])
    }

    /// Ten times what revoking a device needs without a proof, then the handle and the
    /// archive.
    fn retire() -> Weight {
        let device = Self::database(&[(1, 1), HOLD, CONTENT]);
        device
            .saturating_mul(u64::from(MAX_DEVICES))
            .saturating_add(Self::database(&[(2, 1), HOLD, CONTENT]))
            .saturating_add(Self::release_handle())
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

    fn authorize_revoke_device() -> Weight {
        COMPUTE
    }

    fn claim_handle() -> Weight {
        COMPUTE
    }

    fn release_handle() -> Weight {
        COMPUTE
    }

    fn add_device() -> Weight {
        COMPUTE
    }

    fn renew_device() -> Weight {
        COMPUTE
    }

    fn rotate_device() -> Weight {
        COMPUTE
    }

    fn set_archive() -> Weight {
        COMPUTE
    }

    fn retire() -> Weight {
        COMPUTE
    }
}
