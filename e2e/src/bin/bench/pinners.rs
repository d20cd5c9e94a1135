//! Pinners with the embedded IPFS and with a real Kubo, side by side.

use crate::{
    contents::{put, sign},
    figures::Samples,
    load::{Load, POOL},
    memory::resident_of,
    report::{Report, Row},
};
use postern_client::chain::{types::Replicas, Chain};
use postern_e2e::{has_kubo, until, Network, Node, Pinner};
use postern_ipfs::client::Client;
use postern_primitives::{limits::MAX_PAGE, Cid};
use std::{
    ops::Range,
    slice,
    time::{Duration, Instant},
};
use subxt_signer::sr25519::dev;

/// Contents that are sent one by one.
const SINGLE: usize = 10;

/// Contents of which a pinner is lost.
const KEPT: usize = 1_000;

/// What is submitted at once. With each block the pool may see all that it has anew and in any order,
/// and of what comes before its predecessor it holds a tenth of [`POOL`]: the rest would be dropped.
const BATCH: usize = 4_000;

/// Between two blocks.
const BLOCK: Duration = Duration::from_secs(3);

/// What was measured of one kind of IPFS.
struct Figures {
    attested: Samples,
    replaced: Duration,
    pinned: Duration,
    memory: Memory,
}

/// Megabytes of a node and its IPFS together, before and after its work.
struct Memory {
    before: u64,
    after: u64,
}

/// Where contents come from: a validator with an IPFS that has them.
struct Source {
    node: Node,
    chain: Chain,
    load: Load,
    ipfs: Client,
}

/// Measures the embedded IPFS, and Kubo where there is one. So many contents wait for a pinner.
pub async fn measure(waiting: usize) -> anyhow::Result<Report> {
    let mut kinds = vec![("embedded", false)];
    if has_kubo("measuring pinners with a real Kubo") {
        kinds.push(("Kubo", true));
    }
    let mut figures = Vec::new();
    for (name, kubo) in kinds {
        eprintln!("  {name}");
        figures.push((name, Figures::of(kubo, waiting).await?));
    }
    let row = |what: String, figure: &dyn Fn(&Figures) -> String| {
        let each = figures
            .iter()
            .map(|(name, one)| format!("{name} {}", figure(one)));
        Row::new(what, each.collect::<Vec<_>>().join(", "), "")
    };
    let seconds = |time: Duration| format!("{:.1} s", time.as_secs_f64());
    Ok(Report::from(vec![
        row(
            format!("from `send` to three attestations, {SINGLE} contents: mean / p50 / p95 / max"),
            &|one| format!("{} ms", one.attested.summary()),
        ),
        row(
            format!("a pinner of four is lost: until {KEPT} contents have three again"),
            &|one| seconds(one.replaced),
        )
        .because("from when it counts as silent, three minutes after its last heartbeat"),
        row(
            format!("{waiting} contents wait for one pinner: until all are pinned"),
            &|one| {
                let rate = waiting as f64 / one.pinned.as_secs_f64();
                format!("{} ({rate:.0}/s)", seconds(one.pinned))
            },
        ),
        row(
            "memory of that pinner and its IPFS, before and after".into(),
            &|one| format!("{} and {} MB", one.memory.before, one.memory.after),
        ),
    ]))
}

impl Figures {
    async fn of(kubo: bool, waiting: usize) -> anyhow::Result<Self> {
        let (attested, replaced) = several(kubo).await?;
        let (pinned, memory) = one(kubo, waiting).await?;
        Ok(Self {
            attested,
            replaced,
            pinned,
            memory,
        })
    }
}

