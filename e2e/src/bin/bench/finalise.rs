//! A load that is followed until all of it is final.

use crate::load::{endow, moment_of, Call, Load, AT_ONCE};
use anyhow::{ensure, Context};
use futures::{future::ready, stream, StreamExt, TryStreamExt};
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    time::{Duration, Instant},
};
use subxt::{utils::H256, OnlineClient, PolkadotConfig};
use subxt_signer::{sr25519::Keypair, SecretUri};
use tokio::sync::Semaphore;

/// How a load is put on.
pub struct Pace {
    /// Extrinsics at most that are submitted and not final.
    pub waiting: usize,
    /// Between two of them.
    pub pause: Duration,
}

/// As fast as the network takes it: three full blocks are on their way to finality, and two
/// more wait in the pools for the next author.
pub const FULL: Pace = Pace {
    waiting: 6_000,
    pause: Duration::ZERO,
};

/// A block that is final, as far as the load goes.
pub struct FinalBlock {
    /// Its number.
    pub number: u64,
    hash: H256,
    /// Milliseconds since the epoch, by its author.
    pub moment: u64,
    /// For each extrinsic of the load in it, the time from submitting it until the block was
    /// known to be final.
    pub waits: Vec<Duration>,
}

/// Submits the calls, until they end or `watch` says that it is enough, and goes on until all
/// that was submitted is final. `watch` sees every final block from the first one after the
/// start.
pub async fn finalise(
    api: &OnlineClient<PolkadotConfig>,
    load: &Load,
    calls: impl Iterator<Item = Call>,
    pace: Pace,
    mut watch: impl FnMut(FinalBlock) -> bool,
) -> anyhow::Result<()> {
    let mut blocks = api.stream_blocks().await?;
    let mut signer = load.signer().await?;
    let waiting: RefCell<HashMap<H256, Instant>> = RefCell::default();
    let places = Semaphore::new(pace.waiting);
    let (enough, fed) = (Cell::new(false), Cell::new(false));
    let feed = async {
        stream::iter(calls)
            .take_while(|_| ready(!enough.get()))
            .then(|call| async {
                tokio::time::sleep(pace.pause).await;
                call
            })
            .map(|call| signer.sign(&call))
            .try_for_each_concurrent(AT_ONCE, |signed| async {
                places.acquire().await?.forget();
                waiting.borrow_mut().insert(signed.hash, Instant::now());
                load.submit(signed).await.map(drop)
            })
            .await?;
        fed.set(true);
        anyhow::Ok(())
    };
    let follow = async {
        while !(fed.get() && waiting.borrow().is_empty()) {
            let block = blocks.next().await;
            let block = block.context("the stream of final blocks ended")??;
            let seen = Instant::now();
            let at = block.at().await?;
            let mut waits = Vec::new();
            for extrinsic in at.extrinsics().fetch().await?.iter() {
                let submitted = waiting.borrow_mut().remove(&extrinsic?.hash());
                waits.extend(submitted.map(|submitted| seen - submitted));
            }
            places.add_permits(waits.len());
            let block = FinalBlock {
                number: block.number(),
                hash: block.hash(),
                moment: moment_of(&at).await?,
                waits,
            };
            enough.set(watch(block) || enough.get());
        }
        anyhow::Ok(())
    };
    futures::try_join!(feed, follow).map(drop)
}

/// Makes sure that nothing in these blocks failed: what fails costs less, and counts for
/// nothing.
pub async fn ensure_success(
    api: &OnlineClient<PolkadotConfig>,
    blocks: &[FinalBlock],
) -> anyhow::Result<()> {
    for block in blocks {
        let events = api.at_block(block.hash).await?.events().fetch().await?;
        for event in events.iter() {
            let event = event?;
            let failed = event.pallet_name() == "System" && event.event_name() == "ExtrinsicFailed";
            ensure!(!failed, "an extrinsic failed in block {}", block.number);
        }
    }
    Ok(())
}

/// Hands a load over to so many accounts of its own, endowed by those that signed before.
pub async fn spread(
    api: &OnlineClient<PolkadotConfig>,
    load: &mut Load,
    count: usize,
) -> anyhow::Result<()> {
    let account = |index| {
        let uri: SecretUri = format!("//Bench//{index}").parse()?;
        anyhow::Ok(Keypair::from_uri(&uri)?)
    };
    let accounts: Vec<_> = (0..count).map(account).collect::<Result<_, _>>()?;
    let calls = accounts.iter().map(endow);
    finalise(api, load, calls, FULL, |_| false).await?;
    load.hand_over(accounts);
    Ok(())
}
