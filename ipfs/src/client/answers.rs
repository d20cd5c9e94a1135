//! What the RPC answers, as far as it is used.

use postern_primitives::Cid;
use serde::Deserialize;

/// Answer of `version`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Version {
    /// Version of the node's software.
    pub version: String,
}

/// Answer of `id`.
#[derive(Clone, Debug, Deserialize)]
pub struct Identity {
    /// Peer id.
    #[serde(rename = "ID")]
    pub id: String,
    /// Multiaddresses, each ending in the peer id.
    #[serde(rename = "Addresses", default)]
    pub addresses: Vec<String>,
}

/// What `add` made of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// Root of the file's tree, or its only block.
    pub cid: Cid,
    /// Bytes of all its blocks.
    pub size: u64,
}

/// Answer of `block/stat`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct BlockStat {
    /// The block's CID as the node writes it.
    pub key: String,
    /// Its bytes.
    pub size: u64,
}

/// Answer of `repo/stat`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RepoStat {
    /// Bytes of all blocks.
    pub repo_size: u64,
    /// Bytes that it may store.
    pub storage_max: u64,
    /// Number of blocks.
    pub num_objects: u64,
}

/// The shape of every error.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Failure {
    pub message: String,
}

/// One line of `add`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct AddLine {
    pub hash: Option<String>,
    pub size: Option<String>,
}

/// Answer of `block/put`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct PutAnswer {
    pub key: String,
}

/// Answer of `pin/ls`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct PinList {
    pub keys: std::collections::BTreeMap<String, serde_json::Value>,
}

/// Answer of `swarm/peers`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct PeerList {
    pub peers: Option<Vec<Peer>>,
}

/// One connected peer.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Peer {
    pub addr: String,
    pub peer: String,
}
