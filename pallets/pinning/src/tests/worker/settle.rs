//! What left the pin set is unpinned, but only behind finality.

use super::*;
use crate::mock::*;

#[test]
fn a_release_is_unpinned_only_once_it_is_final() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    let kept = chain.block_and_run(&retain([1]));
    let released = chain.block_and_run(&release([1]));
    chain.finalize(kept);
    chain.block_and_run(&[]);
    assert!(ipfs.has(&cid(1)), "the release is not final yet");
    chain.finalize(released);
    chain.run();
    assert!(!ipfs.has(&cid(1)));
    assert_eq!(stats(&ipfs).released, 1);
    assert_eq!(stats(&ipfs).cursor, released);
}

#[test]
fn content_stays_while_anything_refers_to_it() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&retain([1, 1]));
    chain.block_and_run(&release([1]));
    chain.run_for(3);
    assert!(ipfs.has(&cid(1)));
    chain.block_and_run(&release([1]));
    chain.run_for(1);
    assert!(!ipfs.has(&cid(1)));
}

#[test]
fn what_is_released_and_kept_again_in_one_block_stays() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&retain([1]));
    chain.block_and_run(&[Op::Release(cid(1)), Op::Retain(cid(1))]);
    chain.run_for(3);
    assert!(ipfs.has(&cid(1)));
    assert_eq!(stats(&ipfs).released, 0);
}

#[test]
fn what_is_kept_and_released_in_one_block_goes() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&retain([1]));
    chain.block_and_run(&[Op::Release(cid(1)), Op::Retain(cid(1)), Op::Release(cid(1))]);
    chain.run_for(3);
    assert!(!ipfs.has(&cid(1)));
}

#[test]
fn a_final_release_waits_for_a_later_one_that_is_not_final() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&retain([1]));
    chain.block(&release([1]));
    let kept_again = chain.block(&retain([1]));
    let released_again = chain.block_and_run(&release([1]));
    chain.finalize(kept_again);
    chain.run();
    assert!(ipfs.has(&cid(1)), "at the finalised block it is wanted");
    chain.finalize(released_again);
    chain.run();
    assert!(!ipfs.has(&cid(1)));
}

#[test]
fn what_somebody_else_pinned_there_is_not_unpinned() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&[]);
    ipfs.pin_by_hand(&cid(1));
    ipfs.pin_by_hand(&cid(2));
    chain.block_and_run(&[Op::Retain(cid(1)), Op::Release(cid(1))]);
    chain.run_for(3);
    assert!(ipfs.has(&cid(1)) && ipfs.has(&cid(2)));
}

#[test]
fn what_is_not_pinned_any_more_counts_as_unpinned() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&retain([1]));
    ipfs.lose_all();
    chain.block_and_run(&release([1]));
    chain.run_for(1);
    assert_eq!((stats(&ipfs).released, stats(&ipfs).failed), (1, 0));
}

#[test]
fn finality_makes_sure_of_what_was_pinned_before() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&retain([1]));
    ipfs.lose_all();
    chain.run_for(1);
    assert!(ipfs.has(&cid(1)));
    assert_eq!(stats(&ipfs).kept, 1, "and counts it once");
}

#[test]
fn nothing_is_unpinned_while_finality_lags_too_far_behind_to_tell() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    ChangeWindow::set(10_000);
    chain.block_and_run(&retain([1]));
    let released = chain.block_and_run(&release([1]));
    for _ in 0..300 {
        chain.block(&[]);
    }
    chain.finalize(released);
    chain.run();
    assert!(ipfs.has(&cid(1)));
    chain.finalize(released + 100);
    chain.run();
    assert!(!ipfs.has(&cid(1)));
}

#[test]
fn many_releases_of_one_block_are_settled_over_several_runs() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&retain(0..5_000));
    chain.run_for(2);
    assert_eq!(ipfs.pins(), 5_000);
    chain.block_and_run(&release(0..5_000));
    chain.run_for(1);
    assert!((1..5_000).contains(&ipfs.pins()), "{} left", ipfs.pins());
    chain.run_for(1);
    assert_eq!(ipfs.pins(), 0);
}
