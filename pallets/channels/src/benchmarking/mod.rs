//! The worst case of each call and of the hook, to be measured.

mod setup;

use crate::{
    types::{Authority, JoinRule, Subject},
    Call, Channels, Closing, Config, Expiring, Log, Members, NextChannel, Pallet, PrivateChannels,
    Proposals, SweptTo,
};
use frame_benchmarking::v2::*;
use frame_support::{
    pallet_prelude::TransactionSource,
    traits::{Authorize, Get, Hooks},
    Hashable,
};
use frame_system::RawOrigin;
use postern_primitives::{
    benchmarking::{cid, slowest_cid},
    limits::{MAX_CONTENT_SIZE, MAX_PROPOSALS},
    SequenceKey,
};
use setup::*;

#[benchmarks]
mod benchmarks {
    use super::*;

    /// The longest name, and rules of one's own.
    #[benchmark]
    fn create() {
        let owner = funded_caller::<T>();
        let channel = NextChannel::<T>::get();

        #[extrinsic_call]
        _(
            RawOrigin::Signed(owner),
            longest_name(),
            Some(Pallet::<T>::default_policy()),
        );

        assert!(Channels::<T>::contains_key(channel));
    }

    /// A channel of somebody else, who has invited.
    #[benchmark]
    fn join() {
        let joiner = funded_caller::<T>();
        let (channel, owner) = open_by_another::<T>();
        rule::<T>(channel, |policy| policy.join = JoinRule::Invited);
        Pallet::<T>::do_decide(&owner, channel, Subject::Admit(joiner.clone()))
            .expect("the owner may invite");

        #[extrinsic_call]
        _(RawOrigin::Signed(joiner.clone()), channel);

        assert!(Pallet::<T>::is_member(channel, &joiner));
    }

    /// A member who has voted on as many proposals as there can be.
    #[benchmark]
    fn leave() {
        let member = funded_caller::<T>();
        let channel = channel_with_votes_of::<T>(&member, MAX_PROPOSALS);

        #[extrinsic_call]
        _(RawOrigin::Signed(member.clone()), channel);

        assert!(!Pallet::<T>::is_member(channel, &member));
    }

    /// New content, by a member; two of the oldest posts go for it.
    #[benchmark]
    fn post() {
        let author = funded_caller::<T>();
        let (channel, owner) = open_by_another::<T>();
        Pallet::<T>::do_join(&author, channel).expect("there is room");
        for number in 1..=3 {
            enrich::<T>(&owner);
            post_number::<T>(&owner, channel, number);
        }
        rule::<T>(channel, |policy| policy.retention.posts = 3);

        #[extrinsic_call]
        _(
            RawOrigin::Signed(author),
            channel,
            slowest_cid(),
            MAX_CONTENT_SIZE,
        );

        assert_eq!(Log::<T>::iter_prefix_values(channel).count(), 3);
        assert!(Log::<T>::contains_key(channel, SequenceKey::from(4)));
    }

    /// By a moderator, from somebody else.
    #[benchmark]
    fn retract_post() {
        let author = funded_account::<T>(1);
        let moderator = funded_caller::<T>();
        let channel = open::<T>(&moderator);
        Pallet::<T>::do_join(&author, channel).expect("there is room");
        post_number::<T>(&author, channel, 0);

        #[extrinsic_call]
        _(RawOrigin::Signed(moderator), channel, 0);

        assert_eq!(Log::<T>::iter_prefix_values(channel).count(), 0);
    }

    /// A moderator removes a member who has voted on as many proposals as there can be.
    #[benchmark]
    fn decide() {
        let member = funded_account::<T>(1);
        let channel = channel_with_votes_of::<T>(&member, MAX_PROPOSALS);
        let owner = owner_of::<T>(channel);
        rule::<T>(channel, |policy| {
            policy.decisions.members = Authority::AnyModerator
        });

        #[extrinsic_call]
        remove_member(RawOrigin::Signed(owner), channel, member.clone());

        assert!(!Pallet::<T>::is_member(channel, &member));
    }

