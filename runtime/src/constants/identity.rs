//! Who people are.

use super::currency::MILLI;
use super::time::{DAY, DAY_MILLIS};
use postern_primitives::{Balance, BlockNumber, Moment};

/// Destroyed for every device, because its tombstone stays in state for good: five times
/// what is held for an inbox entry, which goes away. A gigabyte of tombstones takes 25,000
/// PST out of the world.
pub const RECORD_PRICE: Balance = 5 * MILLI;

/// Held for every device until it is revoked: pinners keep its key object for as long.
pub const DEVICE_DEPOSIT: Balance = 10 * MILLI;

/// Held while a handle is owned: dear enough that names are not hoarded by the
/// thousand, cheap enough for everybody to have one.
pub const HANDLE_DEPOSIT: Balance = 100 * MILLI;

/// For how long nobody else may have a handle that was given up: a month, in which
/// those who write to it notice, and whoever gave it up may think again.
pub const HANDLE_REST: BlockNumber = 30 * DAY;

/// Held for an archive, and [`KIB_DEPOSIT`](super::messaging::KIB_DEPOSIT) for each KiB:
/// its place in state and what pinners keep are worth as much as those of an inbox entry.
pub const ARCHIVE_DEPOSIT: Balance = super::messaging::ENTRY_DEPOSIT;

/// Bytes that a key object is counted as when pinners are asked to keep it. One with
/// an X-Wing key and a signature takes 1.3 kB; the rest is room for richer ones.
pub const KEY_SIZE: u64 = 4_096;

/// Longest validity of a certificate: a year, and a month to renew it in.
pub const MAX_VALIDITY: Moment = 400 * DAY_MILLIS;

/// How far ahead a proof of possession may expire: long enough to be signed on a
/// machine that is offline and carried to another one.
pub const MAX_PROOF_AGE: BlockNumber = DAY;
