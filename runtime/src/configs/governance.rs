//! Who decides for all: the validators, each with one vote.

use super::system::RuntimeBlockWeights;
use crate::{
    constants::{governance, validators},
    AccountId, Balances, Council, Runtime, RuntimeCall, RuntimeEvent, RuntimeHoldReason,
    RuntimeOrigin, Session,
};
use alloc::vec::Vec;
use core::marker::PhantomData;
use frame_support::{
    parameter_types,
    traits::{fungible::HoldConsideration, ChangeMembers, ConstU128, ConstU32},
    weights::Weight,
};
use frame_system::{EnsureNever, EnsureRoot};
use pallet_collective::{
    deposit::Geometric, EnsureProportionMoreThan, Instance1, Members, PrimeDefaultVote,
};
use pallet_session::SessionManager;
use sp_runtime::FixedU128;
use sp_staking::SessionIndex;

/// The council, among collectives.
type Seats = Instance1;

parameter_types! {
    pub MaxProposalWeight: Weight =
        governance::MOTION_RATIO * RuntimeBlockWeights::get().max_block;
    pub const MotionHold: RuntimeHoldReason =
        RuntimeHoldReason::Council(pallet_collective::HoldReason::ProposalSubmission);
    pub DepositRatio: FixedU128 = FixedU128::from_u32(governance::MOTION_DEPOSIT_RATIO);
}

type MotionDeposit = Geometric<DepositRatio, ConstU128<{ governance::MOTION_DEPOSIT }>>;

impl pallet_collective::Config<Seats> for Runtime {
    type RuntimeOrigin = RuntimeOrigin;
    type Proposal = RuntimeCall;
    type RuntimeEvent = RuntimeEvent;
    type MotionDuration = ConstU32<{ governance::MOTION_BLOCKS }>;
    type MaxProposals = ConstU32<{ governance::MAX_MOTIONS }>;
    type MaxMembers = ConstU32<{ validators::MAX }>;
    // There is no prime, so this counts those who say nothing as against.
    type DefaultVote = PrimeDefaultVote;
    type WeightInfo = pallet_collective::weights::SubstrateWeight<Runtime>;
    // Elections alone give seats.
    type SetMembersOrigin = EnsureNever<()>;
    type MaxProposalWeight = MaxProposalWeight;
    type DisapproveOrigin = EnsureRoot<AccountId>;
    type KillOrigin = EnsureRoot<AccountId>;
    type Consideration = HoldConsideration<AccountId, Balances, MotionHold, MotionDeposit, u32>;
}

impl crate::governance::Config for Runtime {
    type RuntimeCall = RuntimeCall;
    // As many as make blocks final: fewer could decide what the rest would not follow.
    type EnactOrigin = EnsureProportionMoreThan<AccountId, Seats, 2, 3>;
}

/// Seats the validators of each session in the council. The first block of a session carries
/// no transactions, so there is time for it.
pub struct Seated<Manager>(PhantomData<Manager>);

impl<Manager: SessionManager<AccountId>> SessionManager<AccountId> for Seated<Manager> {
    fn new_session(index: SessionIndex) -> Option<Vec<AccountId>> {
        Manager::new_session(index)
    }

    fn new_session_genesis(index: SessionIndex) -> Option<Vec<AccountId>> {
        Manager::new_session_genesis(index)
    }

    fn start_session(index: SessionIndex) {
        Manager::start_session(index);
        seat(Session::validators());
    }

    fn end_session(index: SessionIndex) {
        Manager::end_session(index);
    }
}

/// Votes of those who are no longer validators are taken out of all motions.
fn seat(mut validators: Vec<AccountId>) {
    validators.sort();
    let seated = Members::<Runtime, Seats>::get();
    if seated != validators {
        Council::set_members_sorted(&validators, &seated);
    }
}
