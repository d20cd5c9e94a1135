#![doc = include_str!("../README.md")]

mod description;
mod ipfs;
mod network;
mod person;
mod wait;

pub use description::Description;
pub use ipfs::Ipfs;
pub use network::Network;
pub use person::Person;
pub use wait::{until, PATIENCE};
