//! Transactions that no account signs, on their way through the checks of a runtime, into the
//! pool and into a block.
// `Applyable` still asks for `ValidateUnsigned`.
#![allow(deprecated)]

use codec::Encode;
use frame_support::{
    dispatch::{DispatchInfo, GetDispatchInfo, PostDispatchInfo},
    pallet_prelude::{
        InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
    },
};
use frame_system::{
    AuthorizeCall, ChainContext, CheckGenesis, CheckMortality, CheckNonZeroSender, CheckNonce,
    CheckWeight, Config,
};
use sp_runtime::{
    generic::{Era, UncheckedExtrinsic},
    traits::{Applyable, Checkable, Dispatchable, ValidateUnsigned, Zero},
    AccountId32, ApplyExtrinsicResult, MultiSignature, StateVersion,
};

/// What a mock checks around every transaction: as the runtime, but for fees.
pub type Extension<Runtime> = (
    AuthorizeCall<Runtime>,
    CheckNonZeroSender<Runtime>,
    CheckGenesis<Runtime>,
    CheckMortality<Runtime>,
    CheckNonce<Runtime>,
    CheckWeight<Runtime>,
);

/// A transaction of a mock.
pub type Transaction<Runtime, Call> =
    UncheckedExtrinsic<AccountId32, Call, MultiSignature, Extension<Runtime>>;

/// What a transaction calls once it is checked.
type CallOf<Any, Runtime> = <<Any as Checkable<ChainContext<Runtime>>>::Checked as Applyable>::Call;

/// That of a transaction which no account signs.
pub fn extension<Runtime>() -> Extension<Runtime>
where
    Runtime: Config + Send + Sync,
    Runtime::RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
{
    (
        AuthorizeCall::new(),
        CheckNonZeroSender::new(),
        CheckGenesis::new(),
        CheckMortality::from(Era::Immortal),
        CheckNonce::from(Zero::zero()),
        CheckWeight::new(),
    )
}

/// The general transaction with this call.
pub fn general<Runtime, Call>(call: Call) -> Transaction<Runtime, Call>
where
    Runtime: Config + Send + Sync,
    Runtime::RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
{
    UncheckedExtrinsic::new_transaction(call, extension())
}

/// What the pool asks.
///
/// # Errors
/// When it is refused.
pub fn validate<Runtime, Any>(transaction: Any) -> TransactionValidity
where
    Runtime: Config + ValidateUnsigned<Call = CallOf<Any, Runtime>>,
    Any: Checkable<ChainContext<Runtime>, Checked: Applyable> + GetDispatchInfo + Encode,
    CallOf<Any, Runtime>: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
{
    let (info, length) = (transaction.get_dispatch_info(), transaction.encoded_size());
    transaction
        .check(&ChainContext::default())?
        .validate::<Runtime>(TransactionSource::External, &info, length)
}

/// What a block does.
///
/// # Errors
/// When it is refused, and inside of that when its call fails.
pub fn apply<Runtime, Any>(transaction: Any) -> ApplyExtrinsicResult
where
    Runtime: Config + ValidateUnsigned<Call = CallOf<Any, Runtime>>,
    Any: Checkable<ChainContext<Runtime>, Checked: Applyable> + GetDispatchInfo + Encode,
    CallOf<Any, Runtime>: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
{
    let (info, length) = (transaction.get_dispatch_info(), transaction.encoded_size());
    let checked = transaction.check(&ChainContext::default())?;
    let applied = checked.apply::<Runtime>(&info, length)?;
    Ok(applied.map(drop).map_err(|failed| failed.error))
}

/// Pool and block refuse it alike, and nothing changes.
///
/// # Panics
/// When it is otherwise.
pub fn assert_refused<Runtime, Any>(transaction: Any, reason: InvalidTransaction)
where
    Runtime: Config + ValidateUnsigned<Call = CallOf<Any, Runtime>>,
    Any: Checkable<ChainContext<Runtime>, Checked: Applyable> + GetDispatchInfo + Encode + Clone,
    CallOf<Any, Runtime>: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
{
    let reason = TransactionValidityError::Invalid(reason);
    let before = sp_io::storage::root(StateVersion::V1);
    assert_eq!(validate::<Runtime, Any>(transaction.clone()), Err(reason));
    assert_eq!(apply::<Runtime, Any>(transaction), Err(reason));
    assert_eq!(sp_io::storage::root(StateVersion::V1), before);
}
