//! The worker of a registered pinner: account and key 1 are this machine's.

use super::*;
use crate::{mock::*, Pins};

/// A machine with the worker key 1, whose pinner is registered together with those of
/// `others`, who have been heard.
fn network(others: &[u8]) -> (Ipfs, Chain) {
    let ipfs = Ipfs::new();
    ipfs.hold_key(1);
    let mut chain = Chain::new(&ipfs);
    let register = [1].iter().chain(others).map(|n| Op::Register(*n));
    let hear = others.iter().map(|n| Op::Heard(*n, 0));
    let number = chain.block(&register.chain(hear).collect::<Vec<_>>());
    chain.finalize(number);
    (ipfs, chain)
}

/// The same once this machine has been heard.
fn network_at_work(others: &[u8]) -> (Ipfs, Chain) {
    let (ipfs, mut chain) = network(others);
    chain.run();
    chain.include_and_run(&[]);
    assert!(is_live(&mut chain, 1), "its heartbeat was taken");
    (ipfs, chain)
}

fn is_live(chain: &mut Chain, n: u8) -> bool {
    chain.execute(|| Pinning::pinner_of(&account(n)).expect("registered").live)
}

/// Which of the contents from 0 on are assigned to this machine.
fn own(chain: &mut Chain, contents: u32) -> Vec<u32> {
    chain.execute(|| {
        (0..contents)
            .filter(|n| assigned(*n).contains(&1))
            .collect()
    })
}

fn keepers(chain: &mut Chain, content: u32) -> Vec<u32> {
    let pin = chain.execute(|| Pins::<Test>::get(cid(content)));
    let pin = pin.expect("in the pin set");
    pin.keepers.iter().map(|keeper| keeper.pinner).collect()
}

/// Adds final blocks with what the machine submits, while these others stay at work.
fn go_on(chain: &mut Chain, blocks: u32, others: &[u8]) {
    for _ in 0..blocks {
        let hear: Vec<_> = others.iter().map(|n| Op::Heard(*n, 0)).collect();
        let number = chain.include_and_run(&hear);
        chain.finalize(number);
    }
}

#[test]
fn a_machine_is_heard_once_in_a_period() {
    let (ipfs, mut chain) = network(&[]);
    let mut heartbeats = vec![];
    for _ in 0..35 {
        chain.include_and_run(&[]);
        let heard = chain.execute(|| Pinning::pinner(0).unwrap().heard_at);
        heartbeats.extend(heard);
    }
    heartbeats.dedup();
    assert_eq!(heartbeats, [3, 14, 25, 36]);
    assert!(ipfs.pooled().is_empty());
}

#[test]
fn a_heartbeat_that_was_lost_is_made_again_and_none_before_that() {
    let (ipfs, mut chain) = network(&[]);
    let mut submitted = vec![];
    for _ in 0..15 {
        chain.block_and_run(&[]);
        if !ipfs.pooled().is_empty() {
            submitted.push(chain.height());
        }
    }
    assert_eq!(submitted, [2, 8, 14]);
}

#[test]
fn a_machine_whose_ipfs_node_does_not_work_falls_silent() {
    for health in [Health::Down, Health::Silent, Health::Foreign] {
        let (ipfs, mut chain) = network_at_work(&[]);
        ipfs.set_health(health);
        go_on(&mut chain, PATIENCE + 1, &[]);
        assert!(!is_live(&mut chain, 1), "{health:?}");
        ipfs.set_health(Health::Well);
        go_on(&mut chain, 2, &[]);
        assert!(is_live(&mut chain, 1), "{health:?}");
    }
}

#[test]
fn a_machine_says_how_much_it_keeps() {
    let (_, mut chain) = network_at_work(&[]);
    chain.block_and_run(&retain([1, 2, 3]));
    chain.block_and_run(&release([2]));
    go_on(&mut chain, 2 * PERIOD, &[]);
    assert_eq!(chain.execute(|| Pinning::pinner(0).unwrap().used), 200);
}

#[test]
fn only_what_is_assigned_is_pinned_and_attested() {
    let (ipfs, mut chain) = network_at_work(&[2, 3, 4]);
    chain.block_and_run(&retain(0..100));
    let own = own(&mut chain, 100);
    assert!((20..80).contains(&own.len()));
    assert!(own.iter().all(|n| ipfs.has(&cid(*n))));
    assert_eq!(ipfs.pins(), own.len());
    chain.include_and_run(&[]);
    for n in 0..100 {
        let expected = if own.contains(&n) { vec![0] } else { vec![] };
        assert_eq!(keepers(&mut chain, n), expected, "content {n}");
    }
    let stats = stats(&ipfs);
    assert_eq!(stats.wanted as usize, own.len());
    assert_eq!((stats.attested as usize, stats.attesting), (own.len(), 0));
    assert_eq!(stats.bytes, 100 * own.len() as u64);
}

