//! The worst case of each call and of the hook, to be measured.
//!
//! Every entry that goes is the only one of its sender and of its content, so that entries
//! share nothing that would then be touched once for all of them.

use crate::{Call, Config, Expiring, Pallet, SequenceNumbers, SweptTo};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
    pallet_prelude::TransactionSource,
    traits::{
        fungible::{Inspect, Unbalanced},
        tokens::Precision,
        Authorize, Get, Hooks,
    },
};
use frame_system::RawOrigin;
use postern_primitives::{
    benchmarking::{cid, slowest_cid},
    limits::{MAX_ACKNOWLEDGED, MAX_CONTENT_SIZE, MAX_RECIPIENTS},
    signing, BlockNumber,
};
use sp_core::{
    crypto::{AccountId32, KeyTypeId},
    ecdsa,
};
use sp_runtime::{
    app_crypto::RuntimePublic,
    traits::{IdentifyAccount, Saturating},
    MultiSignature, MultiSigner,
};

/// Where the keystore that benchmarks run with keeps the keys of owners.
const KEY_TYPE: KeyTypeId = KeyTypeId(*b"bnch");

fn inbox<T: Config>(index: u32) -> T::AccountId {
    account("inbox", index, 0)
}

/// Gives `account` what a message to this many inboxes takes. The total issuance does not
/// matter here.
fn fund<T: Config>(account: &T::AccountId, recipients: u32) {
    let funds = T::Currency::minimum_balance()
        .saturating_mul(2u32.into())
        .saturating_add(Pallet::<T>::deposit(MAX_CONTENT_SIZE, recipients));
    T::Currency::increase_balance(account, funds, Precision::Exact)
        .expect("the balance is small enough");
}

/// Puts content number `index` into an inbox, in the name of sender number `index`.
fn put<T: Config>(owner: &T::AccountId, index: u32, lifetime: BlockNumber) {
    let sender = account("sender", index, 0);
    fund::<T>(&sender, 1);
    Pallet::<T>::do_send(
        sender,
        core::slice::from_ref(owner),
        &cid(index).to_input(),
        MAX_CONTENT_SIZE,
        lifetime,
    )
    .expect("the inbox has room and the sender has funds");
}

/// Puts this many entries into an inbox.
fn fill<T: Config>(owner: &T::AccountId, count: u32) {
    for index in 0..count {
        put::<T>(owner, index, T::MaxLifetime::get());
    }
}

fn numbers(numbers: impl IntoIterator<Item = u64>) -> SequenceNumbers {
    SequenceNumbers::truncate_from(numbers.into_iter().collect::<Vec<_>>())
}

/// The key of an owner whose signatures take longest to check: of the kinds accepted,
/// secp256k1 is the dearest, and its account is a hash besides.
fn slowest_key<T: Config>() -> (ecdsa::Public, T::AccountId)
where
    T::AccountId: From<AccountId32>,
{
    let key = ecdsa::Public::generate_pair(KEY_TYPE, None);
    (key, MultiSigner::from(key).into_account().into())
}

/// The owner's signature over an acknowledgement, and the last block that takes it.
fn proof<T: Config>(
    key: &ecdsa::Public,
    owner: &T::AccountId,
    sequence_numbers: &[u64],
) -> (BlockNumber, MultiSignature) {
    let expires = Pallet::<T>::now().saturating_add(T::MaxAcknowledgeAge::get());
    let payload = signing::payload(
        signing::ACKNOWLEDGE,
        &Pallet::<T>::genesis(),
        owner.as_ref(),
        0,
        expires,
        &signing::Acknowledge { sequence_numbers },
    );
    let signature = key
        .sign(KEY_TYPE, &payload)
        .expect("the key was just generated");
    (expires, signature.into())
}

/// Entries that one measured acknowledgement takes out at most, with room in the inbox for
/// one that stays.
fn most_taken<T: Config>() -> u32 {
    let with_one_left = T::MaxQueued::get().saturating_sub(1);
    with_one_left.min(MAX_ACKNOWLEDGED / 2)
}

/// Half of what a sweep may do, so that blocks and entries can both be at their most.
fn half_sweep<T: Config>() -> u32 {
    T::MaxSwept::get() / 2
}

