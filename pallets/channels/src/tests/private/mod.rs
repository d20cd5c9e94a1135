//! Channels that are written to in the name of a group.

mod authorization;
mod closing;
mod commits;
mod opening;
mod posting;
mod retracting;
mod rivals;

use super::*;
use frame_support::traits::fungible::Inspect;
use frame_support::{
    dispatch::GetDispatchInfo,
    pallet_prelude::{
        InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
        ValidTransaction,
    },
};
use sp_core::{Encode, Pair};
use sp_runtime::{
    generic::Era,
    traits::{Applyable, Checkable},
    ApplyExtrinsicResult, DispatchResult,
};

/// The transaction of a call that comes without an account.
fn general(call: Call<Test>) -> Extrinsic {
    let extension = (
        frame_system::AuthorizeCall::new(),
        frame_system::CheckNonZeroSender::new(),
        frame_system::CheckGenesis::new(),
        frame_system::CheckMortality::from(Era::Immortal),
        frame_system::CheckNonce::from(0),
        frame_system::CheckWeight::new(),
    );
    Extrinsic::new_transaction(call.into(), extension)
}

/// What the pool asks.
fn validate(call: Call<Test>) -> TransactionValidity {
    let extrinsic = general(call);
    let (info, length) = (extrinsic.get_dispatch_info(), extrinsic.encoded_size());
    let context = frame_system::ChainContext::<Test>::default();
    Checkable::check(extrinsic, &context)?.validate::<Test>(
        TransactionSource::External,
        &info,
        length,
    )
}

/// What a block does.
fn apply(call: Call<Test>) -> ApplyExtrinsicResult {
    let extrinsic = general(call);
    let (info, length) = (extrinsic.get_dispatch_info(), extrinsic.encoded_size());
    let context = frame_system::ChainContext::<Test>::default();
    let applied = Checkable::check(extrinsic, &context)?.apply::<Test>(&info, length)?;
    Ok(applied.map(|_| ()).map_err(|failed| failed.error))
}

/// As a block does, and it does something.
fn run(call: Call<Test>) {
    assert_eq!(apply(call), Ok(Ok(())));
    assert_eq!(failure(), None);
}

/// Why the last call in a group's name did nothing, if it did nothing.
fn failure() -> Option<DispatchError> {
    match System::events().pop()?.event {
        RuntimeEvent::Rooms(Event::PrivateCallFailed { error, .. }) => Some(error),
        _ => None,
    }
}

fn valid(call: Call<Test>) -> ValidTransaction {
    validate(call).expect("the transaction is valid")
}

/// Pool and block refuse it alike, and nothing changes.
fn assert_refused(call: Call<Test>, reason: InvalidTransaction) {
    let reason = TransactionValidityError::Invalid(reason);
    let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
    assert_eq!(validate(call.clone()), Err(reason));
    assert_eq!(apply(call), Err(reason));
    assert_eq!(sp_io::storage::root(sp_runtime::StateVersion::V1), before);
}

/// What is in the purse of a channel, to be spent.
fn funds(channel: ChannelId) -> u128 {
    Rooms::private_channel(channel).expect("it is open").funds
}

/// The deposit of a post as the tests make them.
fn post_deposit() -> u128 {
    PostDeposit::get() + PostDepositPerKib::get()
}
