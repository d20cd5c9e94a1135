//! Rooms: channels that anybody finds by name, joins, posts to and reads back.
//!
//! A channel is public in this version. Its log is an ordered list of CIDs on chain, whose
//! content lies on IPFS and is retained for as long as the post stands. Posts are numbered
//! from 0 without gaps, so a reader can tell that nothing is missing, and are read a page
//! at a time with [`Pallet::history`].
//!
//! Who creates a channel owns it and is its first member. The owner stays while there
//! are other members or posts: a channel with something in it always has somebody
//! whose deposit stands for it. Leaving an empty channel closes it and frees its name;
//! its number is not used again.
//!
//! Everything stored is paid for by a deposit of whoever caused it: the channel by its
//! owner, a membership by the member, a post by its author. Posts have no lifetime and
//! cannot be taken back in this version, so their deposits stay held.
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod deposits;
mod lookup;
mod membership;
mod posts;
pub mod runtime_api;
mod types;
pub mod weights;

#[cfg(any(test, feature = "try-runtime"))]
mod try_state;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::{
    BalanceOf, Channel, ChannelId, ChannelInfo, Membership, NameInput, Post, PostInfo, PostPage,
};
pub use weights::WeightInfo;

/// The pallet's parts as the runtime sees them.
#[frame_support::pallet]
pub mod pallet {
    use super::*;
    use frame_support::{pallet_prelude::*, traits::fungible};
    use frame_system::pallet_prelude::*;
    use postern_primitives::{traits::ContentStore, Cid, CidInput, Handle};

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// What the pallet needs of the runtime.
    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// The runtime's name for why money is held.
        type RuntimeHoldReason: From<HoldReason>;

        /// Where deposits are held.
        type Currency: fungible::MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

        /// Keeps the content of posts available.
        type Content: ContentStore;

        /// Held from a channel's owner until the channel closes. Covers the owner's own
        /// membership.
        #[pallet::constant]
        type ChannelDeposit: Get<BalanceOf<Self>>;

        /// Held from every other member until they leave, so that nobody fills a channel
        /// with members for the price of the fees.
        #[pallet::constant]
        type MembershipDeposit: Get<BalanceOf<Self>>;

        /// Held from a post's author for each post, whatever its size.
        #[pallet::constant]
        type PostDeposit: Get<BalanceOf<Self>>;

        /// Held from a post's author besides, for each KiB of content that is begun.
        #[pallet::constant]
        type PostDepositPerKib: Get<BalanceOf<Self>>;

        /// Most members of one channel, the owner included.
        #[pallet::constant]
        type MaxMembers: Get<u32>;

