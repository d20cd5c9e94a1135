//! Two of four validators are cut off from the other two: both halves go on making blocks,
//! neither makes any final, and when the links are back all of them agree again. Whatever
//! was sent meanwhile is read once, on either side and across.

use postern_e2e::{
    agree, agree_on, best, last_final, reads, skipped, until, Network, Node, Person,
};
use serde_json::Value;

/// More than three: the best block of a validator and the last final one lie that far apart
/// on a network without trouble.
const AHEAD: u64 = 5;

/// Somebody on the near side and somebody on the far side.
struct Sides<T> {
    near: T,
    far: T,
}

impl<T> Sides<T> {
    fn both(&self) -> [&T; 2] {
        [&self.near, &self.far]
    }
}

/// A message as `send` answers: who sent it, and its identifier.
type Sent<'a> = (&'a Person, String);

/// The pinners have everybody's key, so that people can write to each other wherever a link
/// is cut.
pub(crate) async fn joins(
    network: &Network,
    node: &Node,
    suri: &str,
    pinners: [&Node; 2],
) -> Person {
    let name = suri.trim_start_matches('/').to_lowercase();
    let person = network.person(&name, node);
    person.joins(suri, &name).await;
    let own = person.must(&["lookup", &name]).await;
    let key = own["devices"][0]["key"].as_str();
    let key = key.expect("lookup prints the key's CID");
    for pinner in pinners {
        until("a pinner to pin the key", || async {
            pinner.has_pinned(key).await.then_some(())
        })
        .await;
    }
    person
}

async fn send<'a>(from: &'a Person, to: &str, text: &str) -> Sent<'a> {
    let sent = from.must(&["send", to, text]).await;
    let id = sent["id"].as_str().expect("send prints an id");
    (from, id.into())
}

async fn state_of((from, id): &Sent<'_>) -> Value {
    from.must(&["status", id]).await["state"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_halves_go_on_apart_and_come_together_with_nothing_lost() {
    let network = match Network::of_machines() {
        Ok(network) => network,
        Err(reason) => {
            skipped(&format!(
                "cutting a network in two, because {reason}: run it as root, or with \
                 `unshare --map-root-user` before the command"
            ));
            return;
        }
    };
    let nodes = network.validators().await;
    // The first two are pinners: one on each side.
    let [near, far] = [[&nodes[0], &nodes[2]], [&nodes[1], &nodes[3]]];
    let pinners = [near[0], far[0]];
    let writers = Sides {
        near: joins(&network, near[0], "//Eve", pinners).await,
        far: joins(&network, far[0], "//Ferdie", pinners).await,
    };
    let readers = Sides {
        near: joins(&network, near[1], "//Charlie", pinners).await,
        far: joins(&network, far[1], "//Dave", pinners).await,
    };
    agree(&nodes).await;

    network.cut_off(&far);
    let mut cut = 0;
    for node in &nodes {
        cut = best(node).await.max(cut);
    }
    for node in &nodes {
        node.reaches(cut + AHEAD).await;
        assert!(last_final(node).await <= cut);
    }
    let forks = Sides {
        near: [
            near[0].hash_of(cut + 1).await,
            near[1].hash_of(cut + 1).await,
        ],
        far: [far[0].hash_of(cut + 1).await, far[1].hash_of(cut + 1).await],
    };
    for [one, other] in forks.both() {
        assert!(one.is_some() && one == other, "{one:?} {other:?}");
    }
    assert_ne!(forks.near, forks.far);

    // On each side both inboxes get their first entry, each with another message in it; and
    // what was sent on the own side is read at once.
    let sent = [
        send(&writers.near, "charlie", "near to near").await,
        send(&writers.near, "dave", "near to far").await,
        send(&writers.far, "dave", "far to far").await,
        send(&writers.far, "charlie", "far to near").await,
    ];
    assert_eq!(reads(&readers.near).await, ["near to near"]);
    assert_eq!(reads(&readers.far).await, ["far to far"]);

    network.heal();
    agree_on(&nodes, cut + AHEAD).await;
    // Half of the messages were in blocks that are gone now.
    for (message, was_read) in sent.iter().zip([true, false, true, false]) {
        until("a message to be in a final block", || async {
            let state = state_of(message).await;
            // A pool puts what was in such blocks into others, or forgets it; then its sender is
            // told how to send it again.
            if state == "queued" {
                let (sender, _) = message;
                sender.run(&["send", "--retry"]).await;
            }
            // Who has read it said so on a fork that may have stayed.
            let delivered = state == "delivered";
            assert!(!delivered || was_read, "nobody has read it");
            (delivered || state == "final").then_some(())
        })
        .await;
    }
    assert_eq!(reads(&readers.near).await, ["far to near"]);
    assert_eq!(reads(&readers.far).await, ["near to far"]);

    // All of it is acknowledged, and nothing comes twice. An acknowledgement may be in a block
    // that is retracted, like anything else; then the next `inbox` repeats it.
    for message in &sent {
        until("a message to be delivered", || async {
            for reader in readers.both() {
                // It may fail while its node turns to the other fork, and is repeated then.
                let again = reader.run(&["inbox"]).await;
                assert!(again.texts().is_empty(), "{again:?}");
            }
            (state_of(message).await == "delivered").then_some(())
        })
        .await;
    }
}
