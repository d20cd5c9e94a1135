//! `inbox.send` beside plain balance transfers, on one node in one run.

use crate::{
    load::{message, transfer, Load, POOL},
    report::{Report, Row},
};
use postern_e2e::Network;
use std::slice;

/// Extrinsics of each kind: ten full blocks and more, so that one which an election takes in part
/// decides little.
const EACH: usize = 20_000;

/// Measures both, in turn.
pub async fn measure() -> anyhow::Result<Report> {
    let network = Network::new();
    let node = network
        .node("throughput")
        .flags(["--dev", "--ipfs", "off"])
        .flags(POOL)
        .start()
        .await;
    let load = Load::new(slice::from_ref(&node)).await?;
    let transfers: Vec<_> = (0..EACH).map(|_| transfer()).collect();
    let sends: Vec<_> = (0..EACH).map(message).collect();
    let plain = load.run(load.sign(&transfers).await?).await?;
    let inbox = load.run(load.sign(&sends).await?).await?;
    let ratio = |a: f64, b: f64| format!("{a:.0}/s beside {b:.0}/s: {:.2}", a / b);
    Ok(Report::from(vec![
        Row::new(
            format!("`inbox.send` beside balance transfers, included in blocks ({EACH} each)"),
            ratio(inbox.included_per_second, plain.included_per_second),
            "0.8",
        ),
        Row::new(
            "the same, accepted by the pool",
            ratio(inbox.accepted_per_second, plain.accepted_per_second),
            "",
        ),
    ]))
}