#[test]
fn what_has_not_been_fetched_is_not_attested() {
    let (ipfs, mut chain) = network_at_work(&[]);
    ipfs.set_content(&cid(1), Content::Missing);
    chain.block_and_run(&retain([1, 2]));
    go_on(&mut chain, 5, &[]);
    assert_eq!(keepers(&mut chain, 1), [0; 0]);
    assert_eq!(keepers(&mut chain, 2), [0]);
    ipfs.set_content(&cid(1), Content::Served);
    go_on(&mut chain, 10, &[]);
    assert_eq!(keepers(&mut chain, 1), [0]);
}

#[test]
fn attestations_that_were_lost_are_made_again_and_none_before_that() {
    let (ipfs, mut chain) = network_at_work(&[]);
    chain.block_and_run(&retain([1, 2]));
    let first = ipfs.pooled();
    assert_eq!(first.len(), 1, "one for both");
    for _ in 0..REPORT_AGE {
        chain.block_and_run(&[]);
        assert!(ipfs.pooled().is_empty());
    }
    chain.block_and_run(&[]);
    chain.include_and_run(&[]);
    assert_eq!(keepers(&mut chain, 1), [0]);
}

#[test]
fn many_contents_are_attested_in_batches() {
    let (ipfs, mut chain) = network_at_work(&[]);
    chain.block_and_run(&retain(0..1_500));
    assert_eq!(ipfs.pins(), 1_500);
    go_on(&mut chain, 3, &[]);
    assert!((0..1_500).all(|n| keepers(&mut chain, n) == [0]));
}

#[test]
fn what_was_released_meanwhile_is_not_attested() {
    let (ipfs, mut chain) = network_at_work(&[]);
    ipfs.pooled();
    chain.block(&retain([1]));
    chain.block(&retain([2]));
    chain.block(&release([1]));
    chain.run();
    chain.include_and_run(&[]);
    assert_eq!(keepers(&mut chain, 2), [0]);
    chain.block_and_run(&release([2]));
    assert!(ipfs.pooled().is_empty());
    assert_eq!(stats(&ipfs).attesting, 0);
}

#[test]
fn a_machine_takes_over_what_falls_to_it_when_another_goes_silent() {
    let (ipfs, mut chain) = network_at_work(&[2, 3]);
    chain.block_and_run(&retain(0..200));
    go_on(&mut chain, 2, &[2, 3]);
    let before = own(&mut chain, 200);
    assert_eq!(ipfs.pins(), before.len());
    go_on(&mut chain, PATIENCE + 5, &[2]);
    let after = own(&mut chain, 200);
    assert_eq!(after.len(), 200, "two are left, and two are wanted");
    assert_eq!(ipfs.pins(), 200);
    assert!((0..200).all(|n| keepers(&mut chain, n).contains(&0)));
}

#[test]
fn a_pinner_that_comes_relieves_others_only_once_it_has_attested() {
    let (ipfs, mut chain) = network_at_work(&[2]);
    chain.block_and_run(&retain(0..30));
    let all: Vec<_> = (0..30).map(|n| Op::Attest(2, n)).collect();
    chain.include_and_run(&all);
    go_on(&mut chain, 2, &[2]);
    assert_eq!(ipfs.pins(), 30);
    chain.block_and_run(&[Op::Register(3), Op::Heard(3, 0)]);
    go_on(&mut chain, 100, &[2, 3]);
    let own = own(&mut chain, 30);
    assert!(own.len() < 30);
    assert_eq!(ipfs.pins(), 30, "nobody else keeps what moved");
    let theirs: Vec<_> = (0..30).filter(|n| !own.contains(n)).collect();
    let (some, rest) = theirs.split_at(3);
    let attest: Vec<_> = some.iter().map(|n| Op::Attest(3, *n)).collect();
    let attested = chain.block_and_run(&attest);
    // Not final yet.
    for _ in 0..100 {
        chain.include_and_run(&[Op::Heard(2, 0), Op::Heard(3, 0)]);
    }
    assert_eq!(ipfs.pins(), 30, "the attestations could still be undone");
    chain.finalize(attested);
    for _ in 0..70 {
        chain.include_and_run(&[Op::Heard(2, 0), Op::Heard(3, 0)]);
    }
    assert!(some.iter().all(|n| !ipfs.has(&cid(*n))));
    assert!(rest.iter().all(|n| ipfs.has(&cid(*n))));
    assert!(own.iter().all(|n| ipfs.has(&cid(*n))));
}

