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
//! 4. Until then the sender may [`retract`](Call::retract) them.
//! 5. What nobody takes out expires at the block that its sender chose, and is swept out
//!    of state in bounded steps. No read shows it from that very block on, swept or not.
//!
//! Each way out gives the deposit back, releases the content and leaves nothing in state.
//!
//! # Whose messages an inbox takes
//!
//! Everybody's, unless its owner makes [rules](Rules): by [`set_policy`](Call::set_policy)
//! for strangers, by [`allow`](Call::allow) and [`block`](Call::block) for senders by name.
//! Rules take state, so they hold a deposit, and a key may have no account to hold it of.
//! Therefore *who decides* and *who pays* are asked apart: the owner decides, by signing the
//! transaction or by a signature inside the call; whoever signs the transaction pays, and
//! gets the deposit back when the rule goes.
//!
//! # Properties
//!
//! * Sequence numbers have no gaps while an inbox holds anything, so a client can tell that
//!   nothing is missing, and no number is ever used twice in one inbox. An empty inbox
//!   without rules is not stored at all, and of one with a single entry nothing but that. One
//!   that is used again goes on at [`NumberFloor`], a
//!   single number for all, which no number of any forgotten inbox has reached.
//! * Nothing costs more than its arguments say: reads skip acknowledged entries at no cost
//!   however many lie in between, and a block sweeps no more than [`Config::MaxSwept`].
//! * Fee-free transactions in the pool are bounded by the entries there are, and in a block
//!   by [`Config::MaxFreeShare`]: see [`acknowledge`].
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod acknowledge;
mod admission;
mod answers;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod clearing;
mod config;
mod course;
mod entries;
mod errors;
mod events;
mod expiry;
mod free;
mod integrity;
#[cfg(test)]
mod mock;
mod proof;
mod rules;
pub mod runtime_api;
mod schedule;
mod send;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;

pub use answers::{EntryInfo, EntryPage, ListingPage, QueueInfo, RulesInfo, SendRefusal};
pub use pallet::*;
pub use types::{
    Entry, Listing, OwnerProof, Page, Places, Policy, Queue, Rules, SequenceNumbers, Verdict,
};
pub use weights::WeightInfo;

use frame_support::{pallet_macros::import_section, traits::fungible::Inspect};
use postern_primitives::{BlockNumber, SequenceKey};
use sp_runtime::SaturatedConversion;

const LOG_TARGET: &str = "postern::inbox";

/// An amount of the configured currency.
pub type BalanceOf<T> =
    <<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// An entry as this chain stores it.
pub type EntryOf<T> = Entry<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

/// A queue as this chain stores it.
pub type QueueOf<T> = Queue<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

/// A sender on a list as this chain stores it.
pub type ListingOf<T> = Listing<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

/// Inboxes, as the runtime puts them together.
#[import_section(config::config)]
#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame_support::pallet]
pub mod pallet {
    use super::*;
    use frame_support::{
        pallet_prelude::*,
        traits::{fungible::MutateHold, ReservableCurrency},
    };
    use frame_system::pallet_prelude::*;
    use postern_primitives::{
        limits::MAX_RECIPIENTS,
        traits::{ContentStore, Identities},
        Cid, CidInput, Senders,
    };
    use sp_runtime::Perbill;

    /// Layout of the storage below. A change of it comes with a migration.
    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// Inboxes.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// Why this pallet holds funds.
    #[pallet::composite_enum]
    pub enum HoldReason {
        /// The account has paid for the rules of an inbox.
        Rules,
    }

    /// The entries of each inbox, in the order of sending.
    ///
    /// Written by `send`; removed by `acknowledge`, `retract`, `reap` and by the sweep. The
    /// second key is big-endian and not hashed, so that going through an inbox visits what is
    /// there in order and steps over what is gone. Nobody can choose it, so it needs no hash
    /// against an unbalanced trie.
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

    /// Where each inbox stands that has entries or rules, and no other. An entry that is the only
    /// one since the inbox was empty, in an inbox without rules, says that by itself.
    #[pallet::storage]
    pub type Queues<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, QueueOf<T>, OptionQuery>;

    /// Where the numbers of an inbox begin that is not stored: beyond every number that any
    /// inbox had when it was forgotten, so that an old acknowledgement meets no new entry. Paid
    /// for by the start of each block.
    #[pallet::storage]
    #[pallet::whitelist_storage]
    pub type NumberFloor<T: Config> = StorageValue<_, u64, ValueQuery>;

    /// The senders whom each inbox names, with what becomes of their messages.
    #[pallet::storage]
    pub type Listings<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        T::AccountId,
        Blake2_128Concat,
        T::AccountId,
        ListingOf<T>,
        OptionQuery,
    >;

    /// Where the nonces of an inbox without rules begin: beyond every nonce that any rules had
    /// when they went, so that an old signature brings none of them back.
    #[pallet::storage]
    pub type NonceFloor<T: Config> = StorageValue<_, u64, ValueQuery>;

