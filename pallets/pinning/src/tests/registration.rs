//! Who may keep contents for others.

use super::*;
use crate::{Addresses, Error, PinnerOf, Roster, Workers};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold, BoundedVec};
use postern_primitives::limits::{MAX_ADDRESS, MAX_ADDRESSES, MAX_CONTENT_SIZE};

const HELD: RuntimeHoldReason = RuntimeHoldReason::Pinning(crate::HoldReason::Pinner);

fn addresses(texts: &[&str]) -> Addresses {
    let texts: Vec<_> = texts.iter().map(|one| text(one)).collect();
    texts.try_into().expect("few enough")
}

#[test]
fn whoever_registers_gets_a_number_and_has_the_bond_held() {
    run(|| {
        assert_ok!(register(1));
        assert_ok!(register(2));
        assert_eq!((number(1), number(2)), (0, 1));
        assert_eq!(Balances::balance_on_hold(&HELD, &account(1)), BOND);
        let info = Pinning::pinner(0).unwrap();
        assert_eq!((info.account, info.worker), (account(1), worker(1)));
        assert_eq!((info.bond, info.capacity), (BOND, MAX_CONTENT_SIZE));
        assert_eq!((info.live, info.heard_at), (false, None));
    });
}

#[test]
fn an_account_has_one_pinner() {
    run(|| {
        assert_ok!(register(1));
        let again = Pinning::register(
            origin(1),
            worker(2),
            peer_id(),
            addresses(&[]),
            MAX_CONTENT_SIZE,
        );
        assert_noop!(again, Error::<Test>::AlreadyRegistered);
    });
}

#[test]
fn a_worker_key_serves_one_pinner() {
    run(|| {
        assert_ok!(register(1));
        let taken = Pinning::register(
            origin(2),
            worker(1),
            peer_id(),
            addresses(&[]),
            MAX_CONTENT_SIZE,
        );
        assert_noop!(taken, Error::<Test>::WorkerInUse);
        assert_ok!(register(2));
        assert_noop!(
            Pinning::set_worker(origin(2), worker(1)),
            Error::<Test>::WorkerInUse
        );
    });
}

#[test]
fn there_are_no_more_pinners_than_may_be() {
    run(|| {
        for n in 1..=MAX_PINNERS as u8 {
            assert_ok!(register(n));
        }
        assert_noop!(register(9), Error::<Test>::TooManyPinners);
        assert_ok!(Pinning::leave(origin(1)));
        assert_ok!(register(9));
        assert_eq!(number(9), MAX_PINNERS, "numbers are not used twice");
    });
}

#[test]
fn whoever_cannot_spare_the_bond_is_refused() {
    run(|| {
        assert_noop!(register(200), Error::<Test>::BondNotAffordable);
    });
}

#[test]
fn a_capacity_that_does_not_hold_the_largest_content_is_refused() {
    run(|| {
        let small = MAX_CONTENT_SIZE - 1;
        let refused = Pinning::register(origin(1), worker(1), peer_id(), addresses(&[]), small);
        assert_noop!(refused, Error::<Test>::CapacityTooSmall);
        assert_ok!(register(1));
        assert_noop!(
            Pinning::update(origin(1), peer_id(), addresses(&[]), small),
            Error::<Test>::CapacityTooSmall
        );
    });
}

#[test]
fn texts_that_are_no_peer_ids_are_refused() {
    run(|| {
        assert_ok!(register(1));
        for wrong in [
            "",
            "12D3KooW",
            "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDE0",
            "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDE ",
            "/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp",
        ] {
            let refused = Pinning::update(origin(1), text(wrong), addresses(&[]), MAX_CONTENT_SIZE);
            assert_noop!(refused, Error::<Test>::PeerIdMalformed);
        }
    });
}

#[test]
fn texts_that_are_no_multiaddresses_are_refused() {
    run(|| {
        assert_ok!(register(1));
        for wrong in [
            "",
            "/",
            "//",
            "ip4/203.0.113.7",
            "/ip4/203.0.113.7/",
            "/ip4//tcp/4001",
            "/ip4/203.0.113.7 /tcp/4001",
            "/dns/bücher.example/tcp/4001",
            "http://203.0.113.7:4001",
            "/ip4/203.0.113.7\n",
        ] {
            let update = |given| Pinning::update(origin(1), peer_id(), given, MAX_CONTENT_SIZE);
            let good = "/ip6/2001:db8::7/udp/4001/quic-v1";
            let refused = update(addresses(&[good, wrong]));
            assert_noop!(refused, Error::<Test>::AddressMalformed);
            assert_ok!(update(addresses(&[good])));
        }
    });
}

