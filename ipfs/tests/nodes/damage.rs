//! Blocks and pins that a crash or a bad disk has damaged.

use crate::common::{eventually, noise, start, tcp_address, url, Rpc};
use postern_ipfs::{client::Client, node::Node};
use postern_primitives::{Cid, Codec};
use std::{
    fs,
    io::Cursor,
    path::{Path, PathBuf},
    time::Duration,
};
use tempfile::TempDir;
use tokio::io::AsyncReadExt;

const CHUNK: usize = 256 * 1024;

/// A node that was sent content by another one, which still has it.
struct Pair {
    folders: (TempDir, TempDir),
    sender: Node,
    keeper: Node,
}

impl Pair {
    async fn start() -> Self {
        let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let sender = start(folders.0.path(), Vec::new()).await;
        let keeper = beside(&folders.1, &sender).await;
        Self {
            folders,
            sender,
            keeper,
        }
    }

    /// Adds a file on one side and pins it on the other.
    async fn keep(&self, content: &[u8]) -> Cid {
        let source = Cursor::new(content.to_vec());
        let cid = client(&self.sender).add(source).await.unwrap().cid;
        let keeper = client(&self.keeper);
        keeper.pin_add(&cid, Duration::from_secs(30)).await.unwrap();
        cid
    }

    /// Does something to the keeper's folder while the keeper is stopped.
    async fn while_stopped(self, change: impl FnOnce(&Path)) -> Self {
        self.keeper.stop().await;
        change(self.folders.1.path());
        let keeper = beside(&self.folders.1, &self.sender).await;
        Self { keeper, ..self }
    }

    async fn stop(self) {
        self.sender.stop().await;
        self.keeper.stop().await;
    }
}

async fn beside(folder: &TempDir, peer: &Node) -> Node {
    let node = start(folder.path(), vec![tcp_address(peer).await]).await;
    let asking = client(&node);
    eventually("a connection with the peer", || async {
        !asking.swarm_peers().await.unwrap().is_empty()
    })
    .await;
    node
}

fn client(node: &Node) -> Client {
    Client::new(&url(node)).unwrap()
}

async fn read(client: &Client, cid: &Cid) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut file = client.cat(cid, 100 << 20).await.unwrap();
    file.read_to_end(&mut bytes).await.unwrap();
    bytes
}

fn sharded(folder: &Path, name: &str, extension: &str) -> PathBuf {
    let shard = &name[name.len() - 3..name.len() - 1];
    folder.join(shard).join(format!("{name}.{extension}"))
}

fn block_file(folder: &Path, cid: &Cid) -> PathBuf {
    sharded(&folder.join("blockstore"), &cid.to_string(), "data")
}

fn pin_file(folder: &Path, cid: &Cid) -> PathBuf {
    let pins = folder.join("datastore").join("pins");
    sharded(&pins, &cid.to_string()[1..], "recursive")
}

fn flip_a_bit(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

fn cut_in_half(path: &Path) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
}

fn leaves(content: &[u8]) -> Vec<Cid> {
    let chunks = content.chunks(CHUNK);
    chunks.map(|leaf| Cid::of_block(Codec::Raw, leaf)).collect()
}

