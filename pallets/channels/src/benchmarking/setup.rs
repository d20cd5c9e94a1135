//! What the benchmarks need before they begin.

use super::*;
use crate::{
    types::{BalanceOf, ChannelId, NameInput, Policy, Proof, ProposalId},
    GroupPublic,
};
use codec::Encode;
use frame_support::traits::{
    fungible::{Inspect, Unbalanced},
    tokens::Precision,
    UnfilteredDispatchable,
};
use postern_primitives::{
    group,
    limits::MAX_HANDLE,
    signing::{payload, Context},
    BlockNumber,
};
use sp_core::{crypto::KeyTypeId, ed25519};
use sp_runtime::{app_crypto::RuntimePublic, traits::Saturating};

/// Where the keystore that benchmarks run with keeps the keys of groups.
const KEY_TYPE: KeyTypeId = KeyTypeId(*b"bnch");

/// Gives `account` enough for several of each deposit. The total issuance does not matter here.
pub fn enrich<T: Config>(account: &T::AccountId) {
    let post = Pallet::<T>::post_deposit(MAX_CONTENT_SIZE).expect("the configuration is sound");
    let funds = T::Currency::minimum_balance()
        .saturating_mul(100u32.into())
        .saturating_add(T::ChannelDeposit::get())
        .saturating_add(T::MembershipDeposit::get().saturating_mul(2u32.into()))
        .saturating_add(T::ProposalDeposit::get().saturating_mul(2u32.into()))
        .saturating_add(T::PrivateDeposit::get().saturating_mul(4u32.into()))
        .saturating_add(post.saturating_mul(2u32.into()));
    T::Currency::increase_balance(account, funds, Precision::Exact)
        .expect("the balance is small enough");
}

/// The signer, with funds.
pub fn funded_caller<T: Config>() -> T::AccountId {
    let caller = whitelisted_caller();
    enrich::<T>(&caller);
    caller
}

/// Somebody else, with funds.
pub fn funded_account<T: Config>(index: u32) -> T::AccountId {
    let funded = account("member", index, 0);
    enrich::<T>(&funded);
    funded
}

/// The longest name there is.
pub fn longest_name() -> NameInput {
    name_with(0)
}

/// One of the longest names; each number has its own.
fn name_with(number: u32) -> NameInput {
    let mut name = [b'a'; MAX_HANDLE as usize];
    for (at, byte) in number.to_le_bytes().into_iter().enumerate() {
        name[2 * at] = b'a' + byte % 16;
        name[2 * at + 1] = b'a' + byte / 16;
    }
    NameInput::truncate_from(name.to_vec())
}

/// Opens a channel of this owner.
pub fn open<T: Config>(owner: &T::AccountId) -> ChannelId {
    open_as::<T>(owner, 0)
}

/// Opens a channel with the name that a number has.
pub fn open_as<T: Config>(owner: &T::AccountId, number: u32) -> ChannelId {
    let channel = NextChannel::<T>::get();
    Pallet::<T>::do_create(owner, &name_with(number), None).expect("the name is free");
    channel
}

/// Opens a channel of somebody other than the signer, with one post in it.
pub fn open_by_another<T: Config>() -> (ChannelId, T::AccountId) {
    let owner = account("owner", 0, 0);
    enrich::<T>(&owner);
    let channel = open::<T>(&owner);
    post_number::<T>(&owner, channel, 0);
    (channel, owner)
}

pub fn owner_of<T: Config>(channel: ChannelId) -> T::AccountId {
    Channels::<T>::get(channel).expect("it is open").owner
}

/// Posts content that no other post has.
pub fn post_number<T: Config>(author: &T::AccountId, channel: ChannelId, number: u32) {
    let cid = cid(number).to_input();
    Pallet::<T>::do_post(author, channel, &cid, MAX_CONTENT_SIZE).expect("the author may post");
}

/// Changes the rules of a channel, whoever decides on them.
pub fn rule<T: Config>(channel: ChannelId, how: impl FnOnce(&mut Policy)) {
    Channels::<T>::mutate_extant(channel, |channel| how(&mut channel.policy));
}

