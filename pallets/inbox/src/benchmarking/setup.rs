//! What is there before something is measured.

use crate::{
    BalanceOf, Config, HoldReason, Listing, Listings, OwnerProof, Pallet, Places, Policy, Rules,
    SequenceNumbers, SweptTo, Verdict,
};
use alloc::vec::Vec;
use frame_benchmarking::v2::account;
use frame_support::traits::{
    fungible::{Inspect, MutateHold, Unbalanced},
    tokens::Precision,
    Get,
};
use frame_system::pallet_prelude::BlockNumberFor;
use postern_primitives::{
    benchmarking::cid,
    limits::{MAX_ACKNOWLEDGED, MAX_CONTENT_SIZE, MAX_RECIPIENTS},
    signing, BlockNumber, Senders,
};
use sp_core::{
    crypto::{AccountId32, KeyTypeId},
    ecdsa,
};
use sp_runtime::{
    app_crypto::RuntimePublic,
    traits::{IdentifyAccount, Saturating},
    MultiSigner,
};

/// Where the keystore that benchmarks run with keeps the keys of owners.
const KEY_TYPE: KeyTypeId = KeyTypeId(*b"bnch");

/// The owner of inbox number `index`.
pub fn inbox<T: Config>(index: u32) -> T::AccountId {
    account("inbox", index, 0)
}

/// Gives `account` what a message to this many inboxes takes. The total issuance does not
/// matter here.
pub fn fund<T: Config>(account: &T::AccountId, recipients: u32) {
    let funds = T::Currency::minimum_balance()
        .saturating_mul(2u32.into())
        .saturating_add(Pallet::<T>::deposit(MAX_CONTENT_SIZE, recipients));
    T::Currency::increase_balance(account, funds, Precision::Exact)
        .expect("the balance is small enough");
}

/// Gives `account` what the rules of an inbox with one name take.
pub fn fund_rules<T: Config>(account: &T::AccountId) {
    let funds = T::Currency::minimum_balance()
        .saturating_mul(2u32.into())
        .saturating_add(T::RulesDeposit::get())
        .saturating_add(T::ListingDeposit::get());
    T::Currency::increase_balance(account, funds, Precision::Exact)
        .expect("the balance is small enough");
}

/// Puts content number `index` into an inbox, in the name of `sender`.
pub fn put_for<T: Config>(
    sender: T::AccountId,
    owner: &T::AccountId,
    index: u32,
    lifetime: BlockNumber,
) {
    fund::<T>(&sender, 1);
    let sent = Pallet::<T>::do_send(
        sender,
        core::slice::from_ref(owner),
        &cid(index).to_input(),
        MAX_CONTENT_SIZE,
        lifetime,
    );
    assert!(sent.is_ok(), "the inbox has room and the sender has funds");
}

/// Puts content number `index` into an inbox, in the name of sender number `index`.
pub fn put<T: Config>(owner: &T::AccountId, index: u32, lifetime: BlockNumber) {
    put_for::<T>(account("sender", index, 0), owner, index, lifetime);
}

/// Names `sender` in an inbox, which has room for no one else's messages. Rules and name are
/// paid for by accounts that have no other part in it.
pub fn name_sender<T: Config>(owner: &T::AccountId, sender: &T::AccountId, policy: Senders) {
    let (of_rules, of_name): (T::AccountId, T::AccountId) =
        (account("rules", 0, 0), account("name", 0, 0));
    let (deposit, for_name) = (T::RulesDeposit::get(), T::ListingDeposit::get());
    let reason = HoldReason::Rules.into();
    for (payer, deposit) in [(&of_rules, deposit), (&of_name, for_name)] {
        fund_rules::<T>(payer);
        T::Currency::hold(&reason, payer, deposit).expect("it was funded");
    }
    let listing = Listing {
        verdict: Verdict::Allowed,
        payer: of_name,
        deposit: for_name,
    };
    Listings::<T>::insert(owner, sender, listing);
    let mut queue = Pallet::<T>::queue_of(owner);
    queue.rules = Some(Rules {
        policy: Policy {
            senders: policy,
            ..Default::default()
        },
        listed: 1,
        nonce: 1,
        payer: of_rules,
        deposit,
    });
    Pallet::<T>::store(owner, queue);
}

