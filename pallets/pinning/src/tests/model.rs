//! Random blocks against a model that is obviously right.

use crate::{mock::*, ChangeKind};
use frame_support::traits::Hooks;
use postern_primitives::{traits::ContentStore, Cid};
use proptest::prelude::*;
use std::collections::BTreeMap;

const WINDOW: u32 = 4;

/// A block: for each step a content, and whether to add or take away a reference.
fn blocks() -> impl Strategy<Value = Vec<Vec<(u32, bool)>>> {
    let block = prop::collection::vec((0u32..5, any::<bool>()), 0..12);
    prop::collection::vec(block, 1..24)
}

#[derive(Default)]
struct Model {
    references: BTreeMap<Cid, u32>,
    changes: BTreeMap<u32, Vec<(ChangeKind, Cid)>>,
}

impl Model {
    fn retain(&mut self, block: u32, cid: Cid) {
        let references = self.references.entry(cid).or_default();
        *references += 1;
        if *references == 1 {
            self.changes
                .entry(block)
                .or_default()
                .push((ChangeKind::Keep, cid));
        }
    }

    fn release(&mut self, block: u32, cid: Cid) {
        match self.references.get_mut(&cid) {
            Some(1) => {
                self.references.remove(&cid);
                self.changes
                    .entry(block)
                    .or_default()
                    .push((ChangeKind::Release, cid));
            }
            Some(references) => *references -= 1,
            None => unreachable!("only what is retained is released"),
        }
    }

    fn check(&self, now: u32) {
        Pinning::do_try_state().unwrap();
        let pins: BTreeMap<_, _> = crate::Pins::<Test>::iter()
            .map(|(cid, pin)| (cid, pin.references))
            .collect();
        assert_eq!(pins, self.references);
        for block in now.saturating_sub(WINDOW)..=now {
            let page = Pinning::changes(block, 0, 100);
            assert!(page.kept_since <= now.saturating_sub(WINDOW));
            let changes: Vec<_> = page.changes.iter().map(|c| (c.kind, c.cid)).collect();
            assert_eq!(
                changes,
                self.changes.get(&block).cloned().unwrap_or_default()
            );
        }
    }
}

proptest! {
    #[test]
    fn the_pin_set_and_its_changes_are_what_the_model_says(blocks in blocks()) {
        ChangeWindow::set(WINDOW);
        genesis().execute_with(|| {
            let mut model = Model::default();
            for (number, block) in (1..).zip(blocks) {
                System::set_block_number(number);
                Pinning::on_initialize(number);
                for (content, retain) in block {
                    if retain {
                        Pinning::retain(cid(content), 1).unwrap();
                        model.retain(number, cid(content));
                    } else if model.references.contains_key(&cid(content)) {
                        Pinning::release(&cid(content));
                        model.release(number, cid(content));
                    }
                }
                model.check(number);
            }
        });
    }
}
