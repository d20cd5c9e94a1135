//! What other pallets do for this one.

use super::{AccountId, Registered};
use postern_primitives::{traits::Identities, Handle};

pub use postern_pallet_testing::{Content, ContentIsFull};

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