/// What an inbox asks of senders.
pub fn rules_of<T: Config>(owner: &T::AccountId) -> Rules<T::AccountId, BalanceOf<T>> {
    let rules = Pallet::<T>::queue_of(owner).rules;
    rules.expect("a sender is named in it")
}

/// Puts this many entries into an inbox.
pub fn fill<T: Config>(owner: &T::AccountId, count: u32) {
    for index in 0..count {
        put::<T>(owner, index, T::MaxLifetime::get());
    }
}

/// Sequence numbers as a call takes them.
pub fn numbers(numbers: impl IntoIterator<Item = u64>) -> SequenceNumbers {
    SequenceNumbers::truncate_from(numbers.into_iter().collect::<Vec<_>>())
}

/// The key of an owner whose signatures take longest to check: of the kinds accepted,
/// secp256k1 is the dearest, and its account is a hash besides.
pub fn slowest_key<T: Config>() -> (ecdsa::Public, T::AccountId)
where
    T::AccountId: From<AccountId32>,
{
    let key = ecdsa::Public::generate_pair(KEY_TYPE, None);
    (key, MultiSigner::from(key).into_account().into())
}

/// The owner's signature over an acknowledgement, bound to a block.
pub fn proof<T: Config>(
    key: &ecdsa::Public,
    owner: &T::AccountId,
    sequence_numbers: &[u64],
) -> OwnerProof {
    let seen: BlockNumber = 1;
    set_block::<T>(seen.saturating_add(1));
    let hash = T::Hash::default();
    frame_system::BlockHash::<T>::insert(BlockNumberFor::<T>::from(seen), hash);
    let expires = Pallet::<T>::now().saturating_add(T::MaxProofAge::get());
    let fields = signing::Seen {
        block: hash.into(),
        fields: signing::Acknowledge { sequence_numbers },
    };
    let payload = signing::payload(
        signing::ACKNOWLEDGE,
        &Pallet::<T>::genesis(),
        owner.as_ref(),
        0,
        expires,
        &fields,
    );
    let signature = key
        .sign(KEY_TYPE, &payload)
        .expect("the key was just generated");
    OwnerProof {
        seen,
        expires,
        signature: signature.into(),
    }
}

/// Entries that one measured acknowledgement takes out at most, with room in the inbox for
/// one that stays.
pub fn most_taken<T: Config>() -> u32 {
    let with_one_left = T::MaxQueued::get().saturating_sub(1);
    with_one_left.min(MAX_ACKNOWLEDGED / 2)
}

/// Entries that one measured call takes out of inboxes of their own at most.
pub const MOST_CLEARED: u32 = MAX_RECIPIENTS / 2;

/// Names `named` entries, `there` of which lie in inboxes of their own, and the others nowhere.
pub fn clearing<T: Config>(named: u32, there: u32) -> Places<T::AccountId> {
    let places = (0..named).map(|index| {
        // Where nothing is, the inbox is one that is there.
        let number = if index < there { 0 } else { 7 };
        (inbox::<T>(index % there), number)
    });
    Places::truncate_from(places.collect())
}

/// Half of what a sweep may do, so that blocks and entries can both be at their most.
pub fn half_sweep<T: Config>() -> u32 {
    T::MaxSwept::get() / 2
}

/// Moves to a block in which `entries` expire, all of them of that very block, after
/// `blocks - 1` others without any. Each has its own inbox, in which another one waits that
/// becomes the oldest.
pub fn expire<T: Config>(blocks: u32, entries: u32) -> BlockNumber {
    // Far enough for the sweep to lag behind.
    let start = blocks;
    let lifetime = T::MinLifetime::get();
    set_block::<T>(start);
    for index in 0..entries {
        put::<T>(&inbox::<T>(index), index, lifetime);
    }
    set_block::<T>(start.saturating_add(1));
    for index in 0..entries {
        put::<T>(&inbox::<T>(index), entries.saturating_add(index), lifetime);
    }
    let due = start.saturating_add(lifetime);
    set_block::<T>(due);
    SweptTo::<T>::put(due.saturating_sub(blocks));
    due
}

/// Moves to a block without what happens in between.
pub fn set_block<T: Config>(number: BlockNumber) {
    frame_system::Pallet::<T>::set_block_number(number.into());
}
