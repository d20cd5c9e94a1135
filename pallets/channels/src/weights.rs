//! What calls and hooks weigh.
//!
//! Written by `scripts/weights`, which measures the WebAssembly runtime: what is changed by
//! hand is lost the next time. What each number was measured on is in `benchmarking.rs`.
//!
//! Measured on 2026-12-01, AMD EPYC, with 20 steps and 20 repetitions.
//! Proof size is left at zero, since the chain is nobody's parachain.

#![allow(unused_imports)] // Of those that touch no storage.

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::RocksDbWeight, Weight},
};

/// What calls and hooks weigh.
pub trait WeightInfo {
    /// What `create` weighs at its worst.
    fn create() -> Weight;

    /// What `join` weighs at its worst.
    fn join() -> Weight;

    /// What `leave` weighs at its worst.
    fn leave() -> Weight;

    /// What `post` weighs at its worst.
    fn post() -> Weight;

    /// What `retract_post` weighs at its worst.
    fn retract_post() -> Weight;

    /// What `decide` weighs at its worst.
    fn decide() -> Weight;

    /// What `uninvite` weighs at its worst.
    fn uninvite() -> Weight;

    /// What `propose` weighs at its worst.
    fn propose() -> Weight;

    /// What `vote` weighs at its worst.
    fn vote() -> Weight;

    /// What `close_vote` weighs at its worst.
    fn close_vote() -> Weight;

    /// What `expire` weighs at its worst.
    fn expire() -> Weight;

    /// What `create_private` weighs at its worst.
    fn create_private() -> Weight;

    /// What `fund` weighs at its worst.
    fn fund() -> Weight;

    /// What `post_private` weighs at its worst.
    fn post_private() -> Weight;

    /// What `commit` weighs at its worst.
    fn commit() -> Weight;

    /// What `retract_private` weighs at its worst.
    fn retract_private() -> Weight;

    /// What `close_private` weighs at its worst.
    fn close_private() -> Weight;

    /// What `authorize_private` weighs at its worst.
    fn authorize_private() -> Weight;

    /// What `authorize_retraction` weighs at its worst.
    fn authorize_retraction() -> Weight;

    /// What `sweep` weighs at its worst.
    ///
    /// `b` was measured from 1 to 49.
    ///
    /// `e` was measured from 0 to 49.
    fn sweep(b: u32, e: u32) -> Weight;

    /// What `clear` weighs at its worst.
    ///
    /// `i` was measured from 0 to 49.
    fn clear(i: u32) -> Weight;
}

