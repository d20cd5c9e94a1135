//! What is at stake decides who makes blocks.

use postern_e2e::{until, Network, Node};
use serde_json::json;
use subxt::dynamic::{tx, Value};
use subxt_signer::sr25519::{dev, Keypair};

/// More than any validator of the `local` chain has at stake.
const BOND: u128 = 200_000 * 10u128.pow(12);

/// Bytes of each session key.
const KEY: usize = 32;

async fn validates(node: &Node, who: &Keypair) -> bool {
    let validators = node.storage("Session", "Validators").await;
    validators.is_some_and(|all| all.contains(&hex::encode(who.public_key().0)))
}

/// Fresh session keys of a node, for the validator that `owner` will be: the three keys, and
/// the proof that the node has them.
async fn session_keys(node: &Node, owner: &Keypair) -> (Vec<u8>, Vec<u8>) {
    let owner = format!("0x{}", hex::encode(owner.public_key().0));
    let made = node
        .call("author_rotateKeysWithOwner", json!([owner]))
        .await;
    let made = made.expect("the node makes keys");
    let bytes = |name: &str| {
        let text = made[name].as_str().expect("keys come with a proof");
        hex::decode(text.trim_start_matches("0x")).expect("they are hexadecimal")
    };
    (bytes("keys"), bytes("proof"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_with_more_at_stake_takes_the_seat_of_another() {
    let network = Network::new();
    let nodes = network.validators().await;
    let newcomer = network
        .joins(
            "eve",
            &nodes,
            &["--validator", "--unsafe-force-node-key-generation"],
        )
        .await;
    let eve = dev::eve();
    let (keys, proof) = session_keys(&newcomer, &eve).await;
    let keys = Value::unnamed_composite(keys.chunks(KEY).map(Value::from_bytes));
    let staked = Value::unnamed_variant("Staked", []);
    let preferences = Value::named_composite([
        ("commission", Value::u128(0)),
        ("blocked", Value::bool(false)),
    ]);
    for call in [
        tx("Staking", "bond", vec![Value::u128(BOND), staked]),
        tx("Session", "set_keys", vec![keys, Value::from_bytes(proof)]),
        tx("Staking", "validate", vec![preferences]),
    ] {
        newcomer.submit(&call, &eve).await;
    }
    until("the newcomer to be elected", || async {
        validates(&nodes[0], &eve).await.then_some(())
    })
    .await;
    let veterans = [dev::alice(), dev::bob(), dev::charlie(), dev::dave()];
    let mut left = 0;
    for veteran in &veterans {
        left += usize::from(validates(&nodes[0], veteran).await);
    }
    assert_eq!(left, veterans.len() - 1);

    // Whoever is out follows the chain as before.
    let number = until("a final block", || nodes[0].finalized_block()).await;
    for node in &nodes {
        node.finalizes(number + 1).await;
    }
}
