//! How each pallet is set up. Numbers come from [`crate::constants`].

mod consensus;
mod messaging;
mod staking;
mod system;

pub use consensus::BABE_GENESIS_EPOCH_CONFIG;
#[cfg(test)]
pub use system::{RuntimeBlockLength, RuntimeBlockWeights};
