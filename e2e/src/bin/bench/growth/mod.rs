//! What sending, reading and acknowledging cost by how many messages wait on the chain, and what
//! a message takes of state and of blocks.

mod chain;
mod database;
mod owners;
mod state;
mod table;
mod town;

use crate::report::Report;
use town::Town;

/// Measures at each of these numbers of entries, the least first.
pub async fn measure(mut sizes: Vec<u32>) -> anyhow::Result<Report> {
    sizes.sort_unstable();
    // It computes, and the database blocks.
    tokio::task::spawn_blocking(move || run(&sizes)).await?
}

fn run(sizes: &[u32]) -> anyhow::Result<Report> {
    let mut town = Town::found()?;
    // First, while there is nothing else that goes with time.
    let left = town.left_after_a_day()?;
    let mut points = Vec::with_capacity(sizes.len());
    for size in sizes {
        town.fill(*size)?;
        eprintln!("  {size} entries wait; {} messages", town::SAMPLE);
        points.push(town.measure()?);
    }
    table::report(&points, left, &town.database()?)
}
