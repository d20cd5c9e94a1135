//! What the worker reads from the chain: what is final, and what is to be done.

use super::{
    duty::{Duty, Place},
    Finalized,
};
use crate::{ChangeKind, Config, Pallet, Pins};
use alloc::collections::BTreeMap;
use frame_system::pallet_prelude::BlockNumberFor;
use postern_primitives::{BlockNumber, Cid};

/// Unfinalised blocks that are looked through, at most. While finality lags further
/// behind, nothing is unpinned.
const MAX_UNFINALIZED: u32 = 256;

/// Changes in unfinalised blocks that are looked through, at most; as above.
const MAX_UNFINALIZED_CHANGES: u32 = 65_536;

/// What is final, seen from the state of the best block.
pub(super) struct Finality {
    /// The last finalised block.
    pub number: BlockNumber,
    /// What was released in later blocks, and by which of them. `None` if it cannot be
    /// told; then nothing may be unpinned.
    releases: Option<BTreeMap<Cid, BlockNumber>>,
}

/// What is to be done about a CID.
pub(super) enum Fate {
    /// It is in the pin set, and this node is to keep it: pin it.
    Wanted,
    /// It is not in the pin set, and was not at the last finalised block; or others keep
    /// it, and have for good said so: unpin it.
    Gone,
    /// Others keep it, and this node's pinner claims to: take the claim back before
    /// anything else.
    Claimed,
    /// Others are to keep it and do not all do so yet: leave it as it is.
    Open,
    /// It left the pin set in this block, or one unknown, which is not final yet.
    Undecided(Option<BlockNumber>),
}

impl Finality {
    /// Whether it can be told what may be unpinned.
    pub fn is_settled(&self) -> bool {
        self.releases.is_some()
    }

    /// What the state says about `cid`.
    ///
    /// A CID that is not in the pin set now, but was at the finalised block, must have
    /// been released since. So one that was not is gone for good.
    pub fn fate<T: Config>(&self, cid: &Cid, duty: &Duty) -> Fate {
        if let Some(pin) = Pins::<T>::get(cid) {
            return match duty.place(cid, &pin, self.number) {
                Place::Own => Fate::Wanted,
                Place::Others { claimed: false } => Fate::Gone,
                Place::Others { claimed: true } => Fate::Claimed,
                Place::Open => Fate::Open,
            };
        }
        match &self.releases {
            Some(releases) => match releases.get(cid) {
                Some(block) => Fate::Undecided(Some(*block)),
                None => Fate::Gone,
            },
            None => Fate::Undecided(None),
        }
    }
}

/// Relates the finalised block to the chain that the worker runs on. `None` if that chain
/// does not have it: a fork that lost, or a run that comes late.
pub(super) fn finality<T: Config>(finalized: &Finalized, now: BlockNumber) -> Option<Finality> {
    let number = finalized.number;
    if number > now {
        return None;
    }
    let releases = match hash_of::<T>(number) {
        Some(hash) if hash != finalized.hash => return None,
        Some(_) => releases_since::<T>(number, now),
        None => None,
    };
    Some(Finality { number, releases })
}

/// The hash of a block of this chain, if it is recent enough to be known.
pub(super) fn hash_of<T: Config>(block: BlockNumber) -> Option<[u8; 32]> {
    let hash = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::from(block));
    (hash != T::Hash::default())
        .then_some(hash)?
        .as_ref()
        .try_into()
        .ok()
}

/// The last release of each CID after the finalised block.
fn releases_since<T: Config>(
    finalized: BlockNumber,
    now: BlockNumber,
) -> Option<BTreeMap<Cid, BlockNumber>> {
    let first = finalized.saturating_add(1);
    if now - finalized > MAX_UNFINALIZED || Pallet::<T>::kept_since() > first {
        return None;
    }
    let counts = (first..=now).map(Pallet::<T>::change_count);
    if counts.fold(0, u32::saturating_add) > MAX_UNFINALIZED_CHANGES {
        return None;
    }
    let changes_of = |block| Pallet::<T>::changes_from(block, 0, u32::MAX);
    let releases = (first..=now).flat_map(|block| {
        let changes = changes_of(block).into_iter();
        changes
            .filter(|change| change.kind == ChangeKind::Release)
            .map(move |c| (c.cid, block))
    });
    Some(releases.collect())
}
