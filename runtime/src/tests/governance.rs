//! Validators decide together, and nobody alone.

use super::{
    accounts,
    chain::{block, call, eras},
    genesis::with_preset,
    validators::become_candidate,
};
use crate::{
    constants::{
        currency::UNIT,
        governance::{MAX_MOTIONS, MOTION_DEPOSIT},
        staking::PRESET_BOND,
    },
    genesis_presets::{DEV, LOCAL},
    Balances, Hash, ProxyType, Runtime, RuntimeCall, RuntimeHoldReason, Session, System,
};
use codec::Encode;
use frame_support::{
    assert_noop, assert_ok, dispatch::GetDispatchInfo, traits::fungible::InspectHold,
};
use pallet_collective::{Error, Event, Instance1, Members};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::{
    traits::{BadOrigin, Hash as _},
    DispatchResult,
};

type Calls = pallet_collective::Call<Runtime, Instance1>;
type Refusal = Error<Runtime, Instance1>;

/// What one of the tests wants: there is no other way to it than with the rights of root.
fn authorize_upgrade() -> RuntimeCall {
    let code_hash = Hash::repeat_byte(7);
    frame_system::Call::authorize_upgrade { code_hash }.into()
}

fn enact(inner: RuntimeCall) -> RuntimeCall {
    let call = Box::new(inner);
    crate::governance::Call::enact { call }.into()
}

/// A motion by its hash, for the calls that follow.
struct Motion {
    proposal: RuntimeCall,
    index: u32,
}

impl Motion {
    fn propose(by: Sr25519Keyring, threshold: u32, proposal: RuntimeCall) -> Self {
        let index = pallet_collective::ProposalCount::<Runtime, Instance1>::get();
        assert_ok!(call(by, Self::proposing(threshold, &proposal)));
        Self { proposal, index }
    }

    fn proposing(threshold: u32, proposal: &RuntimeCall) -> Calls {
        Calls::propose {
            threshold,
            proposal: Box::new(proposal.clone()),
            length_bound: proposal.encoded_size() as u32,
        }
    }

    fn hash(&self) -> Hash {
        <Runtime as frame_system::Config>::Hashing::hash_of(&self.proposal)
    }

    fn vote(&self, by: Sr25519Keyring) -> DispatchResult {
        let (proposal, index) = (self.hash(), self.index);
        let approve = true;
        call(
            by,
            Calls::vote {
                proposal,
                index,
                approve,
            },
        )
    }

    fn close(&self) -> DispatchResult {
        let proposal_weight_bound = self.proposal.get_dispatch_info().call_weight;
        call(
            Ferdie,
            Calls::close {
                proposal_hash: self.hash(),
                index: self.index,
                proposal_weight_bound,
                length_bound: self.proposal.encoded_size() as u32,
            },
        )
    }
}

fn upgrade_is_authorized() -> bool {
    System::authorized_upgrade().is_some()
}

/// How the last motion that was closed has ended.
fn outcome() -> Option<DispatchResult> {
    let events = System::read_events_for_pallet::<Event<Runtime, Instance1>>();
    events.into_iter().rev().find_map(|event| match event {
        Event::Executed { result, .. } => Some(result),
        _ => None,
    })
}

#[test]
fn three_of_four_validators_act_as_root() {
    with_preset(LOCAL, || {
        block(vec![]);
        let motion = Motion::propose(Alice, 3, enact(authorize_upgrade()));
        assert_ok!(motion.vote(Alice));
        assert_ok!(motion.vote(Bob));
        assert_noop!(motion.close(), Refusal::TooEarly);
        assert_ok!(motion.vote(Charlie));
        assert!(!upgrade_is_authorized(), "not before it is closed");
        assert_ok!(motion.close());
        assert_eq!(outcome(), Some(Ok(())));
        assert!(upgrade_is_authorized());
    });
}

#[test]
fn half_of_the_validators_do_not() {
    with_preset(LOCAL, || {
        block(vec![]);
        let motion = Motion::propose(Alice, 2, enact(authorize_upgrade()));
        assert_ok!(motion.vote(Alice));
        assert_ok!(motion.vote(Bob));
        assert_ok!(motion.close());
        assert_eq!(outcome(), Some(Err(BadOrigin.into())));
        assert!(!upgrade_is_authorized());
    });
}

#[test]
fn who_is_no_validator_neither_proposes_nor_votes_nor_enacts() {
    with_preset(LOCAL, || {
        block(vec![]);
        let wish = enact(authorize_upgrade());
        assert_noop!(call(Eve, Motion::proposing(3, &wish)), Refusal::NotMember);
        let motion = Motion::propose(Alice, 3, wish.clone());
        assert_noop!(motion.vote(Eve), Refusal::NotMember);
        for who in [Alice, Eve] {
            assert_noop!(call(who, wish.clone()), BadOrigin);
            assert_noop!(call(who, authorize_upgrade()), BadOrigin);
        }
    });
}

