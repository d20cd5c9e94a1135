//! What a node with little room takes, refuses, and makes room for.

use crate::common::{config, eventually, noise, start, tcp_address, url, Rpc};
use postern_ipfs::{
    client::{Client, Error},
    node::{Config, Node},
};
use postern_primitives::{Cid, Codec};
use std::{io::Cursor, path::Path, time::Duration};
use tokio::io::AsyncReadExt;

/// Of the nodes here, unless a test says otherwise.
const QUOTA: u64 = 4_000_000;
/// Above it, garbage is collected without being asked.
const MARK: u64 = QUOTA / 10 * 9;

async fn small(path: &Path, peers: Vec<String>) -> Node {
    let config = Config {
        peers,
        quota: QUOTA,
        ..config(path)
    };
    Node::start(config).await.unwrap()
}

fn client(node: &Node) -> Client {
    Client::new(&url(node)).unwrap()
}

async fn add(client: &Client, bytes: Vec<u8>) -> Result<Cid, Error> {
    client.add(Cursor::new(bytes)).await.map(|added| added.cid)
}

async fn read(client: &Client, cid: &Cid) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut file = client.cat(cid, 100 << 20).await.unwrap();
    file.read_to_end(&mut bytes).await.unwrap();
    bytes
}

async fn used(client: &Client) -> u64 {
    client.repo_stat().await.unwrap().repo_size
}

