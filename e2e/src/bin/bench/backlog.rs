//! Back online with hundreds of messages waiting.

use crate::{
    people::{text, Pair},
    report::{Report, Row},
};
use anyhow::{ensure, Context};
use postern_client::{
    client::{Arrival, ReceiveOptions},
    content::Silent,
};
use postern_e2e::Network;
use std::time::Instant;

const MESSAGES: usize = 500;

/// From the receiver's first request to the last plaintext, and to the end of the
/// acknowledgements.
pub async fn measure() -> anyhow::Result<Report> {
    let network = Network::new();
    let node = network.pinner().await;
    let Pair { sender, receiver } = Pair::new(&network, &node).await?;
    let mut last = None;
    for index in 0..MESSAGES {
        last = Some(sender.submit(&text(index)).await?.1);
    }
    last.context("nothing was sent")?.in_block().await?;

    let begin = Instant::now();
    let (mut shown, mut plain) = (0, begin.elapsed());
    let mut show = |arrival: Arrival| {
        if matches!(arrival, Arrival::Received(_)) {
            shown += 1;
            plain = begin.elapsed();
        }
    };
    receiver
        .receive(&ReceiveOptions::default(), &Silent, &mut show)
        .await?;
    let whole = begin.elapsed();
    ensure!(
        shown == MESSAGES,
        "{shown} of {MESSAGES} messages could be read"
    );
    Ok(Report::from(vec![
        Row::new(
            format!("{MESSAGES} waiting messages, first request to last plaintext"),
            format!("{:.2} s", plain.as_secs_f64()),
            "0.5 s",
        ),
        Row::new(
            "the same, until the acknowledgement is in a block",
            format!("{:.2} s", whole.as_secs_f64()),
            "",
        ),
    ]))
}
