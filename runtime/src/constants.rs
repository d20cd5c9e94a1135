//! Every amount, lifetime and limit that the chain decides on, each with its reason.
//!
//! Bounds that shape types and wire formats are in [`postern_primitives::limits`]; what is
//! here can change with a runtime upgrade, except where a line says otherwise.

pub mod identity;
pub mod messaging;
pub mod pinning;
pub mod staking;

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
