//! One validator, Alice, who finalises alone: for development and demonstrations.

use super::Validator;
use alloc::{vec, vec::Vec};
use serde_json::Value;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

pub(super) fn preset() -> Value {
    let alice = Validator::well_known(Sr25519Keyring::Alice, Ed25519Keyring::Alice);
    super::preset(vec![alice], Vec::new())
}
