//! The worker that makes the local IPFS node keep the pin set.
//!
//! It runs inside the runtime, once for each new best block, on nodes that volunteer.
//! A run does four things, each of them bounded and each going on where the last run
//! stopped:
//!
//! 1. *follow*: pin at once what unfinalised blocks brought in, newest need first;
//! 2. *settle*: behind finality, make sure of what blocks brought in and unpin what left;
//! 3. *retry*: try again what failed before, later and later;
//! 4. *pass*: on a first run, after a long absence and once a day, compare everything.
//!
//! What is done about a CID depends on state alone: whether it is in the pin set now, and
//! whether that could still be undone. Changes, doubts and retries only say which CIDs to
//! look at, so looking twice, or in another order, or again after a crash does no harm.
//!
//! Only CIDs that the worker itself asked the IPFS node to pin are ever unpinned: the
//! *ledger* remembers them, and whatever else a person pinned there stays.

mod budget;
mod chain;
mod cursor;
mod doubts;
mod follow;
pub mod keys;
mod kubo;
mod ledger;
mod pass;
mod retries;
mod settings;
mod settle;
mod stats;

pub use settings::Finalized;
pub use stats::Stats;

use crate::{Config, Pallet, Pins};
use alloc::collections::BTreeSet;
use budget::Budget;
use chain::{Fate, Finality};
use core::marker::PhantomData;
use cursor::Cursor;
use frame_system::pallet_prelude::BlockNumberFor;
use kubo::{Kubo, Outcome, Unusable};
use postern_primitives::{BlockNumber, Cid};
use retries::Retries;
use settings::Settings;
use sp_runtime::{
    offchain::{
        storage_lock::{StorageLock, Time},
        Duration,
    },
    SaturatedConversion,
};

/// Where the pallet and its worker log.
pub(crate) const LOG_TARGET: &str = "postern::pinning";

/// CIDs that are handled, and requests that are in flight, at one time.
///
/// Enough to hide the time that a fetch from another node takes, few enough for an IPFS
/// node that serves people as well.
const BATCH: u32 = 64;

/// After this the lock of a run that died with its node is void.
///
/// Each part of a run renews it, and none takes longer: [`Budget`] stops new batches
/// after 2.5 s, and the calls of one batch end within 10 s even if all run out of time.
const LOCK_TIME: Duration = Duration::from_millis(15_000);

/// Does what is to be done on a new best block `now`.
pub fn run<T: Config>(now: BlockNumberFor<T>) {
    let Some(settings) = Settings::read() else {
        return;
    };
    let mut lock = StorageLock::<Time>::with_deadline(keys::LOCK, LOCK_TIME);
    // The run of the block before may still be at work; the next one does what is left.
    let Ok(mut guard) = lock.try_lock() else {
        return;
    };
    if let Some(run) = Run::<T>::begin(now.saturated_into(), settings) {
        run.work(|| guard.extend_lock().is_ok());
    }
}

/// Why a part of a run ends with work left.
enum Stop {
    /// Its share of the run is used up.
    Budget,
    /// The IPFS node does not work; nothing is lost by waiting for it.
    Ipfs(Unusable),
}

impl From<Unusable> for Stop {
    fn from(unusable: Unusable) -> Self {
        Self::Ipfs(unusable)
    }
}

/// One of the four things that a run does.
type Part<T> = fn(&mut Run<T>) -> Result<(), Stop>;

struct Run<T> {
    now: BlockNumber,
    finality: Finality,
    kubo: Kubo,
    budget: Budget,
    cursor: Cursor,
    retries: Retries,
    stats: Stats,
    runtime: PhantomData<T>,
}

impl<T: Config> Run<T> {
    /// Picks up where the last run stopped. `None` on a chain without the finalised block.
    fn begin(now: BlockNumber, settings: Settings) -> Option<Self> {
        let finality = chain::finality::<T>(&settings.finalized, now)?;
        let kept_since = Pallet::<T>::kept_since();
        Some(Self {
            now,
            cursor: Cursor::load(&settings.url, now, finality.number, kept_since),
            finality,
            kubo: Kubo::new(settings.url),
            budget: Budget::new(),
            retries: Retries::load(),
            stats: Stats::load(),
            runtime: PhantomData,
        })
    }

