//! What a pallet sees of the pin set.

use frame_support::{parameter_types, storage_alias, Blake2_128Concat};
use postern_primitives::{
    traits::{ContentError, ContentStore},
    Cid,
};

parameter_types! {
    /// Whether the next reference is one too many.
    pub static ContentIsFull: bool = false;
}

/// In chain state, so that it rolls back with a failing call as the real one does.
#[storage_alias(verbatim)]
type References = StorageMap<Mock, Blake2_128Concat, Cid, Vec<u64>>;

/// Remembers the size of each reference.
pub struct Content;

impl Content {
    /// The sizes of the references to a content, in the order in which they came.
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
