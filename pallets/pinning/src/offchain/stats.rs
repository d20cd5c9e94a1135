//! How the worker is doing, for the node to export.

use super::keys;
use codec::{Decode, Encode};
use postern_primitives::BlockNumber;
use sp_runtime::offchain::storage::StorageValueRef;

/// How the worker is doing. Counters run since its first run on this node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Stats {
    /// CIDs that are to be kept here now: all there are, or, for a registered pinner, those
    /// that it keeps or tries to.
    pub wanted: u32,
    /// Bytes of the contents that are kept here, as announced.
    pub bytes: u64,
    /// How many CIDs were pinned.
    pub kept: u64,
    /// How many CIDs were unpinned.
    pub released: u64,
    /// How many attempts to pin or unpin failed.
    pub failed: u64,
    /// CIDs that failed and are to be tried again.
    pub retrying: u32,
    /// How many attestations were seen on chain.
    pub attested: u64,
    /// CIDs that are pinned and not attested yet.
    pub attesting: u32,
    /// The last block that was settled behind finality.
    pub cursor: BlockNumber,
}

impl Stats {
    pub(super) fn load() -> Self {
        StorageValueRef::persistent(keys::STATS)
            .get()
            .ok()
            .flatten()
            .unwrap_or_default()
    }

    pub(super) fn save(&self) {
        StorageValueRef::persistent(keys::STATS).set(self);
    }
}
