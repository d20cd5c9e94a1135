//! What the runtime chooses for inboxes.

use frame_support::pallet_macros::pallet_section;

/// The pallet's configuration.
#[pallet_section]
mod config {
    /// What the runtime chooses for inboxes.
    #[pallet::config]
    pub trait Config:
        frame_system::Config<AccountId: AsRef<[u8; 32]>, Hash: Into<[u8; 32]>>
    {
        /// Where deposits for rules are held.
        type Currency: MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

        /// Where deposits for entries are reserved: the same funds.
        ///
        /// They are not held, because a hold is a key of state of its own, which sending a
        /// message and taking it out would write besides the account. How much it is stands in
        /// the entry.
        type Reserves: ReservableCurrency<Self::AccountId, Balance = BalanceOf<Self>>;

        /// The runtime's reasons to hold funds; this pallet's are among them.
        type RuntimeHoldReason: From<HoldReason>;

        /// Keeps the content of entries available.
        type Content: ContentStore;

        /// Knows who is registered.
        type Identities: Identities<Self::AccountId>;

        /// Deposit for one entry, whatever its size: what its place in chain state is worth.
        #[pallet::constant]
        type EntryDeposit: Get<BalanceOf<Self>>;

        /// Deposit for each begun KiB of content, for each entry: what keeping it is worth.
        #[pallet::constant]
        type KibDeposit: Get<BalanceOf<Self>>;

        /// Deposit for the rules of an inbox, for as long as they differ from none.
        #[pallet::constant]
        type RulesDeposit: Get<BalanceOf<Self>>;

        /// Deposit for each sender whom an inbox allows or blocks by name.
        #[pallet::constant]
        type ListingDeposit: Get<BalanceOf<Self>>;

        /// The most that an inbox may demand to be reserved for an entry: a sender who did
        /// not look must not find all their funds reserved.
        #[pallet::constant]
        type MaxMinDeposit: Get<BalanceOf<Self>>;

        /// Senders whom one inbox may allow or block by name.
        #[pallet::constant]
        type MaxListed: Get<u32>;

        /// Shortest lifetime, in blocks, that a sender may choose. At least 1.
        #[pallet::constant]
        type MinLifetime: Get<BlockNumber>;

        /// Longest lifetime, in blocks, that a sender may choose.
        #[pallet::constant]
        type MaxLifetime: Get<BlockNumber>;

        /// Entries that may lie in one inbox, so that nobody can fill it without end.
        #[pallet::constant]
        type MaxQueued: Get<u32>;

        /// How much of the expiry index the start of a block may work off: each entry
        /// taken out and each block passed counts as one. At least 2, or nothing moves.
        #[pallet::constant]
        type MaxSwept: Get<u32>;

        /// How many blocks ahead the last block of an owner's signature may lie.
        #[pallet::constant]
        type MaxProofAge: Get<BlockNumber>;

        /// How much of what users may fill of a block can go to fee-free acknowledgements.
        #[pallet::constant]
        type MaxFreeShare: Get<Perbill>;

        /// What calls and hooks weigh.
        type WeightInfo: WeightInfo;
    }
}
