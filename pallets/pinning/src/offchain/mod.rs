//! The worker that makes the local IPFS node keep the pin set.
//!
//! It runs inside the runtime, once for each new best block, on nodes that volunteer.
//! A run does six things, each of them bounded and each going on where the last run
//! stopped:
//!
//! 1. *follow*: pin at once what unfinalised blocks brought in, newest need first;
//! 2. *settle*: behind finality, make sure of what blocks brought in and unpin what left;
//! 3. *retry*: try again what failed before, later and later, once the IPFS node is connected
//!    with those who say that they keep it;
//! 4. *pass*: on a first run, after a long absence and once a day, compare everything; and
//!    when pinners came or went, look for what has changed hands;
//! 5. *report*: tell the chain that this machine is at work, and what it keeps;
//! 6. *meet*: have the IPFS node stay connected with those of other pinners.
//!
//! A node keeps what is assigned to its pinner: the one whose worker key lies in the node's
//! keystore. A node without a registered pinner keeps everything, and reports nothing.
//!
//! What is done about a CID depends on state alone: whether it is in the pin set now, and
//! who is to keep it, and whether that could still be undone. Changes, doubts and retries only say which CIDs to
//! look at, so looking twice, or in another order, or again after a crash does no harm.
//!
//! Only CIDs that the worker itself asked the IPFS node to pin are ever unpinned: the
//! *ledger* remembers them, and whatever else a person pinned there stays. What others are
//! to keep is unpinned only once all of them have claimed for good to keep it, so that no
//! content is kept less often because a pinner came.

mod budget;
mod chain;
mod claims;
mod cursor;
mod doubts;
mod duty;
mod follow;
pub mod keys;
mod kubo;
mod ledger;
mod meet;
mod pass;
mod report;
mod retries;
mod settings;
mod settle;
mod stats;

pub use settings::Finalized;
pub use stats::Stats;

use crate::{Config, Pallet, Pin, PinnerNumber, Pins};
use alloc::{collections::BTreeSet, vec::Vec};
use budget::Budget;
use chain::{Fate, Finality};
use claims::Claims;
use core::marker::PhantomData;
use cursor::Cursor;
use duty::Duty;
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

/// Attempts to pin what was pinned before, after which it counts as lost. One or two may
/// fail because the IPFS node is busy.
const LOST_AFTER: u16 = 3;

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

/// One of the things that a run does.
type Part<T> = fn(&mut Run<T>) -> Result<(), Stop>;

struct Run<T> {
    now: BlockNumber,
    finality: Finality,
    duty: Duty,
    /// The pinners at work besides this machine's own, in rising order.
    others: Vec<PinnerNumber>,
    kubo: Kubo,
    budget: Budget,
    cursor: Cursor,
    retries: Retries,
    claims: Claims,
    stats: Stats,
    runtime: PhantomData<T>,
}

impl<T: Config> Run<T> {
    /// Picks up where the last run stopped. `None` on a chain without the finalised block.
    fn begin(now: BlockNumber, settings: Settings) -> Option<Self> {
        let finality = chain::finality::<T>(&settings.finalized, now)?;
        let kept_since = Pallet::<T>::kept_since();
        let duty = Duty::find::<T>();
        let print = duty.fingerprint();
        Some(Self {
            now,
            cursor: Cursor::load(&settings.url, now, finality.number, kept_since, print),
            finality,
            others: duty.others(Pallet::<T>::live()),
            duty,
            kubo: Kubo::new(settings.url),
            budget: Budget::new(),
            retries: Retries::load(),
            claims: Claims::load(),
            stats: Stats::load(),
            runtime: PhantomData,
        })
    }

