//! Chains of one's own: from a description that people can read to a chain specification.

mod network;
#[cfg(test)]
mod tests;

use crate::chain_spec::{properties, ChainSpec, ChainSpecError};
use network::{Network, NetworkError};
use postern_runtime::WASM_BINARY;
use sc_service::{chain_ops::build_spec, ChainType};
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Makes the specification of a new chain.
#[derive(Debug, clap::Args)]
pub struct NewChainCmd {
    /// JSON file that says who begins the chain; `docs/operators.md` shows one.
    network: PathBuf,

    /// File to write the specification to, instead of standard output.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Why there is no new chain.
#[derive(Debug, thiserror::Error)]
pub enum NewChainError {
    /// The file cannot be read.
    #[error("`{path}` cannot be read ({source}); check its name")]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What it says makes no chain.
    #[error("`{path}` makes no chain: {reason}")]
    Network {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        reason: NetworkError,
    },
    /// This program has no runtime.
    #[error(transparent)]
    Runtime(#[from] ChainSpecError),
    /// The runtime refused.
    #[error("the runtime cannot begin this chain: {0}")]
    Genesis(String),
    /// The specification cannot be written.
    #[error("the specification cannot be written ({0}); choose another --output")]
    Write(#[source] io::Error),
}

impl NewChainCmd {
    /// Writes the specification, with the state at genesis computed once and for all.
    ///
    /// # Errors
    /// When the description makes no chain, or a file cannot be used.
    pub fn run(&self) -> Result<(), NewChainError> {
        let specification = specification(&self.network)?;
        let json = build_spec(&specification, true)
            .map_err(|error| NewChainError::Genesis(error.to_string()))?;
        match &self.output {
            Some(path) => fs::write(path, json),
            None => io::stdout().write_all(json.as_bytes()),
        }
        .map_err(NewChainError::Write)
    }
}

/// The chain that the file at `path` describes.
fn specification(path: &Path) -> Result<ChainSpec, NewChainError> {
    let text = fs::read_to_string(path).map_err(|source| NewChainError::Read {
        path: path.into(),
        source,
    })?;
    let refused = |reason| NewChainError::Network {
        path: path.into(),
        reason,
    };
    let network = Network::parse(&text).map_err(refused)?;
    let genesis = network.genesis().map_err(refused)?;
    let code = WASM_BINARY.ok_or(ChainSpecError::NoRuntime)?;
    Ok(ChainSpec::builder(code, None)
        .with_name(&network.name)
        .with_id(&network.id)
        .with_protocol_id(&network.id)
        .with_chain_type(ChainType::Live)
        .with_properties(properties())
        .with_boot_nodes(network.bootnodes)
        .with_genesis_config_patch(genesis.patch())
        .build())
}