/// Moves to a block in which `entries` expire, all of them of that very block, after
/// `blocks - 1` others without any. Each has its own inbox, in which another one waits that
/// becomes the oldest.
fn expire<T: Config>(blocks: u32, entries: u32) -> BlockNumber {
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

fn set_block<T: Config>(number: BlockNumber) {
    frame_system::Pallet::<T>::set_block_number(number.into());
}

#[benchmarks(where T::AccountId: From<AccountId32>)]
mod benchmarks {
    use super::*;

    /// To inboxes that are in use.
    #[benchmark]
    fn send(r: Linear<1, { MAX_RECIPIENTS }>) {
        let sender = whitelisted_caller();
        fund::<T>(&sender, r);
        let recipients: Vec<_> = (0..r).map(inbox::<T>).collect();
        for (index, owner) in recipients.iter().enumerate() {
            put::<T>(owner, index as u32, T::MaxLifetime::get());
        }

        #[extrinsic_call]
        _(
            RawOrigin::Signed(sender),
            recipients.try_into().expect("no more than are allowed"),
            slowest_cid(),
            MAX_CONTENT_SIZE,
            T::MaxLifetime::get(),
        );

        assert_eq!(Pallet::<T>::queue(&inbox::<T>(r - 1)).count, 2);
    }

    /// Names `n` entries, `t` of which are there. Never more are there than are named, so
    /// each can be measured at any value of the other.
    #[benchmark]
    fn acknowledge(
        n: Linear<{ MAX_ACKNOWLEDGED / 2 }, { MAX_ACKNOWLEDGED }>,
        t: Linear<1, { most_taken::<T>() }>,
    ) {
        let owner = inbox::<T>(0);
        // One stays, and has to be found as the oldest.
        fill::<T>(&owner, t + 1);
        let stays = u64::from(t);
        let named = numbers((0..=u64::from(n)).filter(|number| *number != stays));
        assert_eq!(named.len(), n as usize);

        #[extrinsic_call]
        _(
            RawOrigin::Signed(owner.clone()),
            owner.clone(),
            named,
            0,
            None,
        );

        let queue = Pallet::<T>::queue(&owner);
        assert_eq!((queue.first, queue.count), (stays, 1));
    }

    /// Over as many numbers as one acknowledgement may name.
    #[benchmark]
    fn verify_proof() {
        let (key, owner) = slowest_key::<T>();
        let named = numbers(0..u64::from(MAX_ACKNOWLEDGED));
        let (expires, signature) = proof::<T>(&key, &owner, &named);
        let verdict;

        #[block]
        {
            verdict = Pallet::<T>::ensure_proof(&owner, &named, (expires, &signature));
        }

        assert!(verdict.is_ok());
    }

    /// All named entries are there, so each makes a tag.
    #[benchmark]
    fn authorize_acknowledge(n: Linear<1, { T::MaxQueued::get().min(MAX_ACKNOWLEDGED) }>) {
        let (key, owner) = slowest_key::<T>();
        fill::<T>(&owner, n);
        let sequence_numbers = numbers(0..u64::from(n));
        let (expires, signature) = proof::<T>(&key, &owner, &sequence_numbers);
        let call = Call::<T>::acknowledge {
            owner,
            sequence_numbers,
            expires,
            signature: Some(signature),
        };
        let verdict;

        #[block]
        {
            verdict = call.authorize(TransactionSource::External);
        }

        let (transaction, _) = verdict
            .expect("the call can be authorised")
            .expect("the proof is right");
        assert_eq!(transaction.provides.len(), n as usize);
    }

    /// Looks at `b` blocks and takes `e` entries out, all under the last of them.
    #[benchmark]
    fn sweep(b: Linear<1, { half_sweep::<T>() }>, e: Linear<0, { half_sweep::<T>() }>) {
        let due = expire::<T>(b, e);

        #[block]
        {
            Pallet::<T>::on_initialize(due.into());
        }

        assert_eq!(SweptTo::<T>::get(), due);
        assert_eq!(Expiring::<T>::iter_key_prefix(due).count(), 0);
        assert_eq!(Expiring::<T>::iter_key_prefix(due + 1).count(), e as usize);
    }

    impl_benchmark_test_suite!(
        Pallet,
        crate::mock::ExtBuilder::default().build(),
        crate::mock::Test
    );
}
