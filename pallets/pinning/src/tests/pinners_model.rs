//! Random lives of pinners and contents against a model that is obviously right.

use super::*;
use crate::{PinnerNumber, Roster};
use frame_support::traits::Hooks;
use postern_primitives::limits::{MAX_CONTENT_SIZE, MAX_KEEPERS};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const CONTENTS: u32 = 8;
const ACCOUNTS: u8 = 7;

#[derive(Clone, Debug)]
enum Step {
    Retain(u32),
    Release(u32),
    Register(u8),
    Leave(u8),
    Free(u8),
    Hear(u8, bool),
    Attest(u8, Vec<u32>),
    Withdraw(u8, Vec<u32>),
    Wait(u32),
}

fn step() -> impl Strategy<Value = Step> {
    let who = 1..=ACCOUNTS;
    let some = || prop::collection::vec(0..CONTENTS, 1..6);
    prop_oneof![
        4 => (0..CONTENTS).prop_map(Step::Retain),
        2 => (0..CONTENTS).prop_map(Step::Release),
        2 => who.clone().prop_map(Step::Register),
        1 => who.clone().prop_map(Step::Leave),
        1 => who.clone().prop_map(Step::Free),
        6 => (who.clone(), prop::bool::weighted(0.2)).prop_map(|(n, full)| Step::Hear(n, full)),
        6 => (who.clone(), some()).prop_map(|(n, contents)| Step::Attest(n, contents)),
        1 => (who, some()).prop_map(|(n, contents)| Step::Withdraw(n, contents)),
        3 => (1u32..25).prop_map(Step::Wait),
    ]
}

/// What may be known of who keeps what, kept apart from the pallet.
#[derive(Default)]
struct Model {
    references: BTreeMap<u32, u32>,
    /// Claims that were accepted and neither withdrawn nor gone with their content. The
    /// pallet may strike some of them off, and have no others.
    claims: BTreeSet<(u32, PinnerNumber)>,
}

impl Model {
    fn take(&mut self, step: Step) {
        match step {
            Step::Retain(n) => {
                retain([n]);
                *self.references.entry(n).or_default() += 1;
            }
            Step::Release(n) => self.release(n),
            Step::Register(n) => drop(register(n)),
            Step::Leave(n) => drop(Pinning::leave(origin(n))),
            Step::Free(n) => drop(Pinning::free_bond(origin(n))),
            Step::Hear(n, full) => drop(hear(n, if full { MAX_CONTENT_SIZE } else { 0 })),
            Step::Attest(n, contents) => self.attest(n, contents),
            Step::Withdraw(n, contents) => self.withdraw(n, contents),
            Step::Wait(blocks) => {
                let now = System::block_number() + blocks;
                go_to(now);
                Pinning::on_initialize(now);
            }
        }
    }

    fn release(&mut self, n: u32) {
        let Some(references) = self.references.get_mut(&n) else {
            return;
        };
        Pinning::release(&cid(n));
        *references -= 1;
        if *references == 0 {
            self.references.remove(&n);
            self.claims.retain(|(content, _)| *content != n);
        }
    }

    fn attest(&mut self, n: u8, contents: Vec<u32>) {
        let named: BTreeSet<_> = contents.into_iter().collect();
        let named: Vec<_> = named.into_iter().collect();
        let Some(pinner) = Pinning::pinner_of(&account(n)) else {
            assert!(attest(n, &named).is_err());
            return;
        };
        let to_keep = |content: &u32| {
            let mut assigned = Pinning::assigned(&cid(*content)).into_iter();
            assigned.any(|one| one.pinner == pinner.pinner && one.kept_since.is_none())
        };
        let news: Vec<_> = named.iter().copied().filter(to_keep).collect();
        let accepted = attest(n, &named).is_ok();
        // Reports that are signed in the block of a withdrawal are good.
        assert_eq!(accepted, !news.is_empty() && pinner.live);
        if accepted {
            self.claims.extend(news.iter().map(|n| (*n, pinner.pinner)));
            for content in news {
                assert!(keepers(content).contains(&pinner.pinner));
            }
        }
    }

    fn withdraw(&mut self, n: u8, contents: Vec<u32>) {
        let named: BTreeSet<_> = contents.into_iter().collect();
        let named: Vec<_> = named.into_iter().collect();
        if withdraw(n, &named).is_ok() {
            let pinner = number(n);
            self.claims
                .retain(|(content, of)| *of != pinner || !named.contains(content));
        }
    }

    fn check(&self) {
        Pinning::do_try_state().unwrap();
        assert_eq!(Pins::<Test>::count() as usize, self.references.len());
        let seats = Roster::<Test>::get();
        let live: Vec<_> = seats.iter().filter(|s| Pinning::is_live(s)).collect();
        for (content, references) in &self.references {
            let pin = Pins::<Test>::get(cid(*content)).expect("it has references");
            assert_eq!(pin.references, *references);
            assert!(pin.keepers.len() <= MAX_KEEPERS as usize);
            let unknown =
                |keeper: &&crate::Keeper| !self.claims.contains(&(*content, keeper.pinner));
            assert_eq!(pin.keepers.iter().find(unknown), None, "never attested");
            let able = live
                .iter()
                .filter(|seat| !seat.full || pin.keeper(seat.pinner).is_some())
                .count();
            let expected = able.min(Replicas::get() as usize);
            assert_eq!(assigned(*content).len(), expected);
            let kept = Pinning::replicas(vec![cid(*content)])[0].unwrap().kept;
            let counted = pin
                .keepers
                .iter()
                .filter(|keeper| live.iter().any(|seat| seat.pinner == keeper.pinner))
                .count();
            assert_eq!(kept as usize, counted);
        }
    }
}

/// How many pinners at work claim to keep each content.
fn kept() -> BTreeMap<u32, u32> {
    (0..CONTENTS)
        .filter_map(|n| Some((n, Pinning::replicas(vec![cid(n)])[0]?.kept)))
        .collect()
}

proptest! {
    #[test]
    fn claims_counts_and_assignments_are_what_the_model_says(
        steps in prop::collection::vec(step(), 1..120)
    ) {
        genesis().execute_with(|| {
            go_to(1);
            let mut model = Model::default();
            for step in steps {
                let attests = matches!(step, Step::Attest(..));
                let before = kept();
                model.take(step);
                model.check();
                if attests {
                    for (content, kept) in kept() {
                        let wanted = Replicas::get();
                        assert!(
                            kept >= before[&content].min(wanted),
                            "an attestation never leaves too few"
                        );
                    }
                }
            }
        });
    }
}
