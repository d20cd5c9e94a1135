//! The contract: what Postern relies on in an IPFS node, asked of the embedded one, and
//! of a real Kubo where `POSTERN_KUBO_URL` names one. That must be a node for tests: its
//! garbage is collected.

use crate::common::{noise, start, url, Answer, Rpc};
use postern_ipfs::client::{Client, Error};
use postern_primitives::{Cid, Codec};
use std::{io::Write, time::Duration};

/// A UnixFS directory without entries.
const EMPTY_DIRECTORY: &[u8] = b"\x0a\x02\x08\x01";
/// A raw block without bytes, and an empty file with raw leaves.
const EMPTY: &str = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";

#[tokio::test(flavor = "multi_thread")]
async fn the_embedded_node_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let node = start(folder.path(), Vec::new()).await;
    contract(&url(&node)).await;
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn kubo_keeps_the_contract() {
    match std::env::var("POSTERN_KUBO_URL") {
        Ok(url) => contract(&url).await,
        // Past the capture of the test harness: a skipped test must not look passed.
        Err(_) => writeln!(
            std::io::stderr(),
            "skipped: the contract against a real Kubo, because POSTERN_KUBO_URL is not set"
        )
        .unwrap(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_embedded_node_refuses_what_it_does_not_implement() {
    let folder = tempfile::tempdir().unwrap();
    let node = start(folder.path(), Vec::new()).await;
    let rpc = Rpc::new(&url(&node));
    for call in [
        "add?cid-version=0",
        "add?wrap-with-directory=true",
        "add?only-hash=true",
    ] {
        assert_eq!(rpc.upload(call, &[("a", b"a")]).await.status, 400, "{call}");
    }
    let below = format!("cat?arg=/ipfs/{EMPTY}/name");
    assert!(rpc.post(&below).await.error().contains("not resolved"));
    assert_eq!(rpc.post("block/get?arg=a&arg=b").await.status, 400);
    assert_eq!(
        rpc.upload("add?pin=maybe", &[("a", b"a")]).await.status,
        400
    );
    assert_eq!(
        rpc.post(&format!("id?{}", "a".repeat(40_000))).await.status,
        400
    );
    // Kubo passes over what it cannot read here, and then has no deadline.
    assert_eq!(rpc.post("version?timeout=soon").await.status, 400);
    let damaged = rpc
        .upload("block/put?cid-codec=dag-pb&pin=true", &[("b", b"\xff\xff")])
        .await;
    assert!(damaged.error().contains("not a valid dag-pb node"));
    node.stop().await;
}

async fn contract(base: &str) {
    let rpc = Rpc::new(base);
    who_answers(&rpc).await;
    only_post_and_only_known_calls(&rpc).await;
    foreign_pages_are_refused(&rpc).await;
    malformed_arguments_are_errors(&rpc).await;
    files_are_added_and_read(&rpc).await;
    blocks_are_put_and_read(&rpc).await;
    unknown_content_ends_as_an_error(&rpc).await;
    pins_come_and_go(&rpc).await;
    garbage_is_what_is_not_pinned(&rpc).await;
    other_nodes(&rpc).await;
    the_client_agrees(base).await;
}

async fn who_answers(rpc: &Rpc) {
    assert!(!rpc.post("version").await.json()["Version"]
        .as_str()
        .unwrap()
        .is_empty());
    let id = rpc.post("id").await.json();
    assert!(id["ID"].as_str().unwrap().len() > 40, "{id}");
    assert!(
        id["PublicKey"].is_string() && id["AgentVersion"].is_string(),
        "{id}"
    );
    for address in id["Addresses"].as_array().into_iter().flatten() {
        let suffix = format!("/p2p/{}", id["ID"].as_str().unwrap());
        assert!(address.as_str().unwrap().ends_with(&suffix), "{address}");
    }
}

async fn only_post_and_only_known_calls(rpc: &Rpc) {
    for call in ["version", "id", "cat?arg=x", "pin/ls", "repo/gc"] {
        let answer = rpc.send(rpc.http.get(rpc.url(call))).await;
        assert_eq!(answer.status, 405, "{call}");
    }
    assert_eq!(rpc.send(rpc.http.put(rpc.url("version"))).await.status, 405);
    assert_eq!(rpc.post("no/such/call").await.status, 404);
}

async fn foreign_pages_are_refused(rpc: &Rpc) {
    for (name, value) in [
        ("Origin", "http://example.com"),
        ("Referer", "http://example.com/page"),
    ] {
        let answer = rpc
            .send(rpc.http.post(rpc.url("version")).header(name, value))
            .await;
        assert_eq!(answer.status, 403, "{name}");
    }
}

async fn malformed_arguments_are_errors(rpc: &Rpc) {
    for call in ["cat", "block/get", "block/stat", "pin/add", "pin/rm"] {
        assert_eq!(
            rpc.post(call).await.status,
            400,
            "{call} without an argument"
        );
        rpc.post(&format!("{call}?arg=nonsense&timeout=2s"))
            .await
            .error();
    }
    assert_eq!(rpc.post("swarm/connect").await.status, 400);
    rpc.post("swarm/connect?arg=nonsense").await.error();
    rpc.post("pin/ls?type=nonsense").await.error();
    rpc.post("pin/ls?arg=nonsense").await.error();
    assert_eq!(rpc.post("add?cid-version=1").await.status, 400);
    assert_eq!(rpc.post("block/put").await.status, 400);
}

/// Adds one file as the client does, and returns the line about it.
async fn add(rpc: &Rpc, name: &str, bytes: &[u8]) -> (Cid, serde_json::Value) {
    let call = "add?cid-version=1&raw-leaves=true&progress=false";
    let line = rpc
        .upload(call, &[(name, bytes)])
        .await
        .lines()
        .pop()
        .unwrap();
    assert_eq!(line["Name"], name, "{line}");
    (line["Hash"].as_str().unwrap().parse().unwrap(), line)
}

async fn files_are_added_and_read(rpc: &Rpc) {
    let (small, line) = add(rpc, "small", b"a small file").await;
    assert_eq!(small, Cid::of_block(Codec::Raw, b"a small file"));
    assert_eq!(line["Size"], "12");
    assert_eq!(
        rpc.post(&format!("cat?arg={small}")).await.body,
        b"a small file"
    );
    assert_eq!(
        rpc.post(&format!("cat?arg=/ipfs/{small}")).await.body,
        b"a small file"
    );

    let (empty, _) = add(rpc, "empty", b"").await;
    assert_eq!(empty.to_string(), EMPTY);
    let answer = rpc.post(&format!("cat?arg={empty}")).await;
    assert_eq!((answer.status, answer.body.len()), (200, 0));

    // Four leaves: a tree.
    let content = noise(1_000_000, 7);
    let (large, line) = add(rpc, "large", &content).await;
    assert_eq!(large.to_string(), LARGE);
    assert_eq!(line["Size"], LARGE_SIZE);
    assert_eq!(rpc.post(&format!("cat?arg={large}")).await.body, content);

    let call = "add?cid-version=1&pin=false";
    let lines = rpc
        .upload(call, &[("one", b"one"), ("two", b"two")])
        .await
        .lines();
    let names: Vec<_> = lines
        .iter()
        .map(|line| line["Name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["one", "two"]);
}

/// What `noise(1_000_000, 7)` is in Kubo's layout, worked out by hand from the formats.
const LARGE: &str = "bafybeibtmdcdx5gd3sjjzmndplntqtpfhbldd6zythxlja37ya2bsifpja";
const LARGE_SIZE: &str = "1000208";

async fn blocks_are_put_and_read(rpc: &Rpc) {
    let raw = put(rpc, "raw", b"a block").await;
    assert_eq!(raw, Cid::of_block(Codec::Raw, b"a block"));
    assert_eq!(
        rpc.post(&format!("block/get?arg={raw}")).await.body,
        b"a block"
    );
    let stat = rpc.post(&format!("block/stat?arg={raw}")).await.json();
    assert_eq!(
        (&stat["Key"], &stat["Size"]),
        (&raw.to_string().into(), &7.into())
    );

    let directory = put(rpc, "dag-pb", EMPTY_DIRECTORY).await;
    assert_eq!(directory, Cid::of_block(Codec::DagPb, EMPTY_DIRECTORY));
    rpc.post(&format!("cat?arg={directory}")).await.error();

    let huge = noise(2 * 1024 * 1024 + 1, 3);
    rpc.upload("block/put", &[("block", &huge)]).await.error();
    rpc.upload("block/put?cid-codec=nonsense", &[("block", b"x")])
        .await
        .error();
}

async fn put(rpc: &Rpc, codec: &str, block: &[u8]) -> Cid {
    let call = format!("block/put?cid-codec={codec}&mhtype=sha2-256");
    let answer = rpc.upload(&call, &[("block", block)]).await.json();
    assert_eq!(answer["Size"], block.len(), "{answer}");
    answer["Key"].as_str().unwrap().parse().unwrap()
}

async fn unknown_content_ends_as_an_error(rpc: &Rpc) {
    let unknown = Cid::of_block(Codec::Raw, b"nobody has this 6f1c");
    for call in ["cat", "block/get", "block/stat", "pin/add"] {
        let started = std::time::Instant::now();
        let message = rpc
            .post(&format!("{call}?arg={unknown}&timeout=300ms"))
            .await
            .error();
        assert!(message.contains("deadline exceeded"), "{call}: {message}");
        assert!(started.elapsed() < Duration::from_secs(10), "{call}");
    }
    not_pinned(rpc, &unknown, "all").await;
}

async fn pins_come_and_go(rpc: &Rpc) {
    let content = noise(600_000, 11);
    let line = rpc
        .upload("add?cid-version=1&pin=false", &[("f", &content)])
        .await
        .lines();
    let root: Cid = line[0]["Hash"].as_str().unwrap().parse().unwrap();
    let leaf = Cid::of_block(Codec::Raw, &content[..256 * 1024]);
    not_pinned(rpc, &root, "all").await;

    let pin = format!("pin/add?arg={root}&recursive=true&progress=false&timeout=5s");
    for _ in 0..2 {
        assert_eq!(rpc.post(&pin).await.json()["Pins"][0], root.to_string());
    }
    assert_eq!(kind(rpc, &root, "all").await, "recursive");
    assert_eq!(kind(rpc, &root, "recursive").await, "recursive");
    assert_eq!(
        kind(rpc, &leaf, "all").await,
        format!("indirect through {root}")
    );
    not_pinned(rpc, &root, "direct").await;
    not_pinned(rpc, &leaf, "recursive").await;
    let list = rpc.post("pin/ls?type=recursive").await.json();
    assert_eq!(list["Keys"][root.to_string()]["Type"], "recursive");
    assert!(list["Keys"][leaf.to_string()].is_null());
    let list = rpc.post("pin/ls").await.json();
    assert_eq!(list["Keys"][leaf.to_string()]["Type"], "indirect");

    let unpin = format!("pin/rm?arg={root}");
    assert_eq!(rpc.post(&unpin).await.json()["Pins"][0], root.to_string());
    not_pinned(rpc, &root, "all").await;
    not_pinned(rpc, &leaf, "all").await;
    assert!(rpc
        .post(&unpin)
        .await
        .error()
        .contains("not pinned or pinned indirectly"));

    rpc.post(&format!("pin/add?arg={leaf}&recursive=false"))
        .await
        .json();
    assert_eq!(kind(rpc, &leaf, "all").await, "direct");
    rpc.post(&format!("pin/rm?arg={leaf}")).await.json();
    not_pinned(rpc, &leaf, "all").await;
}

async fn list(rpc: &Rpc, cid: &Cid, kind: &str) -> Answer {
    rpc.post(&format!("pin/ls?arg={cid}&type={kind}")).await
}

async fn kind(rpc: &Rpc, cid: &Cid, kind: &str) -> String {
    let answer = list(rpc, cid, kind).await.json();
    answer["Keys"][cid.to_string()]["Type"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn not_pinned(rpc: &Rpc, cid: &Cid, kind: &str) {
    let message = list(rpc, cid, kind).await.error();
    assert!(
        message.contains(&format!("path '{cid}' is not pinned")),
        "{message}"
    );
}

async fn garbage_is_what_is_not_pinned(rpc: &Rpc) {
    let (kept, _) = add(rpc, "kept", &noise(300_000, 13)).await;
    let garbage = put(rpc, "raw", b"garbage 91d2").await;
    let before = rpc.post("repo/stat").await.json();
    assert!(before["RepoSize"].as_u64().unwrap() > 300_000, "{before}");

    assert!(before["StorageMax"].as_u64() > before["RepoSize"].as_u64());
    assert!(!before["RepoPath"].as_str().unwrap().is_empty());
    assert!(before["Version"].as_str().unwrap().contains('@'));
    let size = rpc.post("repo/stat?size-only=true").await.json();
    assert_eq!(size["StorageMax"], before["StorageMax"]);
    assert!(size["RepoSize"].as_u64().unwrap() > 300_000, "{size}");
    assert_eq!(size["NumObjects"], 0, "{size}");

    let removed = rpc.post("repo/gc").await.lines();
    let removed = |cid: &Cid| {
        // Kubo names the blocks of its store, in which every block is raw.
        let raw = Cid::new(Codec::Raw, cid.digest().try_into().unwrap()).to_string();
        removed
            .iter()
            .any(|line| line["Key"]["/"] == raw || line["Key"]["/"] == cid.to_string())
    };
    assert!(removed(&garbage) && !removed(&kept));
    rpc.post(&format!("block/get?arg={garbage}&timeout=300ms"))
        .await
        .error();
    assert_eq!(
        rpc.post(&format!("cat?arg={kept}")).await.body,
        noise(300_000, 13)
    );
    let after = rpc.post("repo/stat").await.json();
    assert!(
        after["NumObjects"].as_u64() < before["NumObjects"].as_u64(),
        "{after}"
    );
}

async fn other_nodes(rpc: &Rpc) {
    let folder = tempfile::tempdir().unwrap();
    let other = start(folder.path(), Vec::new()).await;
    let address = crate::common::tcp_address(&other).await;
    let answer = rpc
        .post(&format!("swarm/connect?arg={address}"))
        .await
        .json();
    assert_eq!(
        answer["Strings"][0],
        format!("connect {} success", other.peer_id())
    );
    let peers = rpc.post("swarm/peers").await.json();
    let peers = peers["Peers"].as_array().unwrap();
    let peer = peers
        .iter()
        .find(|peer| peer["Peer"] == other.peer_id())
        .unwrap();
    assert!(
        address.starts_with(peer["Addr"].as_str().unwrap()),
        "{peer}"
    );

    // What the other has can be had here, and the other way round.
    let theirs = Rpc::new(&url(&other));
    let content = noise(700_000, 17);
    let (cid, _) = add(&theirs, "theirs", &content).await;
    assert_eq!(
        rpc.post(&format!("cat?arg={cid}&timeout=30s")).await.body,
        content
    );
    let content = noise(700_000, 19);
    let (cid, _) = add(rpc, "ours", &content).await;
    theirs
        .post(&format!("pin/add?arg={cid}&timeout=30s"))
        .await
        .json();
    assert_eq!(theirs.post(&format!("cat?arg={cid}")).await.body, content);

    let gone = address
        .replace("/tcp/", "/tcp/1/p2p/")
        .split("/p2p/")
        .next()
        .unwrap()
        .to_owned();
    let gone = format!("{gone}/p2p/{}", stranger());
    assert!(rpc
        .post(&format!("swarm/connect?arg={gone}"))
        .await
        .error()
        .contains("connect"));
    other.stop().await;
}

/// The id of a node that does not run.
fn stranger() -> &'static str {
    "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA"
}

/// The same through the client that the rest of Postern uses.
async fn the_client_agrees(base: &str) {
    let client = Client::new(base).unwrap();
    client.version().await.unwrap();
    client.id().await.unwrap();
    let cid = client
        .block_put(Codec::Raw, b"client".to_vec(), true)
        .await
        .unwrap();
    assert_eq!(client.block_get(&cid).await.unwrap().as_ref(), b"client");
    assert!(client.is_pinned(&cid).await.unwrap());
    assert!(client.pins().await.unwrap().contains(&cid));
    client.pin_rm(&cid).await.unwrap();
    client.pin_rm(&cid).await.unwrap();
    assert!(!client.is_pinned(&cid).await.unwrap());
    let added = client
        .add(std::io::Cursor::new(noise(500_000, 23)))
        .await
        .unwrap();
    client
        .pin_add(&added.cid, Duration::from_secs(5))
        .await
        .unwrap();
    client.swarm_peers().await.unwrap();
    assert!(client.repo_stat().await.unwrap().repo_size > 0);
    client.repo_gc().await.unwrap();
    assert!(client.is_pinned(&added.cid).await.unwrap());
    let refused = client.swarm_connect("nonsense").await;
    assert!(
        matches!(refused, Err(Error::Refused { status: 500, .. })),
        "{refused:?}"
    );
}
