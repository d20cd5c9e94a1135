//! What must stay available, and who keeps it.

use super::currency::UNIT;
use super::time::{DAY, MINUTE};
use postern_primitives::{limits::MAX_CONTENT_SIZE, Balance, BlockNumber};

/// For how many blocks it can be looked up what changed. A pinner that was away for
/// longer than a day compares the whole pin set instead.
pub const CHANGE_WINDOW: BlockNumber = DAY;

/// Steps of forgetting that a block takes at most: as many pages of changes as the fullest
/// block brings, in a few thousandths of a block's time.
pub const MAX_PRUNED: u32 = 64;

/// Pinners that are to keep a content: one may be lost, and another be under
/// maintenance, while the content is still there.
pub const REPLICAS: u32 = 3;

/// Pinners at one time: all of them are ranked for each CID that is attested, which
/// then takes a fifth of a millisecond.
pub const MAX_PINNERS: u32 = 1_000;

/// Held while a pinner is registered. Claims are not proofs, so whoever has many pinners
/// can make contents look kept that are not: to outnumber a hundred costs as much as ten
/// validators bond.
pub const BOND: Balance = 100 * UNIT;

/// For how long the bond is held after leaving: each coming and going moves contents
/// between all others, so nobody should do it for pleasure.
pub const NOTICE: BlockNumber = DAY;

/// Least that a pinner offers: room for the largest content, or that could be assigned
/// to pinners that can never keep it.
pub const MIN_CAPACITY: u64 = MAX_CONTENT_SIZE;

/// Shortest time between two heartbeats, for chains with shorter sessions than that:
/// otherwise there is one in a session. A thousand pinners then make five heartbeats a
/// block on a chain with sessions of ten minutes.
pub const MIN_HEARTBEAT_PERIOD: BlockNumber = MINUTE;

/// Heartbeats missed until contents are assigned to others: half an hour on such a
/// chain, time for a restart or an upgrade of the machine.
pub const MISSED_HEARTBEATS: u32 = 3;

/// Silence after which a pinner can be dismissed: a week, time for somebody on a journey
/// to come home and repair the machine.
pub const MAX_SILENCE: BlockNumber = 7 * DAY;

/// How long a report is taken after it was signed: a minute, long enough for full blocks
/// to pass, and what is lost is soon signed again.
pub const MAX_REPORT_AGE: BlockNumber = MINUTE;
