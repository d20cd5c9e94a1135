//! Paying somebody in a message: what the chain says counts, and not what the sender does.

use postern_client::{
    chain::{Call, Chain},
    client::keystore_path,
    content::{fetch_envelope, publish_block},
    keystore,
    sealing::{self, KeyPackage, Letter, Payment, Recipient},
};
use postern_e2e::{until, Network, Node, Person};
use postern_ipfs::client::Client as Ipfs;
use serde_json::{json, Value};

const PST: u128 = 1_000_000_000_000;

async fn free(person: &Person) -> u128 {
    let balance = person.must(&["balance"]).await;
    let free = balance["free"].as_str().and_then(|free| free.parse().ok());
    free.expect("a balance is a number")
}

/// A message that names a payment, by a program that lies.
async fn claim(node: &Node, payer: &Person, payee: &str, payment: Payment) {
    let keys = keystore::open(&keystore_path(payer.home()), payer.passphrase())
        .expect("the keystore opens");
    let chain = Chain::connect(&node.rpc_url()).await.expect("a node");
    let ipfs = Ipfs::new(&node.ipfs_url()).expect("an address");
    let handle = payee.parse().expect("a handle");
    let payee = chain.identity_by_handle(&handle).await.expect("an answer");
    let payee = payee.expect("somebody registered");
    let device = &payee.devices[0];
    let package = fetch_envelope(&ipfs, &device.key_cid).await.expect("a key");
    let recipient = Recipient {
        device: device.id,
        sealing_public: KeyPackage::parse(&package, &device.public)
            .expect("their key")
            .sealing,
    };
    let from = keys.account.public_key().0;
    let moment = chain.moment().await.expect("a time");
    let letter = Letter::new(
        from,
        keys.device.id(),
        vec![payee.account],
        moment,
        String::new(),
        vec![],
    )
    .expect("randomness")
    .with_payment(Some(payment));
    let envelope = sealing::seal(&letter, chain.genesis(), &keys.device, &[recipient])
        .expect("a letter that fits");
    let content = publish_block(&ipfs, envelope).await.expect("IPFS takes it");
    let call = Call::send(&[payee.account], &content.cid, content.size, 1000);
    let pending = chain.submit(&keys.account, &call).await.expect("a place");
    pending.in_block().await.expect("a block");
}

/// The payment as `postern pay` printed it.
fn as_it_was_made(paid: &Value) -> Payment {
    let bytes = |field: &str| {
        let text = paid[field]
            .as_str()
            .expect("a hash")
            .trim_start_matches("0x");
        let bytes = hex::decode(text).expect("hexadecimal digits");
        bytes.try_into().expect("32 bytes")
    };
    Payment {
        transaction: bytes("transaction"),
        block: paid["block"].as_u64().expect("a number") as u32,
        block_hash: bytes("block_hash"),
        amount: paid["amount"]
            .as_str()
            .and_then(|amount| amount.parse().ok())
            .expect("an amount"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_shown_to_both_and_counts_once() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;

    let before = free(&dave).await;
    let paid = charlie
        .must(&["pay", "dave", "1.5", "--note", "for lunch", "--yes"])
        .await;
    assert_eq!(paid["amount"], "1500000000000");
    assert_eq!(free(&dave).await, before + 3 * PST / 2);
    let received = dave.must(&["inbox"]).await;
    assert_eq!(received["id"], paid["id"]);
    assert_eq!(received["text"], "for lunch");
    let expected = json!({
        "amount": "1500000000000",
        "transaction": paid["transaction"],
        "block": paid["block"],
        "state": "final",
    });
    assert_eq!(received["payment"], expected);

    // The same payment again; more than was paid; another transaction; a block that nobody
    // has yet.
    let made = as_it_was_made(&paid);
    let mut lies = vec![made.clone(); 4];
    lies[1].amount *= 10;
    lies[2].transaction = [7; 32];
    lies[3].block = u32::MAX;
    for (lie, state) in lies
        .into_iter()
        .zip(["refuted", "refuted", "refuted", "claimed"])
    {
        claim(&node, &charlie, "dave", lie.clone()).await;
        let received = until("a message", || async {
            dave.run(&["inbox"]).await.json.pop()
        })
        .await;
        assert_eq!(received["payment"]["state"], state, "{lie:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_paid_is_said_and_nothing_is_paid() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;

    let before = free(&charlie).await;
    charlie.fails(&["pay", "dave", "1"], "--yes").await;
    charlie
        .fails(&["pay", "dave", "1000000000000", "--yes"], "can be spent")
        .await;
    charlie
        .fails(&["pay", "dave", "0", "--yes"], "nothing to pay")
        .await;
    charlie
        .fails(&["pay", "charlie", "1", "--yes"], "your own account")
        .await;
    charlie
        .fails(&["pay", "nobody-at-all", "1", "--yes"], "registered")
        .await;
    let wrong = charlie.run(&["pay", "dave", "1.5 EUR", "--yes"]).await;
    assert_eq!(wrong.code, Some(2), "{wrong:?}");
    assert!(free(&charlie).await.abs_diff(before) < PST);
    assert!(dave.run(&["inbox"]).await.json.is_empty());
}
