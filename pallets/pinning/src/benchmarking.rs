//! The worst case of each call and of the hook, to be measured.

mod fixtures;

use crate::{Call, Config, Pallet, PinnerOf, Pinners, Pins, PrunedTo, Roster, Workers};
use fixtures::*;
use frame_benchmarking::v2::*;
use frame_support::traits::{Get, Hooks};
use frame_system::RawOrigin;
use postern_primitives::{
    benchmarking::cid,
    limits::MAX_ATTESTED,
    signing::{self, Contents, Heartbeat},
};

#[benchmarks]
mod benchmarks {
    use super::*;

    /// This many steps.
    #[benchmark]
    fn prune(s: Linear<0, { T::MaxPruned::get() }>) {
        let now = let_leave_window::<T>(s);

        #[block]
        {
            Pallet::<T>::on_initialize(now);
        }

        assert_eq!(PrunedTo::<T>::get(), ((PRUNED_FROM + s).into(), 0));
    }

    #[benchmark]
    fn register() {
        let account = funded::<T>();
        seat_others::<T>(T::MaxPinners::get() - 1);
        let worker = new_key();

        #[extrinsic_call]
        _(
            RawOrigin::Signed(account.clone()),
            worker,
            longest_peer_id(),
            longest_addresses(b'a'),
            u64::MAX,
        );

        assert!(PinnerOf::<T>::contains_key(account));
    }

    #[benchmark]
    fn update() {
        let (account, _) = pinner::<T>(1);

        #[extrinsic_call]
        _(
            RawOrigin::Signed(account.clone()),
            longest_peer_id(),
            longest_addresses(b'b'),
            u64::MAX,
        );

        assert!(Pallet::<T>::pinner_of(&account)
            .is_some_and(|info| info.addresses == longest_addresses(b'b')));
    }

    #[benchmark]
    fn set_worker() {
        let (account, _) = pinner::<T>(1);
        let worker = new_key();

        #[extrinsic_call]
        _(RawOrigin::Signed(account), worker.clone());

        assert!(Workers::<T>::contains_key(worker));
    }

    #[benchmark]
    fn leave(p: Linear<1, { T::MaxPinners::get() }>) {
        let (account, _) = pinner::<T>(p);

        #[extrinsic_call]
        _(RawOrigin::Signed(account));

        assert_eq!(Roster::<T>::get().len() as u32, p - 1);
    }

    #[benchmark]
    fn dismiss(p: Linear<1, { T::MaxPinners::get() }>) {
        let (account, _) = pinner::<T>(p);
        let number = number_of::<T>(&account);
        go_to::<T>(T::MaxSilence::get() + 2);

        #[extrinsic_call]
        _(RawOrigin::Signed(account), number);

        assert_eq!(Roster::<T>::get().len() as u32, p - 1);
    }

    #[benchmark]
    fn free_bond() {
        let (account, _) = pinner::<T>(1);
        Pallet::<T>::do_leave(&account).expect("registered");
        go_to::<T>(T::Notice::get() + 1);

        #[extrinsic_call]
        _(RawOrigin::Signed(account.clone()));

        assert!(!PinnerOf::<T>::contains_key(account));
    }

    #[benchmark]
    fn heartbeat(p: Linear<1, { T::MaxPinners::get() }>) {
        let (account, worker) = pinner::<T>(p);
        let signature = sign::<T>(&worker, signing::HEARTBEAT, &Heartbeat { used: 7 });

        #[extrinsic_call]
        _(RawOrigin::Authorized, worker, 1, 7, signature);

        let number = number_of::<T>(&account);
        assert!(Pinners::<T>::get(number).is_some_and(|pinner| pinner.used == 7));
    }

    #[benchmark]
    fn authorize_heartbeat(p: Linear<1, { T::MaxPinners::get() }>) {
        let (_, worker) = pinner::<T>(p);
        let signature = sign::<T>(&worker, signing::HEARTBEAT, &Heartbeat { used: 7 });
        let call = Call::<T>::heartbeat {
            worker,
            at: 1,
            used: 7,
            signature,
        };

        #[block]
        {
            judge(call);
        }
    }

    /// Who of this many is at work: all of them.
    #[benchmark]
    fn live(p: Linear<1, { T::MaxPinners::get() }>) {
        seat_others::<T>(p);
        let working;

        #[block]
        {
            working = Pallet::<T>::live();
        }

        assert_eq!(working.pinners().count() as u32, p);
    }

    /// For one content; all of them have room, so none is passed over.
    #[benchmark]
    fn rank(p: Linear<1, { T::MaxPinners::get() }>) {
        seat_others::<T>(p);
        let working = Pallet::<T>::live();
        let assigned;

        #[block]
        {
            assigned = working.assigned(&cid(0), &[]);
        }

        assert_eq!(assigned.len() as u32, p.min(T::Replicas::get()));
    }

    /// Contents with as many claims as there can be, by the only pinner at work: `cost.rs`
    /// adds what others do to it.
    #[benchmark]
    fn attest(c: Linear<1, MAX_ATTESTED>) {
        let (account, worker) = pinner_at_work::<T>(1);
        let cids = own_contents::<T>(number_of::<T>(&account), c);
        let signature = sign::<T>(&worker, signing::ATTEST, &Contents { cids: &cids });
        let first = cids[0];

        #[extrinsic_call]
        _(RawOrigin::Authorized, worker, 1, cids, signature);

        let number = number_of::<T>(&account);
        assert!(Pins::<T>::get(first).is_some_and(|pin| pin.keeper(number).is_some()));
    }

    #[benchmark]
    fn authorize_attest(c: Linear<1, MAX_ATTESTED>) {
        let (account, worker) = pinner_at_work::<T>(1);
        let cids = own_contents::<T>(number_of::<T>(&account), c);
        let signature = sign::<T>(&worker, signing::ATTEST, &Contents { cids: &cids });
        let call = Call::<T>::attest {
            worker,
            at: 1,
            cids,
            signature,
        };

        #[block]
        {
            judge(call);
        }
    }

    #[benchmark]
    fn withdraw(c: Linear<1, MAX_ATTESTED>) {
        let (account, worker) = pinner_at_work::<T>(1);
        let number = number_of::<T>(&account);
        let cids = claimed_contents::<T>(number, c);
        let signature = sign::<T>(&worker, signing::WITHDRAW, &Contents { cids: &cids });
        let first = cids[0];

        #[extrinsic_call]
        _(RawOrigin::Authorized, worker, 1, cids, signature);

        assert!(Pins::<T>::get(first).is_some_and(|pin| pin.keeper(number).is_none()));
    }

    #[benchmark]
    fn authorize_withdraw(c: Linear<1, MAX_ATTESTED>) {
        let (account, worker) = pinner_at_work::<T>(1);
        let cids = claimed_contents::<T>(number_of::<T>(&account), c);
        let signature = sign::<T>(&worker, signing::WITHDRAW, &Contents { cids: &cids });
        let call = Call::<T>::withdraw {
            worker,
            at: 1,
            cids,
            signature,
        };

        #[block]
        {
            judge(call);
        }
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::genesis(), crate::mock::Test);
}
