//! Any call of the chain by name: what is asked for happens, and what does not fit is refused
//! before anything is sent.

use postern_e2e::{Network, Person};
use serde_json::{json, Value};

const FERDIE: &str = "5CiPPseXPECbkjWCa6MnjNokrgYjMqmKndv2rSnekmSK2DjL";

/// The fields of the first event of this name.
fn event<'a>(done: &'a Value, pallet: &str, name: &str) -> &'a Value {
    let events = done["events"].as_array().expect("events are a list");
    let found = events
        .iter()
        .find(|event| event["pallet"] == pallet && event["event"] == name);
    &found.unwrap_or_else(|| panic!("no {pallet}.{name} in {done}"))["fields"]
}

async fn alice(network: &Network) -> (postern_e2e::Node, Person) {
    let node = network.pinner().await;
    let alice = network.person("alice", &node);
    alice.must(&["init", "--suri", "//Alice"]).await;
    (node, alice)
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_made_by_name_by_position_and_within_each_other() {
    let network = Network::new();
    let (node, alice) = alice(&network).await;
    let transfer = json!({"dest": FERDIE, "value": "1.5 PST"}).to_string();
    let transferring = ["call", "Balances", "transfer_keep_alive", &transfer];
    let done = alice
        .must(&[&transferring[..], &["--wait", "final"]].concat())
        .await;
    assert_eq!(
        event(&done, "Balances", "Transfer")["amount"],
        "1500000000000"
    );
    assert_eq!(event(&done, "Balances", "Transfer")["to"], FERDIE);
    let number = done["block"].as_u64().expect("a number");
    assert_eq!(
        done["block_hash"].as_str(),
        node.hash_of(number).await.as_deref()
    );
    assert!(node
        .finalized_block()
        .await
        .is_some_and(|last| last >= number));

    let by_position = json!([FERDIE, 7_000_000_000_000u64]).to_string();
    let done = alice
        .must(&["call", "Balances", "transfer_allow_death", &by_position])
        .await;
    assert_eq!(
        event(&done, "Balances", "Transfer")["amount"],
        "7000000000000"
    );

    let within = json!({"calls": [
        {"System": {"remark_with_event": {"remark": "0x00"}}},
        {"Balances": {"transfer_all": {"dest": {"Id": FERDIE}, "keep_alive": true}}},
    ]});
    let done = alice
        .must(&["call", "Utility", "batch", &within.to_string()])
        .await;
    event(&done, "System", "Remarked");
    event(&done, "Utility", "BatchCompleted");

    let path = network.path().join("note");
    std::fs::write(&path, "from a file").expect("a file can be written");
    let noted = json!({ "remark": format!("@{}", path.display()) }).to_string();
    let ferdie = network.person("ferdie", &node);
    ferdie.must(&["init", "--suri", "//Ferdie"]).await;
    let done = ferdie
        .must(&["call", "System", "remark_with_event", &noted])
        .await;
    let hash = sp_crypto_hashing::blake2_256(b"from a file");
    let hash = format!("0x{}", hex::encode(hash));
    assert_eq!(event(&done, "System", "Remarked")["hash"], hash);
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_do_not_fit_or_are_refused_say_why() {
    let network = Network::new();
    let (_node, alice) = alice(&network).await;
    for (arguments, said) in [
        (&["Stake", "bond"][..], "the chain has no pallet `Stake`"),
        (
            &["Staking", "bonds"],
            "`Staking` has no call `bonds`; it has bond,",
        ),
        (
            &["Staking", "bond"],
            "`Staking.bond` lacks `value`; its fields are value, payee",
        ),
        (
            &["Staking", "bond", r#"{"value": "1 PST", "payee": "Me"}"#],
            r#"`payee` must be one of "Staked""#,
        ),
        (
            &["Balances", "transfer_all", r#"["5Grw", true]"#],
            r#"`dest` must be an address"#,
        ),
        (
            &["System", "remark", r#"{"remark": "@/nowhere"}"#],
            "`remark` names a file that cannot be read: `/nowhere`",
        ),
        (
            &["Staking", "withdraw_unbonded", r#"[0]"#, "--wait", "final"],
            "",
        ),
        (
            &["Staking", "rebond", r#"["1 PST"]"#],
            "the chain refused (Staking.NoUnlockChunk)",
        ),
        (
            &["Staking", "kick", r#"[["0x00"]]"#],
            "`who[0]` must be an address",
        ),
        (&["System", "set_code", r#"{"code": "0x00"}"#], "Bad origin"),
    ] {
        let arguments = [&["call"], arguments].concat();
        if said.is_empty() {
            alice.must(&arguments).await;
        } else {
            alice.fails(&arguments, said).await;
        }
    }
    let batch = r#"{"calls": [{"System": {"remark": {"remark": "0x"}}}, {"Staking": {"rebond": {"value": 1}}}]}"#;
    let outcome = alice.run(&["call", "Utility", "batch", batch]).await;
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(
        outcome.stderr.contains("did not do all it was to do"),
        "{outcome:?}"
    );
    assert!(
        outcome.stderr.contains("Staking.NoUnlockChunk"),
        "{outcome:?}"
    );
    event(&outcome.json[0], "Utility", "BatchInterrupted");

    let outcome = alice.run(&["call", "Staking", "bond", "{value: 1}"]).await;
    assert_eq!(outcome.code, Some(2), "{outcome:?}");
    assert!(outcome.stderr.contains("write JSON such as"), "{outcome:?}");
}
