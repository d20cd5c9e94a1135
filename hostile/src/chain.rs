//! A chain to send transactions to: that of the preset `dev`, at its beginning.
//!
//! Whatever a transaction does is undone, so that each finds the same chain.

use codec::Encode;
use frame_support::{
    genesis_builder_helper::build_state, storage::transactional::with_transaction_unchecked,
};
use frame_system::offchain::CreateAuthorizedTransaction;
use postern_runtime::{
    genesis_presets::{get_preset, DEV},
    Address, Header, Runtime, RuntimeCall, RuntimeGenesisConfig, Signature, System, TxExtension,
    UncheckedExtrinsic,
};
use serde_json::{Map, Value};
use sp_api::runtime_decl_for_core::Core;
use sp_block_builder::runtime_decl_for_block_builder::BlockBuilder;
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::Alice;
use sp_runtime::{
    generic::SignedPayload,
    traits::Header as _,
    transaction_validity::{InvalidTransaction, TransactionSource},
    TransactionOutcome,
};
use sp_transaction_pool::runtime_api::runtime_decl_for_tagged_transaction_queue::TaggedTransactionQueue;
use std::cell::RefCell;

thread_local! {
    static CHAIN: RefCell<TestExternalities> = RefCell::new(beginning());
}

fn beginning() -> TestExternalities {
    let mut state = TestExternalities::default();
    state
        .execute_with(|| build_state::<RuntimeGenesisConfig>(genesis().to_string().into_bytes()))
        .expect("the preset is a chain that can start");
    state
}

/// The preset laid over the defaults.
fn genesis() -> Value {
    let preset = get_preset(&DEV.into()).expect("the preset exists");
    let preset: Map<String, Value> = serde_json::from_slice(&preset).expect("a preset is JSON");
    let mut whole =
        serde_json::to_value(RuntimeGenesisConfig::default()).expect("the defaults are JSON");
    for (pallet, fields) in preset {
        for (field, value) in fields.as_object().into_iter().flatten() {
            whole[&pallet][field] = value.clone();
        }
    }
    whole
}

/// Does something with the chain that is undone afterwards.
pub fn undone<R>(work: impl FnOnce() -> R) -> R {
    CHAIN.with_borrow_mut(|state| {
        state.execute_with(|| with_transaction_unchecked(|| TransactionOutcome::Rollback(work())))
    })
}

/// The hash of the first and only block, which signatures cover.
pub fn genesis_hash() -> [u8; 32] {
    undone(|| System::block_hash(0).into())
}

/// Offers a transaction to the pool as a stranger does, and puts it into a block if the pool
/// takes it. Whether it did.
pub fn submit(transaction: &UncheckedExtrinsic) -> bool {
    let validity = undone(|| {
        Runtime::validate_transaction(
            TransactionSource::External,
            transaction.clone(),
            System::block_hash(0),
        )
    });
    let Ok(validity) = validity else {
        return false;
    };
    let applied = undone(|| {
        Runtime::initialize_block(&next_header());
        Runtime::apply_extrinsic(transaction.clone())
    });
    let full = InvalidTransaction::ExhaustsResources.into();
    assert!(
        applied.is_ok() || applied == Err(full) || !validity.requires.is_empty(),
        "the pool takes what no block does: {applied:?}"
    );
    true
}

/// Of the block after the first.
fn next_header() -> Header {
    let parent = System::block_hash(0);
    Header::new(
        1,
        Default::default(),
        Default::default(),
        parent,
        Default::default(),
    )
}

/// A call in each of the forms in which a transaction can bring it.
pub fn forms(call: RuntimeCall) -> [UncheckedExtrinsic; 3] {
    [
        signed(call.clone()),
        <Runtime as CreateAuthorizedTransaction<RuntimeCall>>::create_authorized_transaction(
            call.clone(),
        ),
        UncheckedExtrinsic::new_bare(call),
    ]
}

/// The first transaction of Alice.
fn signed(call: RuntimeCall) -> UncheckedExtrinsic {
    // Its nonce is 0, and so is hers.
    let extension: TxExtension =
        <Runtime as CreateAuthorizedTransaction<RuntimeCall>>::create_extension();
    let payload = undone(|| SignedPayload::new(call.clone(), extension.clone()))
        .expect("every extension knows its implicit part");
    let signature = payload.using_encoded(|bytes| Alice.sign(bytes));
    UncheckedExtrinsic::new_signed(
        call,
        Address::Id(Alice.to_account_id()),
        Signature::Sr25519(signature),
        extension,
    )
}
