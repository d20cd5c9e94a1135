//! What fails is tried again, later and later, and hides nothing.

use super::*;
use crate::mock::*;

#[test]
fn content_that_nobody_serves_does_not_hide_those_behind_it() {
    for content in [
        Content::Missing,
        Content::Hangs,
        Content::Breaks,
        Content::FailsLate,
    ] {
        let ipfs = Ipfs::new();
        let mut chain = Chain::new(&ipfs);
        ipfs.set_content(&cid(1), content);
        chain.block_and_run(&retain([1]));
        chain.block_and_run(&retain([2]));
        chain.block_and_run(&retain([1, 3]));
        assert!(
            !ipfs.has(&cid(1)) && ipfs.has(&cid(2)) && ipfs.has(&cid(3)),
            "{content:?}"
        );
        assert_eq!(stats(&ipfs).retrying, 1, "{content:?}");
    }
}

#[test]
fn the_pauses_between_attempts_double() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    ipfs.set_content(&cid(1), Content::Missing);
    chain.block(&retain([1]));
    let mut attempts = vec![];
    for _ in 0..70 {
        chain.run();
        if calls_about(&ipfs, &cid(1))
            .iter()
            .any(|call| call == "pin/add")
        {
            attempts.push(chain.height());
        }
        let number = chain.block(&[]);
        chain.finalize(number - 1);
    }
    assert_eq!(attempts, [1, 2, 4, 8, 16, 32, 64]);
    assert_eq!(stats(&ipfs).failed, 7);
}

#[test]
fn content_is_pinned_once_somebody_serves_it() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    ipfs.set_content(&cid(1), Content::Hangs);
    chain.block_and_run(&retain([1]));
    chain.run_for(10);
    ipfs.set_content(&cid(1), Content::Served);
    chain.run_for(16);
    assert!(ipfs.has(&cid(1)));
    assert_eq!((stats(&ipfs).kept, stats(&ipfs).retrying), (1, 0));
}

#[test]
fn a_pin_that_ran_out_of_time_but_is_there_counts_as_done() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    ipfs.set_content(&cid(1), Content::Slow);
    chain.block_and_run(&retain([1]));
    assert_eq!(
        (
            stats(&ipfs).kept,
            stats(&ipfs).failed,
            stats(&ipfs).retrying
        ),
        (1, 0, 0)
    );
}

#[test]
fn what_is_released_is_not_tried_any_longer() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    ipfs.set_content(&cid(1), Content::Hangs);
    chain.block_and_run(&retain([1]));
    ipfs.set_content(&cid(1), Content::Served);
    chain.block(&release([1]));
    ipfs.calls();
    chain.run_for(5);
    assert_eq!(calls_about(&ipfs, &cid(1)), ["pin/rm"]);
    assert_eq!(stats(&ipfs).retrying, 0);
}

#[test]
fn a_release_that_is_not_final_keeps_the_retry_waiting() {
    let ipfs = Ipfs::new();
    let mut lost = Chain::new(&ipfs);
    ipfs.set_content(&cid(1), Content::Hangs);
    lost.block_and_run(&retain([1]));
    lost.finalize(1);
    let mut won = lost.fork(1);
    ipfs.set_content(&cid(1), Content::Served);
    lost.block_and_run(&release([1]));
    assert!(!ipfs.has(&cid(1)));
    assert_eq!(stats(&ipfs).retrying, 1);
    for _ in 0..3 {
        won.block(&[]);
    }
    won.run_for(3);
    assert!(ipfs.has(&cid(1)));
}

#[test]
fn an_unpin_that_failed_is_tried_again() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&retain([1]));
    ipfs.set_content(&cid(1), Content::Missing);
    chain.block(&release([1]));
    chain.run_for(2);
    assert!(ipfs.has(&cid(1)));
    ipfs.set_content(&cid(1), Content::Served);
    chain.run_for(5);
    assert!(!ipfs.has(&cid(1)));
    assert_eq!((stats(&ipfs).released, stats(&ipfs).retrying), (1, 0));
}

#[test]
fn failures_that_cannot_be_remembered_are_found_again_by_a_pass() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&[]);
    (0..1_100).for_each(|n| ipfs.set_content(&cid(n), Content::Missing));
    chain.block_and_run(&retain(0..1_100));
    assert_eq!(stats(&ipfs).retrying, 1_024);
    chain.block_and_run(&retain([2_000]));
    assert!(
        ipfs.has(&cid(2_000)),
        "what comes later is pinned all the same"
    );
    chain.run_for(2);
    (0..1_100).for_each(|n| ipfs.set_content(&cid(n), Content::Served));
    chain.run_for(150);
    assert_eq!(ipfs.pins(), 1_025, "those that are remembered");
    chain.run_for(1_200);
    assert_eq!(ipfs.pins(), 1_101);
}
