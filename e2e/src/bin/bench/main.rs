//! Measures Postern on real nodes; `scripts/bench` runs it.

mod backlog;
mod contents;
mod delivery;
mod figures;
mod finalise;
mod load;
mod memory;
mod people;
mod pinners;
mod plot;
mod report;
mod sustained;
mod throughput;
mod validators;

use clap::{Parser, ValueEnum};
use std::path::PathBuf;

/// Measures Postern on real nodes of this machine.
#[derive(Parser)]
struct Arguments {
    /// What to measure; everything if absent. Only a whole run is written to the page.
    measurements: Vec<Measurement>,
    /// The page to write.
    #[arg(long, default_value = "docs/benchmarks.md")]
    output: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Measurement {
    /// From `send` to plaintext in a receiver that follows.
    Delivery,
    /// Hundreds of waiting messages.
    Backlog,
    /// `inbox.send` beside balance transfers.
    Throughput,
    /// Memory and pins over ten thousand messages.
    Memory,
    /// Four validators: what they sustain for a minute, block time, finality, catching up.
    Validators,
    /// Pinners with the embedded IPFS and with Kubo: replicas, pins, losses.
    Pinners,
}

impl Measurement {
    async fn run(self) -> anyhow::Result<report::Report> {
        match self {
            Self::Delivery => delivery::measure().await,
            Self::Backlog => backlog::measure().await,
            Self::Throughput => throughput::measure().await,
            Self::Memory => memory::measure().await,
            Self::Validators => validators::measure().await,
            Self::Pinners => pinners::measure().await,
        }
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let whole = arguments.measurements.is_empty();
    let chosen: &[Measurement] = if whole {
        Measurement::value_variants()
    } else {
        &arguments.measurements
    };
    let mut report = report::Report::default();
    for (index, measurement) in chosen.iter().enumerate() {
        let name = measurement.to_possible_value();
        let name = name.as_ref().map_or("", |value| value.get_name());
        eprintln!("[{}/{}] {name}", index + 1, chosen.len());
        report.extend(measurement.run().await?);
    }
    report::show(&report.rows);
    if whole {
        report::write(&arguments.output, &report)?;
        eprintln!("written to {}", arguments.output.display());
    }
    Ok(())
}