fn are_whole(folder: &Path, cids: &[Cid]) -> bool {
    cids.iter()
        .all(|cid| fs::read(block_file(folder, cid)).is_ok_and(|bytes| cid.matches(&bytes)))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_block_is_had_anew_when_it_is_read() {
    let pair = Pair::start().await;
    let content = noise(1_000_000, 1);
    let cid = pair.keep(&content).await;
    let (folder, keeper) = (pair.folders.1.path(), client(&pair.keeper));
    let leaves = leaves(&content);
    for damage in [flip_a_bit, cut_in_half] {
        damage(&block_file(folder, &leaves[1]));
        damage(&block_file(folder, &cid));
        assert_eq!(read(&keeper, &cid).await, content);
        assert!(are_whole(folder, &[cid, leaves[1]]));
        damage(&block_file(folder, &leaves[2]));
        let block = keeper.block_get(&leaves[2]).await.unwrap();
        assert_eq!(block, content[2 * CHUNK..3 * CHUNK]);
    }
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_block_that_nobody_else_has_is_an_error_and_never_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    let node = start(folder.path(), Vec::new()).await;
    let (client, rpc) = (client(&node), Rpc::new(&url(&node)));
    let block = noise(10_000, 2);
    let cid = client
        .block_put(Codec::Raw, block.clone(), true)
        .await
        .unwrap();
    flip_a_bit(&block_file(folder.path(), &cid));
    for call in ["block/get", "block/stat", "cat"] {
        let call = format!("{call}?arg={cid}&timeout=300ms");
        assert!(rpc.post(&call).await.error().contains("deadline exceeded"));
    }
    assert!(client.is_pinned(&cid).await.unwrap(), "it is still wanted");
    // Whoever has the content can put it back.
    client
        .block_put(Codec::Raw, block.clone(), true)
        .await
        .unwrap();
    assert_eq!(client.block_get(&cid).await.unwrap(), block);
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_added_again_takes_the_place_of_what_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let node = start(folder.path(), Vec::new()).await;
    let client = client(&node);
    let content = noise(600_000, 3);
    let source = Cursor::new(content.clone());
    let cid = client.add(source.clone()).await.unwrap().cid;
    for leaf in leaves(&content) {
        flip_a_bit(&block_file(folder.path(), &leaf));
    }
    assert_eq!(client.add(source).await.unwrap().cid, cid);
    assert_eq!(read(&client, &cid).await, content);
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_blocks_do_not_travel() {
    let pair = Pair::start().await;
    let content = noise(1_000, 4);
    let cid = pair.keep(&content).await;
    // The sender's copy is bad, the keeper's is lost: nobody has it.
    flip_a_bit(&block_file(pair.folders.0.path(), &cid));
    fs::remove_file(block_file(pair.folders.1.path(), &cid)).unwrap();
    let rpc = Rpc::new(&url(&pair.keeper));
    let call = format!("block/get?arg={cid}&timeout=500ms");
    assert!(rpc.post(&call).await.error().contains("deadline exceeded"));
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn content_comes_from_whichever_peer_has_it_whole() {
    let pair = Pair::start().await;
    let content = noise(1_000_000, 9);
    let cid = pair.keep(&content).await;
    // Each of the two has lost what the other one has.
    let leaves = leaves(&content);
    flip_a_bit(&block_file(pair.folders.0.path(), &leaves[0]));
    cut_in_half(&block_file(pair.folders.0.path(), &leaves[1]));
    flip_a_bit(&block_file(pair.folders.1.path(), &leaves[2]));
    fs::remove_file(block_file(pair.folders.1.path(), &leaves[3])).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let peers = vec![
        tcp_address(&pair.sender).await,
        tcp_address(&pair.keeper).await,
    ];
    let reader = start(folder.path(), peers).await;
    assert_eq!(read(&client(&reader), &cid).await, content);

    // One of them has gone, and the other has all of it again.
    assert_eq!(read(&client(&pair.keeper), &cid).await, content);
    pair.sender.stop().await;
    client(&reader).repo_gc().await.unwrap();
    assert_eq!(read(&client(&reader), &cid).await, content);
    reader.stop().await;
    pair.keeper.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_and_missing_blocks_of_pins_are_fetched_again_after_a_start() {
    let pair = Pair::start().await;
    let content = noise(1_500_000, 5);
    let cid = pair.keep(&content).await;
    let mut cids = leaves(&content);
    cids.push(cid);
    let pair = pair
        .while_stopped(|folder| {
            flip_a_bit(&block_file(folder, &cids[0]));
            cut_in_half(&block_file(folder, &cids[1]));
            fs::write(block_file(folder, &cids[2]), b"").unwrap();
            fs::remove_file(block_file(folder, &cids[3])).unwrap();
            flip_a_bit(&block_file(folder, &cid));
        })
        .await;
    let folder = pair.folders.1.path();
    // Nobody asks for any of it.
    eventually("all blocks are whole", || async {
        are_whole(folder, &cids)
    })
    .await;
    pair.sender.stop().await;
    let keeper = client(&pair.keeper);
    keeper.repo_gc().await.unwrap();
    assert_eq!(read(&keeper, &cid).await, content);
    pair.keeper.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_list_of_a_pin_is_put_together_from_the_blocks() {
    for damage in [cut_in_half, |path: &Path| fs::write(path, b"").unwrap()] {
        let folder = tempfile::tempdir().unwrap();
        let node = start(folder.path(), Vec::new()).await;
        let content = noise(1_000_000, 6);
        let source = Cursor::new(content.clone());
        let cid = client(&node).add(source).await.unwrap().cid;
        node.stop().await;
        damage(&pin_file(folder.path(), &cid));

        let node = start(folder.path(), Vec::new()).await;
        let client = client(&node);
        assert!(client.is_pinned(&cid).await.unwrap());
        client.repo_gc().await.unwrap();
        assert_eq!(read(&client, &cid).await, content);
        node.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_without_list_and_blocks_is_fetched_again() {
    let pair = Pair::start().await;
    let content = noise(1_000_000, 7);
    let cid = pair.keep(&content).await;
    let mut cids = leaves(&content);
    cids.push(cid);
    let pair = pair
        .while_stopped(|folder| {
            cut_in_half(&pin_file(folder, &cid));
            for cid in &cids {
                fs::remove_file(block_file(folder, cid)).unwrap();
            }
        })
        .await;
    let keeper = client(&pair.keeper);
    let rpc = Rpc::new(&url(&pair.keeper));
    eventually("the list is whole", || async {
        let pins = rpc.post("pin/ls").await.json();
        cids.iter()
            .all(|cid| !pins["Keys"][cid.to_string()].is_null())
    })
    .await;
    pair.sender.stop().await;
    keeper.repo_gc().await.unwrap();
    assert_eq!(read(&keeper, &cid).await, content);
    pair.keeper.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_crash_left_half_written_is_cleared_away() {
    let folder = tempfile::tempdir().unwrap();
    let node = start(folder.path(), Vec::new()).await;
    let block = client(&node)
        .block_put(Codec::Raw, b"whole".to_vec(), true)
        .await
        .unwrap();
    node.stop().await;
    let file = block_file(folder.path(), &block);
    let half = file.with_extension("data.99999.0.tmp");
    fs::write(&half, noise(1_000_000, 8)).unwrap();

    let node = start(folder.path(), Vec::new()).await;
    assert!(!half.exists());
    let stored = client(&node).block_get(&block).await.unwrap();
    assert_eq!(stored.as_ref(), b"whole");
    node.stop().await;
}
