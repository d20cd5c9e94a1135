//! The pass over everything: what is in the pin set is pinned, and what the ledger has
//! besides is unpinned.

use super::{cursor::Pass, ledger, Run, Stop, BATCH};
use crate::{Config, Pallet, Pins};
use alloc::{collections::BTreeSet, vec::Vec};
use postern_primitives::Cid;

/// Buckets of the ledger that are looked through in a run, at most. A bucket of a large
/// ledger costs some hundred reads of the state.
const MAX_BUCKETS: u16 = 256;

impl<T: Config> Run<T> {
    pub(super) fn pass(&mut self) -> Result<(), Stop> {
        while let Some(Pass::Pins(after)) = self.cursor.pass {
            self.pass_pins(after)?;
        }
        let Some(Pass::Ledger(first)) = self.cursor.pass else {
            return Ok(());
        };
        if !self.finality.is_settled() {
            return Ok(());
        }
        let end = first.saturating_add(MAX_BUCKETS).min(ledger::BUCKETS);
        for bucket in first..end {
            self.cursor.pass = Some(Pass::Ledger(bucket));
            self.pass_bucket(bucket)?;
        }
        self.cursor.pass = (end < ledger::BUCKETS).then_some(Pass::Ledger(end));
        Ok(())
    }

    fn pass_pins(&mut self, after: Option<Cid>) -> Result<(), Stop> {
        let page = Pallet::<T>::pins(after, BATCH);
        let cids = page.pins.into_iter().map(|(cid, _)| cid);
        let cids: BTreeSet<_> = cids.filter(|cid| !self.retries.contains(cid)).collect();
        if !cids.is_empty() {
            self.budget.spend()?;
            self.pin(cids)?;
        }
        self.cursor.pass = Some(match page.next {
            Some(last) => Pass::Pins(Some(last)),
            None => Pass::Ledger(0),
        });
        Ok(())
    }

    fn pass_bucket(&mut self, bucket: u16) -> Result<(), Stop> {
        let cids = ledger::bucket(bucket).into_iter();
        let unwanted: Vec<Cid> = cids.filter(|cid| !Pins::<T>::contains_key(cid)).collect();
        for cids in unwanted.chunks(BATCH as usize) {
            self.bring_in_line(cids.iter().copied())?;
        }
        Ok(())
    }
}
