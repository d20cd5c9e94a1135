//! The chain turns under a private channel: on either side of a network that is cut in two,
//! members post and change who is in, and one side's blocks are taken back. Nothing of it is lost,
//! nothing comes twice, and in the end all agree.

use crate::{
    garden::{accepts, handles},
    partition::joins,
};
use postern_e2e::{agree, agree_on, best, skipped, until, Network, Node, Person};
use serde_json::Value;
use std::cell::RefCell;

/// As in the test of letters: more than the best block and the last final one are apart.
const AHEAD: u64 = 5;

/// Times that a command is repeated while its node turns to the other fork.
const TRIES: u32 = 5;

async fn posts(person: &Person, text: &str) {
    person.must(&["channel", "post", "garden", text]).await;
}

/// Invites somebody, and again if the node was in the middle of a turn.
async fn invites(person: &Person, who: &str) {
    let mut outcome = None;
    for _ in 0..TRIES {
        let tried = person.run(&["channel", "invite", "garden", who]).await;
        if tried.code == Some(0) || tried.stderr.contains("is in the channel already") {
            return;
        }
        outcome = Some(tried);
    }
    panic!("{who} is not invited: {outcome:?}");
}

/// What stands where in the channel from the first text on, as somebody reads it: texts, and who came.
/// What is before that not everybody was there for.
async fn log(person: &Person) -> Vec<(Option<u64>, Value)> {
    let outcome = person.run(&["channel", "history", "garden"]).await;
    let what = |line: &Value| match &line["text"] {
        Value::Null => line["added"].clone(),
        text => text.clone(),
    };
    let lines = outcome.json.iter();
    lines
        .skip_while(|line| line["text"].is_null())
        .map(|line| (line["sequence_number"].as_u64(), what(line)))
        .collect()
}

fn texts(log: &[(Option<u64>, Value)]) -> Vec<&str> {
    let mut texts: Vec<_> = log.iter().filter_map(|(_, what)| what.as_str()).collect();
    texts.sort_unstable();
    texts
}

/// Waits until all of them read these texts, once each, and everything in the same places.
async fn all_read(people: &[&Person], expected: &[&str]) {
    // What they read last is told should this fail.
    let last = RefCell::new(Vec::new());
    until("everybody to read the same", || async {
        let mut logs = Vec::with_capacity(people.len());
        for person in people {
            logs.push(log(person).await);
        }
        let first = &logs[0];
        let is_whole = texts(first) == expected && first.iter().all(|(place, _)| place.is_some());
        let agree = is_whole && logs.iter().all(|log| log == first);
        if !agree && *last.borrow() != logs {
            eprintln!("not the same yet: {logs:#?}");
            last.replace(logs);
        }
        agree.then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "five minutes of four validators and six people: by hand, as docs/developers.md says"]
async fn a_private_channel_of_two_halves_comes_together_with_nothing_lost_or_twice() {
    let network = match Network::of_machines() {
        Ok(network) => network,
        Err(reason) => {
            skipped(&format!(
                "turning the chain under a private channel, because {reason}: run it as root, or \
                 with `unshare --map-root-user` before the command"
            ));
            return;
        }
    };
    let nodes = network.validators().await;
    // The first two are pinners: one on each side.
    let [near, far] = [[&nodes[0], &nodes[2]], [&nodes[1], &nodes[3]]];
    let pinners = [near[0], far[0]];
    let charlie = joins(&network, near[0], "//Charlie", pinners).await;
    let eve = joins(&network, near[0], "//Eve", pinners).await;
    let alice = joins(&network, near[0], "//Alice", pinners).await;
    let dave = joins(&network, far[0], "//Dave", pinners).await;
    let ferdie = joins(&network, far[0], "//Ferdie", pinners).await;
    let bob = joins(&network, far[0], "//Bob", pinners).await;
    let members = [&charlie, &eve, &dave, &ferdie];
    charlie
        .must(&["channel", "create", "garden", "--private"])
        .await;
    for (person, who) in [(&eve, "eve"), (&dave, "dave"), (&ferdie, "ferdie")] {
        invites(&charlie, who).await;
        accepts(person).await;
    }
    posts(&charlie, "before").await;
    for person in members {
        until("what was said before", || async {
            (texts(&log(person).await) == ["before"]).then_some(())
        })
        .await;
    }
    agree(&nodes).await;

    network.cut_off(&far);
    let mut cut = 0;
    for node in &nodes {
        cut = best(node).await.max(cut);
    }
    for node in &nodes {
        node.reaches(cut + AHEAD).await;
    }
    let forks = [
        near[0].hash_of(cut + 1).await,
        far[0].hash_of(cut + 1).await,
    ];
    assert!(forks[0].is_some() && forks[0] != forks[1], "{forks:?}");

    // On each side something is said before a change of who is in, and behind it. Whoever makes
    // the change waits for it to be final, which it cannot be while the halves are apart.
    posts(&charlie, "near").await;
    posts(&dave, "far").await;
    let logs = |node| Node::entries_in_state(node, "Channels", "PrivateChannels");
    let before = logs(near[0]).await;
    let behind = async {
        for node in [near[0], far[0]] {
            until("the change to be in a block", || async {
                (logs(node).await > before).then_some(())
            })
            .await;
        }
        posts(&eve, "near, behind").await;
        posts(&ferdie, "far, behind").await;
        network.heal();
        agree_on(&nodes, cut + AHEAD).await;
    };
    tokio::join!(invites(&charlie, "alice"), invites(&dave, "bob"), behind);

    accepts(&alice).await;
    accepts(&bob).await;
    let all = ["before", "far", "far, behind", "near", "near, behind"];
    all_read(&members, &all).await;
    posts(&bob, "together").await;
    posts(&alice, "again").await;
    let all = [&["again"], &all[..], &["together"]].concat();
    all_read(&members, &all).await;
    for person in [&charlie, &alice, &dave, &bob] {
        assert_eq!(
            handles(person).await,
            ["alice", "bob", "charlie", "dave", "eve", "ferdie"]
        );
    }
}
