//! Rooms: public channels that anybody finds by name, and private ones that only their
//! members understand.
//!
//! A channel has a *log*: an ordered list of CIDs on chain, whose content lies on IPFS and is
//! retained for as long as the post stands. Posts are numbered from 0 and a number is never
//! used twice. A post goes when its author or a moderator takes it back, when it was kept
//! for as long as the channel keeps posts, or when it is the oldest of more than the channel
//! keeps. Its deposit comes back then, without anybody asking for it. Logs are read a page at
//! a time, [forwards](Pallet::history) or [backwards](Pallet::history_back).
//!
//! # Public channels
//!
//! Who creates a channel owns it and is its first member and moderator. Its
//! [`Policy`] says who may join, who may post, how much of the log is kept, and who decides.
//! The owner stays for as long as the channel exists, so there is always somebody who
//! can decide; [`Call::close`] takes the channel away.
//!
//! A decision is taken by one person at once, where the policy says so, or by a vote:
//!
//! * A proposal is decided by the rules that were in force when it was opened.
//! * Its electors are those who were members, or moderators, at that time *and still are*.
//!   Who comes later has no vote. Who leaves is counted no more: neither among the
//!   electors nor by a vote that was given. Who leaves and comes back came later.
//! * It passes as soon as enough of all electors agree, and is lost as soon as that can no
//!   longer happen. Anybody may then close the vote, which does what was decided.
//!
//! Nothing here goes through all members or all votes. Tallies are kept as votes come and
//! go; a member's votes are stored with the member, at most one for each open proposal; and
//! whoever leaves is taken out of at most
//! [`MAX_PROPOSALS`](postern_primitives::limits::MAX_PROPOSALS) tallies.
//!
//! # Private channels
//!
//! They are written to in the name of a group by a key that its members share, so that
//! neither membership nor authorship is on chain: see [`private`].
//!
//! # What is left behind
//!
//! Everything stored is paid for by a deposit of whoever caused it: a channel by its owner, a
//! membership by the member, an invitation by the inviter, a proposal by its proposer, a post
//! by its author, and all of a private channel by its purse. A closed channel is gone
//! at once for everybody; what was stored in it is cleared, and paid back, in bounded
//! steps at the start of the blocks that follow.
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod decisions;
mod deposits;
mod entries;
mod errors;
mod events;
mod integrity;
mod lookup;
mod membership;
mod opening;
mod posts;
pub mod private;
mod proposals;
pub mod runtime_api;
mod sweep;
mod types;
mod votes;
pub mod weights;

#[cfg(any(test, feature = "try-runtime"))]
mod try_state;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::{
    Authority, BalanceOf, Channel, ChannelId, ChannelInfo, ChannelOf, ChannelPage, Commit,
    Decisions, Electorate, GroupPublic, Invitation, InvitationInfo, JoinRule, LogState, MemberInfo,
    MemberPage, Membership, NameInput, Outcome, PerProposal, Policy, Post, PostInfo, PostOf,
    PostPage, PostRule, PrivateChannel, PrivateChannelInfo, Proof, Proposal, ProposalId,
    ProposalInfo, ProposalOf, Removal, ReplayWindow, Retention, Subject, SubjectOf, Vote,
};
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;

const LOG_TARGET: &str = "postern::channels";

