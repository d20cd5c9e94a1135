//! Keys of the node's off-chain storage: how the node and the worker talk.
//!
//! All are persistent keys; a node that writes them by its database uses the prefix
//! [`sp_core::offchain::STORAGE_PREFIX`].

/// Written by the node at every start: one byte, 1 if the worker is to work.
pub const ENABLED: &[u8] = b"postern/pinner/enabled";

/// Written by the node at every start: where the IPFS node's RPC listens, as plain text
/// such as `http://127.0.0.1:5001`.
pub const IPFS_URL: &[u8] = b"postern/ipfs/url";

/// Written by the node at every start and whenever finality moves: a SCALE-encoded
/// [`Finalized`](super::Finalized).
pub const FINALIZED: &[u8] = b"postern/finalized";

/// Written by the worker for the node to export: SCALE-encoded [`Stats`](super::Stats).
pub const STATS: &[u8] = b"postern/pinner/stats";

/// The worker's own: how far it has come.
pub const CURSOR: &[u8] = b"postern/pinner/cursor";

/// The worker's own: what failed and is to be tried again.
pub const RETRIES: &[u8] = b"postern/pinner/retries";

/// The worker's own: held while a run is at work.
pub const LOCK: &[u8] = b"postern/pinner/lock";

/// The worker's own: the ledger. A key for each bucket, its number appended as two
/// bytes, big-endian.
pub const LEDGER: &[u8] = b"postern/pinner/kept/";

/// The worker's own: how much the ledger holds in all.
pub const LEDGER_TOTAL: &[u8] = b"postern/pinner/kept-total";

/// The worker's own: what it has yet to tell the chain.
pub const CLAIMS: &[u8] = b"postern/pinner/claims";

/// The worker's own: which pinners it has had its IPFS node connect to.
pub const ROUND: &[u8] = b"postern/pinner/round";

/// The worker's own: doubts. A key for each block, its number appended as four bytes,
/// big-endian.
pub const DOUBTS: &[u8] = b"postern/pinner/doubts/";
