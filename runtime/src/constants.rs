//! Every amount, lifetime and limit that the chain decides on, each with its reason.
//!
//! Bounds that shape types and wire formats are in [`postern_primitives::limits`]; what is
//! here can change with a runtime upgrade, except where a line says otherwise.

/// The token.
pub mod currency {
    use postern_primitives::Balance;

    /// What wallets show after an amount.
    pub const SYMBOL: &str = "PST";

    /// Digits after the decimal point; twelve, as wallets of this family of chains expect.
    pub const DECIMALS: u8 = 12;

    /// One PST.
    pub const UNIT: Balance = 10u128.pow(DECIMALS as u32);

    /// A thousandth of a PST.
    pub const MILLI: Balance = UNIT / 1_000;

    /// A millionth of a PST.
    pub const MICRO: Balance = MILLI / 1_000;

    /// Prefix of addresses: 42, the one for any chain of this family.
    pub const SS58_PREFIX: u16 = 42;

    /// The least that an account may own. An account takes about as much state as an entry
    /// of an inbox, so it is worth as much.
    pub const EXISTENTIAL_DEPOSIT: Balance = MILLI;
}

/// Time, in the units that the pallets count in.
pub mod time {
    use postern_primitives::{BlockNumber, Moment};

    /// Milliseconds of a slot: a message is final within a few seconds, and a block still
    /// has the time to reach validators everywhere. Can never change after genesis.
    pub const SLOT_MILLIS: Moment = 3_000;

    /// Slots of a BABE epoch, which is a session, where genesis names no other length: ten
    /// minutes. Validators join and leave with a delay of two sessions; the first block of
    /// each carries no transactions, which at this length is one block in two hundred. Can
    /// never change after genesis; [`crate::calendar`] says how a chain gets its own.
    pub const EPOCH_SLOTS: u64 = 200;

    /// Slots of an epoch of the presets: a minute. Short enough to watch sessions and eras
    /// go by, at one block without transactions in twenty.
    pub const FAST_EPOCH_SLOTS: u64 = 20;

    /// Fewest slots of an epoch: below, more than a fifth of all blocks would carry no
    /// transactions.
    pub const MIN_EPOCH_SLOTS: u64 = 5;

    /// How many of all slots have a primary author. At one in four, most slots have a
    /// single candidate; secondary authors fill the rest.
    pub const PRIMARY_PROBABILITY: (u64, u64) = (1, 4);

    /// Blocks of a minute.
    pub const MINUTE: BlockNumber = 20;

    /// Blocks of an hour.
    pub const HOUR: BlockNumber = 60 * MINUTE;

    /// Blocks of a day.
    pub const DAY: BlockNumber = 24 * HOUR;

    /// Milliseconds of a day.
    pub const DAY_MILLIS: Moment = 24 * 60 * 60 * 1_000;

    /// Milliseconds of a year, leap days spread over all of them.
    pub const YEAR_MILLIS: Moment = 365 * DAY_MILLIS + DAY_MILLIS / 4;
}

/// What a block may hold.
pub mod block {
    use frame_support::weights::{constants::WEIGHT_REF_TIME_PER_SECOND, Weight};
    use postern_primitives::BlockNumber;
    use sp_runtime::Perbill;

    /// Time that executing a block may take: a third of a slot. The author has two thirds
    /// of the slot to build it, which leaves the other validators time to execute it again
    /// before the next slot. What the proof of a block weighs matters to parachains only.
    pub const MAX_WEIGHT: Weight = Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND, u64::MAX);

    /// Bytes of a block: what a validator with 100 Mbit/s sends to four others in a slot,
    /// half of the slot left over.
    pub const MAX_LENGTH: u32 = 4 * 1024 * 1024;

    /// Share of a block that users may fill; the rest is for operational calls.
    pub const NORMAL_RATIO: Perbill = Perbill::from_percent(75);

    /// Past block hashes that stay readable: two hours. A mortal transaction can be valid
    /// no longer than this.
    pub const HASH_COUNT: BlockNumber = 2 * super::time::HOUR;
}

/// What transactions cost.
pub mod fees {
    use super::currency::MICRO;
    use postern_primitives::Balance;
    use sp_runtime::{FixedPointNumber, FixedU128, Perquintill};

    /// Fee of a byte: a full block of bytes costs about four times a full block of
    /// computation, because bytes are sent to and kept by every node for good.
    pub const PER_BYTE: Balance = MICRO;

    /// Priority of operational transactions over normal ones, as a multiple of their fee.
    pub const OPERATIONAL_MULTIPLIER: u8 = 5;

