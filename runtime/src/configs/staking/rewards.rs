//! What stakers earn.

use crate::{
    calendar::{EpochLength, EraLength},
    constants::{
        staking::YEARLY_REWARD,
        time::{SLOT_MILLIS, YEAR_MILLIS},
    },
    Balance, Runtime,
};
use frame_support::traits::Get;
use sp_runtime::{helpers_128bit::multiply_by_rational_with_rounding, Rounding};
use sp_staking::EraPayout;

/// Pays a fixed share of all there is in a year, for the time that an era took.
pub struct ShareOfIssuance;

impl EraPayout<Balance> for ShareOfIssuance {
    fn era_payout(_staked: Balance, issuance: Balance, era_millis: u64) -> (Balance, Balance) {
        // Time in which the chain stood still earns nothing.
        let millis = era_millis.min(longest_paid());
        let yearly = YEARLY_REWARD.mul_floor(issuance);
        let payout = multiply_by_rational_with_rounding(
            yearly,
            millis.into(),
            YEAR_MILLIS.into(),
            Rounding::Down,
        );
        (payout.unwrap_or_default(), 0)
    }
}

/// Milliseconds that an era takes when no slot is missed.
fn longest_paid() -> u64 {
    let slots = EpochLength::<Runtime>::get() * u64::from(EraLength::<Runtime>::get());
    slots.saturating_mul(SLOT_MILLIS)
}
