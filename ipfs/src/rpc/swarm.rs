//! `swarm/connect`, `swarm/peers`: other nodes.

use super::{
    answer::{json, Answer, Failure},
    call::Call,
};
use crate::node::swarm::{dial, Peer};
use serde::Serialize;

/// Answer of `swarm/connect`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Strings {
    strings: Vec<String>,
}

/// Answer of `swarm/peers`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Peers {
    peers: Vec<Connection>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Connection {
    addr: String,
    peer: String,
}

pub(super) async fn connect(call: Call) -> Result<Answer, Failure> {
    let peer = Peer::parse(call.args.arg("address")?).map_err(Failure::error)?;
    match dial(call.store.ipfs(), &peer).await {
        Ok(()) => json(&Strings {
            strings: vec![format!("connect {} success", peer.id)],
        }),
        Err(reason) => Err(Failure::error(format!(
            "connect {} failure: {reason}",
            peer.id
        ))),
    }
}

pub(super) async fn peers(call: Call) -> Result<Answer, Failure> {
    let connected = call.store.ipfs().addrs().await.map_err(Failure::error)?;
    let peers = connected
        .into_iter()
        .flat_map(|(peer, addresses)| {
            addresses
                .into_iter()
                .map(move |address| Connection::new(address, peer.to_string()))
        })
        .collect();
    json(&Peers { peers })
}

impl Connection {
    /// Some transports put the peer into the address, some do not; Kubo never does.
    fn new(address: impl ToString, peer: String) -> Self {
        let address = address.to_string();
        let addr = address
            .strip_suffix(&format!("/p2p/{peer}"))
            .unwrap_or(&address)
            .to_owned();
        Self { addr, peer }
    }
}
