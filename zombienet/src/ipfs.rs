//! The IPFS nodes that are embedded in the nodes of a network.

use anyhow::{Context, Result};
use reqwest::Client;
use serde_json::Value;
use std::time::Duration;
use zombienet_sdk::NetworkNode;

/// Longest wait for an answer. Everything asked here is known or close by; only a node
/// that is paused takes longer.
const ANSWER: Duration = Duration::from_secs(5);

/// How often connections are looked at.
const CHECK: Duration = Duration::from_secs(2);

/// The IPFS of a node.
#[derive(Clone, Debug)]
pub struct Ipfs {
    url: String,
    swarm_port: String,
    pins: bool,
    client: Client,
}

impl Ipfs {
    /// That of `node`.
    ///
    /// # Errors
    /// When the network file gives the node no ports for it.
    pub fn of(node: &NetworkNode) -> Result<Self> {
        let arguments = node.user_args();
        let value = |flag: &str| {
            let at = arguments.iter().position(|argument| argument == flag);
            let value = at.and_then(|at| arguments.get(at + 1)).cloned();
            value.with_context(|| format!("`{}` has no {flag} in the network file", node.name()))
        };
        Ok(Self {
            url: format!("http://127.0.0.1:{}", value("--ipfs-api-port")?),
            swarm_port: value("--ipfs-swarm-port")?,
            pins: arguments.iter().any(|argument| argument == "--pinner"),
            client: Client::builder().timeout(ANSWER).build()?,
        })
    }

    /// Base address of its RPC.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether its node is a pinner.
    pub fn pins(&self) -> bool {
        self.pins
    }

    /// The CIDs of which it holds recursive pins.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn pinned(&self) -> Result<Vec<String>> {
        let pins = self.call("pin/ls?type=recursive").await?;
        let keys = pins["Keys"].as_object();
        Ok(keys
            .map(|keys| keys.keys().cloned().collect())
            .unwrap_or_default())
    }

    /// Whether it holds a recursive pin of `cid`.
    pub async fn has_pinned(&self, cid: &str) -> bool {
        let pinned = self.pinned().await;
        pinned.is_ok_and(|pinned| pinned.iter().any(|pin| pin == cid))
    }

    /// Multiaddress under which others find it.
    async fn address(&self) -> Result<String> {
        let about = self.call("id").await?;
        let id = about["ID"].as_str().context("the answer has no `ID`")?;
        Ok(format!("/ip4/127.0.0.1/tcp/{}/p2p/{id}", self.swarm_port))
    }

    async fn call(&self, call: &str) -> Result<Value> {
        let url = format!("{}/api/v0/{call}", self.url);
        let answer = self.client.post(url).send().await?.error_for_status()?;
        Ok(serde_json::from_str(&answer.text().await?)?)
    }
}

/// Keeps every node's IPFS connected to that of every pinner, for as long as it is polled.
///
/// The node's flag `--ipfs-peers` cannot do so: it wants peer ids, and those are made at a
/// node's first start.
pub(crate) async fn keep_connected(all: Vec<Ipfs>) {
    loop {
        for pinner in all.iter().filter(|ipfs| ipfs.pins) {
            // One that does not answer is away, and asked again.
            let Ok(address) = pinner.address().await else {
                continue;
            };
            for other in all.iter().filter(|other| other.url != pinner.url) {
                let _ = other.call(&format!("swarm/connect?arg={address}")).await;
            }
        }
        tokio::time::sleep(CHECK).await;
    }
}
