use crate::{node::NodeBuilder, person::Person, Node};
use std::{net::TcpListener, path::Path};
use tempfile::TempDir;

/// A folder for nodes and people; everything in it goes when it is dropped.
pub struct Network {
    folder: TempDir,
}

impl Network {
    /// An empty network.
    ///
    /// # Panics
    /// When no temporary folder can be made.
    #[allow(clippy::new_without_default)] // It makes a folder, which a default should not.
    pub fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("postern-e2e-")
            .tempdir()
            .expect("a temporary folder can be made");
        Self { folder }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A node to be configured and started.
    pub fn node(&self, name: &str) -> NodeBuilder {
        NodeBuilder::new(name, self.path())
    }

    /// A validator of a chain of its own that is also a pinner.
    pub async fn pinner(&self) -> Node {
        self.node("pinner")
            .flags(["--dev", "--pinner"])
            .start()
            .await
    }

    /// A full node that follows the chain of `of`, its IPFS connected to that node's.
    pub async fn follower(&self, name: &str, of: &Node) -> Node {
        let bootnode = of.address().await;
        let ipfs_peer = of.ipfs_address().await;
        let node = self
            .node(name)
            .flags([
                "--chain",
                "dev",
                "--bootnodes",
                &bootnode,
                "--ipfs-peers",
                &ipfs_peer,
            ])
            .start()
            .await;
        node.catches_up_with(of).await;
        node
    }

    /// Somebody who uses `postern` through `node`, with a passphrase set.
    pub fn person(&self, name: &str, node: &Node) -> Person {
        Person::new(self.path().join(format!("{name}-home")), node)
    }
}

/// A port that is free now.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port exists on the loopback interface")
        .port()
}
