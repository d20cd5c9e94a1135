//! The presets are chains that can start.

use crate::{
    constants::currency::UNIT,
    genesis_presets::{get_preset, preset_names, DEV, LOCAL},
    AccountId, Babe, Balances, Grandpa, RuntimeGenesisConfig, Session,
};
use frame_support::genesis_builder_helper::build_state;
use serde_json::Value;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};

/// Runs `test` on the state that a preset builds, the way nodes build it: the preset laid
/// over the defaults.
pub(super) fn with_preset(name: &str, test: impl FnOnce()) {
    let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).expect("defaults");
    let patch = get_preset(&name.into()).expect("the preset exists");
    merge(
        &mut config,
        serde_json::from_slice(&patch).expect("a preset is JSON"),
    );
    sp_io::TestExternalities::default().execute_with(|| {
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
        assert_eq!(
            Session::validators(),
            accounts(&[Alice, Bob, Charlie, Dave])
        );
        assert_eq!(Babe::authorities().len(), 4);
        assert_eq!(Grandpa::grandpa_authorities().len(), 4);
    });
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
