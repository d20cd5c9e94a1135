//! An embedded IPFS node that answers Kubo's RPC.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use postern_ipfs::{client::Client, node::{Config, Node}};
//!
//! let node = Node::start(Config {
//!     path: "ipfs".into(),
//!     api: "127.0.0.1:0".parse()?,
//!     swarm_port: 0,
//!     listen: Vec::new(),
//!     peers: Vec::new(),
//!     quota: 10_000_000_000,
//!     swarm_key: None,
//! })
//! .await?;
//! let client = Client::new(&format!("http://{}", node.api_addr()))?;
//! println!("{}", client.version().await?.version);
//! node.stop().await;
//! # Ok(())
//! # }
//! ```

mod collect;
pub(crate) mod dag;
pub(crate) mod defaults;
mod error;
pub(crate) mod file;
mod hold;
mod identity;
mod mend;
mod pins;
mod private;
mod repair;
mod store;
pub(crate) mod swarm;
mod usage;

pub(crate) use error::StoreError;
pub(crate) use hold::Hold;
pub(crate) use store::Store;

pub use defaults::QUOTA;
pub use error::Error;
pub use identity::identify;

use crate::rpc;
use defaults::STOP_GRACE;
use futures::{future::LocalBoxFuture, FutureExt};
use postern_primitives::Cid;
use rust_ipfs::{Ipfs, PeerId};
use std::{
    fs::{self, File, TryLockError},
    io,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};
use swarm::Peer;
use tokio::{
    net::TcpListener,
    task::{JoinHandle, JoinSet},
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

/// The file that the library locks while a node uses the folder.
const LOCK: &str = "repo_lock";

/// What a node needs to start.
#[derive(Clone, Debug)]
pub struct Config {
    /// Folder of its blocks, its pins and its key. Made if it is not there.
    pub path: PathBuf,
    /// Where the RPC listens: a loopback address; port 0 lets the system choose.
    pub api: SocketAddr,
    /// Port, TCP and UDP, for other nodes on 127.0.0.1; 0 lets the system choose.
    pub swarm_port: u16,
    /// Multiaddresses to listen on instead, where nodes on other machines shall connect.
    pub listen: Vec<String>,
    /// Multiaddresses, each ending in a peer id, of nodes to stay connected to.
    pub peers: Vec<String>,
    /// Bytes of blocks that it keeps at most, but for what is in flight; [`QUOTA`] suits most.
    pub quota: u64,
    /// File with the key of a private network, Kubo's `swarm.key`: nobody else can connect
    /// then. Such a network has no QUIC.
    pub swarm_key: Option<PathBuf>,
}

/// A running node. Dropping it stops it less gracefully than [`stop`](Self::stop).
pub struct Node {
    store: Store,
    path: PathBuf,
    api: SocketAddr,
    stopping: CancellationToken,
    server: JoinHandle<()>,
    /// What it does without being asked.
    chores: JoinSet<()>,
}

impl Node {
    /// Starts the node and its RPC, and returns when both listen.
    ///
    /// # Errors
    /// One [`Error`] for each thing in `config` that cannot be had.
    pub fn start(config: Config) -> LocalBoxFuture<'static, Result<Self, Error>> {
        // Boxed, all that it starts is compiled here, and not again in every program that
        // waits for it, which takes minutes.
        Self::started(config).boxed_local()
    }

    async fn started(config: Config) -> Result<Self, Error> {
        if !config.api.ip().is_loopback() {
            return Err(Error::Exposed {
                address: config.api,
            });
        }
        let peers = config.peers.iter().map(|peer| Peer::parse(peer));
        let peers = peers.collect::<Result<Vec<_>, _>>()?;
        prepare(&config.path)?;
        let key = identity::load_or_create(&config.path)?;
        let (listener, api) = bind(config.api).await?;

        let torn = mend(&config.path).await?;
        let ipfs = swarm::start(&config, &key).await?;
        let store = match open(&ipfs, &config, &torn).await {
            Ok(store) => store,
            Err(error) => {
                ipfs.exit_daemon().await;
                return Err(error);
            }
        };
        let stopping = CancellationToken::new();
        let server = tokio::spawn(rpc::serve(listener, api, store.clone(), stopping.clone()));
        let others = peers
            .into_iter()
            .filter(|peer| peer.id != key.public().to_peer_id());
        let mut chores: JoinSet<_> = others
            .map(|peer| swarm::stay_connected(store.ipfs().clone(), peer))
            .collect();
        chores.spawn(store.clone().stay_tidy());
        chores.spawn(store.clone().repair(torn));
        Ok(Self {
            store,
            path: config.path,
            api,
            stopping,
            server,
            chores,
        })
    }

    /// Where the RPC listens.
    pub fn api_addr(&self) -> SocketAddr {
        self.api
    }

    /// The node's id among others.
    pub fn peer_id(&self) -> String {
        self.id().to_string()
    }

    /// Multiaddresses for other nodes, each ending in the peer id.
    pub async fn addresses(&self) -> Vec<String> {
        addresses(&self.store).await
    }

    /// Ends running requests with an error, closes all connections, and returns when the
    /// folder is free for another node.
    pub async fn stop(mut self) {
        self.chores.shutdown().await;
        self.stopping.cancel();
        if timeout(STOP_GRACE, &mut self.server).await.is_err() {
            tracing::warn!("a connection to the IPFS RPC did not end in time and is cut");
            self.server.abort();
        }
        let path = self.path.clone();
        self.store.ipfs().clone().exit_daemon().await;
        drop(self);
        released(&path).await;
    }

    fn id(&self) -> PeerId {
        self.store.ipfs().keypair().public().to_peer_id()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.stopping.cancel();
    }
}

