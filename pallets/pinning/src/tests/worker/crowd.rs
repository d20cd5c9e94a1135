//! Fifty thousand contents that wait to be pinned.

use super::*;
use crate::mock::*;

const MANY: u32 = 50_000;

/// CIDs that one run may handle: 64 batches of 64, and a batch for each further part.
const IN_A_RUN: usize = (64 + 5) * 64;

/// As much as the worker stores of its own under one key, however much waits.
const STORED: usize = 256 * 1024;

fn stored(ipfs: &Ipfs) -> usize {
    let own = [keys::CURSOR, keys::RETRIES, keys::CLAIMS, keys::STATS];
    let sizes = own
        .iter()
        .filter_map(|key| ipfs.bytes(key))
        .map(|b| b.len());
    sizes.max().unwrap_or_default()
}

#[test]
fn they_are_pinned_run_by_run() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block(&retain(0..MANY));
    let mut calls = 0;
    let mut runs = 0;
    while ipfs.pins() < MANY as usize {
        chain.run();
        let made = ipfs.calls().len();
        assert!((1..=IN_A_RUN).contains(&made), "{made} calls in a run");
        assert!(ipfs.most_at_once() <= 64);
        assert!(stored(&ipfs) <= STORED);
        calls += made;
        runs += 1;
    }
    // New contents and the pass over everything may meet.
    assert!(calls <= 2 * MANY as usize, "{runs} runs, {calls} calls");
    assert!(runs <= 30, "{runs} runs, {calls} calls");
}

#[test]
fn half_of_them_missing_they_do_not_keep_the_others_from_being_pinned() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    let missing = (0..MANY).step_by(2);
    missing
        .clone()
        .for_each(|n| ipfs.set_content(&cid(n), Content::Missing));
    let number = chain.block(&retain(0..MANY));
    chain.finalize(number);
    let mut runs = 0;
    while ipfs.pins() < MANY as usize / 2 {
        chain.run();
        assert!(ipfs.calls().len() <= IN_A_RUN);
        assert!(stored(&ipfs) <= STORED);
        runs += 1;
        assert!(runs < 200, "{} are pinned", ipfs.pins());
    }
    assert!(missing.clone().all(|n| !ipfs.has(&cid(n))));
}
