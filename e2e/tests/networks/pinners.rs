//! A message that is neither acknowledged nor expired is never lost while one of its pinners
//! lives: six pinners find each other by the chain, three of them with a real Kubo; two are lost
//! with their disks, one of each kind; a thousand messages are sent meanwhile; the others take
//! over what the two had; one comes back with an empty disk and takes its share; then another
//! two are lost.

use futures::{stream, StreamExt};
use postern_client::client::{Client, Request, Settings};
use postern_e2e::{has_kubo, until, Network, Node, Person, Pinner};
use std::collections::HashSet;
use subxt_signer::sr25519::dev;

/// Sent while four pinners of six are left.
const MESSAGES: usize = 1_000;

/// Submissions under way at once.
const AT_ONCE: usize = 32;

/// Replicas of each message, as every chain wants them.
const REPLICAS: usize = 3;

/// Blocks between two heartbeats on a development chain; a pinner that misses three is silent.
const HEARTBEAT_PERIOD: u64 = 20;

/// Six of them, registered; as many have a Kubo as have not, where there is one.
async fn six_pinners(network: &Network, validator: &Node) -> Vec<Pinner> {
    let kubo = has_kubo("three of six pinners with a real Kubo: all six have the embedded IPFS");
    let owners = [
        ("first", dev::alice()),
        ("second", dev::bob()),
        ("third", dev::charlie()),
        ("fourth", dev::dave()),
        ("fifth", dev::eve()),
        ("sixth", dev::ferdie()),
    ];
    let mut pinners = Vec::new();
    for (place, (name, owner)) in owners.into_iter().enumerate() {
        let kubo = kubo && place % 2 == 1;
        pinners.push(Pinner::start(network, name, owner, kubo, validator).await);
    }
    pinners
}

async fn pins_of(node: &Node) -> HashSet<String> {
    let pins = node.ipfs("pin/ls?type=recursive").await.unwrap_or_default();
    let keys = pins["Keys"].as_object().cloned().unwrap_or_default();
    keys.into_iter().map(|(cid, _)| cid).collect()
}

/// How many of the messages are pinned less often than that by these.
async fn missing(ids: &[String], pinners: &[Pinner], times: usize) -> usize {
    let mut pins = Vec::new();
    for pinner in pinners {
        pins.push(pins_of(pinner.node()).await);
    }
    let count = |id: &&String| pins.iter().filter(|pins| pins.contains(*id)).count();
    ids.iter().filter(|id| count(id) < times).count()
}

/// Waits until each message is pinned by at least so many of these, as long as it goes on.
async fn are_pinned(ids: &[String], pinners: &[Pinner], times: usize) {
    let mut left = ids.len();
    while left > 0 {
        let what = format!("one of {left} messages more to be pinned {times} times");
        left = until(&what, || async {
            let now = missing(ids, pinners, times).await;
            (now < left).then_some(now)
        })
        .await;
    }
}

/// Waits until a pinner that was heard a moment ago counts as silent.
async fn silence(validator: &Node) {
    let now = until("a best block", || validator.best_block()).await;
    for periods in 1..=4 {
        validator.reaches(now + periods * HEARTBEAT_PERIOD).await;
    }
}

/// Sends as fast as the node takes it, and returns the messages' identifiers.
async fn send_many(person: &Person, node: &Node) -> Vec<String> {
    let settings = Settings {
        home: person.home().into(),
        node: node.rpc_url(),
        ipfs: node.ipfs_url(),
    };
    let client = Client::open(&settings, person.passphrase()).await;
    let client = client.expect("the sender's home can be opened");
    stream::iter(0..MESSAGES)
        .map(|number| {
            let request = Request {
                to: vec!["eve".into()],
                text: text(number),
                ..Request::default()
            };
            let client = &client;
            async move {
                let (id, pending) = client.submit(&request).await.expect("it is taken");
                pending.in_block().await.expect("it comes into a block");
                id.to_string()
            }
        })
        .buffered(AT_ONCE)
        .collect()
        .await
}

fn text(number: usize) -> String {
    format!("message {number}")
}

/// Everything comes once, whatever else does.
async fn reads_all(person: &Person) {
    let outcome = person.run(&["inbox"]).await;
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let mut expected: Vec<_> = (0..MESSAGES).map(text).collect();
    expected.push("kept by three".into());
    expected.sort();
    let mut texts = outcome.texts();
    texts.sort();
    assert!(
        texts == expected,
        "{} of {} came",
        texts.len(),
        expected.len()
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "nine nodes want a machine of their own: by hand, as docs/developers.md says"]
async fn messages_outlive_any_two_of_six_pinners_and_their_disks() {
    let network = Network::new();
    let validator = network
        .node("validator")
        .flags(["--dev", "--ipfs", "off"])
        .start()
        .await;
    let mut pinners = six_pinners(&network, &validator).await;
    let mut sending = network.node("sending").follow(&validator).await;
    let mut reading = network.node("reading").follow(&validator).await;
    let dave = network.member("dave", &sending).await;
    let eve = network.member("eve", &reading).await;
    let registered = eve.must(&["lookup", "eve"]).await;
    let key = registered["devices"][0]["key"].as_str().expect("a CID");
    are_pinned(&[key.to_owned()], &pinners, REPLICAS).await;
    reading.stop();

    let sent = dave.must(&["send", "eve", "kept by three"]).await;
    let first = sent["id"].as_str().expect("send prints an id").to_owned();
    dave.sees_kept(&first, REPLICAS).await;

    // One of each kind.
    let mut lost = Vec::new();
    for pinner in pinners.split_off(4) {
        lost.push(pinner.is_lost());
    }
    let mut ids = send_many(&dave, &sending).await;
    ids.push(first.clone());
    are_pinned(&ids, &pinners, 1).await;
    sending.kill();

    // The others take over.
    silence(&validator).await;
    are_pinned(&ids, &pinners, REPLICAS).await;

    // A new machine in the place of one of them takes its share, and two others can go.
    let back = lost.remove(0).comes_back(&network, &validator).await;
    pinners.push(back);
    until("the new machine to take its share", || async {
        let pins = pins_of(pinners[4].node()).await;
        ids.iter().any(|id| pins.contains(id)).then_some(())
    })
    .await;
    are_pinned(&ids, &pinners, REPLICAS).await;
    for pinner in pinners.drain(..2) {
        pinner.is_lost();
    }

    reading.restart().await;
    reading.catches_up_with(&validator).await;
    reads_all(&eve).await;
}
