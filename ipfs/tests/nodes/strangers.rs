//! What those can do to a node's disk who only can reach it: nothing.

use crate::common::{
    noise, start,
    stranger::{self, say, Stranger},
    tcp_address, url, Rpc,
};
use postern_ipfs::client::Client;
use postern_primitives::{Cid, Codec};
use reqwest::multipart::{Form, Part};
use std::time::Duration;

/// How long a stranger waits for what he said to have come to something.
const ROUND: Duration = Duration::from_millis(50);

#[tokio::test(flavor = "multi_thread")]
async fn blocks_that_nobody_asked_for_are_not_stored() {
    let folder = tempfile::tempdir().unwrap();
    let node = start(folder.path(), Vec::new()).await;
    let client = Client::new(&url(&node)).unwrap();
    let mut stranger = Stranger::connect(&tcp_address(&node).await).await;

    let wanted = noise(1_000, 1);
    let cid = Cid::of_block(Codec::Raw, &wanted);
    let mut asking = tokio::spawn({
        let client = client.clone();
        async move { client.block_get(&cid).await }
    });
    // The wanted one comes last, so the others have been looked at when it is there.
    let unwanted: Vec<_> = (2..6).map(|seed| noise(300_000, seed)).collect();
    let damaged = noise(1_000, 7);
    let mut blocks: Vec<&[u8]> = unwanted.iter().map(Vec::as_slice).collect();
    blocks.extend([damaged.as_slice(), wanted.as_slice()]);
    let message = stranger::blocks(&blocks);
    let fetched = loop {
        say(&mut stranger.stream, &message).await;
        if let Ok(fetched) = tokio::time::timeout(ROUND, &mut asking).await {
            break fetched.unwrap();
        }
    };
    assert_eq!(fetched.unwrap(), wanted);
    let stored = client.repo_stat().await.unwrap();
    assert_eq!((stored.num_objects, stored.repo_size), (1, 1_000));
    assert_eq!(client.pins().await.unwrap(), []);
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_others_store_and_pin_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let node = start(folder.path(), Vec::new()).await;
    let (client, rpc) = (Client::new(&url(&node)).unwrap(), Rpc::new(&url(&node)));
    let cid = Cid::of_block(Codec::Raw, b"known");
    let pin = format!("pin/add?arg={cid}");
    let peer = format!("swarm/connect?arg={}", tcp_address(&node).await);
    for (name, value) in [
        ("Origin", "http://example.com"),
        ("Origin", "null"),
        ("Referer", "http://example.com/page"),
        ("User-Agent", "Mozilla/5.0"),
    ] {
        for call in ["add", "block/put", &pin, "pin/rm", "repo/gc", &peer] {
            let form = Form::new().part("file", Part::bytes(noise(1_000, 8)).file_name("a"));
            let request = rpc.http.post(rpc.url(call)).header(name, value);
            let answer = rpc.send(request.multipart(form)).await;
            assert_eq!(answer.status, 403, "{name}: {value}, {call}");
        }
    }
    // A link or a picture in a page makes a browser GET.
    let answer = rpc.send(rpc.http.get(rpc.url(&pin))).await;
    assert_eq!(answer.status, 405);
    let stored = client.repo_stat().await.unwrap();
    assert_eq!((stored.num_objects, stored.repo_size), (0, 0));
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rpc_is_on_this_machine_alone_wherever_the_node_listens_for_others() {
    let folder = tempfile::tempdir().unwrap();
    let config = postern_ipfs::node::Config {
        listen: vec!["/ip4/0.0.0.0/tcp/0".into()],
        ..crate::common::config(folder.path())
    };
    let node = postern_ipfs::node::Node::start(config).await.unwrap();
    assert!(node.api_addr().ip().is_loopback());
    node.stop().await;
}
