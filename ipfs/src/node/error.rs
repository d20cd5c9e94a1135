use postern_primitives::{Cid, CidError};
use std::{io, net::SocketAddr, path::PathBuf};

/// Why the node does not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder cannot be used.
    #[error("the IPFS folder {path} cannot be used: {reason}")]
    Path {
        /// Which folder or file.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// Another node uses the folder.
    #[error("another IPFS node uses {path}; stop it, or choose another folder")]
    InUse {
        /// Which folder.
        path: PathBuf,
    },
    /// The identity file is not one.
    #[error("{path} does not hold an Ed25519 key; restore it, or remove it to get a new peer id")]
    Identity {
        /// Which file.
        path: PathBuf,
    },
    /// An address is not a multiaddress, or names no peer.
    #[error("`{address}` is not {expected}")]
    Address {
        /// What was given.
        address: String,
        /// What it should have been.
        expected: &'static str,
    },
    /// The file of a private network's key is not one.
    #[error(
        "{path} does not hold the key of a private network; Kubo calls such a file swarm.key: \
         `/key/swarm/psk/1.0.0/`, `/base16/`, and 64 digits, a line each"
    )]
    SwarmKey {
        /// Which file.
        path: PathBuf,
    },
    /// Nothing can listen there.
    #[error("cannot listen on {address}: {reason}; is something else listening there?")]
    Listen {
        /// Where.
        address: String,
        /// What the system said.
        reason: String,
    },
    /// The RPC would be reachable by others.
    #[error("{address} is not a loopback address; the RPC is the administration of the node and stays on this machine")]
    Exposed {
        /// Where it should have listened.
        address: SocketAddr,
    },
    /// The IPFS library failed.
    #[error("the IPFS node did not start: {reason}")]
    Library {
        /// What it said.
        reason: String,
    },
}

/// Why the store cannot do what it was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    #[error("block {0} was not found locally")]
    Missing(Cid),
    #[error("block {0} was damaged on disk and has been taken out; it must be fetched again")]
    Damaged(Cid),
    // Kubo's words first: whoever knows them knows these.
    #[error(
        "maximum storage limit exceeded: {wanted} more bytes do not fit beside the {used} that \
         are stored; the quota is {quota}. Try to unpin some files, or give the node more room"
    )]
    Full { wanted: u64, used: u64, quota: u64 },
    #[error("block {cid} is not a valid dag-pb node: {reason}")]
    BadNode { cid: Cid, reason: String },
    #[error("block {parent} links to something this node does not store: {reason}")]
    Foreign { parent: Cid, reason: CidError },
    #[error("{root} has more than {limit} blocks, the most that one pin may hold")]
    TooManyBlocks { root: Cid, limit: usize },
    #[error("{0}")]
    Library(String),
}

impl StoreError {
    pub(super) fn library(error: impl std::fmt::Display) -> Self {
        Self::Library(error.to_string())
    }
}
