//! Four validators, of whom one may be missing, and two of whom are pinners: for networks on
//! one machine.

use super::Validator;
use crate::{constants::pinning::MIN_CAPACITY, AccountId};
use alloc::{format, string::ToString, vec};
use pallet_pinning::Founder;
use serde_json::Value;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// Peer ids of the pinners' IPFS nodes: of the Ed25519 keys that everybody knows as theirs.
const ALICE_IPFS: &str = "12D3KooWK2cN7Q5kmpLfpypBiNg51TiHmAfWgwUzLqHmZ3G4BELm";
const BOB_IPFS: &str = "12D3KooWPv7CcGE89ZH3ybzygvXGswAXsLQ9pP3rG5cH6NyXLZdi";

pub(super) fn preset() -> Value {
    let validators = vec![
        Validator::well_known(Sr25519Keyring::Alice, Ed25519Keyring::Alice),
        Validator::well_known(Sr25519Keyring::Bob, Ed25519Keyring::Bob),
        Validator::well_known(Sr25519Keyring::Charlie, Ed25519Keyring::Charlie),
        Validator::well_known(Sr25519Keyring::Dave, Ed25519Keyring::Dave),
    ];
    let pinners = vec![
        pinner(
            Sr25519Keyring::Alice,
            Ed25519Keyring::Alice,
            ALICE_IPFS,
            4001,
        ),
        pinner(Sr25519Keyring::Bob, Ed25519Keyring::Bob, BOB_IPFS, 4002),
    ];
    super::preset(validators, pinners)
}

/// One whose node has these keys when it is told to be a pinner. Nothing is assigned to it before
/// that node is heard, so it need not be one.
fn pinner(
    account: Sr25519Keyring,
    worker: Ed25519Keyring,
    peer_id: &str,
    swarm_port: u16,
) -> Founder<AccountId> {
    (
        account.to_account_id(),
        worker.public(),
        peer_id.to_string(),
        vec![format!("/ip4/127.0.0.1/tcp/{swarm_port}")],
        MIN_CAPACITY,
    )
}
