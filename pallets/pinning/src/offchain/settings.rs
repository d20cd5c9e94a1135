//! What the node tells the worker.

use super::{keys, LOG_TARGET};
use alloc::{string::String, vec::Vec};
use codec::{Decode, Encode};
use postern_primitives::BlockNumber;
use sp_core::offchain::StorageKind;
use sp_runtime::offchain::storage::StorageValueRef;

/// Longest address of an IPFS node that is looked at.
const MAX_URL: usize = 256;

/// The last block that cannot be undone, as the node knows it.
///
/// With the hash, a run on a fork that lost is told from one on the chain that won.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Finalized {
    /// Its number.
    pub number: BlockNumber,
    /// Its hash.
    pub hash: [u8; 32],
}

/// All that the node must say before the worker works.
pub(super) struct Settings {
    /// Address of the IPFS node's RPC, without a slash at the end.
    pub url: String,
    /// The last finalised block.
    pub finalized: Finalized,
}

impl Settings {
    /// `None` unless the worker is enabled and everything is set.
    pub fn read() -> Option<Self> {
        if read(keys::ENABLED)? != [1] {
            return None;
        }
        let url = parse_url(read(keys::IPFS_URL)?);
        if url.is_none() {
            log::warn!(
                target: LOG_TARGET,
                "the address of the IPFS node is not one; set it like `http://127.0.0.1:5001`",
            );
        }
        let finalized = StorageValueRef::persistent(keys::FINALIZED)
            .get()
            .ok()
            .flatten()?;
        Some(Self {
            url: url?,
            finalized,
        })
    }
}

fn read(key: &[u8]) -> Option<Vec<u8>> {
    sp_io::offchain::local_storage_get(StorageKind::PERSISTENT, key)
}

fn parse_url(bytes: Vec<u8>) -> Option<String> {
    if bytes.len() > MAX_URL {
        return None;
    }
    let text = String::from_utf8(bytes).ok()?;
    let is_http = text.starts_with("http://") || text.starts_with("https://");
    is_http.then(|| text.trim_end_matches('/').into())
}
