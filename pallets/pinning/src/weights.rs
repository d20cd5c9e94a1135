//! What it costs.
//!
//! Counted by hand: storage dominates, and every path touches a fixed number of items.
//! Time for computing is 1 µs a key, about what hashing and encoding one takes. Proofs
//! have no size here, because validators hold the whole state.

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{
        constants::{RocksDbWeight, WEIGHT_REF_TIME_PER_MICROS, WEIGHT_REF_TIME_PER_NANOS},
        RuntimeDbWeight, Weight,
    },
};

/// What it costs.
pub trait WeightInfo {
    /// The start of a block with this many steps of pruning.
    fn prune(steps: u32) -> Weight;

    /// Registering the last pinner that there is room for.
    fn register() -> Weight;

    /// Replacing the longest addresses by others.
    fn update() -> Weight;

    /// Replacing a worker key.
    fn set_worker() -> Weight;

    /// Leaving a list of this many pinners.
    fn leave(pinners: u32) -> Weight;

    /// Taking a pinner off a list of this many.
    fn dismiss(pinners: u32) -> Weight;

    /// Giving a bond back.
    fn free_bond() -> Weight;

    /// A heartbeat among this many pinners.
    fn heartbeat(pinners: u32) -> Weight;

    /// Judging it.
    fn authorize_heartbeat(pinners: u32) -> Weight;

    /// Finding out who of this many pinners is at work.
    fn live(pinners: u32) -> Weight;

    /// Ranking this many pinners for one content.
    fn rank(pinners: u32) -> Weight;

    /// An attestation of this many contents by the only pinner.
    fn attest(cids: u32) -> Weight;

    /// Judging it.
    fn authorize_attest(cids: u32) -> Weight;

    /// A withdrawal of this many contents.
    fn withdraw(cids: u32) -> Weight;

    /// Judging it.
    fn authorize_withdraw(cids: u32) -> Weight;
}

/// Weights on the database that the runtime is configured for.
pub struct SubstrateWeight<T>(PhantomData<T>);

macro_rules! weights_on {
    ($db:expr) => {
        /// `PrunedTo` is read, and written if anything was done; each step reads the count
        /// of changes of a block and removes one item.
        fn prune(steps: u32) -> Weight {
            let steps = u64::from(steps);
            let touched = u64::from(steps > 0);
            micros(steps + 1).saturating_add($db.reads_writes(steps + 1, steps + touched))
        }

        /// Account, worker key, list, next number, holds and the account's balance read and
        /// written, the record written.
        fn register() -> Weight {
            micros(120).saturating_add($db.reads_writes(6, 7))
        }

        /// The way from the account read, the record read and written.
        fn update() -> Weight {
            micros(40).saturating_add($db.reads_writes(2, 1))
        }

        /// Besides, the new key read, both keys written.
        fn set_worker() -> Weight {
            micros(40).saturating_add($db.reads_writes(3, 3))
        }

        /// The way from the account read, record and list read and written.
        fn leave(pinners: u32) -> Weight {
            let list = seats(pinners).saturating_mul(2);
            micros(40)
                .saturating_add(list)
                .saturating_add($db.reads_writes(3, 2))
        }

        fn dismiss(pinners: u32) -> Weight {
            Self::leave(pinners).saturating_add(seats(pinners))
        }

        /// Holds and balance read and written; record, account and key removed.
        fn free_bond() -> Weight {
            micros(80).saturating_add($db.reads_writes(4, 5))
        }

        /// The worker key and the period read, record and list read and written.
        fn heartbeat(pinners: u32) -> Weight {
            let list = seats(pinners).saturating_mul(3);
            micros(30)
                .saturating_add(list)
                .saturating_add($db.reads_writes(4, 2))
        }

        /// The signature; the genesis hash, worker key, list and period read.
        fn authorize_heartbeat(pinners: u32) -> Weight {
            micros(100)
                .saturating_add(seats(pinners))
                .saturating_add($db.reads_writes(4, 0))
        }

        /// The list read.
        fn live(pinners: u32) -> Weight {
            seats(pinners).saturating_add($db.reads_writes(1, 0))
        }

        fn rank(pinners: u32) -> Weight {
            nanos(200).saturating_mul(pinners.into())
        }

        /// Worker key, list and period read; for each content its pin read and written.
        fn attest(cids: u32) -> Weight {
            let each = micros(10).saturating_add($db.reads_writes(1, 1));
            micros(30)
                .saturating_add($db.reads_writes(3, 0))
                .saturating_add(each.saturating_mul(cids.into()))
        }

        /// The signature; the genesis hash, worker key, list and period read; for each
        /// content its pin read.
        fn authorize_attest(cids: u32) -> Weight {
            let each = micros(5).saturating_add($db.reads_writes(1, 0));
            micros(110)
                .saturating_add($db.reads_writes(4, 0))
                .saturating_add(each.saturating_mul(cids.into()))
        }

        /// Worker key read and written, the period read, each pin read and written.
        fn withdraw(cids: u32) -> Weight {
            let each = micros(5).saturating_add($db.reads_writes(1, 1));
            micros(30)
                .saturating_add($db.reads_writes(2, 1))
                .saturating_add(each.saturating_mul(cids.into()))
        }

        /// The signature; the genesis hash, worker key and period read, each pin read.
        fn authorize_withdraw(cids: u32) -> Weight {
            let each = micros(5).saturating_add($db.reads_writes(1, 0));
            micros(110)
                .saturating_add($db.reads_writes(3, 0))
                .saturating_add(each.saturating_mul(cids.into()))
        }
    };
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
    weights_on!(<T::DbWeight as Get<RuntimeDbWeight>>::get());
}

/// Weights on RocksDB, for tests.
impl WeightInfo for () {
    weights_on!(RocksDbWeight::get());
}

/// Reading or writing a list of this many seats.
fn seats(pinners: u32) -> Weight {
    nanos(30).saturating_mul(pinners.into())
}

const fn micros(micros: u64) -> Weight {
    Weight::from_parts(micros.saturating_mul(WEIGHT_REF_TIME_PER_MICROS), 0)
}

const fn nanos(nanos: u64) -> Weight {
    Weight::from_parts(nanos.saturating_mul(WEIGHT_REF_TIME_PER_NANOS), 0)
}