        /// What the calls cost.
        type WeightInfo: WeightInfo;
    }

    /// Why this pallet holds money.
    #[pallet::composite_enum]
    pub enum HoldReason {
        /// The channels of an owner.
        Channel,
        /// The memberships of an account.
        Membership,
        /// The posts of an author.
        Post,
    }

    /// Channels, their members and their posts.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The number that the next channel gets. Numbers of closed channels are not used again.
    #[pallet::storage]
    pub type NextChannel<T: Config> = StorageValue<_, ChannelId, ValueQuery>;

    /// Every channel that is open.
    #[pallet::storage]
    pub type Channels<T: Config> =
        StorageMap<_, Twox64Concat, ChannelId, Channel<T::AccountId, BalanceOf<T>>>;

    /// The channel behind a name; the way back is [`Channel::name`](crate::Channel).
    #[pallet::storage]
    pub type Names<T: Config> = StorageMap<_, Blake2_128Concat, Handle, ChannelId>;

    /// Who is in which channel. [`Channel::members`](crate::Channel) counts them.
    #[pallet::storage]
    pub type Members<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        ChannelId,
        Blake2_128Concat,
        T::AccountId,
        Membership<BalanceOf<T>>,
    >;

    /// The posts of each channel, by their number from 0 up, without gaps.
    #[pallet::storage]
    pub type Log<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        ChannelId,
        Twox64Concat,
        u64,
        Post<T::AccountId, BalanceOf<T>>,
    >;

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A channel was opened, with its owner as the first member.
        Created {
            /// The channel.
            channel: ChannelId,
            /// What it is found by.
            name: Handle,
            /// Who opened it.
            owner: T::AccountId,
        },
        /// Somebody joined a channel.
        Joined {
            /// The channel.
            channel: ChannelId,
            /// The new member.
            account: T::AccountId,
        },
        /// Somebody left a channel.
        Left {
            /// The channel.
            channel: ChannelId,
            /// Who is a member no more.
            account: T::AccountId,
        },
        /// The owner left an empty channel, which is gone. Its name is free.
        Closed {
            /// The channel.
            channel: ChannelId,
            /// What it was found by.
            name: Handle,
            /// Who had opened it.
            owner: T::AccountId,
        },
        /// Something was posted to a channel.
        Posted {
            /// The channel.
            channel: ChannelId,
            /// The post's place in the channel.
            sequence_number: u64,
            /// Who posted it.
            author: T::AccountId,
            /// Where its content lies.
            cid: Cid,
            /// How many bytes the content takes.
            size: u64,
        },
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no channel with this number. Look the channel up by its name.
        ChannelNotFound,
        /// Another channel has this name. Choose another one.
        NameTaken,
        /// A name has 3 to 32 characters. Choose one of that length.
        NameLength,
        /// A name has only the characters a-z, 0-9 and -. Choose one without others.
        NameCharacter,
        /// A name neither begins nor ends with -. Choose another one.
        NameEdge,
        /// All channel numbers are used up. Post to an existing channel.
        TooManyChannels,
        /// The account is a member of the channel already. Nothing is left to do.
        AlreadyMember,
        /// The account is not a member of the channel. Join it first.
        NotMember,
        /// The channel has as many members as are allowed. Wait until somebody leaves.
        TooManyMembers,
        /// The owner cannot leave a channel with other members or with posts. Stay, or wait
        /// until the others have left if there are no posts.
        OwnerMustStay,
        /// A post must have content. Announce the size that the content has.
        ContentEmpty,
        /// The content is larger than one post may announce. Split it.
        ContentTooLarge,
        /// The content cannot be kept available, because too much refers to it or too much
        /// changed in this block. Try again in a later block.
        ContentRefused,
        /// The channel has as many posts as can be numbered. Open another channel.
        TooManyPosts,
        /// The CID is too long to be one. A CIDv1 with sha2-256 has 59 characters.
        CidTooLong,
        /// This is not a CID. One looks like `bafkrei…` or `bafybei…`.
        CidMalformed,
        /// This is a version 0 CID. Convert it to version 1.
        CidVersion0,
        /// The CID has a codec that Postern does not carry. Publish a raw block or UnixFS.
        CidUnsupportedCodec,
        /// The CID has another hash than a whole sha2-256. Publish with sha2-256.
        CidUnsupportedHash,
        /// There are bytes after the end of the CID. Remove them.
        CidTrailingBytes,
        /// The account cannot pay the deposit. Fund it, or free money that is held.
        DepositUnaffordable,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            assert!(
                T::MaxMembers::get() > 0,
                "MaxMembers of 0 has no room for a channel's owner"
            );
            assert!(
                Self::post_deposit(postern_primitives::limits::MAX_CONTENT_SIZE).is_ok(),
                "the deposit for the largest post does not fit into a balance"
            );
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Opens a public channel that is found by `name`, with the signer as owner and first
        /// member.
        ///
        /// - `name`: 3 to 32 characters out of `a-z`, `0-9` and inner `-`.
        ///
        /// Signed by the owner. Holds `ChannelDeposit` until the channel closes. Emits
        /// [`Event::Created`], which tells the channel's number.
        ///
        /// # Errors
        /// [`Error::NameTaken`], [`Error::NameLength`], [`Error::NameCharacter`],
        /// [`Error::NameEdge`], [`Error::TooManyChannels`], [`Error::DepositUnaffordable`].
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::create())]
        pub fn create(origin: OriginFor<T>, name: NameInput) -> DispatchResult {
            let owner = ensure_signed(origin)?;
            Self::do_create(&owner, &name)
        }

        /// Makes the signer a member of a channel, who may post to it.
        ///
        /// Reading needs no membership: the channel is public.
        ///
        /// Signed by anybody. Holds `MembershipDeposit` until the member leaves. Emits
        /// [`Event::Joined`].
        ///
        /// # Errors
        /// [`Error::ChannelNotFound`], [`Error::AlreadyMember`], [`Error::TooManyMembers`],
        /// [`Error::DepositUnaffordable`].
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::join())]
        pub fn join(origin: OriginFor<T>, channel: ChannelId) -> DispatchResult {
            let account = ensure_signed(origin)?;
            Self::do_join(&account, channel)
        }

        /// Ends the signer's membership. What was posted stays.
        ///
        /// An owner who is alone in a channel without posts closes it by leaving: the
        /// channel is gone and its name is free.
        ///
        /// Signed by a member, who gets the deposit for the membership, or for the closed
        /// channel, back. Emits [`Event::Left`], or [`Event::Closed`].
        ///
        /// # Errors
        /// [`Error::ChannelNotFound`], [`Error::NotMember`], [`Error::OwnerMustStay`].
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::leave())]
        pub fn leave(origin: OriginFor<T>, channel: ChannelId) -> DispatchResult {
            let account = ensure_signed(origin)?;
            Self::do_leave(&account, channel)
        }

        /// Adds content to the end of a channel's log and keeps it available.
        ///
        /// - `cid`: where the content lies, as text or as bytes.
        /// - `size`: how many bytes it takes, files included.
        ///
        /// Signed by a member. Holds `PostDeposit`, and `PostDepositPerKib` for each KiB begun,
        /// for as long as the post stands. Emits [`Event::Posted`].
        ///
        /// # Errors
        /// [`Error::ChannelNotFound`], [`Error::NotMember`], [`Error::ContentEmpty`],
        /// [`Error::ContentTooLarge`], [`Error::ContentRefused`], [`Error::TooManyPosts`],
        /// [`Error::DepositUnaffordable`], and one of `Cid…` for a bad `cid`.
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::post())]
        pub fn post(
            origin: OriginFor<T>,
            channel: ChannelId,
            cid: CidInput,
            size: u64,
        ) -> DispatchResult {
            let author = ensure_signed(origin)?;
            let cid = Cid::parse(&cid).map_err(Error::<T>::from)?;
            Self::do_post(&author, channel, cid, size)
        }
    }
}
