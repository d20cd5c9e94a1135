//! Pinning at once what unfinalised blocks brought in.

use super::{
    chain::{self, Fate},
    cursor::{Position, Seen},
    doubts, Run, Stop, BATCH,
};
use crate::{Change, ChangeKind, Config, Pallet};
use alloc::collections::BTreeSet;
use postern_primitives::{BlockNumber, Cid};

/// Blocks behind the best one that are followed, at most. While finality lags further
/// behind, older blocks wait to be settled: new contents are the more urgent ones.
const MAX_FOLLOWED: u32 = 1_024;

impl<T: Config> Run<T> {
    pub(super) fn follow(&mut self) -> Result<(), Stop> {
        let start = self.first_unseen();
        for block in start.block..=self.now {
            let index = if block == start.block { start.index } else { 0 };
            self.follow_block(block, index)?;
        }
        Ok(())
    }

    /// Goes on where the last run stopped, if that is still on this chain; otherwise from
    /// the finalised block, which both chains share.
    fn first_unseen(&self) -> Position {
        let earliest = self
            .now
            .saturating_sub(MAX_FOLLOWED)
            .max(self.finality.number);
        match self.cursor.seen {
            Some(seen)
                if seen.block > earliest && chain::hash_of::<T>(seen.block) == Some(seen.hash) =>
            {
                Position {
                    block: seen.block,
                    index: seen.index,
                }
            }
            _ => Position::start_of(earliest.saturating_add(1)),
        }
    }

    fn follow_block(&mut self, block: BlockNumber, mut index: u32) -> Result<(), Stop> {
        // Too old for its hash to be known: it waits to be settled.
        let Some(hash) = chain::hash_of::<T>(block) else {
            return Ok(());
        };
        loop {
            let changes = Pallet::<T>::changes_from(block, index, BATCH);
            self.follow_changes(block, &changes)?;
            index = index.saturating_add(changes.len() as u32);
            self.cursor.seen = Some(Seen { block, hash, index });
            if changes.len() < BATCH as usize {
                return Ok(());
            }
        }
    }

    fn follow_changes(&mut self, block: BlockNumber, changes: &[Change]) -> Result<(), Stop> {
        let kept = changes
            .iter()
            .filter(|change| change.kind == ChangeKind::Keep);
        let wanted: BTreeSet<Cid> = kept
            .map(|change| change.cid)
            .filter(|cid| matches!(self.fate(cid), Fate::Wanted))
            .collect();
        if wanted.is_empty() {
            return Ok(());
        }
        self.budget.spend()?;
        // The block may lose, and the pins with it.
        doubts::note(block, wanted.iter().copied());
        self.pin(wanted)
    }
}
