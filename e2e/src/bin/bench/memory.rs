//! Memory of a pinning node, and its pins a second, over 10,000 messages.

use crate::{
    contents::{put, sign},
    load::{Load, POOL},
    report::{Report, Row},
};
use anyhow::Context;
use postern_e2e::{Network, Node};
use postern_ipfs::client::Client;
use postern_primitives::Cid;
use std::{
    slice,
    time::{Duration, Instant},
};

const MESSAGES: usize = 10_000;
const BATCH: usize = 2_000;

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
        let cids = put(&ipfs, batch * BATCH..(batch + 1) * BATCH).await?;
        let signed = sign(&load, &cids).await?;
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

async fn until_pinned(node: &Node, cid: &Cid) {
    let cid = cid.to_string();
    let cid = cid.as_str();
    postern_e2e::until("the last pin", || async move {
        node.has_pinned(cid).await.then_some(())
    })
    .await;
}

/// Resident memory of a node in MB, as the kernel counts it.
fn resident(node: &Node) -> anyhow::Result<u64> {
    resident_of(node.pid())
}

/// The same of any process.
pub fn resident_of(pid: Option<u32>) -> anyhow::Result<u64> {
    let pid = pid.context("the process has ended")?;
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes: u64 = line
        .and_then(|line| line.split_whitespace().next())
        .and_then(|number| number.parse().ok())
        .context("the kernel does not tell its memory")?;
    Ok(kilobytes / 1000)
}
