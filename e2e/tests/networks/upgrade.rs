//! Validators put a later version of the program on their chain, by transactions, while
//! messages are under way.

use postern_e2e::{eve_and_ferdie, reads, until, Call, Following, Network, Node, Person};
use postern_runtime::REHEARSAL_BINARY;
use serde_json::json;
use subxt::dynamic::{tx, Value};
use subxt_signer::sr25519::{dev, Keypair};

/// Messages that wait while the migration goes through all entries.
const WAITING: usize = 4;

/// Where the migration of the rehearsal counts the entries that it has gone through.
const COUNTER: &[u8] = b":postern:rehearsal:";

/// Votes that a motion of four validators needs.
const THRESHOLD: u128 = 3;

/// The code of the later version.
fn code() -> &'static [u8] {
    REHEARSAL_BINARY.expect("built without SKIP_WASM_BUILD")
}

/// The motion: to take code of this hash.
fn motion() -> Value {
    let hash = Value::from_bytes(sp_crypto_hashing::blake2_256(code()));
    let authorize = Value::named_variant("authorize_upgrade", [("code_hash", hash)]);
    let authorize = Value::unnamed_variant("System", [authorize]);
    let enact = Value::named_variant("enact", [("call", authorize)]);
    Value::unnamed_variant("Governance", [enact])
}

fn council(call: &str, arguments: Vec<Value>) -> Call {
    tx("Council", call, arguments)
}

/// Three of four validators decide.
async fn decide(node: &Node) {
    let voters = [dev::alice(), dev::bob(), dev::charlie()];
    let length = Value::u128(1_000);
    let propose = council(
        "propose",
        vec![Value::u128(THRESHOLD), motion(), length.clone()],
    );
    node.submit(&propose, &voters[0]).await;
    let motions = node.storage("Council", "Proposals").await;
    // A list of one hash, behind its length.
    let motions = hex::decode(motions.expect("there is a motion").trim_start_matches("0x"));
    let hash = Value::from_bytes(&motions.expect("hexadecimal")[1..]);
    let vote = |voter: Keypair| {
        let arguments = vec![hash.clone(), Value::u128(0), Value::bool(true)];
        async move { node.submit(&council("vote", arguments), &voter).await }
    };
    futures::future::join_all(voters.map(vote)).await;
    let weight = Value::named_composite([
        ("ref_time", Value::u128(10_000_000_000)),
        ("proof_size", Value::u128(0)),
    ]);
    let close = council("close", vec![hash, Value::u128(0), weight, length]);
    node.submit(&close, &dev::dave()).await;
}

async fn version(node: &Node) -> Option<u64> {
    let version = node.call("state_getRuntimeVersion", json!([])).await?;
    version["specVersion"].as_u64()
}

/// Sends, as somebody does who repeats what has failed.
async fn send(person: &Person, to: &str, text: &str) -> String {
    let first = person.run(&["send", to, text]).await;
    let mut sent = first.json.last().cloned();
    if sent.is_none() {
        assert!(!first.stderr.is_empty(), "it says why it failed");
        sent = Some(
            until("a message to be sent", || async {
                let again = person.run(&["send", "--retry"]).await;
                again.json.last().cloned()
            })
            .await,
        );
    }
    let id = &sent.expect("it was sent")["id"];
    id.as_str().expect("a CID is text").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_outlive_an_upgrade_with_a_migration() {
    let network = Network::new();
    let nodes = network.validators().await;
    let (eve, ferdie) = eve_and_ferdie(&network, &nodes[0], &nodes[1]).await;
    let charlie = network.member("charlie", &nodes[2]).await;

    let mut waiting = Vec::new();
    for number in 0..WAITING {
        waiting.push(send(&eve, "ferdie", &format!("before {number}")).await);
    }
    let follows = Following::begin(&charlie);
    send(&eve, "charlie", "followed before").await;
    let certificate = eve.must(&["lookup", "ferdie"]).await;
    let before = version(&nodes[0]).await.expect("a version");

    decide(&nodes[0]).await;
    let apply = tx(
        "System",
        "apply_authorized_upgrade",
        vec![Value::from_bytes(code())],
    );
    let dave = dev::dave();
    let (_, during) = tokio::join!(
        nodes[3].submit(&apply, &dave),
        send(&eve, "ferdie", "during"),
    );
    waiting.push(during);

    for node in &nodes {
        until("the later version", || async {
            version(node).await.filter(|now| *now > before)
        })
        .await;
    }
    until("the migration to have gone through all entries", || async {
        let count = nodes[0].storage_at(COUNTER).await?;
        let ongoing = nodes[0].storage("MultiBlockMigrations", "Cursor").await;
        // As a little-endian number; fewer than 256.
        let count = u8::from_str_radix(count.get(2..4)?, 16).ok()?;
        (ongoing.is_none() && usize::from(count) >= WAITING).then_some(())
    })
    .await;

    assert_eq!(eve.must(&["lookup", "ferdie"]).await, certificate);
    for id in &waiting {
        until("the pinners to have it", || async {
            let both = nodes[0].has_pinned(id).await && nodes[1].has_pinned(id).await;
            both.then_some(())
        })
        .await;
    }
    send(&eve, "ferdie", "after").await;
    send(&eve, "charlie", "followed after").await;

    assert_eq!(
        reads(&ferdie).await,
        ["before 0", "before 1", "before 2", "before 3", "during", "after"]
    );
    until("the follower to have both", || async {
        (follows.texts() == ["followed before", "followed after"]).then_some(())
    })
    .await;
    // What he has read leaves the chain under the later version as well.
    until("nothing to be left on chain", || async {
        (nodes[0].entries_in_state("Inbox", "Entries").await == 0).then_some(())
    })
    .await;
}
