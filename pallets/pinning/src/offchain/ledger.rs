//! The ledger: every CID that the worker asked its IPFS node to pin and did not yet unpin.
//!
//! Off-chain storage cannot be walked, so the CIDs lie in a fixed number of buckets.

use super::keys;
use alloc::{collections::BTreeSet, vec::Vec};
use postern_primitives::Cid;
use sp_runtime::offchain::storage::StorageValueRef;

/// Number of buckets. With a million pins a bucket holds 244 CIDs in 9 kB, cheap to
/// rewrite; with none, all are looked through in milliseconds.
pub(super) const BUCKETS: u16 = 4_096;

/// Adds `cid`. Whether it was not there before.
pub(super) fn insert(cid: &Cid) -> bool {
    let number = bucket_of(cid);
    let mut cids = bucket(number);
    let new = cids.insert(*cid);
    if new {
        store(number, &cids);
    }
    new
}

/// Removes `cid`.
pub(super) fn remove(cid: &Cid) {
    let number = bucket_of(cid);
    let mut cids = bucket(number);
    if cids.remove(cid) {
        store(number, &cids);
    }
}

/// Whether `cid` is there.
pub(super) fn contains(cid: &Cid) -> bool {
    bucket(bucket_of(cid)).contains(cid)
}

/// All CIDs of a bucket.
pub(super) fn bucket(number: u16) -> BTreeSet<Cid> {
    StorageValueRef::persistent(&key(number))
        .get()
        .ok()
        .flatten()
        .unwrap_or_default()
}

fn store(number: u16, cids: &BTreeSet<Cid>) {
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
