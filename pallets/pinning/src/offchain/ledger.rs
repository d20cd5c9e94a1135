//! The ledger: every CID that the worker asked its IPFS node to pin and did not yet unpin,
//! with the size that was announced for it.
//!
//! Off-chain storage cannot be walked, so the CIDs lie in a fixed number of buckets.

use super::keys;
use alloc::{collections::BTreeMap, vec::Vec};
use codec::{Decode, Encode};
use postern_primitives::Cid;
use sp_runtime::offchain::storage::StorageValueRef;

/// Number of buckets. With a million pins a bucket holds 244 CIDs in 11 kB, cheap to
/// rewrite; with none, all are looked through in milliseconds.
pub(super) const BUCKETS: u16 = 4_096;

/// What is in the ledger, in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub(super) struct Total {
    /// How many CIDs.
    pub cids: u32,
    /// How many bytes, as announced.
    pub bytes: u64,
}

/// Adds `cid`, whose content takes `size` bytes. Whether it was not there before.
pub(super) fn insert(cid: &Cid, size: u64) -> bool {
    let number = bucket_of(cid);
    let mut cids = bucket(number);
    let new = !cids.contains_key(cid);
    if new {
        cids.insert(*cid, size);
        store(number, &cids);
        let Total { cids, bytes } = total();
        set_total(cids.saturating_add(1), bytes.saturating_add(size));
    }
    new
}

/// Removes `cid`.
pub(super) fn remove(cid: &Cid) {
    let number = bucket_of(cid);
    let mut cids = bucket(number);
    if let Some(size) = cids.remove(cid) {
        store(number, &cids);
        let Total { cids, bytes } = total();
        set_total(cids.saturating_sub(1), bytes.saturating_sub(size));
    }
}

/// Whether `cid` is there.
pub(super) fn contains(cid: &Cid) -> bool {
    bucket(bucket_of(cid)).contains_key(cid)
}

/// All CIDs of a bucket, with their sizes.
pub(super) fn bucket(number: u16) -> BTreeMap<Cid, u64> {
    read(&key(number))
}

/// What is in all buckets. A node that is killed between two writes may leave it off by
/// one content.
pub(super) fn total() -> Total {
    read(keys::LEDGER_TOTAL)
}

fn set_total(cids: u32, bytes: u64) {
    StorageValueRef::persistent(keys::LEDGER_TOTAL).set(&Total { cids, bytes });
}

fn read<Value: Decode + Default>(key: &[u8]) -> Value {
    let value = StorageValueRef::persistent(key).get();
    value.ok().flatten().unwrap_or_default()
}

fn store(number: u16, cids: &BTreeMap<Cid, u64>) {
    let key = key(number);
    let mut value = StorageValueRef::persistent(&key);
    if cids.is_empty() {
        value.clear();
    } else {
        value.set(cids);
    }
}

/// By the hash in the CID. A sender who chooses CIDs that all fall into one bucket pays a
/// deposit for each, and makes it slower, not wrong.
fn bucket_of(cid: &Cid) -> u16 {
    let high = cid.digest().first().copied().unwrap_or_default();
    let low = cid.digest().get(1).copied().unwrap_or_default();
    u16::from_be_bytes([high, low]) % BUCKETS
}

fn key(number: u16) -> Vec<u8> {
    [keys::LEDGER, &number.to_be_bytes()].concat()
}
