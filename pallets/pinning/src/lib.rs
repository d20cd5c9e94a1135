//! # Pinning: what must stay available, who keeps it, and the worker that does
//!
//! Other pallets store CIDs: of messages that wait, of posts, of key objects. For each
//! CID that one of them stores it holds a *reference* here, by
//! [`ContentStore`](postern_primitives::traits::ContentStore). A CID is in the pin set
//! as long as it has a reference, so a message sent to many inboxes is released with
//! the last of them.
//!
//! Each block leaves a list of the CIDs that entered or left the pin set, kept for
//! [`Config::ChangeWindow`] blocks: whoever keeps contents finds the difference since their
//! last look without comparing everything.
//!
//! # Pinners
//!
//! Anybody may volunteer to keep contents: [`register`](Call::register) names an IPFS node
//! and a *worker key*, which lies on that machine and owns nothing. Each CID is assigned to
//! the [`Config::Replicas`] pinners at work that rank highest for it; this is computed and
//! never stored. A pinner is at work while its machine sends [heartbeats](Call::heartbeat);
//! when it falls silent, the next in rank take its place at once.
//!
//! What a machine has pinned it [attests](Call::attest), so that a sender sees "kept by 2 of
//! 3". An attestation is a signed claim, not a proof. It is part of the pin and goes with
//! it. Reports of machines need no account and cost no fee: see [`reports`].
//!
//! [`offchain`] is the worker that does all this on a node that volunteers.
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod answers;
pub mod authorize;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod config;
mod cost;
mod error;
mod event;
mod genesis;
mod integrity;
#[cfg(test)]
mod mock;
pub mod offchain;
mod queries;
mod references;
mod register;
pub mod reports;
mod roster;
pub mod runtime_api;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod try_state;
mod types;
pub mod weights;
mod window;
mod worker_key;

pub use answers::{Assignment, ChangePage, PinInfo, PinPage, PinnerInfo, PinnerPage, Replicas};
pub use genesis::Founder;
pub use pallet::*;
pub use types::{
    Address, Addresses, Change, ChangeKind, Cids, Keeper, PeerId, Pin, Pinner, PinnerNumber, Post,
    Seat, CHANGES_PER_PAGE,
};
pub use weights::WeightInfo;
pub use worker_key::{WorkerId, WorkerSignature, KEY_TYPE};

use frame_support::{pallet_macros::import_section, traits::fungible::Inspect};
use postern_primitives::BlockNumber;
use sp_runtime::SaturatedConversion;

/// An amount of the configured currency.
pub type BalanceOf<T> =
    <<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// A pinner as this chain stores it.
pub type PinnerRecord<T> = Pinner<<T as frame_system::Config>::AccountId, BalanceOf<T>, WorkerId>;

#[import_section(config::config)]
#[import_section(error::errors)]
#[import_section(event::events)]
#[frame_support::pallet]
pub mod pallet {
    use super::*;
    use alloc::vec::Vec;
    use frame_support::{pallet_prelude::*, traits::fungible::MutateHold};
    use frame_system::{
        ensure_authorized, offchain::CreateAuthorizedTransaction, pallet_prelude::*,
    };
    use postern_primitives::Cid;

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// The pallet.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// Why this pallet holds funds.
    #[pallet::composite_enum]
    pub enum HoldReason {
        /// The account has a pinner.
        Pinner,
    }

    /// The pin set. A CID is in it exactly while it has references.
    ///
    /// The hasher is not a plain one because senders choose CIDs, and could make the
    /// state's tree lopsided.
    #[pallet::storage]
    pub type Pins<T: Config> = CountedStorageMap<_, Blake2_128Concat, Cid, Pin>;

    /// What changed in a block, in order, page by page. All pages but the last are full;
    /// pruning removes them from the front.
    ///
    /// Pages, because the database is asked for a key and gets it once a block, however often
    /// calls write it: a key for each change would cost each call a write.
    #[pallet::storage]
    pub type Changes<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        BlockNumberFor<T>,
        Twox64Concat,
        u32,
        BoundedVec<Change, ConstU32<CHANGES_PER_PAGE>>,
        ValueQuery,
    >;

    /// How many changes a block had, those that have been pruned included.
    #[pallet::storage]
    pub type ChangeCount<T: Config> =
        StorageMap<_, Twox64Concat, BlockNumberFor<T>, u32, ValueQuery>;

    /// Block and page of the first changes that have not been pruned. All before is gone.
    #[pallet::storage]
    pub type PrunedTo<T: Config> = StorageValue<_, (BlockNumberFor<T>, u32), ValueQuery>;

    /// Pinners, those that have left included until their bonds are freed.
    #[pallet::storage]
    pub type Pinners<T: Config> = StorageMap<_, Twox64Concat, PinnerNumber, PinnerRecord<T>>;