#[test]
fn the_longest_addresses_fit_and_longer_ones_cannot_be_passed() {
    run(|| {
        assert_ok!(register(1));
        let longest = format!("/dns/{}", "a".repeat(MAX_ADDRESS as usize - 5));
        let most = vec![longest.as_str(); MAX_ADDRESSES as usize];
        let update = Pinning::update(origin(1), peer_id(), addresses(&most), MAX_CONTENT_SIZE);
        assert_ok!(update);
        let longer = format!("{longest}a").into_bytes();
        assert!(crate::Address::try_from(longer).is_err());
        let more = vec![address(); MAX_ADDRESSES as usize + 1];
        assert!(Addresses::try_from(more).is_err());
    });
}

#[test]
fn what_was_registered_can_be_replaced() {
    run(|| {
        assert_ok!(register(1));
        let elsewhere = addresses(&["/dns4/pinner.example/tcp/4001", "/ip4/203.0.113.9/tcp/1"]);
        let peer = text("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N");
        assert_ok!(Pinning::update(
            origin(1),
            peer,
            elsewhere.clone(),
            2 * MAX_CONTENT_SIZE
        ));
        let info = Pinning::pinner_of(&account(1)).unwrap();
        assert_eq!(info.addresses, elsewhere);
        assert_eq!(info.capacity, 2 * MAX_CONTENT_SIZE);
        assert!(info.peer_id.starts_with(b"Qm"));
        assert_noop!(
            Pinning::update(origin(2), peer_id(), BoundedVec::new(), MAX_CONTENT_SIZE),
            Error::<Test>::NotRegistered
        );
    });
}

#[test]
fn a_worker_key_can_be_replaced_and_the_old_one_counts_for_nothing() {
    run(|| {
        at_work([1]);
        assert_ok!(Pinning::set_worker(origin(1), worker(7)));
        assert_eq!(Pinning::pinner_by_worker(&worker(1)), None);
        assert_eq!(Pinning::pinner_by_worker(&worker(7)).unwrap().pinner, 0);
        go_to(1 + PERIOD);
        assert_eq!(hear(1, 0), refused(Error::UnknownWorker));
        assert_eq!(hear(7, 0), Ok(()));
        assert_noop!(
            Pinning::set_worker(origin(2), worker(8)),
            Error::<Test>::NotRegistered
        );
    });
}

#[test]
fn a_state_of_pinners_that_disagrees_with_itself_is_found() {
    fn fails(spoil: impl FnOnce()) {
        genesis().execute_with(|| {
            System::set_block_number(1);
            retain([1]);
            at_work([1, 2, 3]);
            attest(assigned(1)[0], &[1]).unwrap();
            Pinning::do_try_state().unwrap();
            spoil();
            assert!(Pinning::do_try_state().is_err());
        });
    }
    fails(|| PinnerOf::<Test>::remove(account(1)));
    fails(|| PinnerOf::<Test>::insert(account(5), 0));
    fails(|| Workers::<Test>::remove(worker(2)));
    fails(|| crate::Pinners::<Test>::remove(1));
    fails(|| Roster::<Test>::mutate(|seats| seats.as_mut().swap(0, 1)));
    fails(|| Roster::<Test>::mutate(|seats| seats.truncate(2)));
    fails(|| Roster::<Test>::mutate(|seats| seats[0].heard_at = 2));
    fails(|| crate::NextPinner::<Test>::put(2));
    fails(|| {
        Pins::<Test>::mutate(cid(1), |pin| {
            let keepers = &mut pin.as_mut().unwrap().keepers;
            keepers.try_push(keepers[0]).unwrap();
        });
    });
    fails(|| {
        Pins::<Test>::mutate(cid(1), |pin| pin.as_mut().unwrap().keepers[0].since = 2);
    });
    fails(|| {
        use frame_support::traits::{fungible::MutateHold, tokens::Precision};
        Balances::release(&HELD, &account(1), 1, Precision::Exact).unwrap();
    });
}

#[test]
fn a_configuration_of_pinners_that_cannot_work_is_refused() {
    use frame_support::traits::Hooks;
    fn is_refused(spoil: impl FnOnce(), mend: impl FnOnce()) {
        Pinning::integrity_test();
        spoil();
        assert!(std::panic::catch_unwind(Pinning::integrity_test).is_err());
        mend();
    }
    is_refused(|| Replicas::set(0), || Replicas::set(2));
    is_refused(|| Replicas::set(9), || Replicas::set(2));
    is_refused(|| HeartbeatPeriod::set(0), || HeartbeatPeriod::set(PERIOD));
    is_refused(|| HeartbeatPeriod::set(4), || HeartbeatPeriod::set(PERIOD));
    is_refused(|| HeartbeatPeriod::set(50), || HeartbeatPeriod::set(PERIOD));
    is_refused(|| MissedHeartbeats::set(1), || MissedHeartbeats::set(3));
    is_refused(|| MaxReportAge::set(0), || MaxReportAge::set(REPORT_AGE));
}
