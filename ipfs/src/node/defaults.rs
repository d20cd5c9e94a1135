//! Limits and times of the embedded node, each with its reason.

use std::time::Duration;

/// Most blocks that one pin may reach: sixteen times what the largest content on chain
/// takes in 256 KiB chunks. A tree of tiny blocks must not grow our memory without end.
pub const MAX_DAG_BLOCKS: usize = 65_536;

/// Blocks of one tree that are fetched at a time. Enough to hide a round trip of 50 ms
/// behind transfers of 256 KiB; more only crowds out others.
pub const FETCHES_IN_FLIGHT: usize = 32;

/// Blocks of a file that are fetched ahead of its reader: 4 MiB in chunks of 256 KiB.
pub const READ_AHEAD: usize = 16;

/// Bytes of a file that go into one leaf, as Kubo does, so that equal files get equal CIDs.
pub const CHUNK: usize = 256 * 1024;

/// Largest body of a request: the largest content on chain, and room for the form around it.
pub const MAX_UPLOAD: usize = (1 << 30) + (1 << 20);

/// Files in one `add`. Their answers are collected before the first is sent.
pub const MAX_FILES: usize = 256;

/// Longest query string that is parsed: a `pin/add` of 500 CIDs. The HTTP server itself
/// stops at 64 KiB.
pub const MAX_QUERY: usize = 32 * 1024;

/// Requests that run at a time. Four times what one pinning worker keeps in flight.
pub const MAX_REQUESTS: usize = 128;

/// How long a call may take that asks nobody else, when it does not say so itself.
pub const LOCAL_TIMEOUT: Duration = Duration::from_secs(30);

/// How long fetching may take when the call does not say so itself.
pub const FETCH_TIMEOUT: Duration = Duration::from_secs(60);

/// How long moving a whole file may take when the call does not say so itself: a gibibyte
/// at 1 MiB/s is 17 minutes.
pub const TRANSFER_TIMEOUT: Duration = Duration::from_secs(30 * 60);

/// Longest `timeout=` that is granted. Whoever needs longer asks again: what was fetched
/// stays.
pub const MAX_TIMEOUT: Duration = Duration::from_secs(60 * 60);

/// How long the other end of a transfer may stay silent, or take nothing.
pub const IDLE_TIMEOUT: Duration = Duration::from_secs(60);

/// Bytes of blocks that a node keeps unless told otherwise: Kubo's `StorageMax`, which fits
/// on any disk of today.
pub const QUOTA: u64 = 10_000_000_000;

/// Part of the quota, in per cent, above which garbage is collected without being asked:
/// Kubo's `StorageGCWatermark`.
pub const GC_MARK_PERCENT: u64 = 90;

/// Rest after a collection that nobody asked for, as a multiple of the time that it took: a
/// store full of pins is looked through in vain for a tenth of the time at most.
pub const GC_REST: u32 = 9;

/// How soon a store that stays crowded is looked through again: pins that failed have left
/// garbage behind since.
pub const GC_AGAIN: Duration = Duration::from_secs(60);

/// How long a write that does not fit waits for a collection that is resting.
pub const ROOM_PATIENCE: Duration = Duration::from_secs(2);

/// Blocks that a collection looks at in one step. Pins and adds that want one of them wait
/// for the step.
pub const GC_STEP: usize = 64;

/// Largest list of a pin that is read: [`MAX_DAG_BLOCKS`] CIDs of 59 characters, each with two
/// quotes and a comma, and brackets around them.
pub const MAX_PIN_FILE: u64 = MAX_DAG_BLOCKS as u64 * 62 + 2;

/// Pinned blocks that are read one after another after a start, before the disk has a rest.
pub const SCRUB_STEP: usize = 64;

/// That rest, as a multiple of the time that they took: checking takes a quarter of the disk's
/// time, 80 s for 10 GB on a disk that reads 500 MB/s.
pub const SCRUB_REST: u32 = 3;

/// Blocks to be fetched again that are remembered. Beyond them the check begins anew once
/// they are here.
pub const MAX_REPAIRS: usize = 65_536;

/// Blocks that are fetched again at a time: peers have better to do than to serve us.
pub const REPAIRS_IN_FLIGHT: usize = 8;

/// How long one attempt may take. A pinner that has the block answers in milliseconds.
pub const REPAIR_TIMEOUT: Duration = Duration::from_secs(20);

/// First and longest pause between two rounds of attempts: peers may be starting as well, or
/// be away for long.
pub const REPAIR_AGAIN: Duration = Duration::from_secs(2);

/// See [`REPAIR_AGAIN`].
pub const REPAIR_AGAIN_LONGEST: Duration = Duration::from_secs(10 * 60);

/// How often the bytes on disk are counted anew. What is counted as it comes and goes drifts
/// by a block where a request is cut off.
pub const RECOUNT: Duration = Duration::from_secs(60 * 60);

/// Time to open a listening socket. Only a broken network stack takes longer.
pub const LISTEN_TIMEOUT: Duration = Duration::from_secs(10);

/// Bytes that are read of the file of a swarm key; it has 95.
pub const MAX_SWARM_KEY: u64 = 1024;

/// Time for one dial, handshakes included.
pub const DIAL_TIMEOUT: Duration = Duration::from_secs(15);

/// First and longest pause between dials of a configured peer: a restarted peer is back
/// at once, an absent one costs a packet a minute.
pub const REDIAL_FIRST: Duration = Duration::from_millis(500);

/// See [`REDIAL_FIRST`].
pub const REDIAL_LONGEST: Duration = Duration::from_secs(60);

/// How often a connected peer is looked at.
pub const PEER_CHECK: Duration = Duration::from_secs(2);

/// How long a connection is kept that carries nothing. Peers stay connected so that a
/// message can be fetched without searching for its sender first.
pub const IDLE_CONNECTION_SECS: u64 = 24 * 60 * 60;

/// Connections from others. Each costs a socket and some buffers.
pub const MAX_INCOMING: u32 = 256;

/// Connections with one peer: TCP and QUIC, each way.
pub const MAX_PER_PEER: u32 = 4;

/// How long stopping waits for requests to end and for the store's lock to be free.
pub const STOP_GRACE: Duration = Duration::from_secs(5);

/// After how long peers are asked for a block a second time. Most answer within
/// milliseconds; this is for those that were not connected yet.
pub const ASK_FIRST: Duration = Duration::from_millis(500);

/// Longest wait between two questions: what a slow line takes for the largest block.
pub const ASK_LONGEST: Duration = Duration::from_secs(16);