/// Multiaddresses on which others reach the node.
pub(crate) async fn addresses(store: &Store) -> Vec<String> {
    let id = store.ipfs().keypair().public().to_peer_id();
    let listening = store.ipfs().listening_addresses().await.unwrap_or_default();
    let mut texts: Vec<_> = listening
        .into_iter()
        .map(|address| format!("{address}/p2p/{id}"))
        .collect();
    texts.sort();
    texts
}

/// Everything between the library's start and the first request.
async fn open(ipfs: &Ipfs, config: &Config, torn: &[Cid]) -> Result<Store, Error> {
    let store = Store::new(ipfs.clone(), &config.path, config.quota).await;
    let store = store.map_err(|error| Error::Library {
        reason: error.to_string(),
    })?;
    repair::restore(&store, torn).await;
    swarm::listen(ipfs, config).await?;
    Ok(store)
}

/// Makes a folder readable that a crash has left behind. Returns the pins that lost their lists.
async fn mend(path: &Path) -> Result<Vec<Cid>, Error> {
    let folder = path.to_owned();
    let mended = tokio::task::spawn_blocking(move || mend::mend(&folder)).await;
    let mended = mended.map_err(io::Error::other).and_then(|mended| mended);
    mended.map_err(|reason| Error::Path {
        path: path.into(),
        reason,
    })
}

fn prepare(path: &Path) -> Result<(), Error> {
    let failed = |reason| Error::Path {
        path: path.into(),
        reason,
    };
    fs::create_dir_all(path).map_err(failed)?;
    match is_free(path) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Error::InUse { path: path.into() }),
        Err(reason) => Err(failed(reason)),
    }
}

async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), Error> {
    let failed = |reason: io::Error| Error::Listen {
        address: address.to_string(),
        reason: reason.to_string(),
    };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    Ok((listener, bound))
}

fn is_free(path: &Path) -> io::Result<bool> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path.join(LOCK))?;
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// The library's tasks let go of the folder a moment after they were told to end.
async fn released(path: &Path) {
    let free = async {
        while !is_free(path).unwrap_or(true) {
            sleep(Duration::from_millis(10)).await;
        }
    };
    if timeout(STOP_GRACE, free).await.is_err() {
        tracing::warn!(path = %path.display(), "the IPFS folder is still locked after the node ended");
    }
}
