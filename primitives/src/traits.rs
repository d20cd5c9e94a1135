//! How the pallets know of each other.

use crate::{Cid, Handle};

/// Keeps content available for as long as somebody refers to it.
///
/// `pallet-pinning` implements it; whoever stores a CID in chain state calls
/// [`retain`](Self::retain) once for each reference and [`release`](Self::release) once
/// when that reference goes.
pub trait ContentStore {
    /// Adds a reference to `cid`, whose content takes `size` bytes.
    ///
    /// # Errors
    /// When the reference cannot be counted; nothing has changed then.
    fn retain(cid: Cid, size: u64) -> Result<(), ContentError>;

    /// Takes away one reference that was added before.
    ///
    /// Never fails: releasing what is not retained is a defect of the caller, which
    /// the implementation reports and survives.
    fn release(cid: &Cid);
}

/// Why content cannot be retained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentError {
    /// More references to one CID, or more changes in one block, than can be counted.
    TooMany,
}

/// Who is registered, as other pallets may ask.
pub trait Identities<AccountId> {
    /// Whether the account has an identity with a device that is valid now.
    fn is_registered(account: &AccountId) -> bool;

    /// The account that owns a handle.
    fn owner_of(handle: &Handle) -> Option<AccountId>;

    /// Makes an account registered in the way that takes longest to find out, for the
    /// benchmarks of those who ask.
    #[cfg(feature = "runtime-benchmarks")]
    fn register_for_benchmark(account: &AccountId);
}

impl ContentStore for () {
    fn retain(_: Cid, _: u64) -> Result<(), ContentError> {
        Ok(())
    }

    fn release(_: &Cid) {}
}
