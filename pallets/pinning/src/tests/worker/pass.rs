//! Comparing everything.

use super::*;
use crate::mock::*;

#[test]
fn a_first_run_on_a_grown_chain_pins_all_that_is_kept() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    for n in 0..200 {
        let number = chain.block(&retain([n]));
        chain.finalize(number);
    }
    chain.run_for(1);
    assert_eq!(ipfs.pins(), 200);
}

#[test]
fn a_long_pass_goes_on_from_page_to_page() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    for n in 0..5 {
        let number = chain.block(&retain(n * 1_000..(n + 1) * 1_000));
        chain.finalize(number);
    }
    chain.run_for(1);
    assert_eq!(ipfs.pins(), 64 * 64);
    ipfs.calls();
    chain.run_for(1);
    assert_eq!(ipfs.pins(), 5_000);
    assert_eq!(ipfs.calls().len(), 5_000 - 64 * 64, "no page is done twice");
}

#[test]
fn new_contents_do_not_wait_for_a_pass() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    (0..1_000).for_each(|n| ipfs.set_content(&cid(n), Content::Hangs));
    let number = chain.block(&retain(0..1_000));
    chain.finalize(number);
    chain.run_for(1);
    chain.block_and_run(&retain([2_000]));
    assert!(ipfs.has(&cid(2_000)));
}

#[test]
fn after_an_absence_longer_than_the_window_both_sides_are_compared() {
    let ipfs = Ipfs::new();
    ChangeWindow::set(10);
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&retain([1, 2]));
    chain.run_for(2);
    chain.block(&release([1]));
    chain.block(&retain([3]));
    for _ in 0..30 {
        let number = chain.block(&[]);
        chain.finalize(number);
    }
    chain.run_for(20);
    assert!(!ipfs.has(&cid(1)) && ipfs.has(&cid(2)) && ipfs.has(&cid(3)));
}

#[test]
fn after_an_absence_within_the_window_only_changes_are_looked_at() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&retain(0..100));
    chain.run_for(20);
    chain.block(&release([1]));
    chain.block(&retain([200]));
    for _ in 0..30 {
        let number = chain.block(&[]);
        chain.finalize(number);
    }
    ipfs.calls();
    chain.run_for(1);
    assert_eq!(ipfs.calls().len(), 2);
    assert!(!ipfs.has(&cid(1)) && ipfs.has(&cid(200)));
}

#[test]
fn an_ipfs_node_at_another_address_gets_everything() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&retain([1, 2]));
    chain.run_for(20);
    ipfs.lose_all();
    ipfs.set(keys::IPFS_URL, b"http://127.0.0.1:5002");
    chain.run_for(1);
    assert_eq!(ipfs.pins(), 2);
}

#[test]
fn an_ipfs_node_that_lost_its_blocks_is_made_whole_within_a_day() {
    let ipfs = Ipfs::new();
    ChangeWindow::set(50_000);
    let mut chain = Chain::new(&ipfs);
    chain.block_and_run(&retain([1, 2]));
    chain.run_for(20);
    ipfs.lose_all();
    for _ in 0..28_700 {
        chain.block(&[]);
    }
    chain.run_for(50);
    assert_eq!(ipfs.pins(), 0);
    chain.run_for(50);
    assert_eq!(ipfs.pins(), 2);
}