/// The pallet's parts as the runtime sees them.
#[import_section(calls::calls)]
#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame_support::pallet]
pub mod pallet {
    use super::*;
    use frame_support::{
        pallet_prelude::*,
        traits::{fungible, OnUnbalanced},
        weights::WeightToFee,
        PalletId,
    };
    use frame_system::pallet_prelude::*;
    use postern_primitives::{
        traits::{ContentStore, Identities},
        BlockNumber, Cid, CidInput, Handle, SequenceKey,
    };
    use sp_runtime::SaturatedConversion;

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// What the pallet needs of the runtime.
    #[pallet::config]
    pub trait Config:
        frame_system::Config<RuntimeEvent: From<Event<Self>>, Hash: Into<[u8; 32]>>
    {
        /// The runtime's name for why money is held.
        type RuntimeHoldReason: From<HoldReason>;

        /// Where deposits are held, and purses are kept.
        type Currency: fungible::MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
            + fungible::Mutate<Self::AccountId>
            + fungible::Balanced<Self::AccountId>;

        /// Keeps the content of posts available.
        type Content: ContentStore;

        /// Knows who has an identity.
        type Identities: Identities<Self::AccountId>;

        /// Names the accounts that are the purses of private channels.
        #[pallet::constant]
        type PalletId: Get<PalletId>;

        /// What a private channel's purse is charged for a call of this weight that comes
        /// without an account.
        type Fee: WeightToFee<Balance = BalanceOf<Self>>;

        /// Where those charges go.
        type OnFee: OnUnbalanced<fungible::Credit<Self::AccountId, Self::Currency>>;

        /// Held from a channel's owner until the channel closes. Covers the owner's own
        /// membership.
        #[pallet::constant]
        type ChannelDeposit: Get<BalanceOf<Self>>;

        /// Held from every other member until they leave, so that nobody fills a channel
        /// with members for the price of the fees; and from whoever invites somebody.
        #[pallet::constant]
        type MembershipDeposit: Get<BalanceOf<Self>>;

        /// Held from whoever opens a proposal, until it is closed.
        #[pallet::constant]
        type ProposalDeposit: Get<BalanceOf<Self>>;

        /// Held from a post's author for each post, whatever its size.
        #[pallet::constant]
        type PostDeposit: Get<BalanceOf<Self>>;

        /// Held from a post's author besides, for each KiB of content that is begun.
        #[pallet::constant]
        type PostDepositPerKib: Get<BalanceOf<Self>>;

        /// Held from a private channel's purse until the channel closes.
        #[pallet::constant]
        type PrivateDeposit: Get<BalanceOf<Self>>;

        /// Most members of one channel, the owner included.
        #[pallet::constant]
        type MaxMembers: Get<u32>;

        /// Most moderators of one channel, the owner included.
        #[pallet::constant]
        type MaxModerators: Get<u32>;

        /// Most posts that a channel may keep.
        #[pallet::constant]
        type MaxPosts: Get<u32>;

        /// Most commits in the log of one private channel, besides the posts. Whoever wants
        /// to keep a group from committing has to leave a deposit for a successor for each
        /// of them, so this should be many.
        #[pallet::constant]
        type MaxCommits: Get<u32>;

        /// Least number of blocks for which a channel may keep its posts.
        #[pallet::constant]
        type MinRetention: Get<BlockNumber>;

        /// Most blocks for which a channel may keep its posts.
        #[pallet::constant]
        type MaxRetention: Get<BlockNumber>;

        /// For how many blocks a proposal is voted on.
        #[pallet::constant]
        type VotingPeriod: Get<BlockNumber>;

        /// How many blocks ahead the last block of a group's signature may lie.
        #[pallet::constant]
        type MaxProofAge: Get<BlockNumber>;

        /// How much the start of a block may clear: each block looked at, each post that has
        /// expired and each item of a closed channel counts as one. At least 2.
        #[pallet::constant]
        type MaxSwept: Get<u32>;

        /// What the calls cost.
        type WeightInfo: WeightInfo;
    }

    /// Why this pallet holds money.
    #[pallet::composite_enum]
    pub enum HoldReason {
        /// The channels of an owner, or a purse's own channel.
        Channel,
        /// The memberships of an account.
        Membership,
        /// The posts of an author, or of a purse.
        Post,
        /// The invitations that an account has made.
        Invitation,
        /// The proposals that an account has opened.
        Proposal,
    }

    /// Channels, their members and their posts.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The number that the next channel gets, public or private. Numbers of closed channels
    /// are not used again.
    #[pallet::storage]
    pub type NextChannel<T: Config> = StorageValue<_, ChannelId, ValueQuery>;

    /// Every public channel that is open.
    #[pallet::storage]
    pub type Channels<T: Config> = StorageMap<_, Twox64Concat, ChannelId, ChannelOf<T>>;

    /// Every private channel that is open.
    #[pallet::storage]
    pub type PrivateChannels<T: Config> =
        StorageMap<_, Twox64Concat, ChannelId, PrivateChannel<BalanceOf<T>>>;

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

    /// Who may join a channel that not everybody may join.
    #[pallet::storage]
    pub type Invitations<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        ChannelId,
        Blake2_128Concat,
        T::AccountId,
        Invitation<T::AccountId, BalanceOf<T>>,
    >;

    /// The posts of each channel. The second key is big-endian and not hashed, so that going
    /// through a log visits what is there in order; nobody can choose it.
    #[pallet::storage]
    pub type Log<T: Config> =
        StorageDoubleMap<_, Twox64Concat, ChannelId, Identity, SequenceKey, PostOf<T>>;

    /// The posts that expire at each block: one for each post, under its `expires_at`.
    #[pallet::storage]
    pub type Expiring<T: Config> =
        StorageDoubleMap<_, Twox64Concat, BlockNumber, Twox64Concat, (ChannelId, u64), ()>;

    /// The last block of which [`Expiring`] has been worked off whole.
    #[pallet::storage]
    pub type SweptTo<T: Config> = StorageValue<_, BlockNumber, ValueQuery>;

    /// The proposals that are open. [`Channel::open`](crate::Channel) lists those of a channel.
    #[pallet::storage]
    pub type Proposals<T: Config> =
        StorageDoubleMap<_, Twox64Concat, ChannelId, Twox64Concat, ProposalId, ProposalOf<T>>;

    /// What each member has voted. Votes on proposals that are closed stay until the member
    /// votes again or leaves; they count nowhere, because a proposal's number is used once.
    #[pallet::storage]
    pub type Votes<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        ChannelId,
        Blake2_128Concat,
        T::AccountId,
        PerProposal<Vote>,
        ValueQuery,
    >;

    /// Public channels that are closed, and not cleared yet.
    #[pallet::storage]
    pub type Closing<T: Config> = StorageMap<_, Twox64Concat, ChannelId, ()>;

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        /// Sweeps at the start of a block, not with what a block has left over: retention is
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
}
