//! Queues of content identifiers that wait for their owner.
//!
//! An inbox belongs to a 32-byte public key: an account, or a key that no account is known
//! for. Its owner needs no balance, no identity and no earlier transaction, only the
//! secret of the key.
//!
//! # A message's way through
//!
//! 1. [`send`](Call::send) puts one CID into up to 64 inboxes. Each of these *entries* holds
//!    a deposit of the sender and one reference to the content, so that pinners keep it.
//! 2. The owner reads the entries by the [runtime API](runtime_api::InboxApi), page by page.
//! 3. [`acknowledge`](Call::acknowledge) takes entries out. A signature of the owner inside
//!    the call is authority enough: the transaction needs no account and costs no fee.
//! 4. What nobody acknowledges expires at the block that its sender chose, and is swept out
//!    of state in bounded steps. No read shows it from that very block on, swept or not.
//!
//! Either way out gives the deposit back and releases the content.
//!
//! # Properties
//!
//! * Sequence numbers of one inbox have no gaps and are never used twice, so a client can
//!   tell that nothing is missing, and an old acknowledgement never meets a new entry. For
//!   that, an inbox that was used once keeps its [`Queue`] (28 bytes) even when it is empty.
//! * Nothing costs more than its arguments say: reads skip acknowledged entries at no cost
//!   however many lie in between, and a block sweeps no more than [`Config::MaxSwept`].
//! * Fee-free transactions in the pool and in a block are bounded by the entries there are:
//!   see [`acknowledge`].
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod acknowledge;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod entries;
mod expiry;
mod integrity;
#[cfg(test)]
mod mock;
pub mod runtime_api;
mod send;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::{
    Entry, EntryInfo, EntryPage, Queue, QueueInfo, SendRefusal, SentEntries, SequenceKey,
    SequenceNumbers,
};
pub use weights::WeightInfo;

use frame_support::traits::fungible::Inspect;
use postern_primitives::BlockNumber;
use sp_runtime::SaturatedConversion;

const LOG_TARGET: &str = "postern::inbox";

/// An amount of the configured currency.
pub type BalanceOf<T> =
    <<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// An entry as this chain stores it.
pub type EntryOf<T> = Entry<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

#[frame_support::pallet]
pub mod pallet {
    use super::*;
    use frame_support::{pallet_prelude::*, traits::fungible::MutateHold};
    use frame_system::pallet_prelude::*;
    use postern_primitives::{limits::MAX_RECIPIENTS, traits::ContentStore, Cid, CidInput};
    use sp_runtime::MultiSignature;

    /// Layout of the storage below. A change of it comes with a migration.
    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// Inboxes.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// What the runtime chooses for inboxes.
    #[pallet::config]
    pub trait Config:
        frame_system::Config<AccountId: AsRef<[u8; 32]>, Hash: Into<[u8; 32]>>
    {
        /// Where deposits are held.
        type Currency: MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

        /// The runtime's reasons to hold funds; this pallet's is among them.
        type RuntimeHoldReason: From<HoldReason>;

        /// Keeps the content of entries available.
        type Content: ContentStore;

        /// Deposit for one entry, whatever its size: what its place in chain state is worth.
        #[pallet::constant]
        type EntryDeposit: Get<BalanceOf<Self>>;

        /// Deposit for each begun KiB of content, for each entry: what keeping it is worth.
        #[pallet::constant]
        type KibDeposit: Get<BalanceOf<Self>>;

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

        /// How many blocks ahead the last block of an acknowledgement's validity may lie.
        #[pallet::constant]
        type MaxAcknowledgeAge: Get<BlockNumber>;

        /// What calls and hooks weigh.
        type WeightInfo: WeightInfo;
    }

    /// Why this pallet holds funds.
    #[pallet::composite_enum]
    pub enum HoldReason {
        /// An entry of the account lies in somebody's inbox.
        Entry,
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// The recipient list is empty; name at least one inbox.
        NoRecipients,
        /// A recipient is named twice; name each inbox once.
        DuplicateRecipient,
        /// This is not a CID; pass its text (`bafk…`, `bafy…`) or its 36 bytes.
        CidMalformed,
        /// This is a version 0 CID; convert it with `ipfs cid format -v 1 -b base32`.
        CidVersion0,
        /// The CID's codec is not accepted; use a raw block or UnixFS (dag-pb).
        CidUnsupportedCodec,
        /// The CID's hash is not accepted; use a whole sha2-256 hash.
        CidUnsupportedHash,
        /// Bytes follow the end of the CID; pass the CID alone.
        CidTrailingBytes,
        /// The announced size is 0; announce how many bytes the content has.
        ContentEmpty,
        /// The content exceeds the size limit; send it in parts.
        ContentTooLarge,
        /// The lifetime is below `MinLifetime`; choose a longer one.
        LifetimeTooShort,
        /// The lifetime exceeds `MaxLifetime`; choose a shorter one.
        LifetimeTooLong,
        /// A recipient's inbox is full; wait until its owner acknowledges or entries expire.
        QueueFull,
        /// The sender cannot spare the deposit; get more funds or send less.
        DepositNotAffordable,
        /// The content is referred to too often or too much changed in this block; send later.
        ContentNotRetained,
        /// The sequence numbers do not rise strictly; sort them and name each once.
        SequenceNumbersNotRising,
        /// None of the named entries is in the inbox any more; read the inbox again.
        NothingToAcknowledge,
        /// Only the owner may acknowledge; sign as the owner or pass the owner's signature.
        NotOwner,
        /// The signature is not the owner's over these very fields on this chain; sign again.
        BadProof,
        /// The signature has expired; sign again with a later `expires`.
        ProofExpired,
        /// `expires` lies more than `MaxAcknowledgeAge` blocks ahead; sign with an earlier one.
        ProofExpiresTooLate,
    }

