use crate::{
    ipfs::{keep_connected, Ipfs},
    Description, Person,
};
use anyhow::{Context, Result};
use std::path::Path;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use zombienet_sdk::{LocalFileSystem, NetworkConfigExt, NetworkNode};

/// A network that runs, in a folder of its own. Its nodes end with it.
pub struct Network {
    nodes: zombienet_sdk::Network<LocalFileSystem>,
    connections: JoinHandle<()>,
    folder: TempDir,
}

impl Network {
    /// Starts a network and waits until every node answers.
    ///
    /// # Errors
    /// When a port is taken, or a node does not start.
    pub async fn start(description: Description) -> Result<Self> {
        let mut folder = tempfile::Builder::new()
            .prefix("postern-zombienet-")
            .tempdir()
            .context("no temporary folder can be made")?;
        let config = description.config(folder.path())?;
        eprintln!("Logs and data: {}", folder.path().display());
        let nodes = match config.spawn_native().await {
            Ok(nodes) => nodes,
            Err(error) => {
                folder.disable_cleanup(true);
                return Err(error).context("the network does not start");
            }
        };
        let all = nodes.relaychain().nodes().into_iter().map(Ipfs::of);
        let connections = tokio::spawn(keep_connected(all.collect::<Result<_>>()?));
        // From here on, whoever does not come to the end wants to read the logs.
        folder.disable_cleanup(true);
        Ok(Self {
            nodes,
            connections,
            folder,
        })
    }

    /// All nodes, in the order of the network file.
    pub fn nodes(&self) -> Vec<&NetworkNode> {
        self.nodes.relaychain().nodes()
    }

    /// The node of this name.
    ///
    /// # Errors
    /// When there is none.
    pub fn node(&self, name: &str) -> Result<&NetworkNode> {
        self.nodes.get_node(name)
    }

    /// The folder. It has one for each node, with the node's log.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Somebody who uses `postern` through the node of this name.
    ///
    /// # Errors
    /// When there is no such node.
    pub fn person(&self, name: &str, node: &str) -> Result<Person> {
        Person::new(self.path().join(format!("{name}-home")), self.node(node)?)
    }

    /// Ends all nodes and removes the folder.
    ///
    /// # Errors
    /// When a node has ended by itself, or the folder cannot be removed.
    pub async fn end(self) -> Result<()> {
        self.connections.abort();
        self.nodes
            .destroy()
            .await
            .context("not all nodes were ended")?;
        self.folder.close().context("the folder stays")
    }
}
