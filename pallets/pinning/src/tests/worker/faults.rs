//! Whatever happens to the IPFS node, it ends with exactly what the chain wants kept.

use super::*;
use crate::mock::*;
use std::{collections::BTreeSet, ops::Range};

/// Enough for several batches and for every way in which one can fail.
const CONTENTS: Range<u32> = 0..300;

/// Brings contents in and takes a third of them away while something goes on, then lets the
/// node recover, and compares.
fn comes_out_right(what: &str, trouble: impl Fn(&Ipfs), recovery: impl Fn(&Ipfs)) {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&retain(1_000..1_010));
    trouble(&ipfs);
    for n in CONTENTS.step_by(100) {
        chain.block_and_run(&retain(n..n + 100));
    }
    let gone = |n: &u32| n.is_multiple_of(3);
    chain.block_and_run(&release(CONTENTS.filter(gone)));
    chain.block_and_run(&release(1_000..1_005));
    chain.finalize(chain.height() - 1);
    chain.run();
    chain.run_for(5);
    recovery(&ipfs);
    // The longest pause between two attempts, and a few blocks for what waited for it.
    chain.run_for(80);

    let stay = CONTENTS.filter(|n| !gone(n)).chain(1_005..1_010);
    let wanted: BTreeSet<_> = stay.map(|n| cid(n).to_string()).collect();
    let missing = wanted.iter().filter(|cid| !ipfs.has(&cid.parse().unwrap()));
    assert_eq!(missing.count(), 0, "{what}: all that is wanted is kept");
    assert_eq!(ipfs.pins(), wanted.len(), "{what}: and nothing else");
    assert_eq!(stats(&ipfs).retrying, 0, "{what}: nothing is left to do");
    ipfs.calls();
    chain.run_for(50);
    assert_eq!(ipfs.calls(), Vec::<String>::new(), "{what}: it rests");
}

fn nodes_health(health: Health) -> impl Fn(&Ipfs) {
    move |ipfs| ipfs.set_health(health)
}

/// Every second content goes like this.
fn contents(content: Content) -> impl Fn(&Ipfs) {
    move |ipfs| {
        let half = CONTENTS.chain(1_000..1_010).filter(|n| n % 2 == 0);
        half.for_each(|n| ipfs.set_content(&cid(n), content));
    }
}

#[test]
fn a_node_that_is_down_silent_or_something_else() {
    for health in [Health::Down, Health::Silent, Health::Foreign] {
        let what = format!("{health:?}");
        comes_out_right(&what, nodes_health(health), nodes_health(Health::Well));
    }
}

#[test]
fn a_node_that_dies_in_the_middle_of_a_batch() {
    for after in [0, 1, 63, 64, 65, 100, 130, 250] {
        let dies = |ipfs: &Ipfs| ipfs.die_after(after);
        let what = format!("died after {after} calls");
        comes_out_right(&what, dies, nodes_health(Health::Well));
    }
}

#[test]
fn a_node_that_comes_back_empty() {
    let dies = |ipfs: &Ipfs| ipfs.die_after(100);
    let comes_back = |ipfs: &Ipfs| {
        ipfs.set_health(Health::Well);
        ipfs.lose_all();
        // Somebody notices, and has it begin anew.
        ipfs.clear(keys::CURSOR);
    };
    comes_out_right("lost its blocks", dies, comes_back);
}

#[test]
fn contents_that_are_slow_hang_break_fail_late_or_do_not_fit() {
    for content in [
        Content::Missing,
        Content::Hangs,
        Content::Slow,
        Content::Breaks,
        Content::FailsLate,
        Content::TooMuch,
        Content::Garbled,
    ] {
        let what = format!("{content:?}");
        comes_out_right(&what, contents(content), contents(Content::Served));
    }
}

#[test]
fn a_full_node_keeps_what_it_has_and_is_asked_ever_less() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&retain(0..10));
    (10..20).for_each(|n| ipfs.set_content(&cid(n), Content::TooMuch));
    chain.block_and_run(&retain(10..20));
    chain.run_for(200);
    assert_eq!(ipfs.pins(), 10);
    ipfs.calls();
    chain.run_for(64);
    let calls = ipfs.calls();
    assert!(calls.len() <= 10, "once each in three minutes: {calls:?}");
    // Room comes by what is released.
    (10..20).for_each(|n| ipfs.set_content(&cid(n), Content::Served));
    chain.block(&release(0..10));
    chain.run_for(80);
    assert_eq!(ipfs.pins(), 10);
    assert!((10..20).all(|n| ipfs.has(&cid(n))));
}

#[test]
fn a_worker_that_is_killed_in_any_block_goes_on_where_it_was() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&[]);
    let own = [keys::CURSOR, keys::RETRIES, keys::CLAIMS, keys::STATS];
    for n in 0..30 {
        chain.block(&retain(n * 10..n * 10 + 10));
        chain.block(&release(n * 10..n * 10 + 5));
        chain.finalize(chain.height() - 1);
        let before = own.map(|key| ipfs.bytes(key).expect("not the first run"));
        ipfs.die_after(n as usize);
        chain.run();
        for (key, bytes) in own.iter().zip(before) {
            ipfs.set(key, &bytes);
        }
        ipfs.set_health(Health::Well);
        if n % 3 == 0 {
            chain.run();
        }
    }
    chain.run_for(80);
    assert_eq!(ipfs.pins(), 150);
    assert!((0..300).all(|n| ipfs.has(&cid(n)) == (n % 10 >= 5)));
}
