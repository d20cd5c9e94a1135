//! An IPFS node that is down, silent or something else.

use super::*;
use crate::mock::*;

const TROUBLES: [Health; 3] = [Health::Down, Health::Silent, Health::Foreign];

#[test]
fn nothing_is_lost_while_the_ipfs_node_does_not_work() {
    for health in TROUBLES {
        let ipfs = Ipfs::new();
        let mut chain = Chain::new(&ipfs);
        chain.block_and_run(&retain([1]));
        ipfs.set_health(health);
        chain.block(&release([1]));
        chain.block(&retain([2]));
        chain.run_for(50);
        assert_eq!(ipfs.pins(), 1);
        assert_eq!(
            stats(&ipfs).retrying,
            0,
            "{health:?} is no fault of the contents"
        );
        ipfs.set_health(Health::Well);
        chain.run_for(1);
        assert!(!ipfs.has(&cid(1)) && ipfs.has(&cid(2)), "{health:?}");
    }
}

#[test]
fn a_node_that_does_not_work_is_asked_little() {
    for health in TROUBLES {
        let ipfs = Ipfs::new();
        let mut chain = Chain::new(&ipfs);
        ipfs.set_health(health);
        chain.block_and_run(&retain(0..1_000));
        assert_eq!(
            ipfs.calls().len(),
            64 + 1,
            "{health:?}: one batch, and whether it lives"
        );
    }
}

#[test]
fn a_run_ends_in_bounded_time_whatever_the_ipfs_node_does() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&retain(5_000..5_064));
    (0..2_000).for_each(|n| ipfs.set_content(&cid(n), Content::Hangs));
    (5_000..5_064).for_each(|n| ipfs.set_content(&cid(n), Content::Hangs));
    chain.block(&retain(0..2_000));
    chain.block(&release(5_000..5_064));
    chain.finalize(2);
    for _ in 0..40 {
        let start = ipfs.now() + 3_000;
        chain.run();
        let took = ipfs.now() - start;
        assert!(took < 20_000, "{took} ms for six parts");
        let number = chain.block(&[]);
        chain.finalize(number - 1);
    }
}

#[test]
fn the_other_parts_of_a_run_get_their_turn_when_new_contents_use_up_its_time() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&retain([1]));
    chain.block(&release([1]));
    for run in 0..3 {
        let contents = run * 200..(run + 1) * 200;
        contents
            .clone()
            .for_each(|n| ipfs.set_content(&cid(10 + n), Content::Hangs));
        chain.block_and_run(&retain(contents.map(|n| 10 + n)));
        chain.finalize(chain.height() - 1);
    }
    assert!(!ipfs.has(&cid(1)));
}

#[test]
fn one_content_that_breaks_connections_is_not_taken_for_a_node_that_is_down() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    ipfs.set_content(&cid(1), Content::Breaks);
    chain.block_and_run(&retain([1]));
    chain.block_and_run(&retain([2]));
    assert!(ipfs.has(&cid(2)));
    assert_eq!(stats(&ipfs).retrying, 1);
}

/// Runs the worker, and then undoes what a node that is killed in the run had not stored.
fn run_and_die(chain: &mut Chain, ipfs: &Ipfs) {
    let own = [keys::CURSOR, keys::RETRIES, keys::CLAIMS, keys::STATS];
    let before = own.map(|key| ipfs.bytes(key).expect("not the first run"));
    chain.run();
    for (key, bytes) in own.iter().zip(before) {
        ipfs.set(key, &bytes);
    }
}

#[test]
fn a_run_that_died_is_done_again() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&retain([1]));
    chain.block(&release([1]));
    chain.block(&retain([2, 3]));
    ipfs.set_content(&cid(3), Content::Missing);
    chain.finalize(2);
    run_and_die(&mut chain, &ipfs);
    chain.run();
    assert!(!ipfs.has(&cid(1)) && ipfs.has(&cid(2)));
    assert_eq!(stats(&ipfs).retrying, 1);
}

#[test]
fn what_a_run_that_died_pinned_for_a_block_that_lost_is_unpinned() {
    let ipfs = Ipfs::new();
    let mut lost = Chain::new(&ipfs);
    lost.block_and_run(&[]);
    let mut won = lost.fork(1);
    lost.block(&retain([1]));
    run_and_die(&mut lost, &ipfs);
    assert!(ipfs.has(&cid(1)));
    won.block(&[]);
    won.run_for(2);
    assert!(!ipfs.has(&cid(1)));
}
