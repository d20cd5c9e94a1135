//! Four validators on this machine: what they sustain, how long a block takes them then, how
//! long it takes until something is final, and how fast a newcomer catches up.

use crate::{
    finalise::spread,
    load::{message, transfer, Load, POOL},
    plot,
    report::{Picture, Report, Row},
    sustained::{alone, minute, Minute, ALONE},
};
use anyhow::ensure;
use postern_e2e::{best, until, Network, Node};
use std::time::Instant;

/// Accounts that sign the load: many, as on a network that people use.
const ACCOUNTS: usize = 100;

/// What the samples are, in the order in which they are shown.
const STATISTICS: &str = "mean / p50 / p95 / max";

/// Measures them one after the other, on one network.
pub async fn measure() -> anyhow::Result<Report> {
    let network = Network::new();
    let nodes = network.validators_without_ipfs(&POOL).await;
    let api = nodes[0].chain().await;
    let mut load = Load::new(&nodes).await?;
    spread(&api, &mut load, ACCOUNTS).await?;
    eprintln!("  {ALONE} messages alone");
    let quiet = alone(&api, &load).await?;
    let transfers = minute(&api, &load, "balance transfers", |_| transfer()).await?;
    let sends = minute(&api, &load, "inbox.send", message).await?;
    let extrinsics = ACCOUNTS + ALONE + transfers.extrinsics + sends.extrinsics;
    let newcomer = catch_up(&network, &nodes, extrinsics).await?;

    let mut rows = vec![sustained(&sends, &transfers)];
    for (name, minute) in [("`inbox.send`", &sends), ("balance transfers", &transfers)] {
        rows.push(Row::new(
            format!("block time in that minute of {name}: {STATISTICS}"),
            format!("{} ms", minute.block_times().summary()),
            "",
        ));
        rows.push(Row::new(
            format!("submission to finality in that minute of {name}: {STATISTICS}"),
            format!("{} ms", minute.waits.summary()),
            "",
        ));
    }
    rows.push(Row::new(
        format!("submission to finality without other load, {ALONE} `inbox.send`: {STATISTICS}"),
        format!("{} ms", quiet.summary()),
        "",
    ));
    rows.push(newcomer);
    let picture = Picture {
        file: "block-time.svg",
        caption: "Block time of four validators under full load",
        svg: plot::block_time(&[
            ("inbox.send", &sends.blocks),
            ("transfers", &transfers.blocks),
        ])?,
    };
    Ok(Report {
        rows,
        pictures: vec![picture],
    })
}

fn sustained(sends: &Minute, transfers: &Minute) -> Row {
    let (a, b) = (sends.per_second, transfers.per_second);
    Row::new(
        "`inbox.send` beside balance transfers, sustained for a minute by four validators and final",
        format!("{a:.0}/s beside {b:.0}/s: {:.2}", a / b),
        "",
    )
    .because("all four, the load and what follows it share this machine")
}

/// From the first block that a newcomer has to the last one that there was when it started.
async fn catch_up(network: &Network, nodes: &[Node], extrinsics: usize) -> anyhow::Result<Row> {
    let target = best(&nodes[0]).await;
    eprintln!("  a newcomer, {target} blocks behind");
    let flags = ["--sync", "full", "--ipfs", "off"];
    let newcomer = network.joins("newcomer", nodes, &flags).await;
    let first = until("a first block", || async {
        newcomer.best_block().await.filter(|best| *best > 0)
    })
    .await;
    let begin = Instant::now();
    newcomer.reaches(target).await;
    let seconds = begin.elapsed().as_secs_f64();
    ensure!(first < target, "it was faster than could be watched");
    let speed = (target - first) as f64 / seconds;
    Ok(Row::new(
        format!(
            "a newcomer's full sync of {target} blocks with {extrinsics} of those transactions"
        ),
        format!("{speed:.1} blocks/s"),
        "",
    ))
}
