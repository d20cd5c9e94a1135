//! From `send` to plaintext in a receiver that follows, through chain and IPFS.

use crate::{
    figures::Samples,
    people::{text, Pair},
    report::{Report, Row},
};
use anyhow::Context;
use postern_client::{
    client::{Arrival, ReceiveOptions},
    content::Silent,
};
use postern_e2e::Network;
use postern_primitives::Cid;
use std::{
    collections::HashMap,
    time::{Duration, Instant},
};
use tokio::sync::mpsc;

const MESSAGES: usize = 500;

/// Between two messages; no divisor of a slot, so that they fall anywhere within one.
const PAUSE: Duration = Duration::from_millis(170);

/// Longest wait for the next arrival before the measurement is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Measures them one after the other.
pub async fn measure() -> anyhow::Result<Report> {
    let network = Network::new();
    let node = network.pinner().await;
    let Pair { sender, receiver } = Pair::new(&network, &node).await?;
    let (tell, mut arrivals) = mpsc::unbounded_channel();
    let following = tokio::spawn(async move {
        let mut show = |arrival: Arrival| {
            // The measurement may be over already.
            let _ = tell.send((arrival, Instant::now()));
        };
        receiver
            .follow(&ReceiveOptions::default(), &Silent, &mut show)
            .await
    });
    let mut begun = HashMap::new();
    for index in 0..MESSAGES {
        let begin = Instant::now();
        let (id, _) = sender.submit(&text(index)).await?;
        begun.insert(id, begin);
        tokio::time::sleep(PAUSE).await;
    }
    let mut samples = Samples::default();
    while samples.len() < MESSAGES {
        let arrival = tokio::time::timeout(PATIENCE, arrivals.recv()).await;
        let (arrival, at) = arrival?.context("the receiver stopped")?;
        samples.push(latency(&begun, &arrival, at)?);
    }
    following.abort();
    Ok(Report::from(vec![Row::new(
        format!(
            "`send` to plaintext in a following receiver, {MESSAGES} texts: mean / p50 / p95 / max"
        ),
        format!("{} ms", samples.summary()),
        "mean 250 ms",
    )]))
}

fn latency(
    begun: &HashMap<Cid, Instant>,
    arrival: &Arrival,
    at: Instant,
) -> anyhow::Result<Duration> {
    match arrival {
        Arrival::Received(received) => {
            let begin = begun
                .get(&received.id)
                .context("an unknown message arrived")?;
            Ok(at.duration_since(*begin))
        }
        Arrival::Unreadable(unreadable) => anyhow::bail!("{}", unreadable.error),
        Arrival::Missing(missing) => anyhow::bail!("{missing:?}"),
        Arrival::Private(_) => anyhow::bail!("nobody here is in a private channel"),
    }
}
