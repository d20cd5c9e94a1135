//! One validator, Alice, who finalises alone: for development and demonstrations.

use super::{genesis, Validator, WELL_KNOWN};
use alloc::vec;
use serde_json::Value;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

pub(super) fn preset() -> Value {
    let alice = Validator::well_known(Sr25519Keyring::Alice, Ed25519Keyring::Alice);
    genesis(vec![alice], &WELL_KNOWN)
}
