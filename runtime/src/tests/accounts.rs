//! Acting for another account, as several people together, and several calls in one.

use super::{
    chain::{block, call},
    genesis::with_preset,
};
use crate::{
    constants::{
        accounts::{ITEM_DEPOSIT, RECORD_DEPOSIT},
        currency::UNIT,
        staking::PRESET_BOND,
    },
    genesis_presets::LOCAL,
    AccountId, Balances, ProxyType, Runtime, RuntimeCall, System,
};
use frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo};
use pallet_staking::RewardDestination;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::{traits::BadOrigin, DispatchError};

fn pay(to: &AccountId, value: u128) -> RuntimeCall {
    RuntimeCall::Balances(pallet_balances::Call::transfer_allow_death {
        dest: to.clone().into(),
        value,
    })
}

fn bond(value: u128) -> RuntimeCall {
    RuntimeCall::Staking(pallet_staking::Call::bond {
        value,
        payee: RewardDestination::Staked,
    })
}

fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
    RuntimeCall::Utility(pallet_utility::Call::batch_all { calls })
}

pub(super) fn add_proxy(
    proxy: Sr25519Keyring,
    proxy_type: ProxyType,
) -> pallet_proxy::Call<Runtime> {
    pallet_proxy::Call::add_proxy {
        delegate: proxy.to_account_id().into(),
        proxy_type,
        delay: 0,
    }
}

pub(super) fn acting_for(real: Sr25519Keyring, call: RuntimeCall) -> pallet_proxy::Call<Runtime> {
    pallet_proxy::Call::proxy {
        real: real.to_account_id().into(),
        force_proxy_type: None,
        call: Box::new(call),
    }
}

/// How the last call ended that a proxy made for another account.
pub(super) fn outcome() -> Result<(), DispatchError> {
    System::read_events_for_pallet::<pallet_proxy::Event<Runtime>>()
        .into_iter()
        .rev()
        .find_map(|event| match event {
            pallet_proxy::Event::ProxyExecuted { result } => Some(result),
            _ => None,
        })
        .expect("a proxy has acted")
}

#[test]
fn a_proxy_for_staking_stakes_but_does_not_pay() {
    with_preset(LOCAL, || {
        block(vec![]);
        assert_ok!(call(Eve, add_proxy(Ferdie, ProxyType::Staking)));
        let deposit = RECORD_DEPOSIT + ITEM_DEPOSIT;
        assert_eq!(Balances::reserved_balance(Eve.to_account_id()), deposit);

        assert_ok!(call(Ferdie, acting_for(Eve, bond(PRESET_BOND))));
        assert_eq!(outcome(), Ok(()));
        let pay = pay(&Ferdie.to_account_id(), UNIT);
        let filtered = Err(frame_system::Error::<Runtime>::CallFiltered.into());
        for call_ in [pay.clone(), batch(vec![pay])] {
            assert_ok!(call(Ferdie, acting_for(Eve, call_)));
            assert_eq!(outcome(), filtered);
        }
    });
}

#[test]
fn a_proxy_for_messages_does_not_stake() {
    with_preset(LOCAL, || {
        block(vec![]);
        assert_ok!(call(Eve, add_proxy(Ferdie, ProxyType::Messaging)));
        assert_ok!(call(Ferdie, acting_for(Eve, bond(PRESET_BOND))));
        let filtered = frame_system::Error::<Runtime>::CallFiltered;
        assert_eq!(outcome(), Err(filtered.into()));
        let release = RuntimeCall::KeyRegistry(pallet_key_registry::Call::release_handle {});
        assert_ok!(call(Ferdie, acting_for(Eve, release)));
        let none = pallet_key_registry::Error::<Runtime>::NotRegistered;
        assert_eq!(outcome(), Err(none.into()), "it came through to the pallet");
    });
}

#[test]
fn nobody_acts_for_an_account_unasked() {
    with_preset(LOCAL, || {
        block(vec![]);
        let pay = pay(&Ferdie.to_account_id(), UNIT);
        assert_noop!(
            call(Ferdie, acting_for(Eve, pay)),
            pallet_proxy::Error::<Runtime>::NotProxy
        );
    });
}

#[test]
fn two_of_three_pay_from_a_common_account() {
    with_preset(LOCAL, || {
        block(vec![]);
        let mut members: Vec<_> = [Alice, Bob, Charlie]
            .map(|member| member.to_account_id())
            .to_vec();
        members.sort();
        let common = pallet_multisig::Pallet::<Runtime>::multi_account_id(&members, 2);
        assert_ok!(call(Alice, pay(&common, 10 * UNIT)));

        let payment = pay(&Dave.to_account_id(), 5 * UNIT);
        let approve = |by: Sr25519Keyring, maybe_timepoint| {
            let mut others = members.clone();
            others.retain(|member| *member != by.to_account_id());
            let approval = pallet_multisig::Call::<Runtime>::as_multi {
                threshold: 2,
                other_signatories: others,
                maybe_timepoint,
                call: Box::new(payment.clone()),
                max_weight: payment.get_dispatch_info().total_weight(),
            };
            call(by, approval)
        };
        let first = pallet_multisig::Pallet::<Runtime>::timepoint();
        assert_ok!(approve(Alice, None));
        assert_eq!(
            Balances::free_balance(&common),
            10 * UNIT,
            "one is not enough"
        );
        assert_ok!(approve(Bob, Some(first)));
        assert_eq!(Balances::free_balance(&common), 5 * UNIT);
    });
}

#[test]
fn a_batch_is_done_as_a_whole_or_not_at_all() {
    with_preset(LOCAL, || {
        block(vec![]);
        let friend = AccountId::from([9; 32]);
        let good = pay(&friend, UNIT);
        let bad = RuntimeCall::System(frame_system::Call::set_heap_pages { pages: 1 });
        assert_noop!(call(Eve, batch(vec![good.clone(), bad])), BadOrigin);
        assert_ok!(call(Eve, batch(vec![good.clone(), good])));
        assert_eq!(Balances::free_balance(&friend), 2 * UNIT);
    });
}
