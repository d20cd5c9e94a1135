//! Random chains with forks, finality and trouble: in the end the IPFS node keeps exactly
//! what the chain wants, and at no time does it lose what is wanted for certain.

use super::*;
use crate::{mock::*, Pins};
use proptest::prelude::*;
use std::collections::BTreeSet;

const CONTENTS: u32 = 6;

#[derive(Clone, Debug)]
enum Step {
    /// A block, and whether the worker runs on it.
    Block { ops: Vec<(u32, bool)>, run: bool },
    /// Leaves this many blocks, if they are not final, for as many and one more.
    Fork(u32),
    /// All but so many blocks become final.
    Finalize { behind: u32 },
    /// The IPFS node changes its health.
    Health(Health),
    /// A content can be had, or not.
    Content(u32, Content),
}

fn step() -> impl Strategy<Value = Step> {
    let ops = prop::collection::vec((0..CONTENTS, any::<bool>()), 0..5);
    let health = prop::sample::select(vec![Health::Well, Health::Well, Health::Down]);
    let content = prop::sample::select(vec![Content::Served, Content::Missing, Content::Slow]);
    prop_oneof![
        6 => (ops, prop::bool::weighted(0.8)).prop_map(|(ops, run)| Step::Block { ops, run }),
        1 => (1u32..4).prop_map(Step::Fork),
        2 => (0u32..4).prop_map(|behind| Step::Finalize { behind }),
        1 => health.prop_map(Step::Health),
        1 => (0..CONTENTS, content).prop_map(|(n, content)| Step::Content(n, content)),
    ]
}

struct World {
    ipfs: Ipfs,
    chain: Chain,
    finalized: u32,
    /// The pin set after each block of the chain.
    wanted: Vec<BTreeSet<Cid>>,
}

impl World {
    fn new() -> Self {
        let ipfs = Ipfs::new();
        let chain = Chain::new(&ipfs);
        Self {
            ipfs,
            chain,
            finalized: 0,
            wanted: vec![BTreeSet::new()],
        }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Block { ops, run } => {
                let op = |(n, add)| {
                    if add {
                        Op::Retain(cid(n))
                    } else {
                        Op::Release(cid(n))
                    }
                };
                self.block(&ops.into_iter().map(op).collect::<Vec<_>>());
                if run {
                    self.run();
                }
            }
            Step::Fork(depth) => self.fork(depth),
            Step::Finalize { behind } => {
                let height = self.chain.height().saturating_sub(behind);
                self.finalized = self.finalized.max(height);
                self.chain.finalize(self.finalized);
            }
            Step::Health(health) => self.ipfs.set_health(health),
            Step::Content(n, content) => self.ipfs.set_content(&cid(n), content),
        }
    }

    fn block(&mut self, ops: &[Op]) {
        self.chain.block(ops);
        let pins = self.chain.execute(|| Pins::<Test>::iter_keys().collect());
        self.wanted.push(pins);
    }

    fn fork(&mut self, depth: u32) {
        let height = self.chain.height();
        let common = height.saturating_sub(depth).max(self.finalized);
        self.chain = self.chain.fork(common);
        self.wanted.truncate(common as usize + 1);
        // Content of its own, so that its blocks are not those that were left.
        self.block(&[Op::Retain(cid(CONTENTS + height))]);
        while self.chain.height() <= height {
            self.block(&[]);
        }
        self.run();
    }

    /// What is in the pin set for good was pinned before, and still is.
    fn run(&mut self) {
        let certain = &self.wanted[self.finalized as usize];
        let before: Vec<Cid> = certain
            .iter()
            .copied()
            .filter(|c| self.ipfs.has(c))
            .collect();
        self.chain.run();
        for cid in before {
            assert!(
                self.ipfs.has(&cid),
                "unpinned {cid}, which is wanted at the finalised block"
            );
        }
    }

    fn come_to_rest(&mut self) {
        self.ipfs.set_health(Health::Well);
        (0..CONTENTS).for_each(|n| self.ipfs.set_content(&cid(n), Content::Served));
        for _ in 0..70 {
            self.block(&[]);
            self.finalized = self.chain.height();
            self.chain.finalize(self.finalized);
            self.run();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn in_the_end_exactly_what_is_wanted_is_pinned(
        steps in prop::collection::vec(step(), 1..50)
    ) {
        let mut world = World::new();
        for step in steps {
            world.take(step);
        }
        world.come_to_rest();
        let wanted = world.wanted.last().unwrap();
        prop_assert!(wanted.iter().all(|cid| world.ipfs.has(cid)));
        prop_assert_eq!(world.ipfs.pins(), wanted.len());
        prop_assert_eq!(stats(&world.ipfs).retrying, 0);
    }
}