    /// By a moderator who is neither who invited nor who was invited.
    #[benchmark]
    fn uninvite() {
        let moderator = funded_caller::<T>();
        let (channel, owner) = open_by_another::<T>();
        let guest: T::AccountId = account("guest", 0, 0);
        Pallet::<T>::do_join(&moderator, channel).expect("there is room");
        rule::<T>(channel, |policy| policy.join = JoinRule::Invited);
        for subject in [
            Subject::Appoint(moderator.clone()),
            Subject::Admit(guest.clone()),
        ] {
            Pallet::<T>::do_decide(&owner, channel, subject).expect("the owner decides");
        }

        #[extrinsic_call]
        _(RawOrigin::Signed(moderator), channel, guest.clone());

        assert!(Pallet::<T>::invitation(channel, &guest).is_none());
    }

    /// The last proposal that there is room for: to appoint a moderator.
    #[benchmark]
    fn propose() {
        let proposer = funded_caller::<T>();
        let channel = channel_with_votes_of::<T>(&proposer, MAX_PROPOSALS - 1);

        #[extrinsic_call]
        _(
            RawOrigin::Signed(proposer.clone()),
            channel,
            Subject::Appoint(proposer.clone()),
        );

        assert!(Proposals::<T>::contains_key(channel, MAX_PROPOSALS - 1));
    }

    /// A change of the last of as many votes as there can be.
    #[benchmark]
    fn vote() {
        let member = funded_caller::<T>();
        let channel = channel_with_votes_of::<T>(&member, MAX_PROPOSALS);
        let last = MAX_PROPOSALS - 1;

        #[extrinsic_call]
        _(RawOrigin::Signed(member), channel, last, false);

        assert_eq!(
            Proposals::<T>::get(channel, last).map(|it| it.nays),
            Some(1)
        );
    }

    /// One that removes a member who has voted on all others.
    #[benchmark]
    fn close_vote() {
        let member = funded_account::<T>(1);
        let channel = channel_with_votes_of::<T>(&member, MAX_PROPOSALS - 1);
        let number = pass_removal_of::<T>(channel, &member);

        #[extrinsic_call]
        _(RawOrigin::Signed(whitelisted_caller()), channel, number);

        assert!(!Pallet::<T>::is_member(channel, &member));
    }

    /// One of somebody else.
    #[benchmark]
    fn expire() {
        let member = funded_account::<T>(1);
        let channel = channel_with_votes_of::<T>(&member, 2);
        set_block::<T>(T::VotingPeriod::get() + 1);

        #[extrinsic_call]
        _(RawOrigin::Signed(whitelisted_caller()), channel, 0);

        assert!(!Proposals::<T>::contains_key(channel, 0));
    }

    /// With a purse that is new.
    #[benchmark]
    fn create_private() {
        let payer = funded_caller::<T>();
        let channel = NextChannel::<T>::get();

        #[extrinsic_call]
        _(
            RawOrigin::Signed(payer),
            [1; 32],
            T::MaxRetention::get(),
            Pallet::<T>::least_endowment(),
        );

        assert!(PrivateChannels::<T>::contains_key(channel));
    }

    /// By somebody who has not paid before.
    #[benchmark]
    fn fund() {
        let (channel, _) = private::<T>();
        let payer = funded_caller::<T>();
        let before = funds_of::<T>(channel);

        #[extrinsic_call]
        _(
            RawOrigin::Signed(payer),
            channel,
            Pallet::<T>::least_endowment(),
        );

        assert!(funds_of::<T>(channel) > before);
    }

    /// Signed by an account, so that the proof is verified in the call.
    #[benchmark]
    fn post_private() {
        let (channel, key) = private::<T>();
        let call = private_post::<T>(channel, &key, 0, None);
        let signer = whitelisted_caller();

        #[block]
        {
            run::<T>(call, RawOrigin::Signed(signer));
        }

        assert!(Log::<T>::contains_key(channel, SequenceKey::from(0)));
    }

    /// Signed by an account, as above.
    #[benchmark]
    fn commit() {
        let (channel, key) = private::<T>();
        let call = private_commit::<T>(channel, &key);
        let signer = whitelisted_caller();
        let successor = NextChannel::<T>::get();

        #[block]
        {
            run::<T>(call, RawOrigin::Signed(signer));
        }

        assert!(PrivateChannels::<T>::contains_key(successor));
    }

