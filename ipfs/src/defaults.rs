//! Limits and times of the client, each with its reason.

use std::time::Duration;

/// Where Kubo's RPC listens unless told otherwise.
pub const API_URL: &str = "http://127.0.0.1:5001";

/// Largest block that is read: Bitswap carries no larger ones.
pub const MAX_BLOCK: u64 = 2 * 1024 * 1024;

/// Largest answer that is read where JSON is expected, a list of pins included.
pub const MAX_ANSWER: u64 = 16 * 1024 * 1024;

/// Establishing a connection: the RPC is on this machine or near.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a call that needs no other peer may take.
pub const LOCAL_TIMEOUT: Duration = Duration::from_secs(30);

/// How long fetching a block from other peers may take.
pub const FETCH_TIMEOUT: Duration = Duration::from_secs(60);

/// How long a stream may stay silent. Longer than the node's own wait for one block, so
/// that it can say what went wrong.
pub const IDLE_TIMEOUT: Duration = Duration::from_secs(90);

/// How long an upload may take: 1 GiB to a disk that writes 300 kB a second.
pub const UPLOAD_TIMEOUT: Duration = Duration::from_secs(60 * 60);

/// How long collecting garbage may take, waiting for pins in flight included.
pub const COLLECT_TIMEOUT: Duration = Duration::from_secs(10 * 60);

/// What a call's own `timeout=` is shorter than our patience, so that the node's error
/// arrives before we give up.
pub const TIMEOUT_MARGIN: Duration = Duration::from_secs(5);
