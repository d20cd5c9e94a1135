//! A peer may have several streams open: Kubo keeps one for what it wants, and opens another for
//! each message that it answers with.

use crate::common::{
    noise, start,
    stranger::{blocks, say, want, Stranger},
    tcp_address, url,
};
use futures::{stream, StreamExt};
use postern_ipfs::{client::Client, node::Node};
use postern_primitives::{Cid, Codec};
use std::{env, io::Write, time::Duration};

/// Contents that go each way: many times what fits into one message.
const MANY: u64 = 256;

/// As many as a pinner asks for at a time.
const AT_ONCE: usize = 64;

/// A block like no other: neighbouring seeds would make the same noise.
fn block(length: usize, number: u64) -> Vec<u8> {
    noise(length, 2 * number)
}

/// Puts a block into the node's store.
async fn put(node: &Node, number: u64) -> (Cid, Vec<u8>) {
    let block = block(1_000, number);
    let client = Client::new(&url(node)).unwrap();
    let cid = client.block_put(Codec::Raw, block.clone(), true).await;
    (cid.unwrap(), block)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_peer_is_answered_on_whichever_of_its_streams_it_asks() {
    let folder = tempfile::tempdir().unwrap();
    let node = start(folder.path(), Vec::new()).await;
    let mut peer = Stranger::connect(&tcp_address(&node).await).await;
    let mut second = peer.open().await;

    for number in 1..4 {
        let (cid, block) = put(&node, number).await;
        say(&mut second, &want(&cid)).await;
        peer.hears(&block).await;
        let (cid, block) = put(&node, 10 + number).await;
        say(&mut peer.stream, &want(&cid)).await;
        peer.hears(&block).await;
    }
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_half_said_is_not_lost_when_another_stream_opens() {
    let folder = tempfile::tempdir().unwrap();
    let node = start(folder.path(), Vec::new()).await;
    let mut peer = Stranger::connect(&tcp_address(&node).await).await;

    let wanted = block(1_000, 1);
    let cid = Cid::of_block(Codec::Raw, &wanted);
    let client = Client::new(&url(&node)).unwrap();
    let asking = tokio::spawn(async move { client.block_get(&cid).await });
    peer.hears(cid.as_bytes()).await;

    let answer = blocks(&[&wanted]);
    let (half, rest) = answer.split_at(500);
    say(&mut peer.stream, half).await;
    let (other, its_block) = put(&node, 2).await;
    let mut second = peer.open().await;
    say(&mut second, &want(&other)).await;
    peer.hears(&its_block).await;
    say(&mut peer.stream, rest).await;
    assert_eq!(asking.await.unwrap().unwrap(), wanted);
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_that_have_ended_make_room_for_others() {
    let folder = tempfile::tempdir().unwrap();
    let node = start(folder.path(), Vec::new()).await;
    let mut peer = Stranger::connect(&tcp_address(&node).await).await;
    for number in 1..50 {
        let (cid, block) = put(&node, number).await;
        let mut stream = peer.open().await;
        say(&mut stream, &want(&cid)).await;
        peer.hears(&block).await;
    }
    node.stop().await;
}

/// `POSTERN_KUBO_URL` names a Kubo for tests. Each way twice: after it has answered, it must still
/// be able to ask.
#[tokio::test(flavor = "multi_thread")]
async fn kubo_and_the_embedded_node_pin_much_of_each_other_at_once() {
    let Ok(kubo) = env::var("POSTERN_KUBO_URL") else {
        let what = "skipped: exchanging much with a real Kubo, because POSTERN_KUBO_URL is not set";
        writeln!(std::io::stderr(), "{what}").unwrap();
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let node = start(folder.path(), Vec::new()).await;
    let (kubo, ours) = (
        Client::new(&kubo).unwrap(),
        Client::new(&url(&node)).unwrap(),
    );
    kubo.swarm_connect(&tcp_address(&node).await).await.unwrap();
    for round in 0..2 {
        for (way, (from, to)) in [(&kubo, &ours), (&ours, &kubo)].into_iter().enumerate() {
            let first = (2 * round + way as u64) * MANY + 1;
            // Other contents in each run: Kubo keeps what it got.
            let apart = u64::from(node.api_addr().port()) * 65_536;
            let cids = stream::iter(first..first + MANY).then(|number| async move {
                let block = block(2_500, apart + number);
                from.block_put(Codec::Raw, block, true).await.unwrap()
            });
            let cids: Vec<_> = cids.collect().await;
            let pins = cids
                .iter()
                .map(|cid| to.pin_add(cid, Duration::from_secs(20)));
            let pins: Vec<_> = stream::iter(pins).buffer_unordered(AT_ONCE).collect().await;
            let failed = pins.iter().filter(|pin| pin.is_err()).count();
            assert_eq!(failed, 0, "round {round}, to {}", to.url());
        }
    }
    node.stop().await;
}
