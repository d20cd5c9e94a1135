//! What the runtime API answers.

use super::{
    Authority, Channel, ChannelId, Commit, GroupPublic, Invitation, Membership, Policy, Proposal,
    ProposalId, Subject,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use postern_primitives::{BlockNumber, Cid, Handle};
use scale_info::TypeInfo;

/// A public channel.
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
    /// Its rules.
    pub policy: Policy,
    /// How many members it has, the owner included.
    pub members: u32,
    /// How many of them are moderators, the owner included.
    pub moderators: u32,
    /// How many posts its log has. May count some that have just expired.
    pub posts: u32,
    /// The number that the next post gets.
    pub next: u64,
    /// How many proposals are open.
    pub proposals: u32,
}

/// Some of the public channels.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ChannelPage<AccountId> {
    /// The channels, in no particular order.
    pub channels: Vec<ChannelInfo<AccountId>>,
    /// What to pass as `after` for the next page; none if this is the last one.
    pub next: Option<ChannelId>,
}

/// A post.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PostInfo<AccountId> {
    /// Its place in the channel.
    pub sequence_number: u64,
    /// Who posted it; none in a private channel.
    pub author: Option<AccountId>,
    /// Where its content lies.
    pub cid: Cid,
    /// How many bytes the content takes.
    pub size: u64,
    /// The block in which it was posted.
    pub posted_at: BlockNumber,
    /// The first block in which it is gone.
    pub expires_at: BlockNumber,
    /// The commit that it is, in a private channel.
    pub commit: Option<Commit>,
}

/// Some posts of a channel. A page may have fewer posts than were asked for, even none,
/// and still have a next one: numbers of posts that are gone count as well.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PostPage<AccountId> {
    /// The posts, in the direction in which they are read.
    pub posts: Vec<PostInfo<AccountId>>,
    /// Where the next page begins; none if this is the last one.
    pub next: Option<u64>,
}

/// A member.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct MemberInfo<AccountId> {
    /// Who it is.
    pub account: AccountId,
    /// The block in which the member joined.
    pub joined_at: BlockNumber,
    /// Whether the member is a moderator.
    pub moderator: bool,
}

/// Some members of a channel.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct MemberPage<AccountId> {
    /// The members, in no particular order.
    pub members: Vec<MemberInfo<AccountId>>,
    /// What to pass as `after` for the next page; none if this is the last one.
    pub next: Option<AccountId>,
}

/// An invitation that was not used yet.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct InvitationInfo<AccountId> {
    /// Who invited, or proposed to.
    pub inviter: AccountId,
    /// The block that made it.
    pub invited_at: BlockNumber,
}

/// An open proposal.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ProposalInfo<AccountId> {
    /// Its number in its channel.
    pub id: ProposalId,
    /// What it would do.
    pub subject: Subject<AccountId>,
    /// Who opened it.
    pub proposer: AccountId,
    /// What it needs.
    pub authority: Authority,
    /// The block that opened it.
    pub opened_at: BlockNumber,
    /// The first block in which nobody votes any more.
    pub ends_at: BlockNumber,
    /// How many have a vote.
    pub electors: u32,
    /// How many of them have to agree.
    pub needed: u32,
    /// How many agree.
    pub ayes: u32,
    /// How many disagree.
    pub nays: u32,
    /// Whether it has passed, or can no longer pass; none while that is open.
    pub verdict: Option<bool>,
}

/// A private channel.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PrivateChannelInfo<AccountId, Balance> {
    /// Its number.
    pub id: ChannelId,
    /// The key that writes.
    pub key: GroupPublic,
    /// The channel whose log has the commit that opened this one.
    pub predecessor: Option<ChannelId>,
    /// How many commits lie between the group's first channel and this one.
    pub epoch: u32,
    /// The block in which it was opened.
    pub created_at: BlockNumber,
    /// The last block in which it was written to, or opened.
    pub active_at: BlockNumber,
    /// For how many blocks each post is kept.
    pub retention: BlockNumber,
    /// How many posts its log has, commits included.
    pub posts: u32,
    /// How many of them are commits.
    pub commits: u32,
    /// The number that the next post gets.
    pub next: u64,
    /// The least nonce that no signature has used, nor any above it.
    pub nonce: u32,
    /// The account that pays for the channel.
    pub purse: AccountId,
    /// What is in it to be spent.
    pub funds: Balance,
}

impl<AccountId, Balance> Channel<AccountId, Balance> {
    /// The channel with its number.
    pub fn into_info(self, id: ChannelId) -> ChannelInfo<AccountId> {
        ChannelInfo {
            id,
            name: self.name,
            owner: self.owner,
            created_at: self.created_at,
            policy: self.policy,
            members: self.members,
            moderators: self.moderators,
            posts: self.log.count,
            next: self.log.next,
            proposals: self.open.len() as u32,
        }
    }
}

impl<Balance> Membership<Balance> {
    /// The member that it belongs to.
    pub fn into_info<AccountId>(self, account: AccountId) -> MemberInfo<AccountId> {
        MemberInfo {
            account,
            joined_at: self.joined_at,
            moderator: self.moderator.is_some(),
        }
    }
}

impl<AccountId, Balance> Invitation<AccountId, Balance> {
    /// Without what is held for it.
    pub fn into_info(self) -> InvitationInfo<AccountId> {
        InvitationInfo {
            inviter: self.inviter,
            invited_at: self.invited_at,
        }
    }
}

impl<AccountId, Balance> Proposal<AccountId, Balance> {
    /// The proposal with its number.
    pub fn into_info(self, id: ProposalId) -> ProposalInfo<AccountId> {
        ProposalInfo {
            id,
            needed: self.authority.needed(self.electors),
            verdict: self.verdict(),
            subject: self.subject,
            proposer: self.proposer,
            authority: self.authority,
            opened_at: self.opened_at,
            ends_at: self.ends_at,
            electors: self.electors,
            ayes: self.ayes,
            nays: self.nays,
        }
    }
}
