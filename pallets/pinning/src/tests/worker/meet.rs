//! The worker has its IPFS node stay connected with those of other pinners.

use crate::{mock::*, offchain::keys};
use postern_primitives::Cid;

/// A machine whose pinner, of account 1, is registered with those of `others`.
fn network(others: &[u8]) -> (Ipfs, Chain) {
    let ipfs = Ipfs::new();
    ipfs.hold_key(1);
    let mut chain = Chain::new(&ipfs);
    let register = [1].iter().chain(others).map(|n| Op::Register(*n));
    let ops: Vec<_> = register.chain(heard(others)).collect();
    let number = chain.block(&ops);
    chain.finalize(number);
    (ipfs, chain)
}

fn heard(machines: &[u8]) -> Vec<Op> {
    machines.iter().map(|n| Op::Heard(*n, 0)).collect()
}

/// Adds final blocks in which these machines stay at work, and counts the calls in each.
fn calls(ipfs: &Ipfs, chain: &mut Chain, blocks: u32, at_work: &[u8]) -> Vec<usize> {
    ipfs.calls();
    let mut counts = Vec::new();
    for _ in 0..blocks {
        let number = chain.include_and_run(&heard(at_work));
        chain.finalize(number);
        counts.push(connections(ipfs).len());
    }
    counts
}

fn connections(ipfs: &Ipfs) -> Vec<String> {
    let connect = |call: String| call.strip_prefix("swarm/connect ").map(Into::into);
    ipfs.calls().into_iter().filter_map(connect).collect()
}

#[test]
fn a_machine_connects_with_every_other_at_work_and_not_with_itself() {
    let (ipfs, mut chain) = network(&[2, 3]);
    chain.run();
    let there = format!(
        "{}/p2p/{}",
        String::from_utf8_lossy(&address()),
        String::from_utf8_lossy(&peer_id())
    );
    assert_eq!(connections(&ipfs), [there.clone(), there]);
}

#[test]
fn it_does_so_once_a_minute() {
    let (ipfs, mut chain) = network(&[2, 3]);
    let counts = calls(&ipfs, &mut chain, 60, &[2, 3]);
    let rounds: Vec<_> = (0..60).filter(|n| counts[*n] > 0).collect();
    assert_eq!(rounds, [0, 20, 40]);
    assert!(counts.iter().all(|count| [0, 2].contains(count)));
}

#[test]
fn silent_pinners_are_not_called() {
    let (ipfs, mut chain) = network(&[2, 3]);
    calls(&ipfs, &mut chain, 100, &[2]);
    let counts = calls(&ipfs, &mut chain, 20, &[2]);
    assert_eq!(counts.iter().sum::<usize>(), 1);
}

#[test]
fn a_node_that_keeps_everything_for_nobodys_count_connects_as_well() {
    let ipfs = Ipfs::new();
    let mut chain = Chain::new(&ipfs);
    chain.block(&[Op::Register(2), Op::Heard(2, 0)]);
    chain.run();
    assert_eq!(connections(&ipfs).len(), 1);
}

/// One of the contents from 0 on that is to be kept by this machine and by that of account 2.
fn shared(chain: &mut Chain) -> u32 {
    let is_shared = |n: &u32| [1, 2].iter().all(|account| assigned(*n).contains(account));
    chain.execute(|| (0..20).find(is_shared).expect("one of many"))
}

/// Has a content fail that nobody serves, and another pinner say that it keeps it.
fn fails_and_is_kept_by_another(ipfs: &Ipfs, chain: &mut Chain) -> Cid {
    calls(ipfs, chain, 2, &[2, 3]);
    chain.block(&(0..20).map(|n| Op::Retain(cid(n))).collect::<Vec<_>>());
    let content = shared(chain);
    chain.block(&[Op::Attest(2, content)]);
    ipfs.set_content(&cid(content), Content::Missing);
    chain.run();
    cid(content)
}

#[test]
fn who_keeps_what_failed_is_called_before_it_is_tried_again() {
    let (ipfs, mut chain) = network(&[2, 3]);
    let content = fails_and_is_kept_by_another(&ipfs, &mut chain);
    ipfs.calls();
    chain.include_and_run(&[]);
    let made: Vec<_> = ipfs.calls();
    let names = made.iter().map(|call| call.split(' ').next().unwrap());
    assert!(names.eq(["swarm/connect", "pin/add"]), "{made:?}");
    assert!(made[1].ends_with(&content.to_string()));
}

#[test]
fn nobody_is_called_for_what_nobody_at_work_keeps() {
    let (ipfs, mut chain) = network(&[2, 3]);
    fails_and_is_kept_by_another(&ipfs, &mut chain);
    // The rounds of a minute, and whoever keeps it falls silent.
    calls(&ipfs, &mut chain, 60, &[3]);
    let counts = calls(&ipfs, &mut chain, 40, &[3]);
    assert_eq!(counts.iter().sum::<usize>(), 2, "{counts:?}");
    assert_eq!(
        ipfs.get::<crate::offchain::Stats>(keys::STATS)
            .unwrap()
            .retrying,
        1
    );
}

#[test]
fn what_another_keeps_is_tried_again_at_least_every_eight_blocks() {
    let (ipfs, mut chain) = network(&[2, 3]);
    let content = fails_and_is_kept_by_another(&ipfs, &mut chain);
    let mut attempts = Vec::new();
    for block in 0..50 {
        ipfs.calls();
        let number = chain.include_and_run(&heard(&[2, 3]));
        chain.finalize(number);
        let tried = format!("pin/add {content}");
        if ipfs.calls().contains(&tried) {
            attempts.push(block);
        }
    }
    let pauses: Vec<_> = attempts.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert_eq!(pauses, [2, 4, 8, 8, 8, 8, 8], "{attempts:?}");
}

#[test]
fn who_cannot_be_reached_hinders_nothing_and_is_called_again() {
    for health in [Health::Down, Health::Silent, Health::Foreign] {
        let (ipfs, mut chain) = network(&[2]);
        ipfs.set_health(health);
        calls(&ipfs, &mut chain, 5, &[2]);
        ipfs.set_health(Health::Well);
        let counts = calls(&ipfs, &mut chain, 20, &[2]);
        assert_eq!(counts.iter().sum::<usize>(), 1, "{health:?}");
    }
}

#[test]
fn a_chain_that_was_started_anew_is_no_reason_to_wait() {
    let (ipfs, mut chain) = network(&[2]);
    calls(&ipfs, &mut chain, 50, &[2]);
    let mut anew = chain.fork(1);
    anew.finalize(1);
    anew.run();
    assert_eq!(connections(&ipfs).len(), 1);
}
