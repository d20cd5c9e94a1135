//! Pinners whose keys everybody knows: those that the chain `local` begins with. Its genesis names
//! their worker keys and peer ids (`runtime/src/genesis_presets/local.rs`).

use sc_service::{ChainType, Configuration};
use sp_core::{ed25519, Pair};

/// Whose pinner a node is by `--alice` and the like: the secret of one of the accounts that
/// wallets for development know. None on chains that are no test of several nodes.
pub fn pinner(config: &Configuration) -> Option<String> {
    match config.chain_spec.chain_type() {
        ChainType::Local => config.dev_key_seed.clone(),
        _ => None,
    }
}

/// The seed of the Ed25519 key of such a secret.
pub fn seed(secret: &str) -> Option<[u8; 32]> {
    let (_, seed) = ed25519::Pair::from_string_with_seed(secret, None).ok()?;
    seed
}

#[cfg(test)]
mod tests {
    use super::*;
    use postern_ipfs::node::{Config, Node};
    use postern_runtime::genesis_presets::{get_preset, LOCAL};
    use sp_core::crypto::Ss58Codec;

    /// Worker key and peer id of a pinner, as genesis names them.
    fn at_genesis(number: usize) -> (String, String) {
        let preset = get_preset(&LOCAL.into()).expect("there is one");
        let preset: serde_json::Value = serde_json::from_slice(&preset).expect("JSON");
        let pinner = &preset["pinning"]["pinners"][number];
        let text = |at: usize| pinner[at].as_str().expect("a text").to_owned();
        (text(1), text(2))
    }

    #[tokio::test]
    async fn pinners_of_the_local_chain_are_those_that_its_genesis_names() {
        for (number, secret) in ["//Alice", "//Bob"].into_iter().enumerate() {
            let key = ed25519::Pair::from_string(secret, None).expect("a secret");
            let folder = tempfile::tempdir().expect("a folder");
            let seed = seed(secret).expect("hard derivation has a seed");
            postern_ipfs::node::identify(folder.path(), &seed).expect("it is free");
            let node = Node::start(config(folder.path())).await.expect("it starts");
            let expected = (key.public().to_ss58check(), node.peer_id());
            node.stop().await;
            assert_eq!(at_genesis(number), expected);
        }
    }

    fn config(path: &std::path::Path) -> Config {
        Config {
            path: path.into(),
            api: ([127, 0, 0, 1], 0).into(),
            swarm_port: 0,
            listen: Vec::new(),
            peers: Vec::new(),
            quota: postern_ipfs::node::QUOTA,
            swarm_key: None,
        }
    }
}
