//! The presets are chains that can start.

use crate::{
    constants::{currency::UNIT, pinning::BOND, staking::PRESET_BOND},
    genesis_presets::{get_preset, preset_names, DEV, LOCAL},
    AccountId, AuthorityDiscovery, Babe, Balances, Grandpa, Pinning, RuntimeGenesisConfig, Session,
    Staking,
};
use frame_support::genesis_builder_helper::build_state;
use serde_json::{json, Value};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};

/// Runs `test` on the state that a preset builds, the way nodes build it: the preset laid
/// over the defaults. A keystore is there for tests that make keys.
pub(super) fn with_preset(name: &str, test: impl FnOnce()) {
    with_patched_preset(name, json!({}), test);
}

/// The same with a patch laid over the preset, as somebody does for a network of their own.
pub(super) fn with_patched_preset(name: &str, patch: Value, test: impl FnOnce()) {
    let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).expect("defaults");
    let preset = get_preset(&name.into()).expect("the preset exists");
    merge(
        &mut config,
        serde_json::from_slice(&preset).expect("a preset is JSON"),
    );
    merge(&mut config, patch);
    let mut state = sp_io::TestExternalities::default();
    state.register_extension(KeystoreExt::new(MemoryKeystore::new()));
    state.execute_with(|| {
        build_state::<RuntimeGenesisConfig>(config.to_string().into_bytes()).expect("it builds");
        test();
    });
}

fn merge(base: &mut Value, patch: Value) {
    match (base, patch) {
        (Value::Object(base), Value::Object(patch)) => {
            for (key, value) in patch {
                merge(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (base, patch) => *base = patch,
    }
}

fn accounts(of: &[Sr25519Keyring]) -> Vec<AccountId> {
    of.iter().map(|key| key.to_account_id()).collect()
}

#[test]
fn every_preset_that_is_named_exists_and_no_other() {
    assert_eq!(preset_names(), vec![DEV, LOCAL]);
    assert!(get_preset(&"main".into()).is_none());
}

#[test]
fn dev_has_alice_as_its_only_validator() {
    with_preset(DEV, || {
        assert_eq!(Session::validators(), accounts(&[Alice]));
        assert_eq!(Babe::authorities().len(), 1);
        assert_eq!(Grandpa::grandpa_authorities().len(), 1);
    });
}

#[test]
fn local_has_four_validators_who_make_blocks_and_vote() {
    with_preset(LOCAL, || {
        // An election decides on their order.
        let mut validators = Session::validators();
        validators.sort();
        let mut expected = accounts(&[Alice, Bob, Charlie, Dave]);
        expected.sort();
        assert_eq!(validators, expected);
        assert_eq!(Babe::authorities().len(), 4);
        assert_eq!(Grandpa::grandpa_authorities().len(), 4);
        assert_eq!(AuthorityDiscovery::authorities().len(), 4);
    });
}

#[test]
fn two_of_the_validators_of_local_are_pinners_whom_nothing_is_assigned_to_before_they_are_heard() {
    with_preset(LOCAL, || {
        for (number, owner) in [(0, Alice), (1, Bob)] {
            let pinner = Pinning::pinner(number).expect("it is registered");
            assert_eq!(pinner.account, owner.to_account_id());
            assert_eq!((pinner.bond, pinner.live), (BOND, false));
        }
        assert!(Pinning::pinner(2).is_none());
        Pinning::do_try_state().expect("it is consistent");
    });
    with_preset(DEV, || assert!(Pinning::pinner(0).is_none()));
}

#[test]
fn every_validator_of_a_preset_has_bonded_the_same() {
    for preset in [DEV, LOCAL] {
        with_preset(preset, || {
            for validator in Session::validators() {
                let era = pallet_staking::ActiveEra::<crate::Runtime>::get().expect("era 0");
                let exposure = Staking::eras_stakers(era.index, &validator);
                assert_eq!((exposure.own, exposure.total), (PRESET_BOND, PRESET_BOND));
            }
        });
    }
}

#[test]
fn six_well_known_accounts_own_something_on_either() {
    for preset in [DEV, LOCAL] {
        with_preset(preset, || {
            for account in accounts(&[Alice, Bob, Charlie, Dave, Eve, Ferdie]) {
                assert_eq!(Balances::free_balance(account), 1_000_000 * UNIT);
            }
        });
    }
}

#[test]
fn secondary_slots_carry_a_vrf_from_genesis_on() {
    with_preset(DEV, || {
        let epoch = Babe::epoch_config().expect("genesis sets it");
        assert!(epoch.allowed_slots.is_secondary_vrf_slots_allowed());
    });
}
