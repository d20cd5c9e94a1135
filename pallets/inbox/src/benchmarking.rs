//! The worst case of each call and of the hook, to be measured.
//!
//! Every entry that goes is the only one of its sender, of its content and on its page of the
//! expiry index, so that entries share nothing that would then be touched once for all of them.

mod setup;

use crate::{
    admission::Applicant, Call, Config, Entries, FreeWeight, Listings, Pallet, Queues, SweptTo,
};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
    pallet_prelude::TransactionSource,
    traits::{Authorize, Get, Hooks},
    weights::Weight,
};
use frame_system::RawOrigin;
use postern_primitives::{
    benchmarking::{cid, slowest_cid},
    limits::{MAX_ACKNOWLEDGED, MAX_CONTENT_SIZE, MAX_RECIPIENTS},
    traits::Identities,
    Cid, Senders,
};
use setup::*;
use sp_core::crypto::AccountId32;

#[benchmarks(where T::AccountId: From<AccountId32>)]
mod benchmarks {
    use super::*;

    /// To inboxes that are empty and ask nothing. The page of the expiry index was written in this
    /// block before, and is as full as it is when it is written on.
    #[benchmark]
    fn send(r: Linear<1, { MAX_RECIPIENTS }>) {
        let sender: T::AccountId = whitelisted_caller();
        fund::<T>(&sender, r);
        let recipients: Vec<_> = (0..r).map(inbox::<T>).collect();
        for index in 0..r {
            put::<T>(&inbox::<T>(r + index), index);
        }
        let lifetime = T::MinLifetime::get();
        begin_page::<T>(lifetime);

        #[extrinsic_call]
        _(
            RawOrigin::Signed(sender),
            recipients.try_into().expect("no more than are allowed"),
            cid(MAX_RECIPIENTS).to_input(),
            MAX_CONTENT_SIZE,
            lifetime,
        );

        assert_eq!(Pallet::<T>::queue(&inbox::<T>(r - 1)).count, 1);
    }

    /// Of inboxes that each have a list to look the sender up on.
    #[benchmark]
    fn apply_rules(r: Linear<1, { MAX_RECIPIENTS }>) {
        let sender: T::AccountId = whitelisted_caller();
        let owners: Vec<_> = (0..r).map(inbox::<T>).collect();
        for owner in &owners {
            name_sender::<T>(owner, &sender, Senders::Listed);
        }
        let rules: Vec<_> = owners.iter().map(|owner| rules_of::<T>(owner)).collect();
        let applicant = Applicant::new(&sender);

        #[block]
        {
            for (owner, rules) in owners.iter().zip(&rules) {
                let demanded = Pallet::<T>::apply_rules(&applicant, owner, rules, 0);
                assert!(demanded.is_ok());
            }
        }
    }

    /// In the way that takes longest, which the registry knows.
    #[benchmark]
    fn look_up_sender() {
        let sender: T::AccountId = whitelisted_caller();
        T::Identities::register_for_benchmark(&sender);

        #[block]
        {
            assert!(T::Identities::is_registered(&sender));
        }
    }

    /// No message before it expires with it, so that it writes a page that none has written.
    #[benchmark]
    fn open_page() {
        let owner = inbox::<T>(0);
        let expires_at = T::MaxLifetime::get();

        #[block]
        {
            let slot = Pallet::<T>::find_page(expires_at, 1);
            assert!(Pallet::<T>::schedule(slot, [(owner, 0)]).is_ok());
        }

        assert_eq!(scheduled::<T>(expires_at), 1);
    }

    /// In the base that takes longest.
    #[benchmark]
    fn read_text() {
        let text = slowest_cid();

        #[block]
        {
            assert!(Cid::parse(&text).is_ok());
        }
    }

    /// Names numbers that nothing lies under, in an inbox with many entries.
    #[benchmark]
    fn miss(m: Linear<1, { MAX_ACKNOWLEDGED }>) {
        let owner = inbox::<T>(0);
        fill::<T>(&owner, most_taken::<T>());
        let beyond = Pallet::<T>::queue(&owner).next;

        #[block]
        {
            for number in beyond..beyond + u64::from(m) {
                assert!(Pallet::<T>::live_entry(&owner, number).is_none());
            }
        }
    }

    /// All named entries are there, each on a page as full as it can be.
    #[benchmark]
    fn acknowledge(t: Linear<1, { most_taken::<T>() }>) {
        let owner = inbox::<T>(0);
        // One stays, and has to be found as the oldest.
        fill::<T>(&owner, t + 1);
        crowd_pages::<T>();
        let named = numbers(0..u64::from(t));

        #[extrinsic_call]
        _(RawOrigin::Signed(owner.clone()), owner.clone(), named, None);

        let queue = Pallet::<T>::queue(&owner);
        assert_eq!((queue.first, queue.count), (u64::from(t), 1));
    }