    /// Does the six parts, as long as `may_go_on`.
    fn work(mut self, mut may_go_on: impl FnMut() -> bool) {
        let parts: [Part<T>; 6] = [
            Self::follow,
            Self::settle,
            Self::retry,
            Self::pass,
            Self::report,
            Self::meet,
        ];
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

    /// Retries and claims go first: a crash in between must not leave a cursor past a
    /// failure, or a success, that nobody remembers.
    fn save(&mut self) {
        self.retries.save();
        self.claims.save();
        self.cursor.save();
        let kept = ledger::total();
        self.stats.wanted = match self.duty {
            Duty::Everything => Pallet::<T>::count(),
            Duty::Pinner(_) => kept.cids,
        };
        self.stats.bytes = kept.bytes;
        self.stats.attesting = self.claims.len();
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
        self.seek(&due);
        self.bring_in_line(due)
    }

    /// Makes the IPFS node agree with the state of each of these CIDs.
    fn bring_in_line(&mut self, cids: impl IntoIterator<Item = Cid>) -> Result<(), Stop> {
        let mut wanted = BTreeSet::new();
        let mut gone = BTreeSet::new();
        for cid in cids {
            match self.fate(&cid) {
                Fate::Wanted => wanted.extend([cid]),
                Fate::Gone if ledger::contains(&cid) => gone.extend([cid]),
                Fate::Gone => self.retries.forget(&cid),
                Fate::Claimed => {
                    self.claims.withdraw(cid);
                    self.leave_for_now(&cid);
                }
                Fate::Open => self.leave_for_now(&cid),
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

    fn fate(&self, cid: &Cid) -> Fate {
        self.finality.fate::<T>(cid, &self.duty)
    }

    /// Others are to keep it; what is here stays until they do.
    fn leave_for_now(&mut self, cid: &Cid) {
        self.retries.forget(cid);
        if ledger::contains(cid) {
            self.cursor.walk_again(self.now);
        }
    }

    /// Pins; what fails is tried again later.
    fn pin(&mut self, cids: BTreeSet<Cid>) -> Result<(), Stop> {
        // Into the ledger first: a pin that is in no ledger would never be removed.
        let is_fresh = |cid: &Cid| ledger::insert(cid, size_of::<T>(cid));
        let fresh: BTreeSet<_> = cids.iter().copied().filter(is_fresh).collect();
        for (cid, outcome) in self.kubo.pin(&cids)? {
            match outcome {
                Outcome::Done => {
                    let was_retried = self.retries.contains(&cid);
                    self.retries.forget(&cid);
                    self.stats.kept += u64::from(was_retried || fresh.contains(&cid));
                    self.claim(cid);
                }
                Outcome::Failed => {
                    self.postpone(cid);
                    self.doubt_claim(cid);
                }
            }
        }
        Ok(())
    }

    /// Has what is pinned attested, if the chain does not know it.
    fn claim(&mut self, cid: Cid) {
        let is_news = |pin: Pin| !self.duty.has_claimed(&pin);
        let is_known = !Pins::<T>::get(cid).is_some_and(is_news);
        let pinner = matches!(self.duty, Duty::Pinner(_));
        if is_known || !pinner {
            self.claims.forget(&cid);
        } else if !self.claims.attest(cid) {
            self.cursor.pass_soon(self.now);
        }
    }

    /// Has a claim withdrawn that has turned out wrong: what was pinned cannot be pinned
    /// again.
    fn doubt_claim(&mut self, cid: Cid) {
        let claimed = Pins::<T>::get(cid).is_some_and(|pin| self.duty.has_claimed(&pin));
        if claimed && self.retries.attempts(&cid) >= LOST_AFTER {
            self.claims.withdraw(cid);
        }
    }

    /// Unpins; what fails is tried again later.
    fn unpin(&mut self, cids: BTreeSet<Cid>) -> Result<(), Stop> {
        for (cid, outcome) in self.kubo.unpin(&cids)? {
            match outcome {
                Outcome::Done => {
                    ledger::remove(&cid);
                    self.retries.forget(&cid);
                    self.claims.forget(&cid);
                    self.stats.released += 1;
                }
                Outcome::Failed => self.postpone(cid),
            }
        }
        Ok(())
    }

    fn postpone(&mut self, cid: Cid) {
        self.stats.failed += 1;
        let is_kept = !self.keepers(&cid).is_empty();
        let size = size_of::<T>(&cid);
        if !self.retries.failed(cid, size, is_kept, self.now) {
            self.cursor.pass_soon(self.now);
        }
    }
}

/// Bytes that were announced for a content; 0 once it is gone.
fn size_of<T: Config>(cid: &Cid) -> u64 {
    Pins::<T>::get(cid).map_or(0, |pin| pin.size)
}
