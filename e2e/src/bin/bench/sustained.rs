//! A full load on four validators for a minute.

use crate::{
    figures::Samples,
    finalise::{ensure_success, finalise, FinalBlock, Pace, FULL},
    load::{message, Call, Load},
};
use anyhow::ensure;
use std::time::{Duration, Instant};
use subxt::{OnlineClient, PolkadotConfig};

/// How long it is kept up, in the time of blocks.
const MINUTE: Duration = Duration::from_secs(60);

/// How often is said how far it is.
const REPORT: Duration = Duration::from_secs(10);

/// Messages by which the way to finality is measured without other load.
pub const ALONE: usize = 200;

/// Between two of them; no divisor of a slot, so that they fall anywhere within one.
const PAUSE: Duration = Duration::from_millis(170);

/// Contents and inboxes beyond those of any load.
const BEYOND: usize = 1 << 32;

/// What a minute brought.
#[derive(Default)]
pub struct Minute {
    /// Extrinsics a second, all final.
    pub per_second: f64,
    /// How many there were, those before and after the minute included.
    pub extrinsics: usize,
    /// When each block came, in seconds of the minute, and how long after the one before.
    pub blocks: Vec<(f64, Duration)>,
    /// From submission to finality.
    pub waits: Samples,
}

impl Minute {
    /// How long each block took.
    pub fn block_times(&self) -> Samples {
        let mut times = Samples::default();
        self.blocks.iter().for_each(|(_, time)| times.push(*time));
        times
    }
}

/// Keeps as much of this waiting as the network can take.
pub async fn minute(
    api: &OnlineClient<PolkadotConfig>,
    load: &Load,
    what: &str,
    call: fn(usize) -> Call,
) -> anyhow::Result<Minute> {
    let mut blocks: Vec<FinalBlock> = Vec::new();
    let mut extrinsics = 0;
    let mut reported = Instant::now();
    let watch = |block: FinalBlock| {
        extrinsics += block.waits.len();
        if reported.elapsed() > REPORT {
            eprintln!("  {what}: {extrinsics} final in block {}", block.number);
            reported = Instant::now();
        }
        if block.waits.is_empty() && blocks.is_empty() {
            return false;
        }
        let begin = blocks.first().map_or(block.moment, |first| first.moment);
        let is_over = block.moment.saturating_sub(begin) > MINUTE.as_millis() as u64;
        if !is_over {
            blocks.push(block);
        }
        is_over
    };
    finalise(api, load, (0..).map(call), FULL, watch).await?;
    ensure_success(api, &blocks).await?;
    let mut minute = of_blocks(&blocks)?;
    minute.extrinsics = extrinsics;
    Ok(minute)
}

/// The first block begins the minute; what is in it was waiting before.
fn of_blocks(blocks: &[FinalBlock]) -> anyhow::Result<Minute> {
    let [first, .., last] = blocks else {
        anyhow::bail!("no two blocks became final within a minute");
    };
    ensure!(last.moment > first.moment, "time stood still");
    let mut minute = Minute::default();
    let mut count = 0;
    for pair in blocks.windows(2) {
        let [before, block] = pair else { continue };
        let time = Duration::from_millis(block.moment.saturating_sub(before.moment));
        let since = Duration::from_millis(block.moment.saturating_sub(first.moment));
        minute.blocks.push((since.as_secs_f64(), time));
        block.waits.iter().for_each(|wait| minute.waits.push(*wait));
        count += block.waits.len();
    }
    let span = Duration::from_millis(last.moment.saturating_sub(first.moment));
    minute.per_second = count as f64 / span.as_secs_f64();
    Ok(minute)
}

/// From submitting a message until it is final, on a network that has nothing else to do.
pub async fn alone(api: &OnlineClient<PolkadotConfig>, load: &Load) -> anyhow::Result<Samples> {
    let pace = Pace {
        waiting: ALONE,
        pause: PAUSE,
    };
    let calls = (BEYOND..).take(ALONE).map(message);
    let mut blocks = Vec::new();
    let watch = |block| {
        blocks.push(block);
        false
    };
    finalise(api, load, calls, pace, watch).await?;
    ensure_success(api, &blocks).await?;
    let mut waits = Samples::default();
    for block in &blocks {
        block.waits.iter().for_each(|wait| waits.push(*wait));
    }
    ensure!(waits.len() == ALONE, "messages are missing");
    Ok(waits)
}
