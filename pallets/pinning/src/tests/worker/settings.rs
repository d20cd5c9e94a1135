//! When the worker works at all.

use super::*;
use crate::mock::*;
use codec::Encode;
use sp_core::offchain::Timestamp;

fn runs_after(prepare: impl FnOnce(&Ipfs)) -> bool {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    prepare(&ipfs);
    chain.block_and_run(&retain([1]));
    let worked = ipfs.has(&cid(1));
    assert_eq!(worked, !ipfs.calls().is_empty());
    worked
}

#[test]
fn a_worker_that_has_all_it_needs_works() {
    assert!(runs_after(|_| ()));
    assert!(runs_after(
        |ipfs| ipfs.set(keys::IPFS_URL, b"http://127.0.0.1:5001/")
    ));
}

#[test]
fn a_disabled_worker_does_nothing() {
    assert!(!runs_after(|ipfs| ipfs.set(keys::ENABLED, &[0])));
    assert!(!runs_after(|ipfs| ipfs.set(keys::ENABLED, b"")));
    assert!(!runs_after(|ipfs| ipfs.clear(keys::ENABLED)));
}

#[test]
fn a_worker_without_an_address_of_ipfs_does_nothing() {
    assert!(!runs_after(|ipfs| ipfs.clear(keys::IPFS_URL)));
    assert!(!runs_after(
        |ipfs| ipfs.set(keys::IPFS_URL, b"127.0.0.1:5001")
    ));
    assert!(!runs_after(|ipfs| ipfs.set(keys::IPFS_URL, b"http://\xff")));
    assert!(!runs_after(
        |ipfs| ipfs.set(keys::IPFS_URL, format!("http://{:300}", 1).as_bytes())
    ));
}

#[test]
fn a_worker_that_does_not_know_what_is_final_does_nothing() {
    assert!(!runs_after(|ipfs| ipfs.clear(keys::FINALIZED)));
    assert!(!runs_after(|ipfs| ipfs.set(keys::FINALIZED, &[1, 2, 3])));
}

#[test]
fn two_runs_do_not_work_at_the_same_time() {
    let soon = Timestamp::from_unix_millis(20_000);
    assert!(!runs_after(|ipfs| ipfs.set(keys::LOCK, &soon.encode())));
}

#[test]
fn the_lock_of_a_run_that_died_is_void_after_a_while() {
    let past = Timestamp::from_unix_millis(2_999);
    assert!(runs_after(|ipfs| ipfs.set(keys::LOCK, &past.encode())));
}

#[test]
fn garbage_in_the_workers_own_storage_is_replaced() {
    for key in [
        keys::CURSOR,
        keys::RETRIES,
        keys::CLAIMS,
        keys::STATS,
        keys::LOCK,
    ] {
        assert!(runs_after(|ipfs| ipfs.set(key, &[0xff; 3])));
    }
}

#[test]
fn settings_that_change_count_from_the_next_run_on() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    ipfs.set(keys::ENABLED, &[0]);
    chain.block_and_run(&retain([1]));
    ipfs.set(keys::ENABLED, &[1]);
    chain.block_and_run(&[]);
    assert!(ipfs.has(&cid(1)));
}