    /// Charged to the purse.
    #[benchmark]
    fn retract_private() {
        let secret = [7; 32];
        let (channel, key) = private::<T>();
        let call = private_post::<T>(channel, &key, 0, Some(secret.blake2_256()));
        run::<T>(call, RawOrigin::Signed(whitelisted_caller()));

        #[extrinsic_call]
        _(RawOrigin::Authorized, channel, 0, secret);

        assert_eq!(Log::<T>::iter_prefix_values(channel).count(), 0);
    }

    /// Signed by an account, in favour of one that is new.
    #[benchmark]
    fn close_private() {
        let (channel, key) = private::<T>();
        set_block::<T>(T::MaxRetention::get() + 1);
        let call = private_close::<T>(channel, &key, account("beneficiary", 0, 0));
        let signer = whitelisted_caller();

        #[block]
        {
            run::<T>(call, RawOrigin::Signed(signer));
        }

        assert!(!PrivateChannels::<T>::contains_key(channel));
    }

    /// A commit, which has the most fields to be signed.
    #[benchmark]
    fn authorize_private() {
        let (channel, key) = private::<T>();
        let call = private_commit::<T>(channel, &key);
        let verdict;

        #[block]
        {
            verdict = call.authorize(TransactionSource::External);
        }

        assert!(verdict.expect("the call can be authorised").is_ok());
    }

    /// With the right secret.
    #[benchmark]
    fn authorize_retraction() {
        let secret = [7; 32];
        let (channel, key) = private::<T>();
        let posted = private_post::<T>(channel, &key, 0, Some(secret.blake2_256()));
        run::<T>(posted, RawOrigin::Signed(whitelisted_caller()));
        let call = Call::<T>::retract_private {
            channel,
            sequence_number: 0,
            secret,
        };
        let verdict;

        #[block]
        {
            verdict = call.authorize(TransactionSource::External);
        }

        assert!(verdict.expect("the call can be authorised").is_ok());
    }

    /// Looks at `b` blocks and takes `e` posts out, all under the last of them, each of
    /// another channel and author.
    #[benchmark]
    fn sweep(b: Linear<1, { half_sweep::<T>() }>, e: Linear<0, { half_sweep::<T>() }>) {
        for index in 0..e {
            let author = funded_account::<T>(index);
            let channel = open_as::<T>(&author, index);
            rule::<T>(channel, |policy| {
                policy.retention.blocks = T::MinRetention::get()
            });
            post_number::<T>(&author, channel, index);
        }
        let due = Pallet::<T>::now() + T::MinRetention::get();
        set_block::<T>(due);
        SweptTo::<T>::put(due.saturating_sub(b));

        #[block]
        {
            Pallet::<T>::on_initialize(due.into());
        }

        assert_eq!(SweptTo::<T>::get(), due);
        assert_eq!(Expiring::<T>::iter_key_prefix(due).count(), 0);
    }

    /// `i` posts of a closed channel, each of another author.
    #[benchmark]
    fn clear(i: Linear<0, { half_sweep::<T>() }>) {
        let (channel, owner) = open_by_another::<T>();
        rule::<T>(channel, |policy| {
            policy.retention.posts = T::MaxPosts::get()
        });
        for index in 0..i {
            let author = funded_account::<T>(index);
            Pallet::<T>::do_join(&author, channel).expect("there is room");
            post_number::<T>(&author, channel, index + 1);
            Pallet::<T>::do_leave(&author, channel).expect("members may leave");
        }
        Pallet::<T>::do_retract(&owner, channel, 0).expect("it is there");
        Pallet::<T>::do_leave(&owner, channel).expect("nobody else is there");
        assert!(Closing::<T>::contains_key(channel));
        Members::<T>::remove(channel, &owner);
        let now = Pallet::<T>::now();
        SweptTo::<T>::put(now);

        #[block]
        {
            Pallet::<T>::on_initialize(now.into());
        }

        assert_eq!(Log::<T>::iter_prefix_values(channel).count(), 0);
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::ExtBuilder::build(), crate::mock::Test);
}
