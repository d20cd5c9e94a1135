//! What is stored, what calls take, and what the runtime API answers.

mod channel;
mod info;
mod policy;
mod post;
mod private;
mod proposal;

pub use channel::{Channel, Invitation, LogState, Membership};
pub use info::{
    ChannelInfo, ChannelPage, InvitationInfo, MemberInfo, MemberPage, PostInfo, PostPage,
    PrivateChannelInfo, ProposalInfo,
};
pub use policy::{Authority, Decisions, Electorate, JoinRule, Policy, PostRule, Retention};
pub use post::{Commit, Post, Removal};
pub use postern_primitives::group::GroupPublic;
pub use private::{PrivateChannel, Proof, ReplayWindow};
pub use proposal::{Outcome, Proposal, Subject, Vote};

use crate::{Config, Error};
use frame_support::traits::fungible;
use postern_primitives::{limits, traits::ContentError, CidError, HandleError};
use sp_core::{bounded::BoundedVec, ConstU32};

/// The number of a channel, public or private.
pub type ChannelId = u32;

/// The number of a proposal within its channel.
pub type ProposalId = u32;

/// An amount of the currency that deposits are held in.
pub type BalanceOf<T> =
    <<T as Config>::Currency as fungible::Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// A channel as this chain stores it.
pub type ChannelOf<T> = Channel<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

/// A post as this chain stores it.
pub type PostOf<T> = Post<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

/// A proposal as this chain stores it.
pub type ProposalOf<T> = Proposal<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

/// What a proposal of this chain would have done.
pub type SubjectOf<T> = Subject<<T as frame_system::Config>::AccountId>;

/// A channel's name as a call takes it, before its rules are checked.
pub type NameInput = BoundedVec<u8, ConstU32<{ limits::MAX_HANDLE }>>;

/// At most one of each open proposal.
pub type PerProposal<Item> = BoundedVec<Item, ConstU32<{ limits::MAX_PROPOSALS }>>;

impl<T> From<CidError> for Error<T> {
    fn from(error: CidError) -> Self {
        match error {
            CidError::TooLong => Self::CidTooLong,
            CidError::Malformed => Self::CidMalformed,
            CidError::Version0 => Self::CidVersion0,
            CidError::UnsupportedCodec => Self::CidUnsupportedCodec,
            CidError::UnsupportedHash => Self::CidUnsupportedHash,
            CidError::TrailingBytes => Self::CidTrailingBytes,
        }
    }
}

impl<T> From<HandleError> for Error<T> {
    fn from(error: HandleError) -> Self {
        match error {
            HandleError::Length => Self::NameLength,
            HandleError::Character => Self::NameCharacter,
            HandleError::Edge => Self::NameEdge,
        }
    }
}

impl<T> From<ContentError> for Error<T> {
    fn from(error: ContentError) -> Self {
        match error {
            ContentError::TooMany => Self::ContentRefused,
        }
    }
}
