//! What failed and is to be tried again, later and later.

use super::keys;
use alloc::vec::Vec;
use codec::{Decode, Encode};
use postern_primitives::{BlockNumber, Cid};
use sp_runtime::offchain::storage::StorageValueRef;

/// CIDs that are remembered, at most. What does not fit is found again by a pass over
/// everything, so contents that nobody serves cannot hide others for long.
pub(super) const MAX_RETRIES: usize = 1_024;

/// The longest wait for what nobody is known to keep is `2^6` blocks, about three minutes: soon
/// enough for someone who comes online to serve a file, rare enough to cost nothing.
const MAX_DOUBLINGS: u16 = 6;

/// The longest wait for what somebody at work says to keep is `2^3` blocks: it is there to be
/// had, and is missing here only because of a connection that broke or a machine that is busy.
const MAX_DOUBLINGS_KEPT: u16 = 3;

/// Bytes that an attempt on a large file may be expected to bring: 1 MiB/s for the 2 s
/// that it may take. What arrived stays, so the next attempt goes on from there.
const BYTES_PER_ATTEMPT: u64 = 2 << 20;

/// One CID that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
struct Retry {
    cid: Cid,
    attempts: u16,
    due: BlockNumber,
}

/// The CIDs that failed.
pub(super) struct Retries(Vec<Retry>);

impl Retries {
    pub fn load() -> Self {
        Self(
            StorageValueRef::persistent(keys::RETRIES)
                .get()
                .ok()
                .flatten()
                .unwrap_or_default(),
        )
    }

    pub fn save(&self) {
        StorageValueRef::persistent(keys::RETRIES).set(&self.0);
    }

    pub fn len(&self) -> u32 {
        self.0.len() as u32
    }

    pub fn contains(&self, cid: &Cid) -> bool {
        self.0.iter().any(|retry| retry.cid == *cid)
    }

    /// Those that are due, the longest overdue first.
    pub fn due(&self, now: BlockNumber, limit: u32) -> Vec<Cid> {
        let mut due: Vec<_> = self.0.iter().filter(|retry| retry.due <= now).collect();
        due.sort_by_key(|retry| retry.due);
        due.into_iter()
            .take(limit as usize)
            .map(|retry| retry.cid)
            .collect()
    }

    /// Has `cid` tried again, whose content takes `size` bytes, and which others at work say to
    /// keep if it `is_kept`. `false` if there is no room.
    pub fn failed(&mut self, cid: Cid, size: u64, is_kept: bool, now: BlockNumber) -> bool {
        if let Some(retry) = self.find(&cid) {
            retry.attempts = retry.attempts.saturating_add(1);
            retry.due = now.saturating_add(pause(retry.attempts, size, is_kept));
            return true;
        }
        let fits = self.0.len() < MAX_RETRIES;
        if fits {
            self.0.push(Retry {
                cid,
                attempts: 1,
                due: now.saturating_add(pause(1, size, is_kept)),
            });
        }
        fits
    }

    /// How often `cid` has failed.
    pub fn attempts(&self, cid: &Cid) -> u16 {
        let found = self.0.iter().find(|retry| retry.cid == *cid);
        found.map_or(0, |retry| retry.attempts)
    }

    /// Puts `cid` off by a block, without an attempt having been made.
    pub fn wait(&mut self, cid: &Cid, now: BlockNumber) {
        if let Some(retry) = self.find(cid) {
            retry.due = now.saturating_add(1);
        }
    }

    /// No longer tries `cid` again.
    pub fn forget(&mut self, cid: &Cid) {
        self.0.retain(|retry| retry.cid != *cid);
    }

    fn find(&mut self, cid: &Cid) -> Option<&mut Retry> {
        self.0.iter_mut().find(|retry| retry.cid == *cid)
    }
}

/// Blocks to wait after so many attempts: 1, 2, 4 and so on, up to 64, or to 8.
///
/// A large file cannot arrive within one attempt, so as many attempts as its size calls
/// for are made in consecutive blocks before its absence counts as a failure.
fn pause(attempts: u16, size: u64, is_kept: bool) -> BlockNumber {
    let longest = match is_kept {
        true => MAX_DOUBLINGS_KEPT,
        false => MAX_DOUBLINGS,
    };
    let expected = u16::try_from(size / BYTES_PER_ATTEMPT).unwrap_or(u16::MAX);
    let doublings = attempts
        .saturating_sub(1)
        .saturating_sub(expected)
        .min(longest);
    1 << doublings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_doubles_the_pause_up_to_a_limit() {
        let pauses = |is_kept| (1..=9).map(move |attempts| pause(attempts, 1_000, is_kept));
        assert!(pauses(false).eq([1, 2, 4, 8, 16, 32, 64, 64, 64]));
        assert!(pauses(true).eq([1, 2, 4, 8, 8, 8, 8, 8, 8]));
    }

    #[test]
    fn a_large_file_gets_its_time_before_the_pauses_grow() {
        let size = 10 * BYTES_PER_ATTEMPT;
        assert_eq!(pause(11, size, false), 1);
        assert_eq!(pause(12, size, false), 2);
        assert_eq!(pause(u16::MAX, u64::MAX, false), 1);
    }
}
