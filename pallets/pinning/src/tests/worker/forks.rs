//! Blocks that lose.

use super::*;
use crate::mock::*;

#[test]
fn content_of_a_block_that_lost_is_unpinned_once_that_height_is_final() {
    let ipfs = Ipfs::new();
    let mut lost = Chain::new(&ipfs);
    lost.block_and_run(&[]);
    let mut won = lost.fork(1);
    lost.block_and_run(&retain([1]));
    assert!(ipfs.has(&cid(1)));
    won.block(&retain([2]));
    won.block_and_run(&[]);
    assert!(ipfs.has(&cid(2)), "the winner's content does not wait");
    won.finalize(1);
    won.run();
    assert!(ipfs.has(&cid(1)), "block 2 is not final yet");
    won.finalize(2);
    won.run();
    assert!(!ipfs.has(&cid(1)) && ipfs.has(&cid(2)));
}

#[test]
fn content_that_the_winner_has_too_stays() {
    let ipfs = Ipfs::new();
    let mut lost = Chain::new(&ipfs);
    lost.block_and_run(&[]);
    let mut won = lost.fork(1);
    lost.block_and_run(&retain([1]));
    won.block(&[]);
    won.block_and_run(&retain([1]));
    won.run_for(3);
    assert!(ipfs.has(&cid(1)));
    assert_eq!(stats(&ipfs).kept, 1);
}

#[test]
fn a_release_in_a_block_that_lost_unpins_nothing() {
    let ipfs = Ipfs::new();
    let mut lost = Chain::new(&ipfs);
    lost.block_and_run(&retain([1]));
    lost.finalize(1);
    let mut won = lost.fork(1);
    lost.block_and_run(&release([1]));
    won.block(&[]);
    won.block_and_run(&[]);
    won.run_for(3);
    assert!(ipfs.has(&cid(1)));
}

#[test]
fn a_run_on_a_chain_that_lost_does_nothing() {
    let ipfs = Ipfs::new();
    let mut lost = Chain::new(&ipfs);
    lost.block_and_run(&retain([1]));
    let mut won = lost.fork(1);
    lost.block(&release([1]));
    lost.block(&retain([2]));
    won.block(&[]);
    won.finalize(2);
    ipfs.calls();
    lost.run();
    assert_eq!(ipfs.calls(), Vec::<String>::new());
}

#[test]
fn a_run_that_comes_after_a_later_block_is_final_does_nothing() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block(&retain([1]));
    let mut late = chain.fork(1);
    chain.block(&release([1]));
    chain.finalize(2);
    late.run();
    chain.run();
    assert_eq!(ipfs.calls(), Vec::<String>::new());
}

#[test]
fn going_back_and_forth_between_forks_loses_nothing() {
    let ipfs = Ipfs::new();
    let mut a = Chain::new(&ipfs);
    a.block_and_run(&[]);
    let mut b = a.fork(1);
    a.block_and_run(&retain([1]));
    b.block(&retain([2]));
    b.block_and_run(&[]);
    a.block(&[]);
    a.block_and_run(&retain([3]));
    b.block(&[]);
    b.block_and_run(&retain([4]));
    a.run_for(3);
    let pinned: Vec<_> = (0..6).filter(|n| ipfs.has(&cid(*n))).collect();
    assert_eq!(pinned, [1, 3]);
}

#[test]
fn a_second_life_of_a_cid_that_lost_does_not_leave_it_pinned() {
    let ipfs = Ipfs::new();
    let mut lost = Chain::new(&ipfs);
    lost.block_and_run(&retain([1]));
    lost.block(&release([1]));
    lost.block_and_run(&[]);
    let mut won = lost.fork(3);
    lost.block(&retain([1]));
    lost.block(&release([1]));
    lost.finalize(3);
    lost.run();
    assert!(ipfs.has(&cid(1)), "its last release is not final");
    for _ in 0..3 {
        won.block(&[]);
    }
    won.run();
    won.finalize(5);
    won.run();
    assert!(
        !ipfs.has(&cid(1)),
        "no change of the chain that won tells of it"
    );
}

#[test]
fn a_chain_that_was_started_anew_is_taken_from_its_beginning() {
    let ipfs = Ipfs::new();
    let mut old = Chain::new(&ipfs);
    old.block_and_run(&retain([1]));
    old.run_for(20);
    let mut new = Chain::new(&ipfs);
    new.block_and_run(&retain([2]));
    assert!(ipfs.has(&cid(2)));
    new.run_for(20);
    assert!(!ipfs.has(&cid(1)), "the ledger tells of it");
}
