//! Numbers as keys of storage.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A sequence number as a storage key that is not hashed: big-endian, so that storage keeps
/// the order of the numbers and going through a queue steps over what is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct SequenceKey([u8; 8]);

impl From<u64> for SequenceKey {
    fn from(sequence_number: u64) -> Self {
        Self(sequence_number.to_be_bytes())
    }
}

impl From<SequenceKey> for u64 {
    fn from(key: SequenceKey) -> Self {
        Self::from_be_bytes(key.0)
    }
}
