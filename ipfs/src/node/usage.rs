//! How much is stored, and how much may be.

use super::{defaults::GC_MARK_PERCENT, error::StoreError};
use postern_primitives::Cid;
use std::{
    collections::HashMap,
    sync::{
        atomic::{AtomicU64, Ordering},
        Mutex, PoisonError,
    },
};
use tokio::sync::Notify;

/// Bytes of blocks, counted as they come and go.
pub(crate) struct Usage {
    quota: u64,
    used: AtomicU64,
    crowded: Notify,
    expected: Mutex<HashMap<Cid, usize>>,
}

impl Usage {
    pub(super) fn new(quota: u64, used: u64) -> Self {
        Self {
            quota,
            used: AtomicU64::new(used),
            crowded: Notify::new(),
            expected: Mutex::default(),
        }
    }

    pub(crate) fn quota(&self) -> u64 {
        self.quota
    }

    pub(crate) fn used(&self) -> u64 {
        self.used.load(Ordering::SeqCst)
    }

    /// Whether `wanted` more bytes fit.
    pub(super) fn room_for(&self, wanted: u64) -> Result<(), StoreError> {
        let (used, quota) = (self.used(), self.quota);
        if used.saturating_add(wanted) <= quota {
            return Ok(());
        }
        Err(StoreError::Full {
            wanted,
            used,
            quota,
        })
    }

    /// Whether garbage should be collected.
    pub(super) fn is_crowded(&self) -> bool {
        self.used() > self.quota / 100 * GC_MARK_PERCENT
    }

    /// Waits until that may have become so.
    pub(super) async fn crowding(&self) {
        self.crowded.notified().await;
    }

    pub(super) fn add(&self, bytes: u64) {
        self.used.fetch_add(bytes, Ordering::SeqCst);
        if self.is_crowded() {
            self.crowded.notify_one();
        }
    }

    pub(super) fn subtract(&self, bytes: u64) {
        self.change(|used| used.saturating_sub(bytes));
    }

    /// Replaces what was `counted` before by what there is; what came meanwhile stays counted.
    pub(super) fn correct(&self, counted: u64, actual: u64) {
        self.change(|used| used.saturating_add(actual).saturating_sub(counted));
    }

    fn change(&self, change: impl Fn(u64) -> u64) {
        let _ = self
            .used
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |used| {
                Some(change(used))
            });
    }

    /// Notes that `cid` is being asked for. However many ask, it is counted once.
    pub(super) fn expect(&self, cid: Cid) -> Expected<'_> {
        *self.lock().entry(cid).or_default() += 1;
        Expected { usage: self, cid }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Cid, usize>> {
        self.expected.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A block that is being asked for.
pub(super) struct Expected<'a> {
    usage: &'a Usage,
    cid: Cid,
}

impl Expected<'_> {
    /// It has arrived, and has so many bytes.
    pub(super) fn arrived(&self, bytes: u64) {
        if self.usage.lock().remove(&self.cid).is_some() {
            self.usage.add(bytes);
        }
    }
}

impl Drop for Expected<'_> {
    fn drop(&mut self) {
        let mut expected = self.usage.lock();
        if let Some(asking) = expected.get_mut(&self.cid) {
            *asking -= 1;
            if *asking == 0 {
                expected.remove(&self.cid);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postern_primitives::Codec;

    #[test]
    fn what_fits_exactly_is_taken_and_one_byte_more_is_not() {
        let usage = Usage::new(100, 90);
        assert!(usage.room_for(10).is_ok());
        let full = usage.room_for(11);
        assert!(
            matches!(
                full,
                Err(StoreError::Full {
                    wanted: 11,
                    used: 90,
                    quota: 100
                })
            ),
            "{full:?}"
        );
        assert!(usage.room_for(u64::MAX).is_err());
    }

    #[test]
    fn a_block_that_several_ask_for_is_counted_once() {
        let usage = Usage::new(100, 0);
        let cid = Cid::of_block(Codec::Raw, b"asked for");
        let (first, second) = (usage.expect(cid), usage.expect(cid));
        drop(usage.expect(cid));
        second.arrived(9);
        first.arrived(9);
        assert_eq!(usage.used(), 9);
        drop((first, second));
        assert!(usage.lock().is_empty());
    }

    #[test]
    fn counting_anew_keeps_what_came_meanwhile() {
        let usage = Usage::new(100, 40);
        let counted = usage.used();
        usage.add(5);
        usage.correct(counted, 30);
        assert_eq!(usage.used(), 35);
        usage.subtract(50);
        assert_eq!(usage.used(), 0);
    }

    #[test]
    fn a_store_is_crowded_above_the_mark() {
        let usage = Usage::new(1_000, 900);
        assert!(!usage.is_crowded());
        usage.add(1);
        assert!(usage.is_crowded());
    }
}
