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
    pallet_prelude::{InvalidTransaction, TransactionValidity, ValidTransaction},
};
use postern_pallet_testing as testing;
use sp_core::Pair;
use sp_runtime::{ApplyExtrinsicResult, DispatchResult};

/// The transaction of a call that comes without an account.
fn general(call: Call<Test>) -> Extrinsic {
    testing::general(call.into())
}

/// What the pool asks.
fn validate(call: Call<Test>) -> TransactionValidity {
    testing::validate::<Test, _>(general(call))
}

/// What a block does.
fn apply(call: Call<Test>) -> ApplyExtrinsicResult {
    testing::apply::<Test, _>(general(call))
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
    testing::assert_refused::<Test, _>(general(call), reason);
}

/// What is in the purse of a channel, to be spent.
fn funds(channel: ChannelId) -> u128 {
    Rooms::private_channel(channel).expect("it is open").funds
}

/// The deposit of a post as the tests make them.
fn post_deposit() -> u128 {
    PostDeposit::get() + PostDepositPerKib::get()
}