async fn connected(client: &Client) {
    eventually("a connection with the peer", || async {
        !client.swarm_peers().await.unwrap().is_empty()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_beside_pins_is_refused_and_they_stay() {
    let folder = tempfile::tempdir().unwrap();
    let node = small(folder.path(), Vec::new()).await;
    let (client, rpc) = (client(&node), Rpc::new(&url(&node)));
    let kept = noise(3_000_000, 1);
    let cid = add(&client, kept.clone()).await.unwrap();
    assert_eq!(client.repo_stat().await.unwrap().storage_max, QUOTA);

    let refused = add(&client, noise(1_500_000, 2)).await;
    assert!(matches!(refused, Err(Error::Full { .. })), "{refused:?}");
    // What had been written of it is garbage, and does not stand in anybody's way.
    let block = noise(900_000, 3);
    let fits = client.block_put(Codec::Raw, block, true).await.unwrap();
    let refused = client.block_put(Codec::Raw, noise(200_000, 4), false).await;
    assert!(matches!(refused, Err(Error::Full { .. })), "{refused:?}");
    let message = rpc
        .upload("block/put", &[("block", &noise(200_000, 5))])
        .await
        .error();
    assert!(
        message.starts_with("maximum storage limit exceeded: 200000 more bytes"),
        "{message}"
    );

    assert!(used(&client).await <= QUOTA);
    assert_eq!(read(&client, &cid).await, kept);
    client.pin_rm(&fits).await.unwrap();
    let block = noise(200_000, 4);
    client.block_put(Codec::Raw, block, false).await.unwrap();
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_here_already_is_taken_even_by_a_full_node() {
    let folder = tempfile::tempdir().unwrap();
    let node = small(folder.path(), Vec::new()).await;
    let client = client(&node);
    let content = noise(3_900_000, 6);
    let cid = add(&client, content.clone()).await.unwrap();
    assert_eq!(add(&client, content).await.unwrap(), cid);
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn above_the_mark_what_is_not_pinned_goes_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let node = small(folder.path(), Vec::new()).await;
    let client = client(&node);
    let kept = noise(1_000_000, 7);
    let cid = add(&client, kept.clone()).await.unwrap();
    for seed in 10..40 {
        let block = noise(500_000, seed);
        client.block_put(Codec::Raw, block, false).await.unwrap();
        assert!(used(&client).await <= QUOTA);
    }
    let block = noise(1_950_000, 8);
    client.block_put(Codec::Raw, block, false).await.unwrap();
    eventually("collection", || async { used(&client).await <= MARK }).await;
    assert_eq!(read(&client, &cid).await, kept);
    assert!(client.is_pinned(&cid).await.unwrap());
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restarted_node_knows_how_full_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let node = small(folder.path(), Vec::new()).await;
    add(&client(&node), noise(3_000_000, 9)).await.unwrap();
    node.stop().await;
    let node = small(folder.path(), Vec::new()).await;
    let refused = add(&client(&node), noise(1_500_000, 2)).await;
    assert!(matches!(refused, Err(Error::Full { .. })), "{refused:?}");
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_that_says_it_does_not_fit_is_refused_before_it_is_carried_here() {
    let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let sender = start(folders.0.path(), Vec::new()).await;
    let keeper = small(folders.1.path(), vec![tcp_address(&sender).await]).await;
    let (sending, keeping) = (client(&sender), client(&keeper));
    connected(&keeping).await;

    let cid = add(&sending, noise(5_000_000, 11)).await.unwrap();
    let refused = keeping.pin_add(&cid, Duration::from_secs(30)).await;
    assert!(matches!(refused, Err(Error::Full { .. })), "{refused:?}");
    assert!(used(&keeping).await < 100_000, "only the root is here");
    let cid = add(&sending, noise(3_000_000, 12)).await.unwrap();
    keeping
        .pin_add(&cid, Duration::from_secs(30))
        .await
        .unwrap();
    sender.stop().await;
    keeper.stop().await;
}

/// A tree whose links do not say how large it is.
async fn unstated(client: &Client, leaves: u64) -> Cid {
    let mut links = Vec::new();
    for seed in 0..leaves {
        let leaf = noise(500_000, 100 + seed);
        let leaf = client.block_put(Codec::Raw, leaf, true).await.unwrap();
        links.push(ipld_dagpb::PbLink {
            cid: (&leaf).into(),
            name: Some(seed.to_string()),
            size: None,
        });
    }
    let directory = Some(bytes::Bytes::from_static(&[0x08, 0x01]));
    let data = directory;
    let root = ipld_dagpb::PbNode { links, data }.into_bytes();
    client.block_put(Codec::DagPb, root, true).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_that_hides_its_size_fails_when_the_room_is_used_up() {
    let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let sender = start(folders.0.path(), Vec::new()).await;
    let keeper = small(folders.1.path(), vec![tcp_address(&sender).await]).await;
    let (sending, keeping) = (client(&sender), client(&keeper));
    connected(&keeping).await;
    let kept = noise(1_000_000, 13);
    let cid = add(&keeping, kept.clone()).await.unwrap();

    let large = unstated(&sending, 12).await;
    let refused = keeping.pin_add(&large, Duration::from_secs(30)).await;
    assert!(matches!(refused, Err(Error::Full { .. })), "{refused:?}");
    assert!(!keeping.is_pinned(&large).await.unwrap());
    // Room is made again for what does fit.
    let small = unstated(&sending, 3).await;
    keeping
        .pin_add(&small, Duration::from_secs(30))
        .await
        .unwrap();
    assert!(used(&keeping).await <= QUOTA);
    assert_eq!(read(&keeping, &cid).await, kept);
    sender.stop().await;
    keeper.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_under_way_keeps_its_blocks_while_garbage_is_collected() {
    let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let sender = start(folders.0.path(), Vec::new()).await;
    let keeper = start(folders.1.path(), vec![tcp_address(&sender).await]).await;
    let (sending, keeping) = (client(&sender), client(&keeper));
    connected(&keeping).await;

    // All of a file but one leaf.
    let content = noise(1_000_000, 14);
    let cid = add(&sending, content.clone()).await.unwrap();
    let root = sending.block_get(&cid).await.unwrap().to_vec();
    sending.pin_rm(&cid).await.unwrap();
    sending.repo_gc().await.unwrap();
    let (missing, present) = content.split_at(256 * 1024);
    sending.block_put(Codec::DagPb, root, false).await.unwrap();
    for leaf in present.chunks(256 * 1024) {
        sending
            .block_put(Codec::Raw, leaf.to_vec(), true)
            .await
            .unwrap();
    }
    let pin = tokio::spawn({
        let keeping = keeping.clone();
        async move { keeping.pin_add(&cid, Duration::from_secs(60)).await }
    });
    eventually("all but one block are here", || async {
        keeping.repo_stat().await.unwrap().num_objects == 4
    })
    .await;
    let rpc = Rpc::new(&url(&keeper));
    let garbage = keeping
        .block_put(Codec::Raw, b"garbage".to_vec(), false)
        .await
        .unwrap();
    let removed = rpc.post("repo/gc").await.lines();
    assert_eq!(removed.len(), 1, "{removed:?}");
    assert_eq!(removed[0]["Key"]["/"], garbage.to_string());

    sending
        .block_put(Codec::Raw, missing.to_vec(), true)
        .await
        .unwrap();
    pin.await.unwrap().unwrap();
    sender.stop().await;
    keeping.repo_gc().await.unwrap();
    assert_eq!(read(&keeping, &cid).await, content);
    keeper.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pins_adds_and_collections_at_the_same_time_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let node = start(folder.path(), Vec::new()).await;
    let client = client(&node);
    let collecting = tokio::spawn({
        let client = client.clone();
        async move {
            loop {
                client.repo_gc().await.unwrap();
            }
        }
    });
    let writing = (0..8_u64).map(|writer| {
        let client = client.clone();
        tokio::spawn(async move {
            let mut kept = Vec::new();
            for round in 0..10 {
                // Halves that several writers share.
                let mut content = noise(400_000, 200 + round);
                content.extend(noise(400_000, 300 + (writer + round) % 4));
                kept.push((add(&client, content.clone()).await.unwrap(), content));
            }
            kept
        })
    });
    let written = futures::future::join_all(writing.collect::<Vec<_>>()).await;
    collecting.abort();
    client.repo_gc().await.unwrap();
    for (cid, content) in written.into_iter().flat_map(Result::unwrap) {
        assert!(client.is_pinned(&cid).await.unwrap());
        assert!(read(&client, &cid).await == content, "{cid}");
    }
    node.stop().await;
}