    /// Fees rise while blocks are fuller than this and fall while they are emptier: a
    /// quarter leaves room for bursts.
    pub const TARGET_FULLNESS: Perquintill = Perquintill::from_percent(25);

    /// How fast they move: a day of full blocks multiplies them by about five.
    pub const VARIABILITY: FixedU128 = FixedU128::from_inner(75_000_000_000_000);

    /// They fall to no less than a tenth: spam stays expensive on an idle chain.
    pub const MIN_MULTIPLIER: FixedU128 = FixedU128::from_inner(FixedU128::DIV / 10);
}

/// Validators.
pub mod validators {
    use super::currency::UNIT;
    use postern_primitives::Balance;

    /// Most validators of a session. GRANDPA's votes grow with the square of this.
    pub const MAX: u32 = 100;

    /// Held while session keys are registered: nobody fills state with keys that will
    /// never validate.
    pub const KEY_DEPOSIT: Balance = UNIT;

    /// One in so many validators is disabled at most within an era, which leaves enough of
    /// them to finalise.
    pub const DISABLING_FACTOR: usize = 3;
}

/// Decisions of the validators.
pub mod governance {
    use super::{currency::UNIT, time::DAY};
    use frame_support::weights::{constants::WEIGHT_REF_TIME_PER_MICROS, Weight};
    use postern_primitives::{Balance, BlockNumber};
    use sp_runtime::Perbill;

    /// Blocks until a motion lapses: a week, so that an operator can be on holiday for some
    /// days and still read what an upgrade does before voting for it.
    pub const MOTION_BLOCKS: BlockNumber = 7 * DAY;

    /// Motions at once. Each is kept whole in state, and gone through whenever a validator
    /// leaves.
    pub const MAX_MOTIONS: u32 = 20;

    /// Held from who proposes a motion, until it has ended, if there is no other.
    pub const MOTION_DEPOSIT: Balance = 10 * UNIT;

    /// By how much the deposit grows with each motion that is open already: one validator
    /// cannot take all places, the last of which costs five million PST.
    pub const MOTION_DEPOSIT_RATIO: u32 = 2;

    /// Share of a block that what is proposed may fill. The rest is for closing the motion.
    pub const MOTION_RATIO: Perbill = Perbill::from_percent(50);

    /// What it takes to do a call with the rights of root, besides the call: less than any
    /// call that touches state.
    pub const ENACT_WEIGHT: Weight = Weight::from_parts(10 * WEIGHT_REF_TIME_PER_MICROS, 0);
}

pub mod staking;

/// Acting for another account, and as several people together.
pub mod accounts {
    use super::currency::MILLI;
    use postern_primitives::Balance;

    /// Held for a record that stays until its owner takes it away: as much as for a device.
    pub const RECORD_DEPOSIT: Balance = 10 * MILLI;

    /// Held for each further account, or hash, in such a record.
    pub const ITEM_DEPOSIT: Balance = MILLI;

    /// Accounts that may act for one other: a household or a small team. The list is one
    /// record, read as a whole whenever one of them acts.
    pub const MAX_PROXIES: u32 = 20;

    /// Calls that a proxy with a delay may have announced at once.
    pub const MAX_ANNOUNCED: u32 = 20;

    /// Accounts of a multisig: a council or a company's board. Every approval carries the
    /// whole list.
    pub const MAX_SIGNATORIES: u32 = 50;
}

/// Moving state to a new layout after an upgrade.
pub mod migrations {
    use sp_runtime::Perbill;

    /// Share of a block that migrations may fill. No transactions are taken until they are
    /// done, so they may have what the hooks of the other pallets leave.
    pub const SERVICE_RATIO: Perbill = Perbill::from_percent(80);

    /// Bytes of the note of how far a migration has come: room for a storage key of any
    /// pallet here many times over.
    pub const MAX_CURSOR: u32 = 4_096;

    /// Bytes of a migration's name.
    pub const MAX_IDENTIFIER: u32 = 256;
}

/// Who people are.
pub mod identity {
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
}

/// Messages and posts.
pub mod messaging {
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
}

/// What must stay available, and who keeps it.
pub mod pinning {
    use super::currency::UNIT;
    use super::time::{DAY, MINUTE};
    use postern_primitives::{limits::MAX_CONTENT_SIZE, Balance, BlockNumber};

    /// For how many blocks it can be looked up what changed. A pinner that was away for
    /// longer than a day compares the whole pin set instead.
    pub const CHANGE_WINDOW: BlockNumber = DAY;

    /// Steps of forgetting that a block takes at most: a sixteenth of its time in the worst
    /// case, and about as many changes as full blocks bring.
    pub const MAX_PRUNED: u32 = 1_024;

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
}
