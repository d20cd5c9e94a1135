//! What other pallets do for this one.

use super::{AccountId, ContentIsFull, Registered};
use frame_support::{storage_alias, Blake2_128Concat};
use postern_primitives::{
    traits::{ContentError, ContentStore, Identities},
    Cid, Handle,
};

/// Knows whom a test has registered.
pub struct Registry;

impl Identities<AccountId> for Registry {
    fn is_registered(account: &AccountId) -> bool {
        Registered::get().contains(account)
    }

    fn owner_of(_: &Handle) -> Option<AccountId> {
        None
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn register_for_benchmark(account: &AccountId) {
        Registered::mutate(|registered| registered.push(account.clone()));
    }
}

/// In chain state, so that it rolls back with a failing call as the real one does.
#[storage_alias(verbatim)]
type References = StorageMap<Mock, Blake2_128Concat, Cid, Vec<u64>>;

/// Remembers the size of each reference.
pub struct Content;

impl Content {
    pub fn references(cid: &Cid) -> Vec<u64> {
        References::get(cid).unwrap_or_default()
    }

    /// How many references there are to anything.
    pub fn total() -> usize {
        References::iter_values().map(|sizes| sizes.len()).sum()
    }
}

impl ContentStore for Content {
    fn retain(cid: Cid, size: u64) -> Result<(), ContentError> {
        if ContentIsFull::get() {
            return Err(ContentError::TooMany);
        }
        References::append(cid, size);
        Ok(())
    }

    fn release(cid: &Cid) {
        let mut sizes = Self::references(cid);
        sizes.pop().expect("released once more than retained");
        References::insert(cid, sizes);
    }
}
