//! The fee-free form: a general transaction through the runtime's extensions.

use super::{acknowledge_call, inbox_of, proof, testing, Extrinsic, Test};
use crate::Call;
use frame_support::pallet_prelude::TransactionValidity;
use sp_core::ed25519;
use sp_runtime::ApplyExtrinsicResult;

pub fn general(call: Call<Test>) -> Extrinsic {
    testing::general(call.into())
}

/// What the pool asks.
pub fn validate(extrinsic: Extrinsic) -> TransactionValidity {
    testing::validate::<Test, _>(extrinsic)
}

/// What a block does.
pub fn apply(extrinsic: Extrinsic) -> ApplyExtrinsicResult {
    testing::apply::<Test, _>(extrinsic)
}

/// An acknowledgement by the owner's signature.
pub fn signed_by(key: &ed25519::Pair, numbers: &[u64], expires: u32) -> Call<Test> {
    let signature = proof(key, numbers, expires);
    acknowledge_call(&inbox_of(key), numbers, expires, Some(signature))
}
