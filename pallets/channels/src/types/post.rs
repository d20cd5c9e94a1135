//! Entries of a channel's log.

use super::{ChannelId, PostInfo};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use postern_primitives::{BlockNumber, Cid};
use scale_info::TypeInfo;

/// One entry of a channel's log.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Post<AccountId, Balance> {
    /// Who posted it; none in a private channel, where nobody but the members knows.
    pub author: Option<AccountId>,
    /// Where its content lies.
    pub cid: Cid,
    /// How many bytes the content takes.
    pub size: u64,
    /// The block in which it was posted.
    pub posted_at: BlockNumber,
    /// The first block in which it is gone.
    pub expires_at: BlockNumber,
    /// What it is besides: a commit of a private channel.
    pub commit: Option<Commit>,
    /// In a private channel `blake2_256` of the secret that takes it back, if one does.
    pub retraction: Option<[u8; 32]>,
    /// What is held from the author, or from the private channel's purse.
    pub deposit: Balance,
}

/// A commit of a private channel's group: a candidate for the next epoch.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Commit {
    /// The channel in which the group goes on, if this commit is the one that its members
    /// take.
    pub successor: ChannelId,
}

/// Why a post is gone.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Removal {
    /// Its author or a moderator took it back.
    Retracted,
    /// It was kept for as long as the channel keeps posts.
    Expired,
    /// It was the oldest of more posts than the channel keeps.
    Displaced,
    /// Its channel was closed.
    Closed,
}

impl<AccountId, Balance> Post<AccountId, Balance> {
    /// Whether it is still kept in block `now`, swept or not.
    pub fn is_live(&self, now: BlockNumber) -> bool {
        now < self.expires_at
    }

    /// The post with its number, as the runtime API answers it.
    pub fn into_info(self, sequence_number: u64) -> PostInfo<AccountId> {
        PostInfo {
            sequence_number,
            author: self.author,
            cid: self.cid,
            size: self.size,
            posted_at: self.posted_at,
            expires_at: self.expires_at,
            commit: self.commit,
        }
    }
}
