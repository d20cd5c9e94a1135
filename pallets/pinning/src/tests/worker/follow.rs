//! What a block brings in is pinned at once.

use super::*;
use crate::mock::*;

#[test]
fn what_a_block_brings_in_is_pinned_before_it_is_final() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&retain([1, 2]));
    assert!(ipfs.has(&cid(1)) && ipfs.has(&cid(2)));
    let stats = stats(&ipfs);
    assert_eq!(
        (stats.wanted, stats.kept, stats.retrying, stats.cursor),
        (2, 2, 0, 0)
    );
}

#[test]
fn blocks_on_which_the_worker_did_not_run_are_caught_up_with() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&[]);
    for n in 0..5 {
        chain.block(&retain([n]));
    }
    chain.run();
    assert_eq!(ipfs.pins(), 5);
}

#[test]
fn a_second_run_on_the_same_block_pins_nothing_again() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&[]);
    chain.block_and_run(&retain([1]));
    ipfs.calls();
    chain.run();
    assert_eq!(ipfs.calls(), Vec::<String>::new());
}

#[test]
fn what_came_and_went_within_a_run_is_not_pinned() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&[]);
    chain.block(&[Op::Retain(cid(1)), Op::Retain(cid(2)), Op::Release(cid(1))]);
    chain.block(&release([2]));
    chain.run();
    assert_eq!(ipfs.calls(), Vec::<String>::new());
}

#[test]
fn many_contents_of_one_block_are_pinned_in_one_run_but_not_all_at_the_same_time() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&[]);
    chain.block_and_run(&retain(0..1_000));
    assert_eq!(ipfs.pins(), 1_000);
    assert_eq!(ipfs.most_at_once(), 64);
}

#[test]
fn a_block_with_more_than_one_run_may_do_is_finished_by_the_next() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&[]);
    chain.block_and_run(&retain(0..5_000));
    assert_eq!(ipfs.pins(), 64 * 64);
    chain.block_and_run(&[]);
    assert_eq!(ipfs.pins(), 5_000);
    assert_eq!(stats(&ipfs).kept, 5_000);
}

#[test]
fn new_contents_go_first_when_finality_lags_far_behind() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&[]);
    for _ in 0..2_500 {
        chain.block(&[]);
    }
    chain.block_and_run(&retain([1]));
    assert!(ipfs.has(&cid(1)));
}
