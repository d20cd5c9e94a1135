use crate::{Call, Network, Node};
use std::{fs, path::PathBuf};
use subxt::dynamic::{self, Value};
use subxt_signer::sr25519::Keypair;

/// Bytes that each pinner offers: half of what the embedded node keeps, which leaves room for
/// what it fetches for others.
const CAPACITY: u128 = 5_000_000_000;

/// A registered pinner on a machine of its own, which is told of no other IPFS.
pub struct Pinner {
    name: String,
    owner: Keypair,
    kubo: bool,
    folder: PathBuf,
    node: Option<Node>,
}

impl Pinner {
    /// Starts a node that follows the chain of `of`, with a Kubo or with the embedded IPFS, and
    /// registers it for `owner`, who has the bond.
    ///
    /// # Panics
    /// When the node does not start, or the chain does not take it.
    pub async fn start(
        network: &Network,
        name: &str,
        owner: Keypair,
        kubo: bool,
        of: &Node,
    ) -> Self {
        let mut pinner = Self {
            name: name.into(),
            owner,
            kubo,
            folder: network.path().join(name),
            node: None,
        };
        let node = pinner.machine(network, of).await;
        let [peer, addresses, capacity] = whereabouts(&node).await;
        let named = vec![worker_key(&node), peer, addresses, capacity];
        let call: Call = dynamic::tx("Pinning", "register", named);
        // A pool that has just fetched many blocks judges by an older one until the next one comes.
        of.submit(&call, &pinner.owner).await;
        pinner.node = Some(node);
        pinner
    }

    /// Its node.
    ///
    /// # Panics
    /// Once it is lost.
    pub fn node(&self) -> &Node {
        self.node.as_ref().expect("it is not lost")
    }

    /// The same, to stop and start it.
    ///
    /// # Panics
    /// Once it is lost.
    pub fn node_mut(&mut self) -> &mut Node {
        self.node.as_mut().expect("it is not lost")
    }

    /// Its machine is gone, with all that was on it.
    pub fn is_lost(mut self) -> Self {
        drop(self.node.take());
        fs::remove_dir_all(&self.folder).expect("its disk can be lost");
        self
    }

    /// It goes on with a machine that has nothing of the old one.
    ///
    /// # Panics
    /// When the node does not start, or the chain does not take it.
    pub async fn comes_back(mut self, network: &Network, of: &Node) -> Self {
        let node = self.machine(network, of).await;
        let named = vec![worker_key(&node)];
        let call: Call = dynamic::tx("Pinning", "set_worker", named);
        of.submit(&call, &self.owner).await;
        let call: Call = dynamic::tx("Pinning", "update", whereabouts(&node).await.to_vec());
        of.submit(&call, &self.owner).await;
        self.node = Some(node);
        self
    }

    async fn machine(&self, network: &Network, of: &Node) -> Node {
        let builder = network.node(&self.name).flags(["--pinner"]);
        let builder = if self.kubo { builder.kubo() } else { builder };
        builder.follow(of).await
    }
}

/// The key that the worker of a node has made last, as its log shows it.
fn worker_key(node: &Node) -> Value {
    let log = node.log();
    let (_, rest) = log.rsplit_once("worker key 0x").expect("a pinner shows it");
    let bytes: Vec<u8> = hex::decode(&rest[..64]).expect("hexadecimal");
    Value::from_bytes(bytes)
}

/// Peer id, addresses and capacity of its IPFS, as calls of the pallet name them.
async fn whereabouts(node: &Node) -> [Value; 3] {
    let full = node.ipfs_address().await;
    let (address, peer) = full.rsplit_once("/p2p/").expect("it ends in a peer id");
    let addresses = Value::unnamed_composite([Value::from_bytes(address)]);
    [Value::from_bytes(peer), addresses, Value::u128(CAPACITY)]
}