    /// The entries that expire at each block, in pages: each entry once, under its `expires_at`
    /// and on the page that it names. No page is empty.
    #[pallet::storage]
    pub type Expiring<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        BlockNumber,
        Twox64Concat,
        Page,
        BoundedVec<(T::AccountId, u64), schedule::PageBound>,
        OptionQuery,
    >;

    /// How many entries this block has put into inboxes. Nothing between blocks, and paid for
    /// by the start of each.
    #[pallet::storage]
    #[pallet::whitelist_storage]
    pub type SentNow<T: Config> = StorageValue<_, u32, ValueQuery>;

    /// The last block of which [`Expiring`] has been worked off whole.
    #[pallet::storage]
    pub type SweptTo<T: Config> = StorageValue<_, BlockNumber, ValueQuery>;

    /// What fee-free acknowledgements have taken of this block. Nothing between blocks.
    #[pallet::storage]
    pub type FreeWeight<T: Config> = StorageValue<_, Weight, ValueQuery>;

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        /// Sweeps at the start of a block, not with what a block has left over: expiry is
        /// promised, and full blocks must not put it off. It returns what it has used, and
        /// what the end of the block will use.
        fn on_initialize(now: BlockNumberFor<T>) -> Weight {
            Self::sweep(now.saturated_into()).saturating_add(Self::end_weight())
        }

