//! # Pinning: what must stay available, and the worker that keeps it
//!
//! Other pallets store CIDs: of messages that wait, of posts, of key objects. For each
//! CID that one of them stores it holds a *reference* here, by
//! [`ContentStore`](postern_primitives::traits::ContentStore). A CID is in the pin set
//! as long as it has a reference, so a message sent to many inboxes is released with
//! the last of them.
//!
//! Each block leaves a list of the CIDs that entered or left the pin set. Those lists
//! are kept for [`Config::ChangeWindow`] blocks, so that whoever keeps contents finds
//! the difference since their last look without comparing everything.
//!
//! [`offchain`] is the worker that keeps contents: on a node that volunteers it makes
//! the local IPFS node pin what is in the pin set and, behind finality, unpin what left.
//!
//! There are no calls, because only pallets add and release references, and no events,
//! because nothing may depend on them: the worker decides by state.
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
pub mod offchain;
mod queries;
mod references;
pub mod runtime_api;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;
mod window;

pub use pallet::*;
pub use types::{Change, ChangeKind, ChangePage, Pin, PinInfo, PinPage};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
    use super::*;
    use frame_support::pallet_prelude::*;
    use frame_system::pallet_prelude::*;
    use postern_primitives::Cid;

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// What the runtime decides.
    #[pallet::config]
    pub trait Config: frame_system::Config {
        /// How many blocks the changes of a block are kept for, at least.
        ///
        /// A node that keeps contents and was away for longer compares the whole pin
        /// set, so this should cover an ordinary outage. Must not be 0.
        #[pallet::constant]
        type ChangeWindow: Get<BlockNumberFor<Self>>;

        /// How many steps of pruning a block takes at most; a step removes one change or
        /// passes one block.
        ///
        /// Bounds the work at the start of a block. Blocks with more changes than this
        /// are pruned over several blocks; their changes are then kept for longer, which
        /// costs storage only. Must be more than 1, or pruning would fall behind.
        #[pallet::constant]
        type MaxPruned: Get<u32>;

        /// What it costs.
        type WeightInfo: WeightInfo;
    }

    /// The pallet.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The pin set. A CID is in it exactly while it has references.
    ///
    /// The hasher is not a plain one because senders choose CIDs, and could make the
    /// state's tree lopsided.
    #[pallet::storage]
    pub type Pins<T: Config> = CountedStorageMap<_, Blake2_128Concat, Cid, Pin>;

    /// What changed in a block, in order. Indices of a block have no gaps, except that
    /// pruning removes them from the front.
    #[pallet::storage]
    pub type Changes<T: Config> =
        StorageDoubleMap<_, Twox64Concat, BlockNumberFor<T>, Twox64Concat, u32, Change>;

    /// How many changes a block had, those that have been pruned included.
    #[pallet::storage]
    pub type ChangeCount<T: Config> =
        StorageMap<_, Twox64Concat, BlockNumberFor<T>, u32, ValueQuery>;

    /// Block and index of the first change that has not been pruned. All before it is gone.
    #[pallet::storage]
    pub type PrunedTo<T: Config> = StorageValue<_, (BlockNumberFor<T>, u32), ValueQuery>;

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        /// Prunes at the start of a block rather than in idle time: were blocks full for
        /// long, there would be no idle time, and the most to prune.
        fn on_initialize(now: BlockNumberFor<T>) -> Weight {
            Self::prune(now)
        }

        fn offchain_worker(now: BlockNumberFor<T>) {
            offchain::run::<T>(now);
        }

        fn integrity_test() {
            assert!(
                T::ChangeWindow::get() > 0u32.into(),
                "ChangeWindow must not be 0"
            );
            assert!(T::MaxPruned::get() > 1, "MaxPruned must be more than 1");
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }
}