    /// Over as many numbers as one acknowledgement may name.
    #[benchmark]
    fn verify_proof() {
        let (key, owner) = slowest_key::<T>();
        let named = numbers(0..u64::from(MAX_ACKNOWLEDGED));
        let proof = proof::<T>(&key, &owner, &named);
        let verdict;

        #[block]
        {
            verdict = Pallet::<T>::ensure_acknowledged(&owner, &named, &proof);
        }

        assert!(verdict.is_ok());
    }

    /// All named entries are there, so each makes a tag.
    #[benchmark]
    fn authorize_acknowledge(n: Linear<1, { T::MaxQueued::get().min(MAX_ACKNOWLEDGED) }>) {
        let (key, owner) = slowest_key::<T>();
        fill::<T>(&owner, n);
        let sequence_numbers = numbers(0..u64::from(n));
        let proof = Some(proof::<T>(&key, &owner, &sequence_numbers));
        let call = Call::<T>::acknowledge {
            owner,
            sequence_numbers,
            proof,
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

    /// All named entries are there, each on a page as full as it can be and in an inbox with
    /// another one that becomes the oldest.
    #[benchmark]
    fn retract(t: Linear<1, { MAX_RECIPIENTS }>) {
        let sender: T::AccountId = whitelisted_caller();
        for index in 0..t {
            let owner = inbox::<T>(index);
            put_for::<T>(sender.clone(), &owner, index, lifetime::<T>(index));
            put::<T>(&owner, t + index);
        }
        crowd_pages::<T>();
        let entries = first_of_each::<T>(t);

        #[extrinsic_call]
        _(RawOrigin::Signed(sender), entries);

        assert_eq!(Entries::<T>::iter_keys().count(), t as usize);
    }

    /// The last rule goes, of an inbox that holds entries, and its payer is somebody else.
    #[benchmark]
    fn set_policy() {
        let owner: T::AccountId = whitelisted_caller();
        put::<T>(&owner, 0);
        name_sender::<T>(&owner, &inbox::<T>(0), Senders::Listed);
        Listings::<T>::remove(&owner, inbox::<T>(0));
        Queues::<T>::mutate_extant(&owner, |queue| {
            if let Some(rules) = &mut queue.rules {
                rules.listed = 0;
            }
        });

        #[extrinsic_call]
        _(
            RawOrigin::Signed(owner.clone()),
            owner.clone(),
            Senders::Anyone,
            0u32.into(),
            None,
        );

        assert_eq!(Pallet::<T>::rules(&owner).senders, Senders::Anyone);
    }

    /// The first rule of an inbox that holds entries.
    #[benchmark]
    fn list() {
        let owner: T::AccountId = whitelisted_caller();
        fund_rules::<T>(&owner);
        put::<T>(&owner, 0);

        #[extrinsic_call]
        allow(
            RawOrigin::Signed(owner.clone()),
            owner.clone(),
            inbox::<T>(0),
            None,
        );

        assert_eq!(Pallet::<T>::rules(&owner).listed, 1);
    }

    /// The last rule goes, of an inbox that holds entries; rules and name have payers of their
    /// own.
    #[benchmark]
    fn unlist() {
        let owner: T::AccountId = whitelisted_caller();
        put::<T>(&owner, 0);
        name_sender::<T>(&owner, &inbox::<T>(0), Senders::Anyone);

        #[extrinsic_call]
        _(
            RawOrigin::Signed(owner.clone()),
            owner.clone(),
            inbox::<T>(0),
            None,
        );

        assert_eq!(Pallet::<T>::rules(&owner).listed, 0);
    }

    /// All named entries have expired, each on a page as full as it can be and in an inbox with
    /// another one that becomes the oldest.
    #[benchmark]
    fn reap(t: Linear<1, { MAX_RECIPIENTS }>) {
        expire::<T>(1, t);
        crowd_pages::<T>();
        let entries = first_of_each::<T>(t);

        #[extrinsic_call]
        _(RawOrigin::Signed(whitelisted_caller()), entries);

        assert_eq!(Entries::<T>::iter_keys().count(), t as usize);
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
        assert_eq!(scheduled::<T>(due), 0);
        assert_eq!(scheduled::<T>(due + 1), e as usize);
    }

    #[benchmark]
    fn end_block() {
        FreeWeight::<T>::put(Weight::MAX);

        #[block]
        {
            Pallet::<T>::on_finalize(1u32.into());
        }

        assert!(!FreeWeight::<T>::exists());
    }

    impl_benchmark_test_suite!(
        Pallet,
        crate::mock::ExtBuilder::default().build(),
        crate::mock::Test
    );
}
