//! What finding the validators takes, within the bounds of this chain.
//!
//! The measurement that comes with the SDK lets everybody vote for the same few; here votes
//! are spread over all candidates, which is what makes an election slow.

use crate::{
    constants::{
        staking::{MAX_CANDIDATES, MAX_NOMINATIONS, MAX_VOTERS},
        validators,
    },
    AccountId,
};
use alloc::vec::Vec;
use core::marker::PhantomData;
use frame_benchmarking::v2::*;
use frame_election_provider_support::{NposSolver, SequentialPhragmen};
use sp_runtime::Perbill;

const HALF_OF_VOTERS: u32 = MAX_VOTERS / 2;
const FEW_NOMINATIONS: u32 = MAX_NOMINATIONS / 4;

/// Any odd number that has no factor in common with a number of candidates.
const STRIDE: u32 = 7_919;

/// There is no pallet: the algorithm alone is measured.
pub trait Config: frame_system::Config {}

impl Config for crate::Runtime {}

/// What the measurement goes by.
pub struct Pallet<T: Config>(PhantomData<T>);

/// Voters with different stakes, each for `degree` of the candidates.
fn voters(
    count: u32,
    candidates: &[AccountId],
    degree: u32,
) -> Vec<(AccountId, u64, Vec<AccountId>)> {
    let choice = |voter: u32, vote: u32| {
        let place = voter
            .wrapping_mul(STRIDE)
            .wrapping_add(vote.wrapping_mul(STRIDE));
        candidates[place as usize % candidates.len()].clone()
    };
    (0..count)
        .map(|voter| {
            let votes = (0..degree).map(|vote| choice(voter, vote)).collect();
            let stake = 10_000_000 + u64::from(voter.wrapping_mul(STRIDE) % 1_000_000);
            (account("voter", voter, 0), stake, votes)
        })
        .collect()
}

#[benchmarks]
mod measured {
    use super::*;

    /// `v` voters, `t` candidates, `d` votes of each voter.
    #[benchmark]
    fn phragmen(
        v: Linear<{ HALF_OF_VOTERS }, { MAX_VOTERS }>,
        t: Linear<{ validators::MAX }, { MAX_CANDIDATES }>,
        d: Linear<{ FEW_NOMINATIONS }, { MAX_NOMINATIONS }>,
    ) {
        let candidates: Vec<_> = (0..t).map(|index| account("candidate", index, 0)).collect();
        let voters = voters(v, &candidates, d);
        let elected;

        #[block]
        {
            let seats = validators::MAX as usize;
            elected = SequentialPhragmen::<AccountId, Perbill>::solve(seats, candidates, voters);
        }

        assert_eq!(
            elected.map(|found| found.winners.len()).ok(),
            Some(validators::MAX as usize)
        );
    }
}
