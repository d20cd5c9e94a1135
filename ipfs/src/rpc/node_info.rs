//! `id`, `version`: who answers.

use super::{
    answer::{json, Answer, Failure},
    call::Call,
};
use crate::node::{addresses, swarm::AGENT};
use cid::multibase::Base;
use serde::Serialize;

/// Answer of `version`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Version {
    version: &'static str,
    commit: &'static str,
    repo: &'static str,
    system: String,
}

/// Answer of `id`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Identity {
    #[serde(rename = "ID")]
    id: String,
    public_key: String,
    addresses: Vec<String>,
    agent_version: &'static str,
    protocols: Vec<String>,
}

pub(super) async fn version(_: Call) -> Result<Answer, Failure> {
    let system = format!("{}/{}", std::env::consts::ARCH, std::env::consts::OS);
    json(&Version {
        version: env!("CARGO_PKG_VERSION"),
        commit: "",
        repo: "",
        system,
    })
}

pub(super) async fn id(call: Call) -> Result<Answer, Failure> {
    let node = call.store.ipfs();
    let key = node.keypair().public();
    let about = node.identity(None).await.map_err(Failure::error)?;
    json(&Identity {
        id: key.to_peer_id().to_string(),
        public_key: Base::Base64Pad.encode(key.encode_protobuf()),
        addresses: addresses(&call.store).await,
        agent_version: AGENT,
        protocols: about.protocols.iter().map(ToString::to_string).collect(),
    })
}