        /// At the end and not at the next start, because the pool judges by the state between.
        fn on_finalize(_: BlockNumberFor<T>) {
            FreeWeight::<T>::kill();
            SentNow::<T>::kill();
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
        /// Reserves what `can_send` of the runtime API says: for each recipient
        /// `EntryDeposit`, `KibDeposit` for each begun KiB, and more where a recipient
        /// demands more. It comes back when the entry is acknowledged, retracted or expired.
        /// A second call makes second entries.
        ///
        /// * `recipients`: the inboxes, each named once; the keys need no account.
        /// * `cid`: the text or the 36 bytes of a CIDv1 over sha2-256.
        /// * `size`: bytes of the content with everything below it.
        /// * `lifetime`: after how many blocks the entries expire.
        ///
        /// Signed by the sender. Emits `Sent`. Fails with one of `Cid…`, `Content…`,
        /// `Lifetime…` or `Sender…`, or `NoRecipients`, `DuplicateRecipient`, `QueueFull` or
        /// `DepositNotAffordable`.
        #[pallet::call_index(0)]
        #[pallet::weight(course::declared_weight::<T>(recipients.len() as u32, cid))]
        pub fn send(
            origin: OriginFor<T>,
            recipients: BoundedVec<T::AccountId, ConstU32<MAX_RECIPIENTS>>,
            cid: CidInput,
            size: u64,
            lifetime: BlockNumber,
        ) -> DispatchResultWithPostInfo {
            let sender = ensure_signed(origin)?;
            Self::do_send(sender, &recipients, &cid, size, lifetime)
        }

        /// Takes entries out of an inbox: their owner has read them.
        ///
        /// Numbers that are not in the inbox are skipped, so that a client may repeat
        /// itself; when none is left the call fails. Senders get their deposits back.
        ///
        /// * `owner`: whose inbox it is.
        /// * `sequence_numbers`: the entries, in rising order.
        /// * `proof`: the owner's signature over `signing::Acknowledge`, with `seen` the block
        ///   whose state was read.
        ///
        /// Comes as a general transaction without an account and without a fee, authorised by
        /// `proof`; or signed by anybody, with `proof`; or signed by the owner, without.
        /// Emits `Acknowledged`. Fails with `SequenceNumbersNotRising`,
        /// `NothingToAcknowledge`, `NotOwner`, `BadProof`, `SeenBlockUnknown` or `Proof…`.
        #[pallet::call_index(1)]
        #[pallet::weight(acknowledge::declared_weight::<T>(
            sequence_numbers.len() as u32,
            proof.is_some(),
        ))]
        #[pallet::authorize(Self::authorize_acknowledge)]
        #[pallet::weight_of_authorize(
            T::WeightInfo::authorize_acknowledge(sequence_numbers.len() as u32)
        )]
        pub fn acknowledge(
            origin: OriginFor<T>,
            owner: T::AccountId,
            sequence_numbers: SequenceNumbers,
            proof: Option<OwnerProof>,
        ) -> DispatchResultWithPostInfo {
            Self::do_acknowledge(origin, owner, sequence_numbers, proof.as_ref())
        }

        /// Takes back entries that nobody has acknowledged yet.
        ///
        /// The deposits come back at once. Entries that are gone are skipped, so that
        /// reading and taking back at the same time is no failure; when none is left the
        /// call fails. What was read cannot be made unread.
        ///
        /// * `entries`: inboxes with sequence numbers, as `Sent` tells them.
        ///
        /// Signed by the sender. Emits `Retracted`. Fails with `NothingToRetract` or
        /// `NotSender`.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::retract(entries.len() as u32))]
        pub fn retract(
            origin: OriginFor<T>,
            entries: Places<T::AccountId>,
        ) -> DispatchResultWithPostInfo {
            let sender = ensure_signed(origin)?;
            Self::do_retract(sender, entries)
        }

        /// Decides whose messages an inbox takes of senders who are not named.
        ///
        /// * `owner`: whose inbox it is.
        /// * `senders`: anyone's, registered senders', or of nobody who is not named.
        /// * `min_deposit`: what their entries have to hold at least, up to `MaxMinDeposit`.
        /// * `proof`: the owner's signature over `signing::InboxRules`, unless the owner
        ///   signs the transaction.
        ///
        /// Signed by the owner, or by anybody with `proof`. The first rule of an inbox holds
        /// `RulesDeposit` of who signs; it comes back with the last one, that is with
        /// `Anyone`, 0 and an empty list. Emits `PolicySet`. Fails with `MinDepositTooHigh`,
        /// `RulesNotAffordable`, `NotOwner`, `BadProof`, `SeenBlockUnknown` or `Proof…`.
        #[pallet::call_index(3)]
        #[pallet::weight(rules::declared_weight::<T>(T::WeightInfo::set_policy(), proof.is_some()))]
        pub fn set_policy(
            origin: OriginFor<T>,
            owner: T::AccountId,
            senders: Senders,
            min_deposit: BalanceOf<T>,
            proof: Option<OwnerProof>,
        ) -> DispatchResult {
            let policy = Policy {
                senders,
                min_deposit,
            };
            Self::do_set_policy(origin, owner, policy, proof.as_ref())
        }

        /// Lets the messages of a sender in, whatever is asked of strangers.
        ///
        /// Signed by the owner, or by anybody with `proof`, as for `set_policy`. Holds
        /// `ListingDeposit` of who signs until the sender is taken off the list, and
        /// `RulesDeposit` if it is the first rule. A blocked sender changes sides at no
        /// further deposit. Emits `SenderListed`. Fails with `AlreadyListed`, `ListFull`,
        /// `RulesNotAffordable`, `NotOwner`, `BadProof`, `SeenBlockUnknown` or `Proof…`.
        #[pallet::call_index(4)]
        #[pallet::weight(rules::declared_weight::<T>(T::WeightInfo::list(), proof.is_some()))]
        pub fn allow(
            origin: OriginFor<T>,
            owner: T::AccountId,
            sender: T::AccountId,
            proof: Option<OwnerProof>,
        ) -> DispatchResult {
            Self::do_list(origin, owner, sender, Verdict::Allowed, proof.as_ref())
        }

        /// Keeps the messages of a sender out. What lies there already stays.
        ///
        /// Signed by the owner, or by anybody with `proof`, as for `set_policy`. Holds as
        /// `allow` does; an allowed sender changes sides at no further deposit. Emits
        /// `SenderListed`. Fails with `AlreadyListed`, `ListFull`, `RulesNotAffordable`,
        /// `NotOwner`, `BadProof`, `SeenBlockUnknown` or `Proof…`.
        #[pallet::call_index(5)]
        #[pallet::weight(rules::declared_weight::<T>(T::WeightInfo::list(), proof.is_some()))]
        pub fn block(
            origin: OriginFor<T>,
            owner: T::AccountId,
            sender: T::AccountId,
            proof: Option<OwnerProof>,
        ) -> DispatchResult {
            Self::do_list(origin, owner, sender, Verdict::Blocked, proof.as_ref())
        }

        /// Takes a sender off the list: a stranger again.
        ///
        /// Signed by the owner, or by anybody with `proof`, as for `set_policy`. Gives the
        /// deposit back to who paid it, and that of the rules if it was the last one. Emits
        /// `SenderUnlisted`. Fails with `NotListed`, `NotOwner`, `BadProof`,
        /// `SeenBlockUnknown` or `Proof…`.
        #[pallet::call_index(6)]
        #[pallet::weight(rules::declared_weight::<T>(T::WeightInfo::unlist(), proof.is_some()))]
        pub fn unlist(
            origin: OriginFor<T>,
            owner: T::AccountId,
            sender: T::AccountId,
            proof: Option<OwnerProof>,
        ) -> DispatchResult {
            Self::do_unlist(origin, owner, sender, proof.as_ref())
        }

        /// Clears entries that have expired and are not swept yet.
        ///
        /// Every block sweeps some; after a flood this gives deposits back sooner, to those
        /// who had paid them. Entries that are gone or have not expired are skipped; when
        /// none is left the call fails.
        ///
        /// * `entries`: inboxes with sequence numbers, as `overdue` of the runtime API lists
        ///   them.
        ///
        /// Signed by anybody. Emits `Expired` for each entry. Fails with `NothingToReap`.
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::reap(entries.len() as u32))]
        pub fn reap(
            origin: OriginFor<T>,
            entries: Places<T::AccountId>,
        ) -> DispatchResultWithPostInfo {
            ensure_signed(origin)?;
            Self::do_reap(entries)
        }
    }
}
