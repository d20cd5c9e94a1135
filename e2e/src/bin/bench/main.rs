//! Measures Postern, most of it on real nodes; `scripts/bench` runs it.

mod backlog;
mod contents;
mod delivery;
mod figures;
mod finalise;
mod growth;
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
use report::Report;
use std::path::PathBuf;

/// Measures Postern on this machine.
#[derive(Parser)]
struct Arguments {
    /// What to measure; everything if absent.
    measurements: Vec<Measurement>,
    /// Write what was measured to its sections of the page. Done anyway with a whole run.
    #[arg(long)]
    write: bool,
    /// The page to write.
    #[arg(long, default_value = "docs/benchmarks.md")]
    output: PathBuf,
    /// Messages that wait on the chain when its growth is measured.
    #[arg(long, value_delimiter = ',', default_value = "1000,100000,1000000")]
    entries: Vec<u32>,
    /// Contents that wait when a pinner comes back.
    #[arg(long, default_value_t = 50_000)]
    waiting: usize,
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
    /// What a message costs by how many wait on the chain, and what it takes of state.
    Growth,
}

impl Measurement {
    async fn run(self, arguments: &Arguments) -> anyhow::Result<Report> {
        match self {
            Self::Delivery => delivery::measure().await,
            Self::Backlog => backlog::measure().await,
            Self::Throughput => throughput::measure().await,
            Self::Memory => memory::measure().await,
            Self::Validators => validators::measure().await,
            Self::Pinners => pinners::measure(arguments.waiting).await,
            Self::Growth => growth::measure(arguments.entries.clone()).await,
        }
    }

    /// Of its section of the page.
    fn title(self) -> &'static str {
        match self {
            Self::Delivery => "Delivery",
            Self::Backlog => "Coming back online",
            Self::Throughput => "Throughput",
            Self::Memory => "Memory and pins",
            Self::Validators => "Four validators",
            Self::Pinners => "Pinners",
            Self::Growth => "Growth",
        }
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let all = Measurement::value_variants();
    let whole = arguments.measurements.is_empty();
    let chosen = if whole {
        all
    } else {
        &arguments.measurements[..]
    };
    let mut sections = Vec::with_capacity(chosen.len());
    for (index, measurement) in chosen.iter().enumerate() {
        let title = measurement.title();
        eprintln!("[{}/{}] {title}", index + 1, chosen.len());
        let report = measurement.run(&arguments).await?;
        report::show(&report.rows);
        sections.push((title, report));
    }
    if whole || arguments.write {
        let titles: Vec<_> = all.iter().map(|one| one.title()).collect();
        report::write(&arguments.output, &titles, &sections)?;
        eprintln!("written to {}", arguments.output.display());
    }
    Ok(())
}
