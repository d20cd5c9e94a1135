//! Transactions as the tests sign them.

use crate::{
    Address, Executive, Header, Runtime, RuntimeCall, Signature, System, TxExtension,
    UncheckedExtrinsic,
};
use codec::Encode;
use frame_system::offchain::CreateAuthorizedTransaction;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{generic, traits::Header as _};

fn extension(nonce: u32) -> TxExtension {
    (
        frame_system::AuthorizeCall::new(),
        frame_system::CheckNonZeroSender::new(),
        frame_system::CheckSpecVersion::new(),
        frame_system::CheckTxVersion::new(),
        frame_system::CheckGenesis::new(),
        frame_system::CheckMortality::from(generic::Era::Immortal),
        frame_system::CheckNonce::from(nonce),
        frame_system::CheckWeight::new(),
        pallet_transaction_payment::ChargeTransactionPayment::from(0),
        frame_metadata_hash_extension::CheckMetadataHash::new(false),
        frame_system::WeightReclaim::new(),
    )
}

/// An ordinary transaction.
pub fn signed(call: RuntimeCall, by: Sr25519Keyring) -> UncheckedExtrinsic {
    let account = by.to_account_id();
    let extension = extension(System::account_nonce(&account));
    let payload = generic::SignedPayload::new(call.clone(), extension.clone())
        .expect("every extension knows its implicit part");
    let signature = payload.using_encoded(|bytes| by.sign(bytes));
    UncheckedExtrinsic::new_signed(
        call,
        Address::Id(account),
        Signature::Sr25519(signature),
        extension,
    )
}

/// A transaction of nobody's account, as a node makes it.
pub fn general(call: RuntimeCall) -> UncheckedExtrinsic {
    <Runtime as CreateAuthorizedTransaction<RuntimeCall>>::create_authorized_transaction(call)
}

/// A transaction without a signature, as a node makes it.
pub fn bare(call: RuntimeCall) -> UncheckedExtrinsic {
    UncheckedExtrinsic::new_bare(call)
}

/// Begins the next block.
pub fn next_block() {
    let number = System::block_number() + 1;
    let parent = System::parent_hash();
    let header = Header::new(
        number,
        Default::default(),
        Default::default(),
        parent,
        Default::default(),
    );
    Executive::initialize_block(&header);
}