    /// The pinner of an account; the way back is [`Pinner::account`].
    #[pallet::storage]
    pub type PinnerOf<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, PinnerNumber>;

    /// What a worker key stands for; the way back is [`Pinner::worker`].
    #[pallet::storage]
    pub type Workers<T: Config> = StorageMap<_, Blake2_128Concat, WorkerId, Post>;

    /// The number of the next pinner. Numbers are not used twice.
    #[pallet::storage]
    pub type NextPinner<T: Config> = StorageValue<_, PinnerNumber, ValueQuery>;

    /// Pinners that have not left, in the order of their numbers. One value, because all of
    /// it is read wherever it is asked who is to keep a content.
    #[pallet::storage]
    pub type Roster<T: Config> = StorageValue<_, BoundedVec<Seat, T::MaxPinners>, ValueQuery>;

    /// Who keeps contents from the first block on.
    #[pallet::genesis_config]
    #[derive(frame_support::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// In the order of their numbers. Each has the bond.
        pub pinners: Vec<Founder<T::AccountId>>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            genesis::build::<T>(&self.pinners);
        }
    }

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
            Self::check_configuration();
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Volunteers to keep contents. Nothing is assigned before the first heartbeat.
        ///
        /// Holds `Bond` of the signer, who may have one pinner.
        ///
        /// * `worker`: the key that the machine signs with; its node shows it at start.
        /// * `peer_id`: of its IPFS node, as base58 text.
        /// * `addresses`: multiaddresses of that, as text; none if it can only call others.
        /// * `capacity`: bytes that it offers.
        ///
        /// Signed by the account that is to have it. Emits [`Event::Registered`]. Fails with
        /// [`Error::AlreadyRegistered`], [`Error::WorkerInUse`], [`Error::PeerIdMalformed`],
        /// [`Error::AddressMalformed`], [`Error::CapacityTooSmall`],
        /// [`Error::TooManyPinners`] or [`Error::BondNotAffordable`].
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::register())]
        pub fn register(
            origin: OriginFor<T>,
            worker: WorkerId,
            peer_id: PeerId,
            addresses: Addresses,
            capacity: u64,
        ) -> DispatchResult {
            let account = ensure_signed(origin)?;
            Self::do_register(account, worker, peer_id, addresses, capacity)
        }

        /// Replaces what was registered of the pinner's IPFS node and capacity.
        ///
        /// A capacity below what is used assigns nothing new from the next heartbeat on;
        /// what is kept stays. The bond stays the same.
        ///
        /// Signed by the pinner's account. Emits [`Event::Updated`]. Fails with
        /// [`Error::NotRegistered`], [`Error::Leaving`], [`Error::PeerIdMalformed`],
        /// [`Error::AddressMalformed`] or [`Error::CapacityTooSmall`].
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::update())]
        pub fn update(
            origin: OriginFor<T>,
            peer_id: PeerId,
            addresses: Addresses,
            capacity: u64,
        ) -> DispatchResult {
            let account = ensure_signed(origin)?;
            Self::do_update(&account, peer_id, addresses, capacity)
        }

        /// Gives the pinner's machine another key: after a move, or when the old one may
        /// have been stolen. What the old one has signed is void at once.
        ///
        /// Signed by the pinner's account. Emits [`Event::WorkerSet`]. Fails with
        /// [`Error::NotRegistered`], [`Error::Leaving`] or [`Error::WorkerInUse`].
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::set_worker())]
        pub fn set_worker(origin: OriginFor<T>, worker: WorkerId) -> DispatchResult {
            let account = ensure_signed(origin)?;
            Self::do_set_worker(&account, worker)
        }

        /// Stops keeping contents. Nothing is assigned to the pinner any more; its machine
        /// keeps what it has until others do.
        ///
        /// The bond stays held for `Notice` blocks: were it given back at once, coming and
        /// going would cost next to nothing, and each time contents move.
        ///
        /// Signed by the pinner's account. Emits [`Event::Left`]. Fails with
        /// [`Error::NotRegistered`] or [`Error::Leaving`].
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::leave(T::MaxPinners::get()))]
        pub fn leave(origin: OriginFor<T>) -> DispatchResult {
            let account = ensure_signed(origin)?;
            Self::do_leave(&account)
        }

        /// Takes a pinner off the list that has been silent for more than `MaxSilence`
        /// blocks, so that its place is free. Its bond can be had back as if it had left.
        ///
        /// Signed by anybody. Emits [`Event::Left`]. Fails with [`Error::UnknownPinner`],
        /// [`Error::Leaving`] or [`Error::NotSilent`].
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::dismiss(T::MaxPinners::get()))]
        pub fn dismiss(origin: OriginFor<T>, pinner: PinnerNumber) -> DispatchResult {
            ensure_signed(origin)?;
            Self::do_dismiss(pinner)
        }

        /// Gives back the bond of a pinner that has left, after the notice, and forgets it.
        ///
        /// Signed by the pinner's account. Emits [`Event::BondFreed`]. Fails with
        /// [`Error::NotRegistered`], [`Error::NotLeaving`] or [`Error::NoticeNotOver`].
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::free_bond())]
        pub fn free_bond(origin: OriginFor<T>) -> DispatchResult {
            let account = ensure_signed(origin)?;
            Self::do_free_bond(&account)
        }

        /// Says that a pinner is at work, once in a period.
        ///
        /// * `worker`: the key of its machine; `at`: the block whose state this is about.
        /// * `used`: bytes of the contents that it keeps; from its capacity on it is full.
        /// * `signature`: the worker key's, over `postern_primitives::signing::payload`.
        ///
        /// A general transaction without an account and without a fee. Emits [`Event::Heard`].
        /// Refused in the pool already, for the reasons of [`Error::UnknownWorker`],
        /// [`Error::ReportTooOld`], [`Error::ReportFromTheFuture`], [`Error::ReportTooSoon`],
        /// [`Error::NotAtWork`] or [`Error::BadProof`].
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::heartbeat(T::MaxPinners::get()))]
        #[pallet::authorize(Self::authorize_heartbeat)]
        #[pallet::weight_of_authorize(T::WeightInfo::authorize_heartbeat(T::MaxPinners::get()))]
        pub fn heartbeat(
            origin: OriginFor<T>,
            worker: WorkerId,
            at: BlockNumber,
            used: u64,
            signature: WorkerSignature,
        ) -> DispatchResult {
            // Nothing but the validation makes this origin, and it has seen the signature.
            let (_, _) = (ensure_authorized(origin)?, signature);
            Self::do_heartbeat(&worker, at, used).map_err(Into::into)
        }

        /// Claims that a pinner keeps contents that are assigned to it.
        ///
        /// CIDs that are not, or are claimed already, are skipped; when none is left the call
        /// fails.
        ///
        /// * `worker`, `at`, `signature`: as in [`heartbeat`](Self::heartbeat).
        /// * `cids`: the contents, in rising order.
        ///
        /// A general transaction as `heartbeat` is, refused for the same reasons except
        /// [`Error::ReportTooSoon`], and for [`Error::CidsNotRising`] or
        /// [`Error::NothingNew`]. Emits [`Event::Attested`].
        #[pallet::call_index(7)]
        #[pallet::weight(cost::attest::<T>(cids.len() as u32, T::MaxPinners::get()))]
        #[pallet::authorize(Self::authorize_attest)]
        #[pallet::weight_of_authorize(
            cost::authorize_attest::<T>(cids.len() as u32, T::MaxPinners::get())
        )]
        pub fn attest(
            origin: OriginFor<T>,
            worker: WorkerId,
            at: BlockNumber,
            cids: Cids,
            signature: WorkerSignature,
        ) -> DispatchResultWithPostInfo {
            let (_, _) = (ensure_authorized(origin)?, signature);
            Self::do_attest(&worker, at, cids)
        }

        /// Takes claims of a pinner back: its IPFS node has lost the contents. Once in a
        /// period.
        ///
        /// CIDs that it does not claim to keep are skipped; when none is left the call fails.
        ///
        /// * `worker`, `at`, `signature`: as in [`heartbeat`](Self::heartbeat).
        /// * `cids`: the contents, in rising order.
        ///
        /// A general transaction as `heartbeat` is, refused for the same reasons except
        /// [`Error::NotAtWork`], and for [`Error::CidsNotRising`] or [`Error::NothingNew`].
        /// Emits [`Event::Withdrawn`].
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::withdraw(cids.len() as u32))]
        #[pallet::authorize(Self::authorize_withdraw)]
        #[pallet::weight_of_authorize(T::WeightInfo::authorize_withdraw(cids.len() as u32))]
        pub fn withdraw(
            origin: OriginFor<T>,
            worker: WorkerId,
            at: BlockNumber,
            cids: Cids,
            signature: WorkerSignature,
        ) -> DispatchResult {
            let (_, _) = (ensure_authorized(origin)?, signature);
            Self::do_withdraw(&worker, at, cids).map_err(Into::into)
        }
    }
}

impl<T: Config> Pallet<T> {
    /// The current block; in a runtime API, the block whose state is asked.
    pub(crate) fn now() -> BlockNumber {
        frame_system::Pallet::<T>::block_number().saturated_into()
    }
}
