//! What the runtime chooses for the pin set and its pinners.

use frame_support::pallet_macros::pallet_section;

/// The pallet's configuration.
#[pallet_section]
mod config {
    /// What the runtime decides.
    #[pallet::config]
    pub trait Config:
        frame_system::Config<Hash: Into<[u8; 32]>> + CreateAuthorizedTransaction<Call<Self>>
    {
        /// Where bonds are held.
        type Currency: MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

        /// The runtime's reasons to hold funds; this pallet's is among them.
        type RuntimeHoldReason: From<HoldReason>;

        /// How many blocks the changes of a block are kept for, at least.
        ///
        /// A node that keeps contents and was away for longer compares the whole pin
        /// set, so this should cover an ordinary outage. Must not be 0.
        #[pallet::constant]
        type ChangeWindow: Get<BlockNumberFor<Self>>;

        /// How many steps of pruning a block takes at most; a step removes one page of
        /// [`CHANGES_PER_PAGE`] changes or passes one block.
        ///
        /// Blocks with more pages than this are pruned over several blocks; their changes
        /// are then kept for longer, which costs storage only. Must be more than 1, or
        /// pruning would fall behind.
        #[pallet::constant]
        type MaxPruned: Get<u32>;

        /// How many pinners are to keep a content. At least 1, and no more than
        /// [`MAX_KEEPERS`](postern_primitives::limits::MAX_KEEPERS).
        #[pallet::constant]
        type Replicas: Get<u32>;

        /// Pinners that may be registered and not leaving: all are ranked for each content.
        #[pallet::constant]
        type MaxPinners: Get<u32>;

        /// Held while a pinner is registered, and for a while after.
        #[pallet::constant]
        type Bond: Get<BalanceOf<Self>>;

        /// Blocks for which the bond is held after a pinner has left.
        #[pallet::constant]
        type Notice: Get<BlockNumber>;

        /// Bytes that a pinner has to offer at least: no less than the largest content takes,
        /// or that could be assigned to pinners that can never keep it.
        #[pallet::constant]
        type MinCapacity: Get<u64>;

        /// Blocks between two heartbeats of a pinner. Not 0. It may differ from chain to
        /// chain of one runtime.
        type HeartbeatPeriod: Get<BlockNumber>;

        /// After so many periods without a heartbeat a pinner counts as silent. At least 2,
        /// or one that came late would be enough.
        #[pallet::constant]
        type MissedHeartbeats: Get<u32>;

        /// After so many blocks of silence anybody may take a pinner off the list.
        #[pallet::constant]
        type MaxSilence: Get<BlockNumber>;

        /// How many blocks after the block that it is about a report is taken. No more than
        /// a heartbeat's period, so that one that was lost is made again in time.
        #[pallet::constant]
        type MaxReportAge: Get<BlockNumber>;

        /// What it costs.
        type WeightInfo: WeightInfo;
    }
}
