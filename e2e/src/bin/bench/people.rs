//! Two people in this process, each with the real client library and a home of their own.

use postern_client::{
    client::{keystore_path, Client, Request, Settings},
    keystore::{self, AccountSecret},
};
use postern_e2e::{Network, Node};

/// Passphrase of the keystores; the measurements open each once.
const PASSPHRASE: &str = "bench";

/// Somebody who writes, and somebody who reads.
pub struct Pair {
    /// Charlie.
    pub sender: Client,
    /// Dave.
    pub receiver: Client,
}

impl Pair {
    /// Both registered on the chain of `node`, and known to its pinner.
    pub async fn new(network: &Network, node: &Node) -> anyhow::Result<Self> {
        let sender = person(network, node, "charlie", "//Charlie").await?;
        let receiver = person(network, node, "dave", "//Dave").await?;
        Ok(Self { sender, receiver })
    }
}

async fn person(network: &Network, node: &Node, name: &str, suri: &str) -> anyhow::Result<Client> {
    let home = network.path().join(format!("{name}-home"));
    let secret = AccountSecret::Suri(suri.to_owned().into());
    keystore::create(&keystore_path(&home), PASSPHRASE, &secret)?;
    let settings = Settings {
        home,
        node: node.rpc_url(),
        ipfs: node.ipfs_url(),
    };
    let client = Client::open(&settings, PASSPHRASE).await?;
    client.register(Some(name), None).await?;
    Ok(client)
}

/// A text of 50 to 500 characters to Dave, the same in every run.
pub fn text(index: usize) -> Request {
    let length = 50 + index * 7919 % 451;
    let text: String = ('a'..='z').cycle().skip(index % 26).take(length).collect();
    Request {
        to: vec!["dave".into()],
        text,
        ..Request::default()
    }
}
