//! How stake elects validators.

use crate::{
    constants::{staking, validators},
    weights::election::{SubstrateWeight, WeightInfo},
    AccountId, Balance, Runtime, RuntimeEvent, Staking,
};
use frame_election_provider_support::{
    bounds::{ElectionBounds, ElectionBoundsBuilder},
    onchain, SequentialPhragmen, VoteWeight,
};
use frame_support::{
    parameter_types,
    traits::{ConstBool, ConstU32},
    weights::Weight,
};
use sp_runtime::{Perbill, SaturatedConversion};
use sp_staking::currency_to_vote::CurrencyToVote;

parameter_types! {
    pub Bounds: ElectionBounds = ElectionBoundsBuilder::default()
        .voters_count(staking::MAX_VOTERS.into())
        .targets_count(staking::MAX_CANDIDATES.into())
        .build();
    pub BagThresholds: &'static [VoteWeight] = &staking::BAG_THRESHOLDS;
}

/// An election within one block, the last but one before its era. Simple to reason about, and
/// large enough for this chain; a greater one would need an election over several blocks.
pub type OnChainElection = onchain::OnChainExecution<Phragmen>;

/// Spreads stake over the elected as evenly as the votes allow.
pub struct Phragmen;

impl onchain::Config for Phragmen {
    // The bounds below hold whatever the votes say, so nothing is ever cut off; should that
    // change, the weakest go first.
    type Sort = ConstBool<true>;
    type System = Runtime;
    type Solver = SequentialPhragmen<AccountId, Perbill>;
    type MaxBackersPerWinner = ConstU32<{ staking::MAX_VOTERS }>;
    type MaxWinnersPerPage = ConstU32<{ validators::MAX }>;
    type DataProvider = Staking;
    type Bounds = Bounds;
    type WeightInfo = Measured;
}

/// Weights of an election within the bounds of this chain.
pub struct Measured;

impl frame_election_provider_support::WeightInfo for Measured {
    fn phragmen(voters: u32, targets: u32, votes: u32) -> Weight {
        SubstrateWeight::<Runtime>::phragmen(voters, targets, votes)
    }

    // The other algorithm, which nothing here asks for.
    fn phragmms(voters: u32, targets: u32, votes: u32) -> Weight {
        Self::phragmen(voters, targets, votes)
    }
}

/// Voters in the order of their stake, roughly: what an election takes its voters from.
impl pallet_bags_list::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type ScoreProvider = Staking;
    type BagThresholds = BagThresholds;
    type MaxAutoRebagPerBlock = ConstU32<{ staking::MAX_REBAGGED }>;
    type Score = VoteWeight;
    type WeightInfo = pallet_bags_list::weights::SubstrateWeight<Runtime>;
}

/// Amounts as votes, at a rate that never changes: the place of a voter in the list does not
/// move with the money supply.
pub struct Votes;

impl CurrencyToVote<Balance> for Votes {
    fn to_vote(value: Balance, _: Balance) -> u64 {
        (value / staking::VOTE).saturated_into()
    }

    fn to_currency(votes: u128, _: Balance) -> Balance {
        votes.saturating_mul(staking::VOTE)
    }

    fn will_downscale(_: Balance) -> Option<bool> {
        Some(true)
    }
}
