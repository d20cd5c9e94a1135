//! Doubts: CIDs to be looked at again once a height is final.
//!
//! What an unfinalised block brought in is pinned at once. If the block loses, no change
//! on the chain that won tells of those CIDs; their doubts do.

use super::keys;
use alloc::{collections::BTreeSet, vec::Vec};
use core::ops::RangeInclusive;
use postern_primitives::{BlockNumber, Cid};
use sp_runtime::offchain::storage::StorageValueRef;

/// Heights whose doubts are forgotten at once, at most: many times what is ever
/// unfinalised in practice. More would only leave some unused keys behind.
const MAX_FORGOTTEN: usize = 4_096;

/// Remembers to look at `cids` once `block` is final. Does nothing without a block.
pub(super) fn note(block: impl Into<Option<BlockNumber>>, cids: impl IntoIterator<Item = Cid>) {
    let Some(block) = block.into() else { return };
    let mut noted = load(block);
    noted.extend(cids);
    store(block, &noted);
}

/// Some of what is to be looked at now that `block` is final.
pub(super) fn some(block: BlockNumber, limit: u32) -> Vec<Cid> {
    load(block).into_iter().take(limit as usize).collect()
}

/// Takes away what has been looked at.
pub(super) fn resolve(block: BlockNumber, cids: &[Cid]) {
    let mut noted = load(block);
    noted.retain(|cid| !cids.contains(cid));
    store(block, &noted);
}

/// Takes away everything of these heights.
pub(super) fn forget(blocks: RangeInclusive<BlockNumber>) {
    for block in blocks.take(MAX_FORGOTTEN) {
        StorageValueRef::persistent(&key(block)).clear();
    }
}

fn load(block: BlockNumber) -> BTreeSet<Cid> {
    StorageValueRef::persistent(&key(block))
        .get()
        .ok()
        .flatten()
        .unwrap_or_default()
}

fn store(block: BlockNumber, cids: &BTreeSet<Cid>) {
    let key = key(block);
    let mut value = StorageValueRef::persistent(&key);
    if cids.is_empty() {
        value.clear();
    } else {
        value.set(cids);
    }
}

fn key(block: BlockNumber) -> Vec<u8> {
    [keys::DOUBTS, &block.to_be_bytes()].concat()
}
