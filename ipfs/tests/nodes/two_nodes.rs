//! Content between embedded nodes, and over a restart of one.

use crate::common::{config, eventually, noise, start, tcp_address, url, Rpc};
use postern_ipfs::{
    client::Client,
    node::{Config, Error, Node},
};
use postern_primitives::{Cid, Codec};
use std::{
    io::Cursor,
    time::{Duration, Instant},
};
use tokio::io::AsyncReadExt;

const LIMIT: u64 = 100 << 20;

fn client(node: &Node) -> Client {
    Client::new(&url(node)).unwrap()
}

async fn read(client: &Client, cid: &Cid) -> Vec<u8> {
    let mut bytes = Vec::new();
    client
        .cat(cid, LIMIT)
        .await
        .unwrap()
        .read_to_end(&mut bytes)
        .await
        .unwrap();
    bytes
}

async fn connected(node: &Node, count: usize) {
    let client = client(node);
    eventually("connections with peers", || async {
        client.swarm_peers().await.unwrap().len() >= count
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_pinned_elsewhere_outlives_the_node_it_came_from() {
    let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let sender = start(folders.0.path(), Vec::new()).await;
    let keeper = start(folders.1.path(), vec![tcp_address(&sender).await]).await;
    connected(&keeper, 1).await;

    let content = noise(5_000_000, 1);
    let cid = client(&sender)
        .add(Cursor::new(content.clone()))
        .await
        .unwrap()
        .cid;
    client(&keeper)
        .pin_add(&cid, Duration::from_secs(30))
        .await
        .unwrap();
    sender.stop().await;

    assert!(client(&keeper).is_pinned(&cid).await.unwrap());
    client(&keeper).repo_gc().await.unwrap();
    assert_eq!(read(&client(&keeper), &cid).await, content);
    keeper.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_read_from_elsewhere_without_being_pinned() {
    let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let sender = start(folders.0.path(), Vec::new()).await;
    let reader = start(folders.1.path(), Vec::new()).await;
    client(&reader)
        .swarm_connect(&tcp_address(&sender).await)
        .await
        .unwrap();

    let content = noise(1_500_000, 2);
    let cid = client(&sender)
        .add(Cursor::new(content.clone()))
        .await
        .unwrap()
        .cid;
    assert_eq!(read(&client(&reader), &cid).await, content);
    assert!(!client(&reader).is_pinned(&cid).await.unwrap());
    sender.stop().await;
    reader.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_of_what_nobody_has_fails_in_time_and_pins_nothing() {
    let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let other = start(folders.0.path(), Vec::new()).await;
    let node = start(folders.1.path(), vec![tcp_address(&other).await]).await;
    connected(&node, 1).await;

    let unknown = Cid::of_block(Codec::Raw, b"nobody has this");
    let started = Instant::now();
    client(&node)
        .pin_add(&unknown, Duration::from_millis(500))
        .await
        .unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(5));
    assert_eq!(client(&node).pins().await.unwrap(), vec![]);
    node.stop().await;
    other.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tree_with_a_missing_leaf_is_not_pinned() {
    let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let sender = start(folders.0.path(), Vec::new()).await;
    let keeper = start(folders.1.path(), vec![tcp_address(&sender).await]).await;
    connected(&keeper, 1).await;

    // The root of a file, without its leaves: add it, and keep nothing but the root.
    let content = noise(600_000, 3);
    let cid = client(&sender).add(Cursor::new(content)).await.unwrap().cid;
    let root = client(&sender).block_get(&cid).await.unwrap().to_vec();
    client(&sender).pin_rm(&cid).await.unwrap();
    client(&sender).repo_gc().await.unwrap();
    client(&sender)
        .block_put(Codec::DagPb, root, false)
        .await
        .unwrap();

    client(&keeper)
        .pin_add(&cid, Duration::from_millis(500))
        .await
        .unwrap_err();
    assert_eq!(client(&keeper).pins().await.unwrap(), vec![]);
    assert!(!client(&keeper).is_pinned(&cid).await.unwrap());
    sender.stop().await;
    keeper.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_waits_for_content_that_appears_later() {
    let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let sender = start(folders.0.path(), Vec::new()).await;
    let keeper = start(folders.1.path(), vec![tcp_address(&sender).await]).await;
    connected(&keeper, 1).await;

    let cid = Cid::of_block(Codec::Raw, b"not yet");
    let waiting = client(&keeper);
    let pin = tokio::spawn(async move { waiting.pin_add(&cid, Duration::from_secs(30)).await });
    // Collections come and go meanwhile; a pin in flight only makes them wait.
    let rpc = Rpc::new(&url(&keeper));
    let gc = tokio::spawn(async move { rpc.post("repo/gc").await.status });
    client(&sender)
        .block_put(Codec::Raw, b"not yet".to_vec(), false)
        .await
        .unwrap();
    pin.await.unwrap().unwrap();
    assert_eq!(gc.await.unwrap(), 200);
    assert!(client(&keeper).is_pinned(&cid).await.unwrap());
    sender.stop().await;
    keeper.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn blocks_pins_and_identity_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let node = start(folder.path(), Vec::new()).await;
    let id = node.peer_id();
    let content = noise(900_000, 4);
    let cid = client(&node)
        .add(Cursor::new(content.clone()))
        .await
        .unwrap()
        .cid;
    node.stop().await;

    let node = start(folder.path(), Vec::new()).await;
    assert_eq!(node.peer_id(), id);
    assert!(client(&node).is_pinned(&cid).await.unwrap());
    client(&node).repo_gc().await.unwrap();
    assert_eq!(read(&client(&node), &cid).await, content);
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configured_peer_is_dialled_again_after_it_was_away() {
    let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let peer = start(folders.0.path(), Vec::new()).await;
    let address = tcp_address(&peer).await;
    let node = start(folders.1.path(), vec![address.clone()]).await;
    connected(&node, 1).await;
    peer.stop().await;
    let asking = client(&node);
    eventually("the peer is gone", || async {
        asking.swarm_peers().await.unwrap().is_empty()
    })
    .await;

    let listen = vec![address.split("/p2p/").next().unwrap().to_owned()];
    let config = Config {
        listen,
        ..config(folders.0.path())
    };
    let peer = Node::start(config).await.unwrap();
    connected(&node, 1).await;
    node.stop().await;
    peer.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_peer_that_was_away_is_served_again() {
    let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let keeper = start(folders.0.path(), Vec::new()).await;
    let address = tcp_address(&keeper).await;
    for visit in ["first", "second", "third"] {
        let block = visit.as_bytes().to_vec();
        let keeping = client(&keeper);
        let cid = keeping.block_put(Codec::Raw, block, true).await.unwrap();
        let guest = start(folders.1.path(), vec![address.clone()]).await;
        connected(&guest, 1).await;
        let fetched = client(&guest).block_get(&cid).await.unwrap();
        assert_eq!(fetched.as_ref(), visit.as_bytes());
        guest.stop().await;
    }
    keeper.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_request_ends_when_the_node_stops() {
    let folder = tempfile::tempdir().unwrap();
    let node = start(folder.path(), Vec::new()).await;
    let rpc = Rpc::new(&url(&node));
    let unknown = Cid::of_block(Codec::Raw, b"nobody has this either");
    let call = format!("block/get?arg={unknown}&timeout=50s");
    let running = tokio::spawn(async move { rpc.post(&call).await.status });
    // The request has arrived once the node wants the block.
    eventually("the request runs", || async { !running.is_finished() }).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let started = Instant::now();
    node.stop().await;
    assert!(started.elapsed() < Duration::from_secs(10));
    assert_eq!(running.await.unwrap(), 503);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_had_is_said_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let node = start(folder.path(), Vec::new()).await;
    let same_folder = Node::start(config(folder.path())).await.err();
    assert!(
        matches!(same_folder, Some(Error::InUse { .. })),
        "{same_folder:?}"
    );

    let other = tempfile::tempdir().unwrap();
    let with = |change: fn(&mut Config, &Node)| {
        let mut config = config(other.path());
        change(&mut config, &node);
        Node::start(config)
    };
    let exposed = with(|config, _| config.api = "0.0.0.0:0".parse().unwrap())
        .await
        .err();
    assert!(
        matches!(exposed, Some(Error::Exposed { .. })),
        "{exposed:?}"
    );
    let taken = with(|config, node| config.api = node.api_addr())
        .await
        .err();
    assert!(matches!(taken, Some(Error::Listen { .. })), "{taken:?}");
    let peer = with(|config, _| config.peers = vec!["/ip4/127.0.0.1/tcp/1".into()])
        .await
        .err();
    assert!(matches!(peer, Some(Error::Address { .. })), "{peer:?}");
    let listen = with(|config, _| config.listen = vec!["nonsense".into()])
        .await
        .err();
    assert!(matches!(listen, Some(Error::Address { .. })), "{listen:?}");
    node.stop().await;
}
