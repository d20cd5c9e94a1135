//! Pinners that are there from the first block on.

use crate::{Address, Addresses, Config, Pallet};
use alloc::{string::String, vec::Vec};
use sp_core::{bounded::BoundedVec, ed25519, Get};
use sp_runtime::{DispatchError, DispatchResult};

/// A pinner of the first block, as [`register`](Pallet::register) would have it: account,
/// worker key, peer id, addresses and capacity in bytes.
pub type Founder<AccountId> = (AccountId, ed25519::Public, String, Vec<String>, u64);

/// # Panics
/// When one of them could not register.
pub(crate) fn build<T: Config>(founders: &[Founder<T::AccountId>]) {
    for founder in founders {
        let registered = register::<T>(founder);
        assert!(
            registered.is_ok(),
            "pinning.pinners: {} cannot be registered: {registered:?}",
            founder.2
        );
    }
}

fn register<T: Config>(founder: &Founder<T::AccountId>) -> DispatchResult {
    let (account, worker, peer_id, addresses, capacity) = founder;
    Pallet::<T>::do_register(
        account.clone(),
        (*worker).into(),
        bounded(peer_id)?,
        all_bounded(addresses)?,
        *capacity,
    )
}

fn all_bounded(texts: &[String]) -> Result<Addresses, DispatchError> {
    let texts: Result<Vec<Address>, _> = texts.iter().map(|text| bounded(text)).collect();
    texts?
        .try_into()
        .map_err(|_| DispatchError::Other("too many addresses"))
}

fn bounded<Limit: Get<u32>>(text: &str) -> Result<BoundedVec<u8, Limit>, DispatchError> {
    let bytes = text.as_bytes().to_vec();
    bytes
        .try_into()
        .map_err(|_| DispatchError::Other("a text is too long"))
}