/// A channel with this many proposals by as many others, all of which `member` agrees to.
pub fn channel_with_votes_of<T: Config>(member: &T::AccountId, proposals: u32) -> ChannelId {
    let (channel, _) = open_by_another::<T>();
    Pallet::<T>::do_join(member, channel).expect("there is room");
    rule::<T>(channel, |policy| {
        policy.decisions.members = Authority::MemberMajority;
        policy.decisions.moderators = Authority::MemberMajority;
        policy.decisions.policy = Authority::MemberMajority;
    });
    let proposers: alloc::vec::Vec<T::AccountId> = (0..proposals)
        .map(|index| account("proposer", index, 0))
        .collect();
    for proposer in &proposers {
        enrich::<T>(proposer);
        // Where there is no room for so many, the benchmark cannot run.
        Pallet::<T>::do_join(proposer, channel).expect("there is room");
    }
    for (number, proposer) in proposers.iter().enumerate() {
        let subject = Subject::Policy(Pallet::<T>::default_policy());
        Pallet::<T>::do_propose(proposer, channel, subject).expect("members may propose");
        Pallet::<T>::do_vote(member, channel, number as ProposalId, true)
            .expect("the member was there");
    }
    channel
}

/// Has everybody but the member agree to remove the member; says which proposal it is.
pub fn pass_removal_of<T: Config>(channel: ChannelId, member: &T::AccountId) -> ProposalId {
    let owner = owner_of::<T>(channel);
    let number = Channels::<T>::get(channel)
        .expect("it is open")
        .next_proposal;
    Pallet::<T>::do_propose(&owner, channel, Subject::Remove(member.clone()))
        .expect("the owner is a member");
    for voter in Members::<T>::iter_key_prefix(channel).filter(|voter| voter != member) {
        Pallet::<T>::do_vote(&voter, channel, number, true).expect("members may vote");
    }
    number
}

/// Half of what a sweep may do, so that blocks and posts can both be at their most.
pub fn half_sweep<T: Config>() -> u32 {
    (T::MaxSwept::get() / 2).saturating_sub(1)
}

pub fn set_block<T: Config>(number: BlockNumber) {
    frame_system::Pallet::<T>::set_block_number(number.into());
}

/// A private channel with enough in its purse, and its key.
pub fn private<T: Config>() -> (ChannelId, ed25519::Public) {
    let payer = account("payer", 0, 0);
    enrich::<T>(&payer);
    let key = ed25519::Public::generate_pair(KEY_TYPE, None);
    let channel = NextChannel::<T>::get();
    let least = Pallet::<T>::least_endowment();
    Pallet::<T>::do_create_private(&payer, key.0, T::MaxRetention::get(), least)
        .expect("the payer has funds");
    enrich::<T>(&Pallet::<T>::purse(channel));
    (channel, key)
}

pub fn funds_of<T: Config>(channel: ChannelId) -> BalanceOf<T> {
    Pallet::<T>::private_channel(channel)
        .expect("it is open")
        .funds
}

fn prove<T: Config>(
    key: &ed25519::Public,
    context: Context,
    nonce: u32,
    fields: &impl Encode,
) -> Proof {
    let expires = Pallet::<T>::now().saturating_add(T::MaxProofAge::get());
    let genesis = Pallet::<T>::genesis();
    let signed = payload(context, &genesis, &key.0, nonce, expires, fields);
    let signature = key
        .sign(KEY_TYPE, &signed)
        .expect("the key was just generated");
    Proof {
        nonce,
        expires,
        signature: signature.0,
    }
}

pub fn private_post<T: Config>(
    channel: ChannelId,
    key: &ed25519::Public,
    nonce: u32,
    retraction: Option<[u8; 32]>,
) -> Call<T> {
    let (cid, size) = (cid(900), MAX_CONTENT_SIZE);
    let fields = group::Post {
        channel,
        cid,
        size,
        retraction,
    };
    Call::post_private {
        channel,
        cid,
        size,
        retraction,
        proof: prove::<T>(key, group::POST, nonce, &fields),
    }
}

pub fn private_commit<T: Config>(channel: ChannelId, key: &ed25519::Public) -> Call<T> {
    let successor: GroupPublic = [2; 32];
    let endowment = Pallet::<T>::least_endowment();
    let (cid, size) = (cid(901), MAX_CONTENT_SIZE);
    let fields = group::Commit {
        channel,
        cid,
        size,
        successor,
        endowment,
    };
    Call::commit {
        channel,
        cid,
        size,
        successor,
        endowment,
        proof: prove::<T>(key, group::COMMIT, 0, &fields),
    }
}

pub fn private_close<T: Config>(
    channel: ChannelId,
    key: &ed25519::Public,
    beneficiary: T::AccountId,
) -> Call<T> {
    let fields = group::Close {
        channel,
        beneficiary: beneficiary.clone(),
    };
    Call::close_private {
        channel,
        beneficiary,
        proof: prove::<T>(key, group::CLOSE, 0, &fields),
    }
}

/// Dispatches a call that has to succeed.
pub fn run<T: Config>(call: Call<T>, origin: RawOrigin<T::AccountId>) {
    call.dispatch_bypass_filter(origin.into())
        .map(|_| ())
        .map_err(|failed| failed.error)
        .expect("the call is possible");
}
