//! How far the worker has come.

use super::{doubts, keys};
use alloc::string::String;
use codec::{Decode, Encode};
use postern_primitives::{BlockNumber, Cid};
use sp_runtime::offchain::storage::StorageValueRef;

/// Blocks between the starts of two passes over everything: a day.
///
/// A pass finds what no change tells of, such as an IPFS node whose blocks were lost.
const PASS_EVERY: BlockNumber = 28_800;

/// Blocks until a pass that is needed because a failure could not be remembered: an hour,
/// since what overflowed the list of retries is likely to do so again.
const PASS_SOON: BlockNumber = 1_200;

/// Blocks until contents are looked at again that others are to keep and do not all keep
/// yet: three minutes, in which they may have been fetched and attested.
const WALK_AGAIN: BlockNumber = 60;

/// A place among the changes of blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub(super) struct Position {
    pub block: BlockNumber,
    pub index: u32,
}

impl Position {
    /// The first change of a block.
    pub fn start_of(block: BlockNumber) -> Self {
        Self { block, index: 0 }
    }
}

/// How far unfinalised blocks have been followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub(super) struct Seen {
    /// The last block that was looked at.
    pub block: BlockNumber,
    /// Its hash, by which a fork is noticed.
    pub hash: [u8; 32],
    /// How many of its changes were looked at.
    pub index: u32,
}

/// How far a pass over everything has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub(super) enum Pass {
    /// Bringing what is in the pin set in line, after this CID.
    Pins(Option<Cid>),
    /// Unpinning what is in the ledger only, from this bucket on.
    Ledger(u16),
}

/// All that a run hands to the next, besides retries.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(super) struct Cursor {
    /// The first change that is not settled behind finality.
    pub settled: Position,
    /// How far unfinalised blocks have been followed.
    pub seen: Option<Seen>,
    /// The pass that is under way.
    pub pass: Option<Pass>,
    /// Whether that pass asks the IPFS node about everything. Otherwise it trusts what is
    /// in the ledger and attested, and only looks for what has changed hands.
    pub thorough: bool,
    /// When the next thorough pass is to start.
    pub next_pass: BlockNumber,
    /// When the next other pass is to start.
    pub next_walk: Option<BlockNumber>,
    /// Fingerprint of the duty in the last run.
    pub duty: u64,
    /// Whether that has changed since the last pass started.
    pub moved: bool,
    /// Which IPFS node all this is about.
    pub url: String,
    /// Whether it did not work in the last run.
    pub ipfs_down: bool,
}

impl Cursor {
    /// Picks up the stored cursor, or starts anew where it is of no use, and starts a
    /// pass where one is needed.
    pub fn load(
        url: &str,
        now: BlockNumber,
        finalized: BlockNumber,
        kept_since: BlockNumber,
        duty: u64,
    ) -> Self {
        let stored = StorageValueRef::persistent(keys::CURSOR)
            .get::<Self>()
            .ok()
            .flatten();
        let mut cursor = match stored {
            Some(cursor) if cursor.is_of_use(now, finalized, kept_since) => cursor,
            Some(cursor) => {
                cursor.forget_doubts();
                Self::new(url, now, finalized, duty)
            }
            None => Self::new(url, now, finalized, duty),
        };
        cursor.moved |= cursor.duty != duty;
        cursor.duty = duty;
        if cursor.url != url {
            cursor.url = url.into();
            cursor.start_pass(now);
        } else if cursor.pass.is_none() {
            cursor.start_what_is_due(now);
        }
        cursor
    }

    pub fn save(&self) {
        StorageValueRef::persistent(keys::CURSOR).set(self);
    }

    /// Has a pass start before long.
    pub fn pass_soon(&mut self, now: BlockNumber) {
        self.next_pass = self.next_pass.min(now.saturating_add(PASS_SOON));
    }

    /// Has what others are to keep looked at again.
    pub fn walk_again(&mut self, now: BlockNumber) {
        self.next_walk
            .get_or_insert_with(|| now.saturating_add(WALK_AGAIN));
    }

    fn new(url: &str, now: BlockNumber, finalized: BlockNumber, duty: u64) -> Self {
        let settled = Position::start_of(finalized.saturating_add(1));
        let mut cursor = Self {
            settled,
            seen: None,
            pass: None,
            thorough: false,
            next_pass: now,
            next_walk: None,
            duty,
            moved: false,
            url: url.into(),
            ipfs_down: false,
        };
        cursor.start_pass(now);
        cursor
    }

    fn start_pass(&mut self, now: BlockNumber) {
        self.start_walk();
        self.thorough = true;
        self.next_pass = now.saturating_add(PASS_EVERY);
    }

    fn start_walk(&mut self) {
        self.pass = Some(Pass::Pins(None));
        self.thorough = false;
        self.next_walk = None;
        self.moved = false;
    }

    /// Who is at work may change while a pass is under way; then another one follows, even
    /// if all is as it was by then: some contents were looked at in between.
    fn start_what_is_due(&mut self, now: BlockNumber) {
        let walk_is_due = self.next_walk.is_some_and(|due| due <= now);
        if self.next_pass <= now {
            self.start_pass(now);
        } else if self.moved || walk_is_due {
            self.start_walk();
        }
    }

    /// Not if changes were pruned before they were settled (while finality itself is
    /// further behind than the window, there is nothing to be gained by starting anew),
    /// and not if it belongs to a longer chain, which was there before this one.
    fn is_of_use(&self, now: BlockNumber, finalized: BlockNumber, kept_since: BlockNumber) -> bool {
        let lost = self.settled.block < kept_since;
        let can_start_anew = finalized.saturating_add(1) >= kept_since;
        let foreign = self.settled.block > now.saturating_add(1);
        !(foreign || lost && can_start_anew)
    }

    /// Removes doubts that would never be looked at: the pass over the ledger finds what
    /// they are about.
    fn forget_doubts(&self) {
        if let Some(seen) = self.seen {
            doubts::forget(self.settled.block..=seen.block);
        }
    }
}
