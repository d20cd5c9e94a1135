//! The fee-free form: a general transaction through the runtime's extensions.

use super::{acknowledge_call, inbox_of, proof, Extrinsic, RuntimeCall, Test};
use crate::Call;
use frame_support::{
    dispatch::GetDispatchInfo,
    pallet_prelude::{TransactionSource, TransactionValidity},
};
use sp_core::{ed25519, Encode};
use sp_runtime::{
    generic::Era,
    traits::{Applyable, Checkable},
    ApplyExtrinsicResult,
};

pub fn general(call: Call<Test>) -> Extrinsic {
    let extension = (
        frame_system::AuthorizeCall::new(),
        frame_system::CheckNonZeroSender::new(),
        frame_system::CheckGenesis::new(),
        frame_system::CheckMortality::from(Era::Immortal),
        frame_system::CheckNonce::from(0),
        frame_system::CheckWeight::new(),
    );
    Extrinsic::new_transaction(RuntimeCall::from(call), extension)
}

/// What the pool asks.
pub fn validate(extrinsic: Extrinsic) -> TransactionValidity {
    let (info, length) = (extrinsic.get_dispatch_info(), extrinsic.encoded_size());
    let context = frame_system::ChainContext::<Test>::default();
    Checkable::check(extrinsic, &context)?.validate::<Test>(
        TransactionSource::External,
        &info,
        length,
    )
}

/// What a block does.
pub fn apply(extrinsic: Extrinsic) -> ApplyExtrinsicResult {
    let (info, length) = (extrinsic.get_dispatch_info(), extrinsic.encoded_size());
    let context = frame_system::ChainContext::<Test>::default();
    let applied = Checkable::check(extrinsic, &context)?.apply::<Test>(&info, length)?;
    Ok(applied.map(|_| ()).map_err(|failed| failed.error))
}

/// An acknowledgement by the owner's signature.
pub fn signed_by(key: &ed25519::Pair, numbers: &[u64], expires: u32) -> Call<Test> {
    let signature = proof(key, numbers, expires);
    acknowledge_call(&inbox_of(key), numbers, expires, Some(signature))
}
