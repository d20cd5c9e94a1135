//! A pinner's machine among others that come, go, fall silent and attest at random: what is
//! at this machine alone for certain is never let go of, and in the end it keeps exactly
//! what is assigned to it and the chain knows.

use super::*;
use crate::{mock::*, Pins};
use proptest::prelude::*;
use std::collections::BTreeSet;

const CONTENTS: u32 = 8;

#[derive(Clone, Debug)]
enum Step {
    Block { ops: Vec<Op>, include: bool },
    Finalize { behind: u32 },
    Health(Health),
    Content(u32, Content),
}

fn op() -> impl Strategy<Value = Op> {
    let other = 2u8..=5;
    prop_oneof![
        4 => (0..CONTENTS).prop_map(|n| Op::Retain(cid(n))),
        2 => (0..CONTENTS).prop_map(|n| Op::Release(cid(n))),
        4 => other.clone().prop_map(|n| Op::Heard(n, 0)),
        4 => (other.clone(), 0..CONTENTS).prop_map(|(n, content)| Op::Attest(n, content)),
        1 => (other, 0..CONTENTS).prop_map(|(n, content)| Op::Withdraw(n, content)),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let block = (prop::collection::vec(op(), 0..6), prop::bool::weighted(0.8));
    let health = prop::sample::select(vec![Health::Well, Health::Well, Health::Down]);
    let content = prop::sample::select(vec![Content::Served, Content::Missing, Content::Slow]);
    prop_oneof![
        8 => block.prop_map(|(ops, include)| Step::Block { ops, include }),
        3 => (0u32..4).prop_map(|behind| Step::Finalize { behind }),
        1 => health.prop_map(Step::Health),
        1 => (0..CONTENTS, content).prop_map(|(n, content)| Step::Content(n, content)),
    ]
}

/// What this machine has, the chain wants, and fewer others than are wanted claim to keep.
fn needed(ipfs: &Ipfs, chain: &mut Chain) -> BTreeSet<u32> {
    let is_needed = |n: &u32| {
        let pin = chain.execute(|| Pins::<Test>::get(cid(*n)));
        let others = |pin: crate::Pin| pin.keepers.iter().filter(|k| k.pinner != 0).count();
        pin.is_some_and(|pin| others(pin) < Replicas::get() as usize) && ipfs.has(&cid(*n))
    };
    (0..CONTENTS).filter(is_needed).collect()
}

fn take(step: Step, ipfs: &Ipfs, chain: &mut Chain) {
    match step {
        Step::Block { ops, include } => {
            let pooled = if include { ipfs.pooled() } else { vec![] };
            let ops: Vec<_> = ops
                .into_iter()
                .chain(pooled.into_iter().map(Op::Apply))
                .collect();
            chain.block(&ops);
            let before = needed(ipfs, chain);
            chain.run();
            for n in before {
                assert!(ipfs.has(&cid(n)), "content {n} is let go of, and needed");
            }
        }
        Step::Finalize { behind } => {
            let height = chain.height().saturating_sub(behind);
            let last: crate::offchain::Finalized = ipfs.get(keys::FINALIZED).expect("set");
            chain.finalize(height.max(last.number));
        }
        Step::Health(health) => ipfs.set_health(health),
        Step::Content(n, content) => ipfs.set_content(&cid(n), content),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_that_is_needed_is_let_go_of_and_in_the_end_all_is_in_order(
        steps in prop::collection::vec(step(), 1..80)
    ) {
        let ipfs = Ipfs::new();
        ipfs.hold_key(1);
        let mut chain = Chain::new(&ipfs);
        chain.block(&(1..=5).map(Op::Register).collect::<Vec<_>>());
        for step in steps {
            take(step, &ipfs, &mut chain);
        }
        ipfs.set_health(Health::Well);
        (0..CONTENTS).for_each(|n| ipfs.set_content(&cid(n), Content::Served));
        for _ in 0..160 {
            let others = (2..=5).map(|n| Op::Heard(n, 0));
            let attest = (2..=5).flat_map(|n| (0..CONTENTS).map(move |c| Op::Attest(n, c)));
            let number = chain.include_and_run(&others.chain(attest).collect::<Vec<_>>());
            chain.finalize(number);
        }
        let mut own = 0;
        for n in 0..CONTENTS {
            let Some(pin) = chain.execute(|| Pins::<Test>::get(cid(n))) else {
                continue;
            };
            let is_own = chain.execute(|| assigned(n).contains(&1));
            prop_assert_eq!(ipfs.has(&cid(n)), is_own, "content {}", n);
            prop_assert_eq!(pin.keeper(0).is_some(), is_own, "claim of content {}", n);
            own += usize::from(is_own);
        }
        prop_assert_eq!(ipfs.pins(), own);
        prop_assert_eq!(stats(&ipfs).attesting, 0);
    }
}
