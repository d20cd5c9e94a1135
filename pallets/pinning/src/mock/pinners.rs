//! Pinners: accounts by number, each with a worker key of that number.

use super::*;
use crate::{Address, Call, Cids, Error, PeerId, PinnerNumber, WorkerId, WorkerSignature};
use frame_support::pallet_prelude::TransactionValidity;
use frame_system::RawOrigin;
use postern_primitives::signing;
use sp_core::{ed25519, Pair};
use sp_runtime::{ApplyExtrinsicResult, DispatchResult};

pub fn account(n: u8) -> AccountId {
    AccountId::new([n; 32])
}

pub fn key(n: u8) -> ed25519::Pair {
    ed25519::Pair::from_seed(&[n; 32])
}

pub fn worker(n: u8) -> WorkerId {
    key(n).public().into()
}

pub fn origin(n: u8) -> RuntimeOrigin {
    RawOrigin::Signed(account(n)).into()
}

pub fn peer_id() -> PeerId {
    text("12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp")
}

pub fn address() -> Address {
    text("/ip4/203.0.113.7/tcp/4001")
}

pub fn text<S: frame_support::traits::Get<u32>>(text: &str) -> frame_support::BoundedVec<u8, S> {
    text.as_bytes().to_vec().try_into().expect("short enough")
}

/// The account of this number registers a pinner, which gets the next number.
pub fn register(n: u8) -> DispatchResult {
    let addresses = vec![address()].try_into().expect("few enough");
    Pinning::register(origin(n), worker(n), peer_id(), addresses, MAX_CONTENT_SIZE)
}

/// A heartbeat of this account's machine, which uses so many bytes, without the pool.
pub fn hear(n: u8, used: u64) -> DispatchResult {
    Pinning::do_heartbeat(&worker(n), System::block_number(), used).map_err(Into::into)
}

/// An attestation, without the pool.
pub fn attest(n: u8, contents: &[u32]) -> DispatchResult {
    Pinning::do_attest(&worker(n), System::block_number(), cids(contents))
        .map(drop)
        .map_err(|refused| refused.error)
}

/// A withdrawal, without the pool.
pub fn withdraw(n: u8, contents: &[u32]) -> DispatchResult {
    Pinning::do_withdraw(&worker(n), System::block_number(), cids(contents)).map_err(Into::into)
}

/// What a report that is refused for this reason comes to.
pub fn refused(reason: Error<Test>) -> DispatchResult {
    Err(reason.into())
}

/// The CIDs of these contents as reports name them.
pub fn cids(contents: &[u32]) -> Cids {
    let mut cids: Vec<_> = contents.iter().map(|n| cid(*n)).collect();
    cids.sort();
    cids.try_into().expect("few enough")
}

/// Registers these accounts, each of which is heard at once.
pub fn at_work(accounts: impl IntoIterator<Item = u8>) {
    for n in accounts {
        register(n).unwrap();
        hear(n, 0).unwrap();
    }
}

/// Number of the pinner of an account.
pub fn number(n: u8) -> PinnerNumber {
    crate::PinnerOf::<Test>::get(account(n)).expect("registered")
}

/// The accounts of those who are to keep a content.
pub fn assigned(content: u32) -> Vec<u8> {
    let numbers = Pinning::assigned(&cid(content));
    let account_of = |pinner| Pinning::pinner(pinner).expect("registered").account;
    numbers
        .into_iter()
        .map(|assignment| AsRef::<[u8]>::as_ref(&account_of(assignment.pinner))[0])
        .collect()
}

fn sign(n: u8, context: signing::Context, at: u32, fields: &impl codec::Encode) -> WorkerSignature {
    let public = key(n).public().0;
    let expires = at + REPORT_AGE;
    let payload = signing::payload(context, &GENESIS_HASH, &public, at, expires, fields);
    key(n).sign(&payload).into()
}

pub fn heartbeat_call(n: u8, at: u32, used: u64) -> Call<Test> {
    Call::heartbeat {
        worker: worker(n),
        at,
        used,
        signature: sign(n, signing::HEARTBEAT, at, &signing::Heartbeat { used }),
    }
}

pub fn attest_call(n: u8, at: u32, contents: &[u32]) -> Call<Test> {
    let cids = cids(contents);
    let signature = sign(n, signing::ATTEST, at, &signing::Contents { cids: &cids });
    Call::attest {
        worker: worker(n),
        at,
        cids,
        signature,
    }
}

pub fn withdraw_call(n: u8, at: u32, contents: &[u32]) -> Call<Test> {
    let cids = cids(contents);
    let signature = sign(n, signing::WITHDRAW, at, &signing::Contents { cids: &cids });
    Call::withdraw {
        worker: worker(n),
        at,
        cids,
        signature,
    }
}

/// The general transaction with this call.
pub fn general(call: Call<Test>) -> Extrinsic {
    testing::general(call.into())
}

/// What the pool asks.
pub fn validate(call: Call<Test>) -> TransactionValidity {
    testing::validate::<Test, _>(general(call))
}

/// What a block does.
pub fn apply(extrinsic: Extrinsic) -> ApplyExtrinsicResult {
    testing::apply::<Test, _>(extrinsic)
}
