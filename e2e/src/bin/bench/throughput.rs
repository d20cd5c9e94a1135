//! `inbox.send` beside plain balance transfers, on one node in one run.

use crate::{
    load::{send, transfer, Load, POOL},
    report::Row,
};
use postern_e2e::Network;
use postern_primitives::{Cid, Codec};

/// Extrinsics of each kind: several full blocks.
const EACH: usize = 6_000;

/// Measures both, in turn.
pub async fn measure() -> anyhow::Result<Vec<Row>> {
    let network = Network::new();
    let node = network
        .node("throughput")
        .flags(["--dev", "--ipfs", "off"])
        .flags(POOL)
        .start()
        .await;
    let load = Load::new(&node).await?;
    let transfers: Vec<_> = (0..EACH).map(|_| transfer()).collect();
    let sends: Vec<_> = (0..EACH).map(message).collect();
    let plain = load.run(load.sign(&transfers).await?).await?;
    let inbox = load.run(load.sign(&sends).await?).await?;
    let ratio = |a: f64, b: f64| format!("{a:.0}/s beside {b:.0}/s: {:.2}", a / b);
    Ok(vec![
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
    ])
}

/// Each message has its own content and its own inbox.
fn message(index: usize) -> crate::load::Call {
    let cid = Cid::of_block(Codec::Raw, &index.to_le_bytes());
    let mut inbox = [0x5a; 32];
    inbox[..8].copy_from_slice(&index.to_le_bytes());
    send(inbox, &cid, 1024)
}
