//! The key that a pinner's machine signs with.
//!
//! It is no account: whoever steals it can claim to keep what they do not, and spend
//! nothing. Ed25519 because its signatures are deterministic, so a machine that repeats
//! itself makes the same transaction again and not another one.

use sp_core::crypto::KeyTypeId;

/// Under which the key lies in a node's keystore.
pub const KEY_TYPE: KeyTypeId = KeyTypeId(*b"pinr");

mod key {
    use sp_runtime::app_crypto::{app_crypto, ed25519};

    app_crypto!(ed25519, super::KEY_TYPE);
}

/// The public key of a pinner's machine.
pub type WorkerId = key::Public;

/// Its signature.
pub type WorkerSignature = key::Signature;
