//! What the pallet tells of.

use frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
    /// What pinners did.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// Somebody volunteers to keep contents.
        Registered {
            /// The number it got.
            pinner: PinnerNumber,
            /// Whose bond is held.
            account: T::AccountId,
            /// The key that its machine signs with.
            worker: WorkerId,
        },
        /// A pinner has another IPFS node, other addresses or another capacity.
        Updated {
            /// Which pinner.
            pinner: PinnerNumber,
        },
        /// The machine of a pinner has another key.
        WorkerSet {
            /// Which pinner.
            pinner: PinnerNumber,
            /// The key that counts from now on.
            worker: WorkerId,
        },
        /// A pinner has left or was dismissed; nothing is assigned to it any more.
        Left {
            /// Which pinner.
            pinner: PinnerNumber,
            /// The first block in which its bond can be freed.
            free_at: BlockNumber,
        },
        /// The bond of a pinner that has left was given back.
        BondFreed {
            /// Which pinner it was.
            pinner: PinnerNumber,
            /// Whose bond it was.
            account: T::AccountId,
            /// How much it was.
            bond: BalanceOf<T>,
        },
        /// A pinner is at work.
        Heard {
            /// Which pinner.
            pinner: PinnerNumber,
            /// Bytes that it keeps.
            used: u64,
            /// Whether it has no room left.
            full: bool,
        },
        /// A pinner claims to keep contents.
        Attested {
            /// Which pinner.
            pinner: PinnerNumber,
            /// The contents; of those named, the ones that were news.
            cids: Cids,
        },
        /// A pinner no longer claims to keep contents.
        Withdrawn {
            /// Which pinner.
            pinner: PinnerNumber,
            /// The contents; of those named, the ones that it did claim to keep.
            cids: Cids,
        },
    }
}