    /// Does the four parts, as long as `may_go_on`.
    fn work(mut self, mut may_go_on: impl FnMut() -> bool) {
        let parts: [Part<T>; 4] = [Self::follow, Self::settle, Self::retry, Self::pass];
        let mut broken = None;
        for part in parts {
            if !may_go_on() {
                // The lock ran out, and another run has it.
                return;
            }
            self.budget.next_part();
            if let Err(Stop::Ipfs(unusable)) = part(&mut self) {
                broken = Some(unusable);
                break;
            }
            self.save();
        }
        self.note_health(broken);
        self.save();
    }

    /// Retries go first: a crash in between must not leave a cursor past a failure that
    /// nobody remembers.
    fn save(&mut self) {
        self.retries.save();
        self.cursor.save();
        self.stats.wanted = Pallet::<T>::count();
        self.stats.retrying = self.retries.len();
        self.stats.cursor = self.cursor.settled.block.saturating_sub(1);
        self.stats.save();
    }

    /// Logs when the IPFS node stops working and when it works again, not every block.
    fn note_health(&mut self, broken: Option<Unusable>) {
        let url = &self.cursor.url;
        match (&broken, self.cursor.ipfs_down) {
            (Some(unusable), false) => log::warn!(
                target: LOG_TARGET,
                "the IPFS node at {url} {unusable}; start it, or set another address; pinning goes on by itself",
            ),
            (None, true) => log::info!(target: LOG_TARGET, "the IPFS node at {url} works again"),
            _ => (),
        }
        self.cursor.ipfs_down = broken.is_some();
    }

    /// Tries again what is due.
    fn retry(&mut self) -> Result<(), Stop> {
        let due = self.retries.due(self.now, BATCH);
        self.bring_in_line(due)
    }

    /// Makes the IPFS node agree with the state of each of these CIDs.
    fn bring_in_line(&mut self, cids: impl IntoIterator<Item = Cid>) -> Result<(), Stop> {
        let mut wanted = BTreeSet::new();
        let mut gone = BTreeSet::new();
        for cid in cids {
            match self.finality.fate::<T>(&cid) {
                Fate::Wanted => wanted.extend([cid]),
                Fate::Gone if ledger::contains(&cid) => gone.extend([cid]),
                Fate::Gone => self.retries.forget(&cid),
                Fate::Undecided(release) => {
                    doubts::note(release, [cid]);
                    self.retries.wait(&cid, self.now);
                }
            }
        }
        if !(wanted.is_empty() && gone.is_empty()) {
            self.budget.spend()?;
        }
        self.pin(wanted)?;
        self.unpin(gone)
    }

    /// Pins; what fails is tried again later.
    fn pin(&mut self, cids: BTreeSet<Cid>) -> Result<(), Stop> {
        // Into the ledger first: a pin that is in no ledger would never be removed.
        let fresh: BTreeSet<_> = cids.iter().copied().filter(ledger::insert).collect();
        for (cid, outcome) in self.kubo.pin(&cids)? {
            match outcome {
                Outcome::Done => {
                    let was_retried = self.retries.contains(&cid);
                    self.retries.forget(&cid);
                    self.stats.kept += u64::from(was_retried || fresh.contains(&cid));
                }
                Outcome::Failed => self.postpone(cid),
            }
        }
        Ok(())
    }

    /// Unpins; what fails is tried again later.
    fn unpin(&mut self, cids: BTreeSet<Cid>) -> Result<(), Stop> {
        for (cid, outcome) in self.kubo.unpin(&cids)? {
            match outcome {
                Outcome::Done => {
                    ledger::remove(&cid);
                    self.retries.forget(&cid);
                    self.stats.released += 1;
                }
                Outcome::Failed => self.postpone(cid),
            }
        }
        Ok(())
    }

    fn postpone(&mut self, cid: Cid) {
        self.stats.failed += 1;
        let size = Pins::<T>::get(cid).map_or(0, |pin| pin.size);
        if !self.retries.failed(cid, size, self.now) {
            self.cursor.pass_soon(self.now);
        }
    }
}
