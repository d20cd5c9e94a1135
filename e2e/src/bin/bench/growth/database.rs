//! What reading and writing state costs in the database, to compare the runtime's price of
//! storage, `DbWeight`, with.
//!
//! As the SDK's `benchmark storage` has it: keys that there are, in batches as blocks write them,
//! with the state's root computed and the block committed.

use super::{chain::Chain, state::PALLETS};
use anyhow::ensure;
use std::time::Duration;

/// Keys that a block overwrites: about as many as a full one does.
const BATCH: usize = 2_000;

/// Blocks that are measured.
const ROUNDS: usize = 10;

/// What one key costs on average.
pub struct Database {
    /// Reading it.
    pub read: Duration,
    /// Writing it in a block.
    pub write: Duration,
}

/// Measures it where the chain has arrived. Ruins the chain's state.
pub fn measure(chain: &Chain) -> anyhow::Result<Database> {
    let mut values = sample(chain)?;
    let count = u32::try_from(values.len())?;
    let read = chain.read(values.iter().map(|(key, _)| &key[..]))? / count;
    let mut written = Duration::ZERO;
    for values in values.chunks_mut(BATCH) {
        // What every block costs, whatever is in it.
        let nothing = chain.overwrite(&[])?;
        for (_, value) in values.iter_mut() {
            value.iter_mut().for_each(|byte| *byte = !*byte);
        }
        written += chain.overwrite(values)?.saturating_sub(nothing);
    }
    Ok(Database {
        read,
        write: written / count,
    })
}

/// Keys and values from all over the state of messages, in an order that is not theirs.
fn sample(chain: &Chain) -> anyhow::Result<Vec<(Vec<u8>, Vec<u8>)>> {
    let mut all = Vec::new();
    for pallet in PALLETS {
        all.extend(chain.below(&sp_crypto_hashing::twox_128(pallet.as_bytes()))?);
    }
    let wanted = BATCH * ROUNDS;
    ensure!(all.len() >= wanted, "there are too few keys to measure by");
    let step = all.len() / wanted;
    let mut sample: Vec<_> = all.into_iter().step_by(step).take(wanted).collect();
    sample.sort_by_key(|(key, _)| sp_crypto_hashing::twox_64(key));
    Ok(sample)
}
