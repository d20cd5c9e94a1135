//! Transactions, and the calls in them.

use crate::chain::{forms, genesis_hash, submit};
use codec::{DecodeLimit, Encode};
use frame_support::MAX_EXTRINSIC_DEPTH;
use postern_primitives::{
    signing::{payload, RegisterDevice, REGISTER_DEVICE},
    Cid, CidInput, Codec,
};
use postern_runtime::{RuntimeCall, UncheckedExtrinsic};
use sp_core::{ed25519, Pair};
use sp_keyring::Sr25519Keyring::{Alice, Bob};

/// A transaction as a node gets it from another one. Taken if the pool takes it.
pub fn extrinsic(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    let read = UncheckedExtrinsic::decode_with_depth_limit(MAX_EXTRINSIC_DEPTH, &mut rest);
    let Ok(transaction) = read else {
        return false;
    };
    let taken = bytes.len() - rest.len();
    assert_eq!(transaction.encode(), &bytes[..taken]);
    submit(&transaction)
}

/// A call, in each of the forms in which a transaction can bring it: signed by somebody who can
/// pay, under an authority inside of it, and bare. Taken if the pool takes one of them.
pub fn call(bytes: &[u8]) -> bool {
    let read =
        |mut bytes: &[u8]| RuntimeCall::decode_with_depth_limit(MAX_EXTRINSIC_DEPTH, &mut bytes);
    // Bytes behind it are left out, so that more of a fuzzer's bytes are calls.
    let Ok(call) = read(bytes) else {
        return false;
    };
    // Not always the same bytes: shares above the whole are read as the whole.
    assert_eq!(read(&call.encode()).as_ref(), Ok(&call));
    let taken = forms(call).map(|form| submit(&form));
    taken.contains(&true)
}

/// An `inbox.send` with these bytes as its CID, if they are not more than the call has room for.
pub fn with_cid(cid: Vec<u8>) -> Option<Vec<u8>> {
    Some(send(cid.try_into().ok()?).encode())
}

fn send(cid: CidInput) -> RuntimeCall {
    let recipients = vec![Bob.to_account_id(), Alice.to_account_id()];
    RuntimeCall::Inbox(pallet_inbox::Call::send {
        recipients: recipients.try_into().expect("within the bound"),
        cid,
        size: 1_000,
        lifetime: 100_000,
    })
}

fn acknowledge() -> RuntimeCall {
    RuntimeCall::Inbox(pallet_inbox::Call::acknowledge {
        owner: Alice.to_account_id(),
        sequence_numbers: vec![0, 1].try_into().expect("within the bound"),
        proof: None,
    })
}

fn register() -> RuntimeCall {
    let (key, expires) = (ed25519::Pair::from_seed(&[1; 32]), 100);
    let key_cid = Cid::of_block(Codec::Raw, b"key");
    let fields = RegisterDevice {
        public: key.public().0,
        key_cid,
        valid_until: 1_000,
    };
    let signer = Alice.to_account_id().into();
    let said = payload(
        REGISTER_DEVICE,
        &genesis_hash(),
        &signer,
        0,
        expires,
        &fields,
    );
    RuntimeCall::KeyRegistry(pallet_key_registry::Call::register {
        public: fields.public,
        key_cid: key_cid.to_input(),
        valid_until: fields.valid_until,
        expires,
        proof: key.sign(&said),
        handle: Some(b"anna".to_vec().try_into().expect("within the bound")),
    })
}

fn several() -> Vec<RuntimeCall> {
    let send = send(Cid::of_block(Codec::Raw, b"content").to_input());
    let calls = vec![register(), send.clone(), acknowledge()];
    let batch = RuntimeCall::Utility(pallet_utility::Call::batch_all { calls });
    vec![register(), send, acknowledge(), batch]
}

pub(crate) fn calls() -> Vec<Vec<u8>> {
    several().iter().map(Encode::encode).collect()
}

pub(crate) fn transactions() -> Vec<Vec<u8>> {
    let signed = several().into_iter().map(|call| forms(call)[0].encode());
    signed.collect()
}
