use super::{
    network::{Network, NetworkError},
    specification, NewChainError,
};
use crate::chain_spec::ChainSpecError;
use postern_runtime::constants::{currency::UNIT, staking::SESSIONS_PER_ERA, time::EPOCH_SLOTS};
use serde_json::{json, Value};
use sp_core::crypto::{AccountId32, Ss58Codec};

/// A public key that is the byte `n`, 32 times.
fn key(n: u8) -> String {
    AccountId32::new([n; 32]).to_ss58check()
}

fn validator(n: u8) -> Value {
    json!({
        "account": key(n),
        "babe": key(n + 1),
        "grandpa": format!("0x{}", "ab".repeat(31) + &format!("{n:02x}")),
        "authority_discovery": key(n + 3),
        "stake": 5_000,
    })
}

fn network() -> Value {
    json!({
        "name": "Garden",
        "id": "garden-1",
        "bootnodes": ["/dns/a.example/tcp/30333/p2p/12D3KooWQYV9dGMFoRzNStwpXztXaBUjtPqi6aU76ZgUriHhKust"],
        "validators": [validator(10), validator(20)],
        "balances": [
            {"account": key(10), "amount": 7},
            {"account": key(20), "amount": 8},
            {"account": key(30), "amount": 9},
        ],
    })
}

fn refused(network: &Value) -> Option<NetworkError> {
    let genesis = Network::parse(&network.to_string()).and_then(|network| network.genesis());
    genesis.err()
}

/// The network with one value at `pointer` replaced.
fn with(pointer: &str, value: Value) -> Value {
    let mut network = network();
    match network.pointer_mut(pointer) {
        Some(place) => *place = value,
        None => network[pointer.trim_start_matches('/')] = value,
    }
    network
}

#[test]
fn a_description_becomes_a_beginning_with_every_account_in_it() {
    let network = Network::parse(&network().to_string()).expect("it is well formed");
    let genesis = network.genesis().expect("it can begin");
    assert_eq!(genesis.seats, 2);
    assert_eq!(genesis.calendar.epoch_slots, EPOCH_SLOTS);
    assert_eq!(genesis.calendar.sessions_per_era, SESSIONS_PER_ERA);
    let patch = genesis.patch();
    let balances = patch["balances"]["balances"].as_array().expect("a list");
    let of = |n: u8| balances.iter().find(|entry| entry[0] == key(n));
    let amount = |n: u8| of(n).map(|entry| entry[1].to_string());
    assert_eq!(balances.len(), 3);
    assert_eq!(amount(10), Some((5_007 * UNIT).to_string()));
    assert_eq!(amount(30), Some((9 * UNIT).to_string()));
    assert_eq!(patch["staking"]["validatorCount"], 2);
    assert_eq!(patch["session"]["keys"][1][2]["babe"], key(21));
}

#[test]
fn seats_and_lengths_are_what_the_description_says() {
    let mut network = with("/seats", json!(5));
    network["epoch_slots"] = json!(20);
    network["sessions_per_era"] = json!(2);
    let patch = Network::parse(&network.to_string()).and_then(|network| network.genesis());
    let patch = patch.expect("it can begin").patch();
    assert_eq!(patch["staking"]["validatorCount"], 5);
    let calendar = json!({"epochSlots": 20, "sessionsPerEra": 2});
    assert_eq!(patch["calendar"], calendar);
}

#[test]
fn numbers_out_of_range_are_refused_by_the_name_of_their_field() {
    for (pointer, value) in [
        ("/seats", json!(0)),
        ("/seats", json!(101)),
        ("/epoch_slots", json!(4)),
        ("/epoch_slots", json!(201)),
        ("/sessions_per_era", json!(0)),
        ("/sessions_per_era", json!(37)),
        ("/validators/1/stake", json!(999)),
        ("/balances/2/amount", json!(0)),
        ("/validators", json!([])),
    ] {
        let error = refused(&with(pointer, value));
        let Some(NetworkError::Range { at, .. }) = error else {
            panic!("{pointer}: {error:?}");
        };
        let name: String = at.replace(['[', '.'], "/").replace(']', "");
        assert_eq!(format!("/{name}"), pointer);
    }
}

