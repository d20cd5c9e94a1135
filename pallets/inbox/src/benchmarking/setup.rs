//! What is there before something is measured.

use crate::{
    schedule::{PageOf, FULL_PAGE},
    BalanceOf, Config, Expiring, HoldReason, Listing, Listings, OwnerProof, Page, Pallet, Places,
    Policy, Rules, SentNow, SequenceNumbers, SweptTo, Verdict,
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
    limits::{MAX_ACKNOWLEDGED, MAX_CONTENT_SIZE},
    signing, BlockNumber, Senders,
};
use sp_core::{
    crypto::{AccountId32, KeyTypeId},
    ecdsa,
};
use sp_runtime::{
    app_crypto::RuntimePublic,
    traits::{IdentifyAccount, Saturating},
    MultiSigner, SaturatedConversion,
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
pub fn put_until<T: Config>(owner: &T::AccountId, index: u32, lifetime: BlockNumber) {
    put_for::<T>(account("sender", index, 0), owner, index, lifetime);
}

/// Puts it there on a page of the expiry index that it has for itself.
pub fn put<T: Config>(owner: &T::AccountId, index: u32) {
    put_until::<T>(owner, index, lifetime::<T>(index));
}

/// A long one, by which each entry has a page of the expiry index for itself.
pub fn lifetime<T: Config>(index: u32) -> BlockNumber {
    T::MaxLifetime::get().saturating_sub(index)
}

/// Fills up every page of the expiry index with what nobody will ask for.
pub fn crowd_pages<T: Config>() {
    let crowd = [(account("crowd", 0, 0), u64::MAX)];
    Expiring::<T>::translate_values(|mut places: PageOf<T>| {
        let room = PageOf::<T>::bound().saturating_sub(places.len());
        let crowd = crowd.iter().cycle().take(room).cloned();
        // What is asked for comes last, where it takes longest to be found.
        let crowded = crowd.chain(places.drain(..)).collect();
        Some(PageOf::<T>::truncate_from(crowded))
    });
}

/// Begins the [page at hand](Pallet::page_at_hand), with as much on it as a message finds there.
pub fn begin_page<T: Config>(lifetime: BlockNumber) {
    SentNow::<T>::put(0);
    let slot = Pallet::<T>::find_page(Pallet::<T>::now().saturating_add(lifetime), FULL_PAGE - 1);
    let others = (0..FULL_PAGE - 1).map(|index| (inbox::<T>(index), u64::MAX));
    Pallet::<T>::schedule(slot, others).expect("there is room");
}

/// How many entries expire at `block`.
pub fn scheduled<T: Config>(block: BlockNumber) -> usize {
    Expiring::<T>::iter_prefix_values(block)
        .map(|places| places.len())
        .sum()
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
        put::<T>(owner, index);
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
    with_one_left.min(MAX_ACKNOWLEDGED)
}

/// The oldest entry of each of so many inboxes.
pub fn first_of_each<T: Config>(inboxes: u32) -> Places<T::AccountId> {
    let places = (0..inboxes).map(|index| (inbox::<T>(index), 0));
    Places::truncate_from(places.collect())
}

/// Half of what a sweep may do, so that blocks and entries can both be at their most.
pub fn half_sweep<T: Config>() -> u32 {
    T::MaxSwept::get() / 2
}

/// Moves to a block in which `entries` expire, all of them of that very block and each on a page
/// of its own, after `blocks - 1` others without any. Each has its own inbox, in which another one
/// waits that becomes the oldest.
pub fn expire<T: Config>(blocks: u32, entries: u32) -> BlockNumber {
    // Far enough for the sweep to lag behind.
    let start = blocks;
    let last_sent = start.saturating_add(entries);
    let due = last_sent.saturating_add(T::MinLifetime::get());
    for index in 0..entries {
        let sent_at = start.saturating_add(index);
        set_block::<T>(sent_at);
        put_until::<T>(&inbox::<T>(index), index, due - sent_at);
    }
    set_block::<T>(last_sent);
    for index in 0..entries {
        let number = entries.saturating_add(index);
        put_until::<T>(&inbox::<T>(index), number, due - last_sent + 1);
    }
    set_block::<T>(due);
    SweptTo::<T>::put(due.saturating_sub(blocks));
    due
}

/// Moves to a block without what happens in between.
pub fn set_block<T: Config>(number: BlockNumber) {
    frame_system::Pallet::<T>::set_block_number(number.into());
}

impl<T: Config> Pallet<T> {
    /// The key of the page that a measured `send` finds written by others of its block: what
    /// measures calls has to leave it out.
    pub fn page_at_hand(block: BlockNumberFor<T>) -> Vec<u8> {
        let sent_at: BlockNumber = block.saturated_into();
        let page = Page { sent_at, number: 0 };
        Expiring::<T>::hashed_key_for(sent_at.saturating_add(T::MinLifetime::get()), page)
    }
}
