//! What the chain and a pinner remember of a message, and when they forget it.

use anyhow::{Context, Result};
use postern_zombienet::{until, Description, Ipfs, Network};
use std::path::Path;
use zombienet_sdk::{
    subxt::{dynamic::storage, PolkadotConfig},
    NetworkNode,
};

/// How many messages final state holds for whoever has not read them yet.
async fn waiting_entries(node: &NetworkNode) -> Result<usize> {
    let client = node.wait_client::<PolkadotConfig>().await?;
    let state = client.storage().at_latest().await?;
    let mut entries = state.iter(storage("Inbox", "Entries", ())).await?;
    let mut count = 0;
    while let Some(entry) = entries.next().await {
        entry.context("an entry cannot be read")?;
        count += 1;
    }
    Ok(count)
}

/// Waits until final state holds this many.
async fn entries_become(node: &NetworkNode, count: usize) -> Result<()> {
    let what = format!("{count} entries in the inboxes of final state");
    until(&what, || async {
        (waiting_entries(node).await.ok()? == count).then_some(())
    })
    .await
}

/// How many CIDs a pinner has pinned and unpinned so far, by its metrics.
async fn counters(node: &NetworkNode) -> Result<(f64, f64)> {
    let kept = node.reports("postern_pins_kept_total").await?;
    let released = node.reports("postern_pins_released_total").await?;
    Ok((kept, released))
}

/// Waits until a pinner's metrics say of its pins what its IPFS says, and returns them.
async fn metrics_agree(pinner: &NetworkNode, store: &Ipfs) -> Result<(f64, f64)> {
    until("the metrics to agree with the pins", || async {
        let (kept, released) = counters(pinner).await.ok()?;
        let pins = store.pinned().await.ok()?.len() as f64;
        (kept - released == pins).then_some((kept, released))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_pinned_and_counted_and_after_delivery_forgotten() -> Result<()> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("small.toml");
    let network = Network::start(Description::read(&file)?.on_free_ports()?).await?;
    let (alice, pinner) = (network.node("alice")?, network.node("pinner")?);
    let store = Ipfs::of(pinner)?;
    let charlie = network.person("charlie", "alice")?;
    let dave = network.person("dave", "pinner")?;
    charlie.joins("//Charlie", "charlie").await?;
    dave.joins("//Dave", "dave").await?;

    let id = charlie.sends("dave", "under the third stone").await?;
    entries_become(alice, 1).await?;
    until("the pinner to pin the message", || async {
        store.has_pinned(&id).await.then_some(())
    })
    .await?;
    let (kept, _) = metrics_agree(pinner, &store).await?;
    assert!(kept >= 1.0, "the message is counted");
    assert_eq!(counters(alice).await?, (0.0, 0.0), "Alice is no pinner");

    let read = until("a message", || async {
        dave.reads().await.filter(|texts| !texts.is_empty())
    })
    .await?;
    assert_eq!(read, ["under the third stone"]);
    entries_become(alice, 0).await?;
    until("the pinner to unpin the message", || async {
        (!store.has_pinned(&id).await).then_some(())
    })
    .await?;
    let (_, released) = metrics_agree(pinner, &store).await?;
    assert!(released >= 1.0, "its end is counted");
    assert_eq!(dave.reads().await.context("an empty inbox")?.len(), 0);
    network.end().await
}