/// Weights at the runtime's price of storage.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
    // Storage: `Channels::Names` (r:1 w:1)
    // Storage: `Channels::NextChannel` (r:1 w:1)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Storage: `Channels::Channels` (r:0 w:1)
    // Storage: `Channels::Members` (r:0 w:1)
    fn create() -> Weight {
        Weight::from_parts(61_892_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(5))
    }

    // Storage: `Channels::Channels` (r:1 w:1)
    // Storage: `Channels::Members` (r:1 w:1)
    // Storage: `Channels::Invitations` (r:1 w:1)
    // Storage: `System::Account` (r:1 w:1)
    // Storage: `Balances::Holds` (r:2 w:2)
    fn join() -> Weight {
        Weight::from_parts(105_878_000, 0)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(6))
    }

    // Storage: `Channels::Channels` (r:1 w:1)
    // Storage: `Channels::Members` (r:1 w:1)
    // Storage: `Channels::Votes` (r:1 w:1)
    // Storage: `Channels::Proposals` (r:16 w:16)
    // Storage: `Balances::Holds` (r:1 w:1)
    fn leave() -> Weight {
        Weight::from_parts(154_040_000, 0)
            .saturating_add(T::DbWeight::get().reads(20))
            .saturating_add(T::DbWeight::get().writes(20))
    }

    // Storage: `Channels::Channels` (r:1 w:1)
    // Storage: `Channels::Members` (r:1 w:0)
    // Storage: `Balances::Holds` (r:2 w:2)
    // Storage: `Pinning::Pins` (r:3 w:3)
    // Storage: `Channels::Log` (r:3 w:3)
    // Storage: `System::Account` (r:1 w:1)
    // Storage: `Channels::Expiring` (r:0 w:3)
    fn post() -> Weight {
        Weight::from_parts(212_096_000, 0)
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().writes(13))
    }

    // Storage: `Channels::Channels` (r:1 w:1)
    // Storage: `Channels::Log` (r:1 w:1)
    // Storage: `Channels::Members` (r:1 w:0)
    // Storage: `System::Account` (r:1 w:1)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Storage: `Pinning::Pins` (r:1 w:1)
    // Storage: `Channels::Expiring` (r:0 w:1)
    fn retract_post() -> Weight {
        Weight::from_parts(79_869_000, 0)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(6))
    }

    // Storage: `Channels::Channels` (r:1 w:1)
    // Storage: `Channels::Members` (r:2 w:1)
    // Storage: `Channels::Votes` (r:1 w:1)
    // Storage: `Channels::Proposals` (r:16 w:16)
    // Storage: `System::Account` (r:1 w:1)
    // Storage: `Balances::Holds` (r:1 w:1)
    fn decide() -> Weight {
        Weight::from_parts(161_460_000, 0)
            .saturating_add(T::DbWeight::get().reads(22))
            .saturating_add(T::DbWeight::get().writes(21))
    }

    // Storage: `Channels::Channels` (r:1 w:0)
    // Storage: `Channels::Invitations` (r:1 w:1)
    // Storage: `Channels::Members` (r:1 w:0)
    // Storage: `System::Account` (r:1 w:1)
    // Storage: `Balances::Holds` (r:1 w:1)
    fn uninvite() -> Weight {
        Weight::from_parts(59_709_000, 0)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Channels::Channels` (r:1 w:1)
    // Storage: `Channels::Members` (r:1 w:0)
    // Storage: `Channels::Proposals` (r:15 w:1)
    // Storage: `Balances::Holds` (r:1 w:1)
    fn propose() -> Weight {
        Weight::from_parts(121_542_000, 0)
            .saturating_add(T::DbWeight::get().reads(18))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Channels::Channels` (r:1 w:0)
    // Storage: `Channels::Proposals` (r:1 w:1)
    // Storage: `Channels::Members` (r:1 w:0)
    // Storage: `Channels::Votes` (r:1 w:1)
    fn vote() -> Weight {
        Weight::from_parts(34_041_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Channels::Channels` (r:1 w:1)
    // Storage: `Channels::Proposals` (r:16 w:16)
    // Storage: `System::Account` (r:2 w:2)
    // Storage: `Balances::Holds` (r:2 w:2)
    // Storage: `Channels::Members` (r:1 w:1)
    // Storage: `Channels::Votes` (r:1 w:1)
    fn close_vote() -> Weight {
        Weight::from_parts(211_265_000, 0)
            .saturating_add(T::DbWeight::get().reads(23))
            .saturating_add(T::DbWeight::get().writes(23))
    }

    // Storage: `Channels::Channels` (r:1 w:1)
    // Storage: `Channels::Proposals` (r:1 w:1)
    // Storage: `System::Account` (r:1 w:1)
    // Storage: `Balances::Holds` (r:1 w:1)
    fn expire() -> Weight {
        Weight::from_parts(60_671_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Channels::NextChannel` (r:1 w:1)
    // Storage: `System::Account` (r:1 w:1)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Storage: `Channels::PrivateChannels` (r:0 w:1)
    fn create_private() -> Weight {
        Weight::from_parts(92_919_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Channels::PrivateChannels` (r:1 w:0)
    // Storage: `System::Account` (r:1 w:1)
    fn fund() -> Weight {
        Weight::from_parts(51_687_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Channels::PrivateChannels` (r:1 w:1)
    // Storage: `System::BlockHash` (r:1 w:0)
    // Storage: `System::Account` (r:1 w:1)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Storage: `Pinning::Pins` (r:1 w:1)
    // Storage: `Channels::Expiring` (r:0 w:1)
    // Storage: `Channels::Log` (r:0 w:1)
    fn post_private() -> Weight {
        Weight::from_parts(130_465_000, 0)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(6))
    }

    // Storage: `Channels::PrivateChannels` (r:1 w:2)
    // Storage: `System::BlockHash` (r:1 w:0)
    // Storage: `Channels::NextChannel` (r:1 w:1)
    // Storage: `System::Account` (r:2 w:2)
    // Storage: `Balances::Holds` (r:2 w:2)
    // Storage: `Pinning::Pins` (r:1 w:1)
    // Storage: `Channels::Expiring` (r:0 w:1)
    // Storage: `Channels::Log` (r:0 w:1)
    fn commit() -> Weight {
        Weight::from_parts(222_071_000, 0)
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().writes(10))
    }

    // Storage: `Channels::PrivateChannels` (r:1 w:1)
    // Storage: `Channels::Log` (r:1 w:1)
    // Storage: `System::Account` (r:1 w:1)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Storage: `Pinning::Pins` (r:1 w:1)
    // Storage: `Channels::Channels` (r:1 w:1)
    // Storage: `Channels::Expiring` (r:0 w:1)
    fn retract_private() -> Weight {
        Weight::from_parts(105_437_000, 0)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(7))
    }

    // Storage: `Channels::PrivateChannels` (r:1 w:1)
    // Storage: `System::BlockHash` (r:1 w:0)
    // Storage: `System::Account` (r:2 w:2)
    // Storage: `Balances::Holds` (r:1 w:1)
    fn close_private() -> Weight {
        Weight::from_parts(152_027_000, 0)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Channels::PrivateChannels` (r:1 w:0)
    // Storage: `System::Account` (r:1 w:0)
    // Storage: `System::BlockHash` (r:1 w:0)
    fn authorize_private() -> Weight {
        Weight::from_parts(55_713_000, 0).saturating_add(T::DbWeight::get().reads(3))
    }

    // Storage: `Channels::PrivateChannels` (r:1 w:0)
    // Storage: `Channels::Log` (r:1 w:0)
    // Storage: `System::Account` (r:1 w:0)
    fn authorize_retraction() -> Weight {
        Weight::from_parts(16_375_000, 0).saturating_add(T::DbWeight::get().reads(3))
    }

    // Storage: `Channels::SweptTo` (r:1 w:1)
    // Storage: `Channels::Expiring` (r:98 w:49)
    // Storage: `Channels::Log` (r:49 w:49)
    // Storage: `System::Account` (r:49 w:49)
    // Storage: `Balances::Holds` (r:49 w:49)
    // Storage: `Pinning::Pins` (r:49 w:49)
    // Storage: `Pinning::ChangeCount` (r:1 w:1)
    // Storage: `Pinning::Changes` (r:1 w:1)
    // Storage: `Channels::Channels` (r:49 w:49)
    // Storage: `Channels::Closing` (r:1 w:0)
    fn sweep(b: u32, e: u32) -> Weight {
        Weight::from_parts(160_749_000, 0)
            .saturating_add(Weight::from_parts(6_475_750, 0).saturating_mul(b.into()))
            .saturating_add(Weight::from_parts(69_551_250, 0).saturating_mul(e.into()))
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(b.into())))
            .saturating_add(T::DbWeight::get().reads(6_u64.saturating_mul(e.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(T::DbWeight::get().writes(6_u64.saturating_mul(e.into())))
    }

    // Storage: `Channels::SweptTo` (r:1 w:0)
    // Storage: `Channels::Closing` (r:2 w:1)
    // Storage: `Channels::Proposals` (r:1 w:0)
    // Storage: `Channels::Members` (r:1 w:0)
    // Storage: `Channels::Invitations` (r:1 w:0)
    // Storage: `Channels::Log` (r:50 w:49)
    // Storage: `System::Account` (r:49 w:49)
    // Storage: `Balances::Holds` (r:49 w:49)
    // Storage: `Pinning::Pins` (r:49 w:49)
    // Storage: `Channels::Expiring` (r:0 w:49)
    fn clear(i: u32) -> Weight {
        Weight::from_parts(25_038_000, 0)
            .saturating_add(Weight::from_parts(60_148_424, 0).saturating_mul(i.into()))
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(i.into())))
            .saturating_add(T::DbWeight::get().writes(1))
            .saturating_add(T::DbWeight::get().writes(5_u64.saturating_mul(i.into())))
    }
}

/// Weights on RocksDB, for tests.
impl WeightInfo for () {
    fn create() -> Weight {
        Weight::from_parts(61_892_000, 0)
            .saturating_add(RocksDbWeight::get().reads(3))
            .saturating_add(RocksDbWeight::get().writes(5))
    }

    fn join() -> Weight {
        Weight::from_parts(105_878_000, 0)
            .saturating_add(RocksDbWeight::get().reads(6))
            .saturating_add(RocksDbWeight::get().writes(6))
    }

    fn leave() -> Weight {
        Weight::from_parts(154_040_000, 0)
            .saturating_add(RocksDbWeight::get().reads(20))
            .saturating_add(RocksDbWeight::get().writes(20))
    }

    fn post() -> Weight {
        Weight::from_parts(212_096_000, 0)
            .saturating_add(RocksDbWeight::get().reads(11))
            .saturating_add(RocksDbWeight::get().writes(13))
    }

    fn retract_post() -> Weight {
        Weight::from_parts(79_869_000, 0)
            .saturating_add(RocksDbWeight::get().reads(6))
            .saturating_add(RocksDbWeight::get().writes(6))
    }

    fn decide() -> Weight {
        Weight::from_parts(161_460_000, 0)
            .saturating_add(RocksDbWeight::get().reads(22))
            .saturating_add(RocksDbWeight::get().writes(21))
    }

    fn uninvite() -> Weight {
        Weight::from_parts(59_709_000, 0)
            .saturating_add(RocksDbWeight::get().reads(5))
            .saturating_add(RocksDbWeight::get().writes(3))
    }

    fn propose() -> Weight {
        Weight::from_parts(121_542_000, 0)
            .saturating_add(RocksDbWeight::get().reads(18))
            .saturating_add(RocksDbWeight::get().writes(3))
    }

    fn vote() -> Weight {
        Weight::from_parts(34_041_000, 0)
            .saturating_add(RocksDbWeight::get().reads(4))
            .saturating_add(RocksDbWeight::get().writes(2))
    }

    fn close_vote() -> Weight {
        Weight::from_parts(211_265_000, 0)
            .saturating_add(RocksDbWeight::get().reads(23))
            .saturating_add(RocksDbWeight::get().writes(23))
    }

    fn expire() -> Weight {
        Weight::from_parts(60_671_000, 0)
            .saturating_add(RocksDbWeight::get().reads(4))
            .saturating_add(RocksDbWeight::get().writes(4))
    }

    fn create_private() -> Weight {
        Weight::from_parts(92_919_000, 0)
            .saturating_add(RocksDbWeight::get().reads(3))
            .saturating_add(RocksDbWeight::get().writes(4))
    }

    fn fund() -> Weight {
        Weight::from_parts(51_687_000, 0)
            .saturating_add(RocksDbWeight::get().reads(2))
            .saturating_add(RocksDbWeight::get().writes(1))
    }

    fn post_private() -> Weight {
        Weight::from_parts(130_465_000, 0)
            .saturating_add(RocksDbWeight::get().reads(5))
            .saturating_add(RocksDbWeight::get().writes(6))
    }

    fn commit() -> Weight {
        Weight::from_parts(222_071_000, 0)
            .saturating_add(RocksDbWeight::get().reads(8))
            .saturating_add(RocksDbWeight::get().writes(10))
    }

    fn retract_private() -> Weight {
        Weight::from_parts(105_437_000, 0)
            .saturating_add(RocksDbWeight::get().reads(6))
            .saturating_add(RocksDbWeight::get().writes(7))
    }

    fn close_private() -> Weight {
        Weight::from_parts(152_027_000, 0)
            .saturating_add(RocksDbWeight::get().reads(5))
            .saturating_add(RocksDbWeight::get().writes(4))
    }

    fn authorize_private() -> Weight {
        Weight::from_parts(55_713_000, 0).saturating_add(RocksDbWeight::get().reads(3))
    }

    fn authorize_retraction() -> Weight {
        Weight::from_parts(16_375_000, 0).saturating_add(RocksDbWeight::get().reads(3))
    }

    fn sweep(b: u32, e: u32) -> Weight {
        Weight::from_parts(160_749_000, 0)
            .saturating_add(Weight::from_parts(6_475_750, 0).saturating_mul(b.into()))
            .saturating_add(Weight::from_parts(69_551_250, 0).saturating_mul(e.into()))
            .saturating_add(RocksDbWeight::get().reads(4))
            .saturating_add(RocksDbWeight::get().reads(1_u64.saturating_mul(b.into())))
            .saturating_add(RocksDbWeight::get().reads(6_u64.saturating_mul(e.into())))
            .saturating_add(RocksDbWeight::get().writes(3))
            .saturating_add(RocksDbWeight::get().writes(6_u64.saturating_mul(e.into())))
    }

    fn clear(i: u32) -> Weight {
        Weight::from_parts(25_038_000, 0)
            .saturating_add(Weight::from_parts(60_148_424, 0).saturating_mul(i.into()))
            .saturating_add(RocksDbWeight::get().reads(7))
            .saturating_add(RocksDbWeight::get().reads(4_u64.saturating_mul(i.into())))
            .saturating_add(RocksDbWeight::get().writes(1))
            .saturating_add(RocksDbWeight::get().writes(5_u64.saturating_mul(i.into())))
    }
}
