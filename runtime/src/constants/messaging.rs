//! Messages and posts.

use super::currency::{MICRO, MILLI, UNIT};
use super::time::{DAY, MINUTE};
use frame_support::PalletId;
use postern_primitives::{Balance, BlockNumber};
use sp_runtime::Perbill;

/// Held for an entry of an inbox, or a post, until it is gone: what its place in state
/// is worth. Small, because most messages give it back within minutes.
pub const ENTRY_DEPOSIT: Balance = MILLI;

/// Held for each KiB that pinners keep: a photograph holds as much as its entry does,
/// a file of 1 GiB about one PST.
pub const KIB_DEPOSIT: Balance = MICRO;

/// Shortest lifetime of an entry: a minute, in which a receiver that follows its inbox
/// has fetched it many times over.
pub const MIN_LIFETIME: BlockNumber = MINUTE;

/// Longest lifetime of an entry: a month offline. Pinners must be able to foresee when
/// space comes free.
pub const MAX_LIFETIME: BlockNumber = 30 * DAY;

/// Entries that an inbox holds at most. Filling one costs its enemy a deposit of a
/// hundred PST, while nobody reads that many messages in a month.
pub const MAX_QUEUED: u32 = 100_000;

/// Expired entries that a block takes out at most: a tenth of its time in the worst
/// case, and more than users can send on average.
pub const MAX_SWEPT: u32 = 200;

/// How far ahead an inbox owner's signature may expire: half an hour, enough to survive
/// a slow connection, short enough that a lost one is simply made again.
pub const MAX_PROOF_AGE: BlockNumber = 30 * MINUTE;

/// How much of what users may fill of a block goes to acknowledgements, which cost no
/// fee. Half: taking a message out takes about as long as sending it did, so with less
/// a full chain could not deliver what it carries; and half is always left to those who
/// pay.
pub const MAX_FREE_SHARE: Perbill = Perbill::from_percent(50);

/// Held for the rules of an inbox, while there are any: more than for an entry, because
/// it stays.
pub const RULES_DEPOSIT: Balance = 5 * MILLI;

/// Held for each sender whom an inbox allows or blocks by name: about as much state as an
/// entry.
pub const LISTING_DEPOSIT: Balance = MILLI;

/// The most that an inbox may demand to be held for an entry: a thousand times the
/// ordinary deposit keeps any spammer away, and does not ruin who overlooks it. The
/// sender has it back at once by retracting.
pub const MAX_MIN_DEPOSIT: Balance = UNIT;

/// Senders whom an inbox names at most: a large address book.
pub const MAX_LISTED: u32 = 1_000;

/// Held while a channel exists: a public name costs as much as a handle.
pub const CHANNEL_DEPOSIT: Balance = super::identity::HANDLE_DEPOSIT;

/// Held from each member of a channel while a member, and for each invitation.
pub const MEMBERSHIP_DEPOSIT: Balance = ENTRY_DEPOSIT;

/// Held while a proposal is open. A channel has room for few, and everybody in it is asked
/// to read them: ten times a post.
pub const PROPOSAL_DEPOSIT: Balance = 10 * ENTRY_DEPOSIT;

/// Held from the purse of a private channel while it exists. It takes no name away from
/// anybody, and each epoch of a group opens one, so it costs a tenth of a public one.
pub const PRIVATE_CHANNEL_DEPOSIT: Balance = CHANNEL_DEPOSIT / 10;

/// Names the accounts that are purses of private channels. They hold money, so this can
/// never change.
pub const PURSES: PalletId = PalletId(*b"pst/chan");

/// Bytes of a call of a private channel, with all around it, as its fee counts them: the
/// longest is shorter.
pub const PRIVATE_CALL_LENGTH: u32 = 320;

/// Most members of one channel: the size of a village, so that a client can still page
/// through all of them.
pub const MAX_MEMBERS: u32 = 10_000;

/// Most moderators of one channel: a shift for each hour of the day.
pub const MAX_MODERATORS: u32 = 24;

/// Most posts that a channel keeps: twenty pages of a runtime API, a year of thirty posts
/// a day.
pub const MAX_POSTS: u32 = 10_000;

/// Most commits in the log of one epoch of a private group. An honest epoch has a handful.
/// To use them all up takes a dozen PST for successors and posts, kept from their owner
/// for the time of retention.
pub const MAX_COMMITS: u32 = 1_000;

/// Shortest time for which a channel keeps posts: members who look once a day see all.
pub const MIN_RETENTION: BlockNumber = DAY;

/// Longest time for which a channel keeps posts: a year. Pinners must be able to foresee
/// when space comes free.
pub const MAX_RETENTION: BlockNumber = 365 * DAY;

/// For how long a proposal is voted on: everybody's weekend is in it.
pub const VOTING_PERIOD: BlockNumber = 7 * DAY;

/// How far ahead a group's signature may expire: as an acknowledgement.
pub const MAX_GROUP_PROOF_AGE: BlockNumber = MAX_PROOF_AGE;

/// Expired posts and items of closed channels that a block takes out at most: an
/// eighth of its time in the worst case.
pub const MAX_CHANNELS_SWEPT: u32 = 100;
