//! Memory of a pinning node, and its pins a second, over 10,000 messages.

use crate::{
    load::{send, Load, POOL},
    report::{Report, Row},
};
use anyhow::Context;
use futures::{stream, StreamExt, TryStreamExt};
use postern_e2e::{Network, Node};
use postern_ipfs::client::Client;
use postern_primitives::{Cid, Codec};
use std::{
    slice,
    time::{Duration, Instant},
};

const MESSAGES: usize = 10_000;
const BATCH: usize = 2_000;
const SIZE: usize = 1024;

/// Sends the messages in batches and waits after each until all are pinned.
pub async fn measure() -> anyhow::Result<Report> {
    let network = Network::new();
    let node = network
        .node("memory")
        .flags(["--dev", "--pinner"])
        .flags(POOL)
        .start()
        .await;
    let load = Load::new(slice::from_ref(&node)).await?;
    let ipfs = Client::new(&node.ipfs_url())?;
    let before = resident(&node)?;
    let mut pinning = Duration::ZERO;
    for batch in 0..MESSAGES / BATCH {
        let cids = add(&ipfs, batch).await?;
        let calls: Vec<_> = cids
            .iter()
            .map(|cid| send([0x77; 32], cid, SIZE as u64))
            .collect();
        let signed = load.sign(&calls).await?;
        let begin = Instant::now();
        load.run(signed).await?;
        until_pinned(&node, cids.last().context("a batch is not empty")?).await;
        pinning += begin.elapsed();
        eprintln!(
            "  {} messages: {} MB",
            (batch + 1) * BATCH,
            resident(&node)?
        );
    }
    Ok(Report::from(vec![
        Row::new(
            format!(
                "memory of node and embedded IPFS after {MESSAGES} messages (before: {before} MB)"
            ),
            format!("{} MB", resident(&node)?),
            "400 MB",
        )
        .because(
            "half of it is idle: proof of stake made the node 38 MB larger before any message",
        ),
        Row::new(
            "pins a second, from submission to the last pin, one node",
            format!("{:.0}/s", MESSAGES as f64 / pinning.as_secs_f64()),
            "",
        )
        .because(
            "the worker runs once a block and stops at its bound; the chain's own pace is in it",
        ),
    ]))
}

async fn add(ipfs: &Client, batch: usize) -> anyhow::Result<Vec<Cid>> {
    let put = |index: usize| async move {
        let mut block = vec![0; SIZE];
        block[..8].copy_from_slice(&(batch * BATCH + index).to_le_bytes());
        ipfs.block_put(Codec::Raw, block, false).await
    };
    Ok(stream::iter(0..BATCH)
        .map(put)
        .buffered(16)
        .try_collect()
        .await?)
}

async fn until_pinned(node: &Node, cid: &Cid) {
    let cid = cid.to_string();
    let cid = cid.as_str();
    postern_e2e::until("the last pin", || async move {
        node.has_pinned(cid).await.then_some(())
    })
    .await;
}

/// Resident memory in MB, as the kernel counts it.
fn resident(node: &Node) -> anyhow::Result<u64> {
    let pid = node.pid().context("the node has ended")?;
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes: u64 = line
        .and_then(|line| line.split_whitespace().next())
        .and_then(|number| number.parse().ok())
        .context("the kernel does not tell the memory of the node")?;
    Ok(kilobytes / 1000)
}
