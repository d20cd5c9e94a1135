//! What calls and hooks weigh.
//!
//! [`SubstrateWeight`] is reasoned, not measured: the storage items that a call touches,
//! each at the runtime's own price, and a generous allowance for computing. Counted is each
//! item that has a key of its own:
//!
//! * an entry put in: its inbox's queue, the sender's place on its list, the entry, its place
//!   in the expiry index;
//! * a CID retained or released: its pin and its line in the list of changes;
//! * a deposit: the holds of the account, and the account where it is not the signer's own,
//!   which the fee has already touched.
//!
//! Not counted are the few counters that every such call shares (pins altogether, changes
//! in this block, where numbers begin) and the event log: after the first call of a block
//! they are in memory. Allowances are microseconds of one core that verifies an sr25519
//! signature in about 50, and two to three times what the work takes on such a core.

use crate::Config;
use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::WEIGHT_REF_TIME_PER_MICROS, RuntimeDbWeight, Weight},
};
use postern_primitives::limits::MAX_DEVICES;

/// What calls and hooks weigh.
pub trait WeightInfo {
    /// `send` to this many recipients.
    fn send(recipients: u32) -> Weight;

    /// Finding out whether a sender is registered.
    fn look_up_sender() -> Weight;

    /// `acknowledge` naming `named` entries of which `taken` were there, without a
    /// signature inside.
    fn acknowledge(named: u32, taken: u32) -> Weight;

    /// Verifying the signature of an owner inside a call.
    fn verify_proof() -> Weight;

    /// Judging a fee-free `acknowledge` of this many named entries.
    fn authorize_acknowledge(named: u32) -> Weight;

    /// `retract` naming `named` entries of which `taken` were there.
    fn retract(named: u32, taken: u32) -> Weight;

    /// `set_policy`, without a signature inside.
    fn set_policy() -> Weight;

    /// `allow` or `block`, without a signature inside.
    fn list() -> Weight;

    /// `unlist`, without a signature inside.
    fn unlist() -> Weight;

    /// `reap` naming `named` entries of which `taken` were there and had expired.
    fn reap(named: u32, taken: u32) -> Weight;

    /// The sweep of one block: blocks looked at, and entries taken out.
    fn sweep(blocks: u32, entries: u32) -> Weight;

    /// Forgetting, at the end of a block, what fee-free acknowledgements took of it.
    fn forget_free_weight() -> Weight;
}

/// Reasoned weights at the runtime's price of storage.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: Config> SubstrateWeight<T> {
    /// Taking one entry out reads the entry, its pin, its sender's account and holds;
    /// writes these four, the expiry index and the change of the pin.
    fn take_out(entries: u32) -> Weight {
        let each = micros(60).saturating_add(db::<T>(4, 6));
        each.saturating_mul(entries.into())
    }

    /// Taking entries out of inboxes of their own: besides, each queue read and written, and
    /// its next oldest entry looked up. One read for each number that was not there.
    fn clear(named: u32, taken: u32) -> Weight {
        let each = micros(20).saturating_add(db::<T>(2, 1));
        let missing = micros(5).saturating_add(db::<T>(1, 0));
        micros(30)
            .saturating_add(Self::take_out(taken))
            .saturating_add(each.saturating_mul(taken.into()))
            .saturating_add(missing.saturating_mul(named.saturating_sub(taken).into()))
    }
}

impl<T: Config> WeightInfo for SubstrateWeight<T> {
    /// Once: the sender's holds and the pin read and written, its change written.
    /// For each recipient: the queue read and written, the list read, entry and expiry index
    /// written.
    fn send(recipients: u32) -> Weight {
        let each = micros(40).saturating_add(db::<T>(2, 3));
        micros(60)
            .saturating_add(db::<T>(2, 3))
            .saturating_add(each.saturating_mul(recipients.into()))
    }

    /// The identity, and each of its devices until one is valid.
    fn look_up_sender() -> Weight {
        micros(20).saturating_add(db::<T>(1 + u64::from(MAX_DEVICES), 0))
    }

    /// The queue read and written and the next oldest entry looked up; one read for each
    /// number that was not there.
    fn acknowledge(named: u32, taken: u32) -> Weight {
        let missing = db::<T>(1, 0).saturating_add(micros(5));
        micros(30)
            .saturating_add(db::<T>(2, 1))
            .saturating_add(Self::take_out(taken))
            .saturating_add(missing.saturating_mul(named.saturating_sub(taken).into()))
    }

    /// A secp256k1 signature, the costliest of the accepted kinds, over the hash of up to
    /// 4 KiB; the hashes of two blocks are read.
    fn verify_proof() -> Weight {
        micros(200).saturating_add(db::<T>(2, 0))
    }

    /// The signature, the queue, and each named entry read once.
    fn authorize_acknowledge(named: u32) -> Weight {
        let each = micros(8).saturating_add(db::<T>(1, 0));
        Self::verify_proof()
            .saturating_add(db::<T>(1, 0))
            .saturating_add(each.saturating_mul(named.into()))
    }

    fn retract(named: u32, taken: u32) -> Weight {
        Self::clear(named, taken)
    }

    /// The queue read and written, holds and account of the payer read and written.
    fn set_policy() -> Weight {
        micros(50).saturating_add(db::<T>(4, 3))
    }

    /// The same with the listing read and written.
    fn list() -> Weight {
        micros(60).saturating_add(db::<T>(5, 4))
    }

    /// The same, where rules and listing each have a payer of their own.
    fn unlist() -> Weight {
        micros(80).saturating_add(db::<T>(7, 6))
    }

    fn reap(named: u32, taken: u32) -> Weight {
        Self::clear(named, taken)
    }

    /// How far the sweep is, read and written. For each block a look into the index. For
    /// each entry, besides taking it out: its line of the index and its queue read, the
    /// next oldest looked up, the queue written.
    fn sweep(blocks: u32, entries: u32) -> Weight {
        let block = micros(10).saturating_add(db::<T>(1, 0));
        let entry = micros(20).saturating_add(db::<T>(3, 1));
        micros(10)
            .saturating_add(db::<T>(1, 1))
            .saturating_add(block.saturating_mul(blocks.into()))
            .saturating_add(entry.saturating_mul(entries.into()))
            .saturating_add(Self::take_out(entries))
    }

    fn forget_free_weight() -> Weight {
        micros(2).saturating_add(db::<T>(0, 1))
    }
}

fn db<T: frame_system::Config>(reads: u64, writes: u64) -> Weight {
    let price: RuntimeDbWeight = T::DbWeight::get();
    price.reads_writes(reads, writes)
}

const fn micros(micros: u64) -> Weight {
    Weight::from_parts(micros.saturating_mul(WEIGHT_REF_TIME_PER_MICROS), 0)
}
