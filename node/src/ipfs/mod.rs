//! The IPFS that a node uses.

mod args;
mod space;

pub use args::IpfsArgs;
pub use space::watch;

use args::IpfsSource;
use postern_ipfs::node::{identify, Config, Error, Node};
use sp_panic_handler::AbortGuard;
use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    path::Path,
};
use tokio::runtime::{Builder, Runtime};

/// Folder of the embedded node's blocks and key, beside the chain's database.
const FOLDER: &str = "ipfs";

/// The IPFS of a running node.
pub enum Ipfs {
    /// One in this process.
    Embedded(Box<Embedded>),
    /// One behind the RPC at this URL.
    External(String),
    /// None.
    Off,
}

/// An IPFS node in this process, on threads of its own: content must not keep blocks
/// waiting, and it must still run while the chain's tasks end.
pub struct Embedded {
    runtime: Runtime,
    node: Node,
}

/// Why there is no IPFS.
#[derive(Debug, thiserror::Error)]
pub enum IpfsError {
    /// The operating system gives no threads.
    #[error("no threads for the embedded IPFS node: {0}")]
    Runtime(#[source] io::Error),
    /// A port is taken.
    #[error("{0} `--ipfs-api-port` and `--ipfs-swarm-port` choose other ports")]
    Port(#[source] Error),
    /// The embedded node cannot start for another reason.
    #[error("no embedded IPFS: {0}")]
    Start(#[source] Error),
}

impl From<Error> for IpfsError {
    fn from(error: Error) -> Self {
        match error {
            Error::Listen { .. } => Self::Port(error),
            _ => Self::Start(error),
        }
    }
}

impl Ipfs {
    /// Starts what `args` ask for; an embedded node keeps its things below `data`, and has the
    /// key of this seed, if there is one and it had no other before.
    ///
    /// # Errors
    /// When the embedded node cannot be started.
    pub fn start(args: &IpfsArgs, data: &Path, seed: Option<&[u8; 32]>) -> Result<Self, IpfsError> {
        match &args.ipfs {
            IpfsSource::Embedded => {
                Embedded::start(args, data, seed).map(|embedded| Self::Embedded(Box::new(embedded)))
            }
            IpfsSource::Url(url) => {
                log::info!("📦 IPFS RPC: {url}");
                Ok(Self::External(url.clone()))
            }
            IpfsSource::Off => Ok(Self::Off),
        }
    }

    /// Base address of its RPC.
    pub fn url(&self) -> Option<String> {
        match self {
            Self::Embedded(embedded) => Some(embedded.url()),
            Self::External(url) => Some(url.clone()),
            Self::Off => None,
        }
    }

    /// Ends what runs in this process, and waits until it has written everything.
    pub fn stop(self) {
        if let Self::Embedded(embedded) = self {
            embedded.runtime.block_on(embedded.node.stop());
        }
    }
}

impl Embedded {
    fn start(args: &IpfsArgs, data: &Path, seed: Option<&[u8; 32]>) -> Result<Self, IpfsError> {
        let path = data.join(FOLDER);
        if let Some(seed) = seed {
            identify(&path, seed)?;
        }
        let runtime = threads().map_err(IpfsError::Runtime)?;
        let config = Config {
            path,
            api: SocketAddr::from((Ipv4Addr::LOCALHOST, args.ipfs_api_port)),
            swarm_port: args.ipfs_swarm_port,
            listen: args.ipfs_listen.clone(),
            peers: args.ipfs_peers.clone(),
            quota: args.quota(),
            swarm_key: args.ipfs_swarm_key.clone(),
        };
        let node = runtime.block_on(Node::start(config))?;
        let addresses = runtime.block_on(node.addresses());
        let embedded = Self { runtime, node };
        log::info!("📦 IPFS RPC: {}", embedded.url());
        for address in addresses {
            log::info!("📦 IPFS peer: {address}");
        }
        Ok(embedded)
    }

    fn url(&self) -> String {
        format!("http://{}", self.node.api_addr())
    }
}

/// Threads on which a panic ends one task. The node's panic hook ends the process, and bytes
/// from strangers are worked on here.
fn threads() -> io::Result<Runtime> {
    Builder::new_multi_thread()
        .thread_name("ipfs")
        .on_thread_start(|| std::mem::forget(AbortGuard::never_abort()))
        .enable_all()
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_the_ipfs_node_does_not_end_the_process() {
        sp_panic_handler::set("nowhere", "0");
        let runtime = threads().expect("the system has threads");
        let task = runtime.spawn(async { panic!("made for this test") });
        let ended = runtime.block_on(task);
        assert!(ended.is_err_and(|error| error.is_panic()));
    }
}
