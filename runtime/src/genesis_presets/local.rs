//! Four validators, of whom one may be missing: for networks on one machine.

use super::Validator;
use alloc::vec;
use serde_json::Value;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

pub(super) fn preset() -> Value {
    let validators = vec![
        Validator::well_known(Sr25519Keyring::Alice, Ed25519Keyring::Alice),
        Validator::well_known(Sr25519Keyring::Bob, Ed25519Keyring::Bob),
        Validator::well_known(Sr25519Keyring::Charlie, Ed25519Keyring::Charlie),
        Validator::well_known(Sr25519Keyring::Dave, Ed25519Keyring::Dave),
    ];
    super::preset(validators)
}
