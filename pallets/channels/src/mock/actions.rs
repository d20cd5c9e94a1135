//! What people do, in few words.

use super::*;
use crate::{
    Authority, Call, ChannelId, HoldReason, JoinRule, NameInput, Policy, PostRule, Subject,
};
use frame_support::traits::{fungible::InspectHold, UnfilteredDispatchable};
use postern_primitives::{Cid, Codec};
use sp_runtime::DispatchResult;

/// Dispatches as a block does: a failing call leaves nothing behind.
pub fn dispatch(call: Call<Test>, by: AccountId) -> DispatchResult {
    dispatch_as(call, RuntimeOrigin::signed(by))
}

pub fn dispatch_as(call: Call<Test>, origin: RuntimeOrigin) -> DispatchResult {
    RuntimeCall::from(call)
        .dispatch_bypass_filter(origin)
        .map(|_| ())
        .map_err(|failed| failed.error)
}

pub fn create(owner: AccountId, name: &str) -> DispatchResult {
    Rooms::create(RuntimeOrigin::signed(owner), input(name), None)
}

pub fn join(account: AccountId, channel: ChannelId) -> DispatchResult {
    Rooms::join(RuntimeOrigin::signed(account), channel)
}

pub fn leave(account: AccountId, channel: ChannelId) -> DispatchResult {
    Rooms::leave(RuntimeOrigin::signed(account), channel)
}

/// Posts [`cid`]`(seed)`.
pub fn post(author: AccountId, channel: ChannelId, seed: u8, size: u64) -> DispatchResult {
    let cid = cid(seed).to_input();
    Rooms::post(RuntimeOrigin::signed(author), channel, cid, size)
}

pub fn retract(by: AccountId, channel: ChannelId, number: u64) -> DispatchResult {
    Rooms::retract_post(RuntimeOrigin::signed(by), channel, number)
}

pub fn propose(by: AccountId, channel: ChannelId, subject: Subject<AccountId>) -> DispatchResult {
    Rooms::propose(RuntimeOrigin::signed(by), channel, subject)
}

pub fn vote(by: AccountId, channel: ChannelId, proposal: u32, aye: bool) -> DispatchResult {
    Rooms::vote(RuntimeOrigin::signed(by), channel, proposal, aye)
}

pub fn close_vote(by: AccountId, channel: ChannelId, proposal: u32) -> DispatchResult {
    Rooms::close_vote(RuntimeOrigin::signed(by), channel, proposal)
}

pub fn set_policy(by: AccountId, channel: ChannelId, policy: Policy) -> DispatchResult {
    Rooms::set_policy(RuntimeOrigin::signed(by), channel, policy)
}

/// The default rules, changed.
pub fn policy(change: impl FnOnce(&mut Policy)) -> Policy {
    let mut policy = Rooms::default_policy();
    change(&mut policy);
    policy
}

/// A channel `garden`, number 0, of Alice with these other members, in which all is decided
/// by `authority`.
pub fn garden_of(others: &[AccountId], authority: Authority) {
    let rules = policy(|policy| {
        policy.decisions.members = authority;
        policy.decisions.moderators = authority;
        policy.decisions.policy = authority;
    });
    Rooms::create(RuntimeOrigin::signed(ALICE), input("garden"), Some(rules))
        .expect("Alice can pay");
    for member in others {
        join(member.clone(), 0).expect("anybody may join");
    }
}

/// A channel `garden`, number 0, of Alice with these rules of joining and posting.
pub fn garden_with_rules(joining: JoinRule, posting: PostRule) {
    let rules = policy(|policy| {
        policy.join = joining;
        policy.post = posting;
    });
    Rooms::create(RuntimeOrigin::signed(ALICE), input("garden"), Some(rules))
        .expect("Alice can pay");
}

pub fn cid(seed: u8) -> Cid {
    Cid::of_block(Codec::Raw, &[seed])
}

pub fn input(name: &str) -> NameInput {
    name.as_bytes().to_vec().try_into().expect("name is short")
}

pub fn held(reason: HoldReason, account: &AccountId) -> u128 {
    Balances::balance_on_hold(&reason.into(), account)
}
