//! What goes on while machines of the network fail, and how they come back.

use anyhow::{Context, Result};
use postern_zombienet::{until, Description, Ipfs, Network};
use std::path::Path;
use zombienet_sdk::{
    subxt::{
        backend::legacy::{rpc_methods::NumberOrHex, LegacyRpcMethods},
        PolkadotConfig,
    },
    NetworkNode,
};

/// Number and hash of a block.
type Block = (u32, String);

async fn rpc(node: &NetworkNode) -> Option<LegacyRpcMethods<PolkadotConfig>> {
    Some(LegacyRpcMethods::new(node.rpc().await.ok()?))
}

/// Number of the last block that is final for a node.
async fn last_final(node: &NetworkNode) -> Option<u32> {
    let rpc = rpc(node).await?;
    let hash = rpc.chain_get_finalized_head().await.ok()?;
    let header = rpc.chain_get_header(Some(hash)).await.ok()??;
    Some(header.number)
}

/// The block of this number, once it is final for a node.
async fn final_block(node: &NetworkNode, number: u32) -> Option<Block> {
    last_final(node).await.filter(|last| *last >= number)?;
    let number_or_hex = Some(NumberOrHex::Number(number.into()));
    let hash = rpc(node).await?.chain_get_block_hash(number_or_hex).await;
    Some((number, format!("{:?}", hash.ok()??)))
}

/// Waits until all of them have made a block final that none of them had made final before,
/// and makes sure that it is the same block.
async fn agree(nodes: &[&NetworkNode]) -> Result<()> {
    let mut last = 0;
    for node in nodes {
        last = last.max(until("a final block", || last_final(node)).await?);
    }
    let mut blocks = Vec::new();
    for node in nodes {
        let what = format!("{} to make block {} final", node.name(), last + 1);
        blocks.push(until(&what, || final_block(node, last + 1)).await?);
    }
    assert!(blocks.iter().all(|block| *block == blocks[0]), "{blocks:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_validator_and_a_pinner_fail_and_nothing_stops_or_is_lost() -> Result<()> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("local.toml");
    let network = Network::start(Description::read(&file)?.on_free_ports()?).await?;
    let nodes = network.nodes();
    agree(&nodes).await?;
    let eve = network.person("eve", "alice")?;
    let ferdie = network.person("ferdie", "bob")?;
    eve.joins("//Eve", "eve").await?;
    ferdie.joins("//Ferdie", "ferdie").await?;

    // A validator and a pinner hear and say nothing: three of four go on finalising, and
    // the other pinner keeps what is sent.
    let (dave, away) = (network.node("dave")?, network.node("pinner-1")?);
    dave.pause().await?;
    away.pause().await?;
    let others: Vec<_> = nodes
        .iter()
        .copied()
        .filter(|node| node.name() != dave.name() && node.name() != away.name())
        .collect();
    agree(&others).await?;
    let id = eve.sends("ferdie", "while two are away").await?;
    let kept = Ipfs::of(network.node("pinner-2")?)?;
    until("the other pinner to pin", || async {
        kept.has_pinned(&id).await.then_some(())
    })
    .await?;

    // They come back, catch up, and the pinner makes good what it has missed.
    dave.resume().await?;
    away.resume().await?;
    agree(&nodes).await?;
    let back = Ipfs::of(away)?;
    until("the pinner that was away to pin", || async {
        back.has_pinned(&id).await.then_some(())
    })
    .await?;

    // One is killed and started again on what it had written.
    network.node("charlie")?.restart(None).await?;
    agree(&nodes).await?;
    let read = until("a message", || async {
        ferdie.reads().await.filter(|texts| !texts.is_empty())
    })
    .await?;
    assert_eq!(read, ["while two are away"]);
    let again = ferdie.reads().await.context("an empty inbox")?;
    assert_eq!(again.len(), 0, "nothing is read twice");
    network.end().await
}
