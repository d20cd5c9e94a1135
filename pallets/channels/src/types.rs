//! What is stored, what the runtime API answers, and how bad input becomes an error.

use crate::{Config, Error};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::fungible;
use postern_primitives::{limits, BlockNumber, Cid, CidError, Handle, HandleError};
use scale_info::TypeInfo;
use sp_core::{bounded::BoundedVec, ConstU32};

/// The number of a channel.
pub type ChannelId = u32;

/// An amount of the currency that deposits are held in.
pub type BalanceOf<T> =
    <<T as Config>::Currency as fungible::Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// A channel's name as a call takes it, before its rules are checked.
pub type NameInput = BoundedVec<u8, ConstU32<{ limits::MAX_HANDLE }>>;

/// A room.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Channel<AccountId, Balance> {
    /// What the channel is found by.
    pub name: Handle,
    /// Who opened it.
    pub owner: AccountId,
    /// The block in which it was opened.
    pub created_at: BlockNumber,
    /// How many members it has, the owner included.
    pub members: u32,
    /// The number of the next post, so how many there are.
    pub next: u64,
    /// What is held from the owner.
    pub deposit: Balance,
}

impl<AccountId, Balance> Channel<AccountId, Balance> {
    /// The channel with its number, as the runtime API answers it.
    pub fn into_info(self, id: ChannelId) -> ChannelInfo<AccountId> {
        ChannelInfo {
            id,
            name: self.name,
            owner: self.owner,
            created_at: self.created_at,
            members: self.members,
            posts: self.next,
        }
    }
}

/// That somebody is a member.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Membership<Balance> {
    /// The block in which the member joined.
    pub joined_at: BlockNumber,
    /// What is held from the member. Nothing from the owner, who pays for the channel.
    pub deposit: Balance,
}

/// One entry of a channel's log.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Post<AccountId, Balance> {
    /// Who posted it.
    pub author: AccountId,
    /// Where its content lies.
    pub cid: Cid,
    /// How many bytes the content takes.
    pub size: u64,
    /// The block in which it was posted.
    pub posted_at: BlockNumber,
    /// What is held from the author.
    pub deposit: Balance,
}

impl<AccountId, Balance> Post<AccountId, Balance> {
    /// The post with its number, as the runtime API answers it.
    pub fn into_info(self, sequence_number: u64) -> PostInfo<AccountId> {
        PostInfo {
            sequence_number,
            author: self.author,
            cid: self.cid,
            size: self.size,
            posted_at: self.posted_at,
        }
    }
}

/// A channel as the runtime API answers it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ChannelInfo<AccountId> {
    /// Its number.
    pub id: ChannelId,
    /// What it is found by.
    pub name: Handle,
    /// Who opened it.
    pub owner: AccountId,
    /// The block in which it was opened.
    pub created_at: BlockNumber,
    /// How many members it has, the owner included.
    pub members: u32,
    /// How many posts it has; they are numbered from 0.
    pub posts: u64,
}

/// A post as the runtime API answers it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PostInfo<AccountId> {
    /// Its place in the channel.
    pub sequence_number: u64,
    /// Who posted it.
    pub author: AccountId,
    /// Where its content lies.
    pub cid: Cid,
    /// How many bytes the content takes.
    pub size: u64,
    /// The block in which it was posted.
    pub posted_at: BlockNumber,
}

/// Posts that follow one another, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PostPage<AccountId> {
    /// The posts.
    pub posts: Vec<PostInfo<AccountId>>,
    /// Where the next page begins; none if this is the last one.
    pub next: Option<u64>,
}

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
