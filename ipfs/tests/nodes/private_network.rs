//! Networks that only those can join who have the key.

use crate::common::{config, tcp_address, url};
use postern_ipfs::{
    client::{Client, Error},
    node::{self, Config, Node},
};
use postern_primitives::Codec;
use std::{env, fs, io::Write, path::PathBuf, time::Duration};
use tempfile::TempDir;

/// Folders and keys, which go with it.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn key(&self, digit: char) -> PathBuf {
        let path = self.0.path().join(format!("{digit}.key"));
        let digits = digit.to_string().repeat(64);
        let text = format!("/key/swarm/psk/1.0.0/\n/base16/\n{digits}\n");
        fs::write(&path, text).unwrap();
        path
    }

    fn config(&self, name: &str, swarm_key: Option<PathBuf>) -> Config {
        Config {
            swarm_key,
            ..config(&self.0.path().join(name))
        }
    }

    async fn start(&self, name: &str, swarm_key: Option<PathBuf>) -> Node {
        Node::start(self.config(name, swarm_key)).await.unwrap()
    }
}

fn client(node: &Node) -> Client {
    Client::new(&url(node)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn those_with_the_key_exchange_content_and_nobody_else_connects() {
    let place = Place::new();
    let one = place.start("one", Some(place.key('a'))).await;
    let two = place.start("two", Some(place.key('a'))).await;
    let other = place.start("other", Some(place.key('b'))).await;
    let public = place.start("public", None).await;
    let address = tcp_address(&one).await;

    client(&two).swarm_connect(&address).await.unwrap();
    let content = b"for members".to_vec();
    let cid = client(&one)
        .block_put(Codec::Raw, content.clone(), true)
        .await
        .unwrap();
    let two_client = client(&two);
    two_client
        .pin_add(&cid, Duration::from_secs(30))
        .await
        .unwrap();
    assert_eq!(two_client.block_get(&cid).await.unwrap(), content);

    for stranger in [&other, &public] {
        let refused = client(stranger).swarm_connect(&address).await;
        assert!(matches!(refused, Err(Error::Refused { .. })), "{refused:?}");
    }
    // Nor the other way round.
    for stranger in [&other, &public] {
        let address = tcp_address(stranger).await;
        let refused = client(&one).swarm_connect(&address).await;
        assert!(matches!(refused, Err(Error::Refused { .. })), "{refused:?}");
    }
    for node in [one, two, other, public] {
        node.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_node_listens_without_quic() {
    let place = Place::new();
    let node = place.start("node", Some(place.key('a'))).await;
    let addresses = node.addresses().await;
    assert!(!addresses.is_empty());
    assert!(addresses.iter().all(|address| address.contains("/tcp/")));
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_whose_key_cannot_be_read_does_not_start_without_it() {
    let place = Place::new();
    let absent = place.0.path().join("absent.key");
    let refused = Node::start(place.config("node", Some(absent))).await.err();
    assert!(
        matches!(refused, Some(node::Error::Path { .. })),
        "{refused:?}"
    );
    let broken = place.key('z');
    let refused = Node::start(place.config("node", Some(broken))).await.err();
    assert!(
        matches!(refused, Some(node::Error::SwarmKey { .. })),
        "{refused:?}"
    );
}

/// `POSTERN_KUBO_URL` names a Kubo that was started with the key in `POSTERN_KUBO_SWARM_KEY`.
#[tokio::test(flavor = "multi_thread")]
async fn kubo_with_the_same_key_exchanges_content_in_both_directions() {
    let named = (
        env::var("POSTERN_KUBO_URL"),
        env::var("POSTERN_KUBO_SWARM_KEY"),
    );
    let (Ok(kubo), Ok(key)) = named else {
        let why = "POSTERN_KUBO_URL and POSTERN_KUBO_SWARM_KEY are not set";
        writeln!(
            std::io::stderr(),
            "skipped: a private network with a real Kubo, because {why}"
        )
        .unwrap();
        return;
    };
    let place = Place::new();
    let node = place.start("node", Some(key.into())).await;
    let public = place.start("public", None).await;
    let (kubo, ours) = (Client::new(&kubo).unwrap(), client(&node));
    kubo.swarm_connect(&tcp_address(&node).await).await.unwrap();
    let refused = kubo.swarm_connect(&tcp_address(&public).await).await;
    assert!(matches!(refused, Err(Error::Refused { .. })), "{refused:?}");
    for (from, to) in [(&kubo, &ours), (&ours, &kubo)] {
        let content = format!("from {}", from.url()).into_bytes();
        let cid = from
            .block_put(Codec::Raw, content.clone(), true)
            .await
            .unwrap();
        to.pin_add(&cid, Duration::from_secs(30)).await.unwrap();
        assert_eq!(to.block_get(&cid).await.unwrap(), content);
    }
    node.stop().await;
    public.stop().await;
}