#[test]
fn a_claim_that_is_not_needed_any_more_is_taken_back_before_the_content_goes() {
    let (ipfs, mut chain) = network_at_work(&[2, 3, 4]);
    chain.block_and_run(&retain(0..100));
    go_on(&mut chain, 2, &[2, 3, 4]);
    let content = own(&mut chain, 100)[0];
    // As after others were silent for a while.
    chain.execute(|| {
        Pins::<Test>::mutate(cid(content), |pin| {
            let keepers = (0..4).map(|pinner| crate::Keeper { pinner, since: 1 });
            pin.as_mut().unwrap().keepers = keepers.collect::<Vec<_>>().try_into().unwrap();
        });
    });
    chain.block(&[Op::Leave(1)]);
    go_on(&mut chain, 1, &[2, 3, 4]);
    assert!(ipfs.has(&cid(content)), "while it claims to");
    go_on(&mut chain, 100, &[2, 3, 4]);
    assert!(!keepers(&mut chain, content).contains(&0));
    assert!(!ipfs.has(&cid(content)));
}

#[test]
fn contents_that_were_lost_and_cannot_be_fetched_again_are_withdrawn() {
    let (ipfs, mut chain) = network_at_work(&[]);
    chain.block_and_run(&retain([1, 2]));
    go_on(&mut chain, 3, &[]);
    assert_eq!(keepers(&mut chain, 1), [0]);
    ipfs.lose_all();
    ipfs.set_content(&cid(1), Content::Missing);
    ipfs.set(keys::IPFS_URL, b"http://127.0.0.1:5001/");
    ipfs.clear(keys::CURSOR);
    go_on(&mut chain, 12, &[]);
    assert_eq!(keepers(&mut chain, 1), [0; 0]);
    assert_eq!(keepers(&mut chain, 2), [0], "which others still had");
    ipfs.set_content(&cid(1), Content::Served);
    go_on(&mut chain, 40, &[]);
    assert_eq!(
        keepers(&mut chain, 1),
        [0],
        "and attested again once it is back"
    );
}

#[test]
fn a_node_without_a_registered_key_keeps_everything_and_reports_nothing() {
    let ipfs = Ipfs::new();
    ipfs.hold_key(9);
    let mut chain = Chain::new(&ipfs);
    chain.block(&[Op::Register(1), Op::Register(2), Op::Register(3)]);
    let heard: Vec<_> = (1..=3).map(|n| Op::Heard(n, 0)).collect();
    chain.block(&heard);
    chain.block_and_run(&retain(0..50));
    assert_eq!(ipfs.pins(), 50);
    go_on(&mut chain, 5, &[1, 2, 3]);
    assert!(ipfs.pooled().is_empty());
    assert_eq!(stats(&ipfs).wanted, 50);
}

#[test]
fn a_node_that_is_registered_later_attests_what_it_has_and_lets_go_of_the_rest() {
    let ipfs = Ipfs::new();
    ipfs.hold_key(1);
    let mut chain = Chain::new(&ipfs);
    chain.block(&[Op::Register(2), Op::Register(3)]);
    chain.block(&[Op::Heard(2, 0), Op::Heard(3, 0)]);
    chain.block_and_run(&retain(0..50));
    let all = (0..50).flat_map(|n| [Op::Attest(2, n), Op::Attest(3, n)]);
    chain.block_and_run(&all.collect::<Vec<_>>());
    assert_eq!(ipfs.pins(), 50);
    chain.block_and_run(&[Op::Register(1)]);
    go_on(&mut chain, 10, &[2, 3]);
    let own = own(&mut chain, 50);
    assert!(own.iter().all(|n| keepers(&mut chain, *n).contains(&2)));
    assert_eq!(ipfs.pins(), own.len());
}

#[test]
fn a_fork_that_loses_takes_back_what_is_pinned_and_claims_are_made_again() {
    let (_, mut lost) = network_at_work(&[]);
    let common = lost.height();
    let mut won = lost.fork(common);
    lost.block_and_run(&retain([1]));
    lost.include_and_run(&[]);
    assert_eq!(keepers(&mut lost, 1), [0]);
    for _ in 0..3 {
        won.block(&[]);
    }
    let number = won.block_and_run(&retain([1, 2]));
    won.finalize(number);
    for _ in 0..REPORT_AGE + 3 {
        won.include_and_run(&[]);
    }
    assert_eq!(keepers(&mut won, 1), [0]);
    assert_eq!(keepers(&mut won, 2), [0]);
}