#[test]
fn one_validator_alone_is_enough_only_where_there_is_one() {
    with_preset(DEV, || {
        block(vec![]);
        let wish = enact(authorize_upgrade());
        assert_ok!(call(Alice, Motion::proposing(1, &wish)));
        assert!(upgrade_is_authorized());
    });
    with_preset(LOCAL, || {
        block(vec![]);
        let wish = enact(authorize_upgrade());
        assert_ok!(call(Alice, Motion::proposing(1, &wish)));
        assert_eq!(outcome(), Some(Err(BadOrigin.into())));
        assert!(!upgrade_is_authorized());
    });
}

#[test]
fn what_is_enacted_may_fail_and_says_so() {
    with_preset(DEV, || {
        block(vec![]);
        let nobody = frame_system::Call::apply_authorized_upgrade { code: vec![] };
        assert_ok!(call(Alice, Motion::proposing(1, &enact(nobody.into()))));
        let refused = frame_system::Error::<Runtime>::NothingAuthorized;
        assert_eq!(outcome(), Some(Err(refused.into())));
    });
}

#[test]
fn seats_and_votes_go_with_the_place_among_validators() {
    with_preset(LOCAL, || {
        block(vec![]);
        let motion = Motion::propose(Alice, 3, enact(authorize_upgrade()));
        for voter in [Alice, Bob, Dave] {
            assert_ok!(motion.vote(voter));
        }
        assert_ok!(call(
            Dave,
            pallet_staking::Call::unbond {
                value: PRESET_BOND / 2
            }
        ));
        become_candidate(Eve, 2 * PRESET_BOND);
        eras(2);

        let mut validators = Session::validators();
        validators.sort();
        assert_eq!(Members::<Runtime, Instance1>::get(), validators);
        assert_noop!(motion.vote(Dave), Refusal::NotMember);
        assert_noop!(motion.close(), Refusal::TooEarly);
        assert_ok!(motion.vote(Eve));
        assert_ok!(motion.close());
        assert!(upgrade_is_authorized());
    });
}

#[test]
fn a_proxy_for_the_council_votes_and_does_nothing_else() {
    with_preset(LOCAL, || {
        block(vec![]);
        let motion = Motion::propose(Alice, 3, enact(authorize_upgrade()));
        assert_ok!(call(Bob, accounts::add_proxy(Ferdie, ProxyType::Council)));
        let vote = Calls::vote {
            proposal: motion.hash(),
            index: motion.index,
            approve: true,
        };
        assert_ok!(call(Ferdie, accounts::acting_for(Bob, vote.into())));
        assert_eq!(accounts::outcome(), Ok(()));
        let chill = pallet_staking::Call::chill {}.into();
        assert_ok!(call(Ferdie, accounts::acting_for(Bob, chill)));
        let filtered = frame_system::Error::<Runtime>::CallFiltered;
        assert_eq!(accounts::outcome(), Err(filtered.into()));
    });
}

#[test]
fn a_flood_of_motions_costs_more_than_a_validator_has() {
    with_preset(LOCAL, || {
        block(vec![]);
        let mut open = 0;
        loop {
            let remark = frame_system::Call::remark { remark: vec![open] };
            let Err(refused) = call(Dave, Motion::proposing(3, &remark.into())) else {
                open += 1;
                continue;
            };
            assert_eq!(refused, sp_runtime::TokenError::FundsUnavailable.into());
            break;
        }
        assert!(u32::from(open) < MAX_MOTIONS, "places are left for others");
        let reason = RuntimeHoldReason::Council(pallet_collective::HoldReason::ProposalSubmission);
        let held = Balances::balance_on_hold(&reason, &Dave.to_account_id());
        // Twice as much for each as for the one before.
        assert_eq!(held, MOTION_DEPOSIT * ((1 << open) - 1));
        assert!(held > 500_000 * UNIT);
    });
}

#[test]
fn a_deposit_comes_back_when_the_motion_has_ended() {
    with_preset(LOCAL, || {
        block(vec![]);
        let motion = Motion::propose(Alice, 3, enact(authorize_upgrade()));
        let reason = RuntimeHoldReason::Council(pallet_collective::HoldReason::ProposalSubmission);
        let held = || Balances::balance_on_hold(&reason, &Alice.to_account_id());
        assert_eq!(held(), MOTION_DEPOSIT);
        for voter in [Alice, Bob, Charlie] {
            assert_ok!(motion.vote(voter));
        }
        assert_ok!(motion.close());
        let release = Calls::release_proposal_cost {
            proposal_hash: motion.hash(),
        };
        assert_ok!(call(Ferdie, release));
        assert_eq!(held(), 0);
    });
}
