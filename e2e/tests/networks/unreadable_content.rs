//! What arrives over IPFS may be wrong in every way: the reader is told, nothing is
//! lost, and what cannot be read does not hide what can.

use axum::{extract::Query, http::Uri, routing::any, Router};
use postern_e2e::{until, Network, Node, Person};
use postern_primitives::{Cid, Codec};
use serde_json::Value;
use std::collections::HashMap;
use subxt::dynamic;
use subxt_signer::sr25519::dev;

/// Puts a CID into Dave's inbox with no letter behind it, as any program might.
async fn send_raw(node: &Node, cid: &Cid, size: u64) {
    let call = dynamic::tx(
        "Inbox",
        "send",
        vec![
            dynamic::Value::unnamed_composite([dynamic::Value::from_bytes(
                dev::dave().public_key().0,
            )]),
            dynamic::Value::from_bytes(cid.to_string()),
            dynamic::Value::u128(size.into()),
            dynamic::Value::u128(1000),
        ],
    );
    node.submit(&call, &dev::eve()).await;
}

async fn waiting(node: &Node) -> usize {
    node.entries_in_state("Inbox", "Entries").await
}

/// Messages that were shown, and reports of entries that could not be.
fn told(outcome: &postern_e2e::Outcome) -> (Vec<&str>, Vec<&str>) {
    let texts = outcome
        .json
        .iter()
        .filter_map(|line| line["text"].as_str())
        .collect();
    let errors = outcome
        .json
        .iter()
        .filter_map(|line| line["error"].as_str())
        .collect();
    (texts, errors)
}

async fn charlie_and_dave(network: &Network, node: &Node) -> (Person, Person) {
    let charlie = network.member("charlie", node).await;
    let dave = network.member("dave", node).await;
    (charlie, dave)
}

#[tokio::test(flavor = "multi_thread")]
async fn content_that_does_not_decrypt_stays_and_hides_nothing() {
    let network = Network::new();
    let node = network.pinner().await;
    let (charlie, dave) = charlie_and_dave(&network, &node).await;
    let noise = [7u8; 5000];
    let client = postern_ipfs::client::Client::new(&node.ipfs_url()).expect("the URL is good");
    let cid = client
        .block_put(Codec::Raw, noise.to_vec(), true)
        .await
        .expect("IPFS takes a block");
    send_raw(&node, &cid, noise.len() as u64).await;
    charlie.must(&["send", "dave", "after the noise"]).await;

    let outcome = dave.run(&["inbox"]).await;
    let (texts, errors) = told(&outcome);
    assert_eq!(texts, ["after the noise"]);
    assert_eq!(errors.len(), 1, "{outcome:?}");
    until("the letter alone to leave", || async {
        (waiting(&node).await == 1).then_some(())
    })
    .await;
}

/// An IPFS that answers every question about a block with something else.
async fn lying_ipfs(honest: String) -> String {
    let app = Router::new().fallback(any(
        move |uri: Uri, Query(query): Query<HashMap<String, String>>| {
            let honest = honest.clone();
            async move {
                if uri.path() == "/api/v0/block/get" || uri.path() == "/api/v0/cat" {
                    return format!("not what {} names", query["arg"]).into_bytes();
                }
                let url = format!("{honest}{uri}");
                let answer = reqwest::Client::new().post(url).send().await;
                match answer {
                    Ok(answer) => answer.bytes().await.map(|b| b.to_vec()).unwrap_or_default(),
                    Err(_) => Vec::new(),
                }
            }
        },
    ));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, app).await });
    url
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_do_not_match_their_cid_are_refused_and_read_later() {
    let network = Network::new();
    let node = network.pinner().await;
    let (charlie, dave) = charlie_and_dave(&network, &node).await;
    let sent = charlie.must(&["send", "dave", "the true text"]).await;
    let liar = lying_ipfs(node.ipfs_url()).await;

    let dave = dave.with_ipfs(&liar);
    let outcome = dave.run(&["inbox"]).await;
    let (texts, errors) = told(&outcome);
    assert!(texts.is_empty(), "{outcome:?}");
    assert_eq!(errors.len(), 1, "{outcome:?}");
    assert!(
        errors[0].contains(sent["id"].as_str().expect("an id")),
        "{errors:?}"
    );
    assert_eq!(waiting(&node).await, 1);

    let dave = dave.through(&node);
    let received: Value = dave.must(&["inbox"]).await;
    assert_eq!(received["text"], "the true text");
}
