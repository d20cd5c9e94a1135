use super::{
    answers::{Identity, PeerList, RepoStat, Version},
    Client, Error,
};
use crate::defaults::{COLLECT_TIMEOUT, LOCAL_TIMEOUT};

impl Client {
    /// What runs there. The cheapest way to see whether anything does.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn version(&self) -> Result<Version, Error> {
        self.request("version").within(LOCAL_TIMEOUT).json().await
    }

    /// Who it is in the network.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn id(&self) -> Result<Identity, Error> {
        self.request("id").within(LOCAL_TIMEOUT).json().await
    }

    /// Connects it to another node, by a multiaddress that ends in a peer id.
    ///
    /// # Errors
    /// When it cannot be connected.
    pub async fn swarm_connect(&self, address: &str) -> Result<(), Error> {
        self.request("swarm/connect")
            .arg(address)
            .within(LOCAL_TIMEOUT)
            .bytes(4096)
            .await
            .map(drop)
    }

    /// Multiaddresses of the nodes it is connected to, each ending in a peer id.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn swarm_peers(&self) -> Result<Vec<String>, Error> {
        let list: PeerList = self
            .request("swarm/peers")
            .within(LOCAL_TIMEOUT)
            .json()
            .await?;
        let peers = list.peers.unwrap_or_default().into_iter();
        Ok(peers
            .map(|peer| format!("{}/p2p/{}", peer.addr, peer.peer))
            .collect())
    }

    /// How much it stores.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn repo_stat(&self) -> Result<RepoStat, Error> {
        self.request("repo/stat").within(LOCAL_TIMEOUT).json().await
    }

    /// Deletes what is not pinned.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn repo_gc(&self) -> Result<(), Error> {
        self.request("repo/gc")
            .patient(COLLECT_TIMEOUT)
            .send()
            .await
            .map(drop)
    }
}