/// Four pinners: attestations of single contents, and what follows when one is lost.
async fn several(kubo: bool) -> anyhow::Result<(Samples, Duration)> {
    let network = Network::new();
    let source = Source::start(&network).await?;
    let owners = [dev::bob(), dev::charlie(), dev::dave(), dev::eve()];
    let mut pinners = Vec::new();
    for (owner, name) in owners.into_iter().zip(["one", "two", "three", "four"]) {
        let pinner = Pinner::start(&network, name, owner, kubo, &source.node).await;
        source
            .ipfs
            .swarm_connect(&pinner.node().ipfs_address().await)
            .await?;
        pinners.push(pinner);
    }
    let mut attested = Samples::default();
    for index in 0..SINGLE {
        let begin = Instant::now();
        let cids = source.send(index..index + 1).await?;
        source.until_replicated(&cids).await?;
        attested.push(begin.elapsed());
    }
    let cids = source.send(SINGLE..SINGLE + KEPT).await?;
    source.until_replicated(&cids).await?;
    drop(pinners.pop());
    while source.short(&cids).await? == 0 {
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let begin = Instant::now();
    source.until_replicated(&cids).await?;
    Ok((attested, begin.elapsed()))
}

/// One pinner, which was away while everything was sent.
async fn one(kubo: bool, waiting: usize) -> anyhow::Result<(Duration, Memory)> {
    let network = Network::new();
    let source = Source::start(&network).await?;
    let mut pinner = Pinner::start(&network, "one", dev::bob(), kubo, &source.node).await;
    let address = pinner.node().ipfs_address().await;
    pinner.node_mut().stop();
    for first in (0..waiting).step_by(BATCH) {
        let end = waiting.min(first + BATCH);
        source.send(first..end).await?;
        eprintln!("  {end} of {waiting} sent");
    }
    pinner.node_mut().restart().await;
    source.ipfs.swarm_connect(&address).await?;
    // It pins nothing before it has the blocks.
    pinner.node().catches_up_with(&source.node).await;
    let begin = Instant::now();
    let before = memory(pinner.node())?;
    let ipfs = Client::new(&pinner.node().ipfs_url())?;
    let mut pins = 0;
    while pins < waiting {
        pins = until("another pin", || async {
            // The worker goes on once a block, and to list all pins is work as well.
            tokio::time::sleep(BLOCK).await;
            let now = ipfs.pins().await.map_or(0, |pins| pins.len());
            (now > pins).then_some(now)
        })
        .await;
    }
    let after = memory(pinner.node())?;
    Ok((begin.elapsed(), Memory { before, after }))
}

fn memory(node: &Node) -> anyhow::Result<u64> {
    let kubo = node
        .kubo_pid()
        .map_or(Ok(0), |pid| resident_of(Some(pid)))?;
    Ok(resident_of(node.pid())? + kubo)
}

impl Source {
    async fn start(network: &Network) -> anyhow::Result<Self> {
        let node = network
            .node("source")
            .flags(["--dev"])
            .flags(POOL)
            .start()
            .await;
        Ok(Self {
            chain: Chain::connect(&node.rpc_url()).await?,
            load: Load::new(slice::from_ref(&node)).await?,
            ipfs: Client::new(&node.ipfs_url())?,
            node,
        })
    }

    /// Sends contents of these numbers, and waits until all are in blocks.
    async fn send(&self, numbers: Range<usize>) -> anyhow::Result<Vec<Cid>> {
        let cids = put(&self.ipfs, numbers).await?;
        self.load.run(sign(&self.load, &cids).await?).await?;
        Ok(cids)
    }

    /// How many of these are kept less often than is wanted.
    async fn short(&self, cids: &[Cid]) -> anyhow::Result<usize> {
        let mut short = 0;
        for page in cids.chunks(MAX_PAGE as usize) {
            let replicas = self.chain.replicas(page).await?;
            let is_kept = |one: &Replicas| one.kept >= one.wanted;
            short += replicas
                .iter()
                .filter(|one| !one.as_ref().is_some_and(is_kept))
                .count();
        }
        Ok(short)
    }

    async fn until_replicated(&self, cids: &[Cid]) -> anyhow::Result<()> {
        let mut left = cids.len() + 1;
        while left > 0 {
            left = until("another content to be kept three times", || async {
                let now = self.short(cids).await.unwrap_or(left);
                (now < left).then_some(now)
            })
            .await;
        }
        Ok(())
    }
}