#[test]
fn names_that_cannot_be_used_are_refused() {
    assert_eq!(refused(&with("/name", json!(""))), Some(NetworkError::Name));
    for id in ["", "dev", "local", "Garden", "a/b", "-a", "a-", "a b"] {
        let error = refused(&with("/id", json!(id)));
        assert_eq!(error, Some(NetworkError::Id), "{id}");
    }
}

#[test]
fn what_is_no_key_and_what_stands_twice_is_refused() {
    for field in ["account", "babe", "grandpa", "authority_discovery"] {
        let pointer = format!("/validators/1/{field}");
        let at = format!("validators[1].{field}");
        let error = refused(&with(&pointer, json!("5Grw")));
        assert_eq!(error, Some(NetworkError::Key { at: at.clone() }));
        let first = validator(10)[field].clone();
        let error = refused(&with(&pointer, first));
        assert_eq!(error, Some(NetworkError::Twice { at }));
    }
    let error = refused(&with("/balances/1/account", json!(key(10))));
    let at = "balances[1].account".to_owned();
    assert_eq!(error, Some(NetworkError::Twice { at }));
}

#[test]
fn a_validator_without_funds_and_more_than_can_be_counted_are_refused() {
    let error = refused(&with("/balances/1/account", json!(key(40))));
    assert_eq!(error, Some(NetworkError::NoFees(1)));
    let error = refused(&with("/balances/2/amount", json!(u64::MAX)));
    assert_eq!(error, Some(NetworkError::Issuance));
}

#[test]
fn unknown_missing_and_mistyped_fields_are_told_by_name_and_line() {
    for (pointer, value, said) in [
        ("/sudo", json!(key(1)), "unknown field `sudo`"),
        ("/validators/0/stake", json!("5000"), "expected u64"),
        ("/bootnodes", json!(["/ip4/10.0.0.1/tcp/1"]), "Peer id"),
    ] {
        let Some(NetworkError::Malformed(text)) = refused(&with(pointer, value)) else {
            panic!("{pointer} is taken");
        };
        assert!(text.contains(said) && text.contains("line"), "{text}");
    }
    let error = Network::parse("{}").err();
    assert!(matches!(error, Some(NetworkError::Malformed(text)) if text.contains("`name`")));
}

#[test]
fn a_file_becomes_a_specification_that_the_runtime_can_begin() {
    let folder = std::env::temp_dir().join(format!("postern-new-chain-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder can be written");
    let path = folder.join("network.json");
    std::fs::write(&path, network().to_string()).expect("a temporary file can be written");
    let specification = specification(&path);
    std::fs::remove_dir_all(&folder).expect("it can be removed");
    match specification {
        Ok(specification) => {
            let raw = sc_service::chain_ops::build_spec(&specification, true);
            let raw: Value = serde_json::from_str(&raw.expect("the runtime begins it")).unwrap();
            assert_eq!(
                (&raw["id"], &raw["protocolId"]),
                (&json!("garden-1"), &json!("garden-1"))
            );
            assert_eq!(raw["chainType"], "Live");
            assert_eq!(raw["properties"]["tokenSymbol"], "PST");
            assert_eq!(raw["bootNodes"], network()["bootnodes"]);
            assert!(raw["genesis"]["raw"]["top"].is_object());
        }
        Err(NewChainError::Runtime(ChainSpecError::NoRuntime)) => {
            eprintln!("skipped: the runtime was left out of this build");
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_file_that_is_not_there_has_its_own_error() {
    let error = specification("/nowhere/network.json".as_ref()).err();
    assert!(matches!(error, Some(NewChainError::Read { .. })));
}