    /// What happened in inboxes.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// Content was put into inboxes.
        Sent {
            /// Whose deposit is held.
            sender: T::AccountId,
            /// Names the content.
            cid: Cid,
            /// The inboxes, each with the sequence number that the entry has there.
            entries: SentEntries<T::AccountId>,
            /// The first block in which the entries are gone.
            expires_at: BlockNumber,
        },
        /// The owner has taken entries out of an inbox.
        Acknowledged {
            /// Whose inbox it is.
            owner: T::AccountId,
            /// The entries that were taken out; of those named, the ones that were there.
            sequence_numbers: SequenceNumbers,
        },
        /// An entry was swept out of an inbox after its lifetime.
        Expired {
            /// Whose inbox it was in.
            owner: T::AccountId,
            /// Which entry it was.
            sequence_number: u64,
            /// Names the content.
            cid: Cid,
        },
    }

    /// The entries of each inbox, in the order of sending.
    ///
    /// Written by `send`; removed by `acknowledge` and by the sweep. The second key is
    /// big-endian and not hashed, so that going through an inbox visits what is there in
    /// order and steps over what is gone. Nobody can choose it, so it needs no hash against
    /// an unbalanced trie.
    #[pallet::storage]
    pub type Entries<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        T::AccountId,
        Identity,
        SequenceKey,
        EntryOf<T>,
        OptionQuery,
    >;

    /// Where each inbox stands. Stays when the inbox is empty: numbers are not used twice.
    #[pallet::storage]
    pub type Queues<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Queue, ValueQuery>;

    /// The entries that expire at each block: one for each entry, under its `expires_at`.
    #[pallet::storage]
    pub type Expiring<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        BlockNumber,
        Blake2_128Concat,
        (T::AccountId, u64),
        (),
        OptionQuery,
    >;

    /// The last block of which [`Expiring`] has been worked off whole.
    #[pallet::storage]
    pub type SweptTo<T: Config> = StorageValue<_, BlockNumber, ValueQuery>;

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        /// Sweeps at the start of a block, not with what a block has left over: expiry is
        /// promised, and full blocks must not put it off. It returns what it has used.
        fn on_initialize(now: BlockNumberFor<T>) -> Weight {
            Self::sweep(now.saturated_into())
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
        /// Puts one CID into the inbox of each recipient, or into none.
        ///
        /// Holds `deposit(size, recipients)` of the sender until the entries are
        /// acknowledged or expire. A second call makes second entries.
        ///
        /// * `recipients`: the inboxes, each named once; the keys need no account.
        /// * `cid`: the text or the 36 bytes of a CIDv1 over sha2-256.
        /// * `size`: bytes of the content with everything below it.
        /// * `lifetime`: after how many blocks the entries expire.
        ///
        /// Signed by the sender. Emits [`Event::Sent`].
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::send(recipients.len() as u32))]
        pub fn send(
            origin: OriginFor<T>,
            recipients: BoundedVec<T::AccountId, ConstU32<MAX_RECIPIENTS>>,
            cid: CidInput,
            size: u64,
            lifetime: BlockNumber,
        ) -> DispatchResult {
            let sender = ensure_signed(origin)?;
            Self::do_send(sender, &recipients, &cid, size, lifetime)
        }

        /// Takes entries out of an inbox: their owner has read them.
        ///
        /// Numbers that are not in the inbox are skipped, so that a client may repeat
        /// itself; when none is left the call fails.
        ///
        /// * `owner`: whose inbox it is.
        /// * `sequence_numbers`: the entries, in rising order.
        /// * `expires`: the last block in which `signature` is accepted; without one it is
        ///   not looked at.
        /// * `signature`: the owner's, over `postern_primitives::signing::payload`.
        ///
        /// Comes as a general transaction without an account and without a fee, authorised by
        /// `signature`; or signed by anybody, with `signature`; or signed by the
        /// owner, without. Emits [`Event::Acknowledged`].
        #[pallet::call_index(1)]
        #[pallet::weight(acknowledge::declared_weight::<T>(
            sequence_numbers.len() as u32,
            signature.is_some(),
        ))]
        #[pallet::authorize(Self::authorize_acknowledge)]
        #[pallet::weight_of_authorize(
            T::WeightInfo::authorize_acknowledge(sequence_numbers.len() as u32)
        )]
        pub fn acknowledge(
            origin: OriginFor<T>,
            owner: T::AccountId,
            sequence_numbers: SequenceNumbers,
            expires: BlockNumber,
            signature: Option<MultiSignature>,
        ) -> DispatchResultWithPostInfo {
            let proof = signature.as_ref().map(|signature| (expires, signature));
            Self::do_acknowledge(origin, owner, sequence_numbers, proof)
        }
    }
}

impl<T: Config> Pallet<T> {
    /// The current block; in a runtime API, the block whose state is asked.
    pub(crate) fn now() -> BlockNumber {
        frame_system::Pallet::<T>::block_number().saturated_into()
    }
}
