//! What is at stake: bonds, eras, elections, rewards and slashes.

use super::currency::{MICRO, UNIT};
use postern_primitives::Balance;
use sp_runtime::Perbill;
use sp_staking::{EraIndex, SessionIndex};

/// Sessions of an era where genesis names no other number: six hours at ten minutes each. A
/// candidate waits no longer than that for an election, and rewards are worth their fee.
pub const SESSIONS_PER_ERA: SessionIndex = 36;

/// Sessions of an era of the presets: with theirs, an era takes two minutes, and a
/// candidate makes blocks within five.
pub const FAST_SESSIONS_PER_ERA: SessionIndex = 2;

/// Eras that funds stay bonded after their owner has asked for them: a week at six hours
/// each. Whoever misbehaves cannot be out before others had the time to find the proof and
/// report it, and a node that was away for less than this cannot be led onto a fork by
/// validators of the past who have nothing left to lose.
pub const BONDING_ERAS: EraIndex = 28;

/// Eras between a report and its slash: none. The proof in a report leaves nothing to judge;
/// a delay would only let a majority of validators pardon one of their own.
pub const SLASH_DEFER_ERAS: EraIndex = 0;

/// Eras whose rewards can be claimed: three weeks, so that a holiday costs nothing.
pub const HISTORY_ERAS: u32 = 84;

/// What stakers earn in a year, as a share of all there is. It does not depend on how much
/// is staked: the fewer stake, the more each of them earns, which draws stake without a
/// curve whose shape would have to be defended. Five in a hundred is enough to run a server
/// for, and dilutes those who only write messages little.
pub const YEARLY_REWARD: Perbill = Perbill::from_percent(5);

/// Share of a slash that is there for the author of the block with its report. The pallet
/// pays half of that, a tenth of the slash: more than the fees of a block, so that no
/// author gains by leaving a report out. The rest is burned.
pub const REPORTER_SHARE: Perbill = Perbill::from_percent(20);

/// Least bond of a validator: a thousand times what its session keys hold, so that an
/// equivocation costs more than the keys it is made with.
pub const MIN_VALIDATOR_BOND: Balance = 1_000 * UNIT;

/// Least bond of a nominator: small, so that many take part; large enough that it costs
/// something to fill the list of voters.
pub const MIN_NOMINATOR_BOND: Balance = 10 * UNIT;

/// Bond of each validator of a preset: a hundred times the least, and a tenth of what the
/// other well-known accounts own, so that any of these can be elected in its place.
pub const PRESET_BOND: Balance = 100_000 * UNIT;

/// Least validators that an election must find. One of them can still make blocks.
pub const MIN_VALIDATORS: u32 = 1;

/// Candidates that a nominator can name. The election's work grows with it.
pub const MAX_NOMINATIONS: u32 = 16;

/// Most candidates at once: twice the seats. No more can sign up, so an election never has
/// to leave one out unseen.
pub const MAX_CANDIDATES: u32 = 2 * super::validators::MAX;

/// Most voters of an election. It is done within one block; with these bounds it takes a
/// ninth of its time by the weights of the SDK. Of more voters, those with the least at
/// stake are left out.
pub const MAX_VOTERS: u32 = 2_000;

/// Stakers who are paid by one call. A page takes a few hundredths of a block, and all
/// voters behind a single validator make sixteen pages.
pub const REWARD_PAGE: u32 = 128;

/// Amounts on their way out of a bond at once: one for each era that they can be in, and
/// some to spare.
pub const MAX_UNBONDING: u32 = BONDING_ERAS + 4;

/// Controllers of an older kind of bond that one call moves. There never were any here.
pub const MAX_CONTROLLERS_MOVED: u32 = 1;

/// What one vote in an election is worth. Votes are counted in 64 bits, and an amount is
/// not: in millionths of a PST, 64 bits hold eighteen trillion PST.
pub const VOTE: Balance = MICRO;

/// Stakers whose place in the list of voters is looked after in a block that has time left.
/// Rewards and slashes change what a voter has at stake without moving it; at this pace a
/// list of ten thousand is gone through within three hours.
pub const MAX_REBAGGED: u32 = 3;

/// Bags of voters, see [`BAG_THRESHOLDS`].
const BAGS: usize = 25;

/// Upper bounds of the bags of voters, in votes. Within a bag voters are not sorted, so a
/// bound is twice the one before it: nobody is passed over for a voter with less than half.
/// The first bag ends at the least bond of a nominator, the last at 168 million PST, which
/// is more than the presets have altogether; who has more shares one further bag. A change
/// of this table needs a migration of the list.
pub const BAG_THRESHOLDS: [u64; BAGS] = doubling((MIN_NOMINATOR_BOND / VOTE) as u64);

const fn doubling(first: u64) -> [u64; BAGS] {
    let mut all = [first; BAGS];
    let mut bag = 1;
    while bag < BAGS {
        all[bag] = 2 * all[bag - 1];
        bag += 1;
    }
    all
}
