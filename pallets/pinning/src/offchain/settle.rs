//! Making sure of finalised blocks: what they brought in stays, what left goes.

use super::{cursor::Position, doubts, Run, Stop, BATCH};
use crate::{Config, Pallet, Pins};
use alloc::vec::Vec;
use postern_primitives::{BlockNumber, Cid};

/// Blocks that are settled in a run, at most: without changes they cost next to nothing,
/// and this many are read in a fraction of a second.
const MAX_SETTLED: usize = 4_096;

impl<T: Config> Run<T> {
    pub(super) fn settle(&mut self) -> Result<(), Stop> {
        if !self.finality.is_settled() {
            return Ok(());
        }
        for block in (self.cursor.settled.block..=self.finality.number).take(MAX_SETTLED) {
            self.settle_changes(block)?;
            self.settle_doubts(block)?;
            self.cursor.settled = Position::start_of(block.saturating_add(1));
        }
        Ok(())
    }

    fn settle_changes(&mut self, block: BlockNumber) -> Result<(), Stop> {
        loop {
            let index = self.cursor.settled.index;
            let changes = Pallet::<T>::changes_from(block, index, BATCH);
            if changes.is_empty() {
                return Ok(());
            }
            self.settle_cids(changes.iter().map(|change| change.cid))?;
            self.cursor.settled.index = index.saturating_add(changes.len() as u32);
        }
    }

    fn settle_doubts(&mut self, block: BlockNumber) -> Result<(), Stop> {
        loop {
            let cids = doubts::some(block, BATCH);
            if cids.is_empty() {
                return Ok(());
            }
            self.settle_cids(cids.iter().copied())?;
            doubts::resolve(block, &cids);
        }
    }

    /// What failed before and is still wanted waits for its turn among the retries.
    fn settle_cids(&mut self, cids: impl Iterator<Item = Cid>) -> Result<(), Stop> {
        let waits = |cid: &Cid| self.retries.contains(cid) && Pins::<T>::contains_key(cid);
        let cids: Vec<_> = cids.filter(|cid| !waits(cid)).collect();
        self.bring_in_line(cids)
    }
}
