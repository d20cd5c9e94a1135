//! How much one run may do.

use super::Stop;
use core::mem;
use sp_core::offchain::{Duration, Timestamp};

/// No batch is begun later than this after the start of a run.
///
/// Less than the 3 s between blocks, so that the next block seldom finds a run at work
/// and its contents are pinned at once.
const RUN_TIME: Duration = Duration::from_millis(2_500);

/// Batches in a run: 4096 CIDs, about as many as the largest block can bring.
const RUN_BATCHES: u32 = 64;

/// What is left of a run.
pub(super) struct Budget {
    until: Timestamp,
    batches: u32,
    granted: bool,
}

impl Budget {
    pub fn new() -> Self {
        let until = sp_io::offchain::timestamp().add(RUN_TIME);
        Self {
            until,
            batches: RUN_BATCHES,
            granted: false,
        }
    }

    /// Grants the next part of the run one batch even if nothing is left: a part that
    /// always uses up the run must not starve those after it.
    pub fn next_part(&mut self) {
        self.granted = true;
    }

    /// Asks for one batch.
    pub fn spend(&mut self) -> Result<(), Stop> {
        let granted = mem::take(&mut self.granted);
        let left = self.batches > 0 && sp_io::offchain::timestamp() < self.until;
        self.batches = self.batches.saturating_sub(1);
        if granted || left {
            Ok(())
        } else {
            Err(Stop::Budget)
        }
    }
}
