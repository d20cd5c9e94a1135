//! The pass over everything: what is in the pin set is brought in line, and what the ledger
//! has besides is unpinned.

use super::{chain::Fate, cursor::Pass, ledger, Run, Stop, BATCH};
use crate::{Config, Pallet, Pins};
use alloc::vec::Vec;
use postern_primitives::Cid;

/// Pages of the pin set that are looked through in a run, at most: 4,096 CIDs. Where there
/// are as many pinners as may be, ranking them all for so many takes about a second.
const MAX_PAGES: u32 = 64;

/// Buckets of the ledger that are looked through in a run, at most. A bucket of a large
/// ledger costs some hundred reads of the state.
const MAX_BUCKETS: u16 = 256;

impl<T: Config> Run<T> {
    pub(super) fn pass(&mut self) -> Result<(), Stop> {
        for _ in 0..MAX_PAGES {
            match self.cursor.pass {
                Some(Pass::Pins(after)) => self.pass_pins(after)?,
                _ => break,
            }
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
        let cids: Vec<_> = cids.filter(|cid| self.needs_work(cid)).collect();
        self.bring_in_line(cids)?;
        self.cursor.pass = Some(match page.next {
            Some(last) => Pass::Pins(Some(last)),
            None => Pass::Ledger(0),
        });
        Ok(())
    }

    /// Whether something may be to be done about a CID in the pin set. What failed waits for
    /// its turn among the retries.
    fn needs_work(&self, cid: &Cid) -> bool {
        if self.retries.contains(cid) {
            return false;
        }
        match self.fate(cid) {
            Fate::Wanted => self.cursor.thorough || !self.is_settled_here(cid),
            Fate::Gone | Fate::Open => ledger::contains(cid),
            Fate::Claimed => true,
            Fate::Undecided(_) => false,
        }
    }

    /// Whether it was pinned here, and the chain knows it.
    fn is_settled_here(&self, cid: &Cid) -> bool {
        let is_known = Pins::<T>::get(cid).is_some_and(|pin| self.duty.has_claimed(&pin));
        is_known && ledger::contains(cid)
    }

    fn pass_bucket(&mut self, bucket: u16) -> Result<(), Stop> {
        let cids = ledger::bucket(bucket).into_keys();
        let unwanted: Vec<Cid> = cids.filter(|cid| !Pins::<T>::contains_key(cid)).collect();
        for cids in unwanted.chunks(BATCH as usize) {
            self.bring_in_line(cids.iter().copied())?;
        }
        Ok(())
    }
}
