//! The worst case of each call, to be measured.

use crate::{Call, ChannelId, Channels, Config, Log, NameInput, NextChannel, Pallet};
use frame_benchmarking::v2::*;
use frame_support::traits::{
    fungible::{Inspect, Unbalanced},
    tokens::Precision,
    Get,
};
use frame_system::RawOrigin;
use postern_primitives::{
    benchmarking::{cid, slowest_cid},
    limits::{MAX_CONTENT_SIZE, MAX_HANDLE},
};
use sp_runtime::traits::Saturating;

/// Gives `account` enough for one of each deposit. The total issuance does not matter here.
fn fund<T: Config>(account: &T::AccountId) {
    let post = Pallet::<T>::post_deposit(MAX_CONTENT_SIZE).expect("the configuration is sound");
    let funds = T::Currency::minimum_balance()
        .saturating_mul(2u32.into())
        .saturating_add(T::ChannelDeposit::get())
        .saturating_add(T::MembershipDeposit::get())
        .saturating_add(post);
    T::Currency::increase_balance(account, funds, Precision::Exact)
        .expect("the balance is small enough");
}

/// The signer, with funds.
fn funded_caller<T: Config>() -> T::AccountId {
    let caller = whitelisted_caller();
    fund::<T>(&caller);
    caller
}

/// The longest name there is.
fn longest_name() -> NameInput {
    NameInput::truncate_from([b'a'; MAX_HANDLE as usize].to_vec())
}

/// Opens a channel of this owner.
fn open<T: Config>(owner: &T::AccountId) -> ChannelId {
    let channel = NextChannel::<T>::get();
    Pallet::<T>::do_create(owner, &longest_name()).expect("the name is free");
    channel
}

/// Opens a channel of somebody other than the signer, with one post in it.
fn open_by_another<T: Config>() -> ChannelId {
    let owner = account("owner", 0, 0);
    fund::<T>(&owner);
    let channel = open::<T>(&owner);
    Pallet::<T>::do_post(&owner, channel, cid(0), MAX_CONTENT_SIZE).expect("the owner may post");
    channel
}

#[benchmarks]
mod benchmarks {
    use super::*;

    /// The longest name.
    #[benchmark]
    fn create() {
        let owner = funded_caller::<T>();
        let channel = NextChannel::<T>::get();

        #[extrinsic_call]
        _(RawOrigin::Signed(owner), longest_name());

        assert!(Channels::<T>::contains_key(channel));
    }

    /// A channel of somebody else.
    #[benchmark]
    fn join() {
        let account = funded_caller::<T>();
        let channel = open_by_another::<T>();

        #[extrinsic_call]
        _(RawOrigin::Signed(account.clone()), channel);

        assert!(Pallet::<T>::is_member(channel, &account));
    }

    /// The owner, who closes the channel: that takes the name out as well.
    #[benchmark]
    fn leave() {
        let owner = funded_caller::<T>();
        let channel = open::<T>(&owner);

        #[extrinsic_call]
        _(RawOrigin::Signed(owner), channel);

        assert!(!Channels::<T>::contains_key(channel));
    }

    /// New content, by a member who has nothing but the membership on hold.
    #[benchmark]
    fn post() {
        let author = funded_caller::<T>();
        let channel = open_by_another::<T>();
        Pallet::<T>::do_join(&author, channel).expect("there is room");

        #[extrinsic_call]
        _(
            RawOrigin::Signed(author),
            channel,
            slowest_cid(),
            MAX_CONTENT_SIZE,
        );

        assert!(Log::<T>::contains_key(channel, 1));
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::ExtBuilder::build(), crate::mock::Test);
}
