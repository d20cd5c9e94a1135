//! Types that every room of Postern shares.
//!
//! Nothing here knows the chain, the network or a database: this crate is what the
//! pallets, the node and the client agree on, and it depends on none of them.
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
mod cid;
mod device;
pub mod group;
mod handle;
mod inbox;
pub mod limits;
pub mod multiaddress;
pub mod padding;
mod sequence;
pub mod signing;
pub mod traits;

pub use cid::{Cid, CidError, CidInput, Codec};
pub use device::{DeviceId, DevicePublic};
pub use handle::{Handle, HandleError};
pub use inbox::Senders;
pub use sequence::SequenceKey;

/// Milliseconds since the Unix epoch, as `pallet-timestamp` keeps them.
pub type Moment = u64;

/// Number of a block.
pub type BlockNumber = u32;

/// An amount of the chain's token in its smallest unit (10^-12 PST).
pub type Balance = u128;
