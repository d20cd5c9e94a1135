//! How each pallet is set up. Numbers come from [`crate::constants`].

mod accounts;
mod consensus;
mod governance;
mod messaging;
mod migrations;
mod staking;
mod submitting;
mod system;

pub use accounts::ProxyType;
pub use consensus::BABE_GENESIS_EPOCH_CONFIG;
#[cfg(test)]
pub use messaging::HeartbeatPeriod;
#[cfg(test)]
pub use staking::{BondingSlots, Measured};
#[cfg(test)]
pub use system::{RuntimeBlockLength, RuntimeBlockWeights};
