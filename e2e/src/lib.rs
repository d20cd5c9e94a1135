//! Starts real nodes and real people for tests and measurements.
//!
//! A [`Network`] owns a temporary folder and the processes started in it: they end
//! with it, by their process ids. A [`Node`] is a `postern-node` with its embedded
//! IPFS, or with a Kubo; a [`Person`] is a home folder of the program `postern`.

mod conversation;
mod extrinsic;
mod finality;
mod following;
mod kubo;
mod machines;
mod namespace;
mod network;
mod node;
pub mod page;
mod person;
mod pinner;
mod skipped;
mod wait;

pub use conversation::{becomes, eve_and_ferdie, reads};
pub use extrinsic::Call;
pub use finality::{agree, agree_on, best, last_final};
pub use following::Following;
pub use kubo::has_kubo;
pub use network::{free_port, Network};
pub use node::{Node, NodeBuilder};
pub use person::{Outcome, Person};
pub use pinner::Pinner;
pub use skipped::skipped;
pub use wait::{until, PATIENCE};

use std::path::PathBuf;

/// Where the programs under test are: beside the program that asks.
///
/// # Panics
/// When the program's own path is unknown, or `name` was not built.
pub fn program(name: &str) -> PathBuf {
    let own = std::env::current_exe().expect("the running program has a path");
    // Tests lie in `release/deps`, programs in `release`.
    own.ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
        .unwrap_or_else(|| panic!("{name} is not built: run `scripts/setup` first"))
}
