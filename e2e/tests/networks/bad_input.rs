//! Each thing that a person can get wrong has its own sentence and exit code 1, and
//! changes nothing on chain.

use postern_e2e::{until, Network, Node};
use std::fs::File;

async fn nothing_waits(node: &Node) {
    assert_eq!(node.entries_in_state("Inbox", "Entries").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_are_named_and_change_nothing() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.person("charlie", &node);
    let dave = network.person("dave", &node);

    charlie.fails(&["whoami"], "postern init").await;
    charlie.must(&["init", "--suri", "//Charlie"]).await;
    charlie.fails(&["init"], "already").await;
    charlie.fails(&["send", "dave", "hello"], "dave").await;
    charlie
        .fails(&["register", "--handle", "No Such Name!"], "a-z")
        .await;
    charlie.must(&["register", "--handle", "charlie"]).await;
    dave.must(&["init", "--suri", "//Dave"]).await;
    dave.fails(&["register", "--handle", "charlie"], "taken")
        .await;
    dave.must(&["register", "--handle", "dave"]).await;

    // Who.
    charlie
        .fails(&["send", "nobody-here", "hello"], "nobody-here")
        .await;
    charlie
        .fails(&["lookup", "nobody-here"], "nobody-here")
        .await;
    // With what.
    charlie
        .fails(
            &["send", "dave", "hello", "--file", "/does/not/exist"],
            "/does/not/exist",
        )
        .await;
    let huge = network.path().join("huge.bin");
    File::create(&huge)
        .and_then(|file| file.set_len(3 << 30))
        .expect("a sparse file can be made");
    let huge = huge.to_str().expect("the path is text");
    charlie
        .fails(&["send", "dave", "hello", "--file", huge], "large")
        .await;
    // For how long.
    charlie
        .fails(&["send", "dave", "hello", "--lifetime", "1s"], "lifetime")
        .await;
    charlie
        .fails(&["send", "dave", "hello", "--lifetime", "900d"], "lifetime")
        .await;
    // By which keys.
    let forgetful = network.person("charlie", &node).with_passphrase("guess");
    forgetful
        .fails(&["send", "dave", "hello"], "passphrase")
        .await;
    // Through what.
    let cut_off = network
        .person("charlie", &node)
        .with_node("ws://127.0.0.1:1");
    cut_off
        .fails(&["send", "dave", "hello"], "ws://127.0.0.1:1")
        .await;
    let no_ipfs = network
        .person("charlie", &node)
        .with_ipfs("http://127.0.0.1:1");
    no_ipfs
        .fails(&["send", "dave", "hello"], "http://127.0.0.1:1")
        .await;
    // About what.
    charlie.fails(&["status", "not-a-cid"], "CID").await;
    nothing_waits(&node).await;

    // After all that, it still works.
    charlie.must(&["send", "dave", "hello"]).await;
    assert_eq!(dave.must(&["inbox"]).await["text"], "hello");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_without_funds_is_told_where_the_money_would_have_to_be() {
    let network = Network::new();
    let node = network.pinner().await;
    let poor = network.person("poor", &node);
    let made = poor.must(&["init"]).await;
    let address = made["address"].as_str().expect("init prints the address");
    poor.fails(&["register"], address).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_to_a_certificate_that_was_revoked_or_has_expired() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    let eve = network.person("eve", &node);
    dave.must(&["device", "revoke"]).await;
    charlie.fails(&["send", "dave", "hello"], "revoked").await;

    eve.must(&["init", "--suri", "//Eve"]).await;
    eve.must(&["register", "--handle", "eve", "--valid-for", "15s"])
        .await;
    until("the certificate to expire", || async {
        let outcome = charlie.run(&["send", "eve", "hello"]).await;
        (outcome.code == Some(1)).then(|| {
            assert!(outcome.stderr.contains("expired"), "{outcome:?}");
        })
    })
    .await;
}
