//! A device's certificate from its first day to its last.

use postern_e2e::Network;
use serde_json::Value;

/// What `postern device list` shows of the only device.
fn only(listed: Vec<Value>) -> Value {
    assert_eq!(listed.len(), 1, "{listed:?}");
    listed.into_iter().next().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_shown_renewed_and_revoked() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.person("charlie", &node);
    let dave = network.person("dave", &node);
    charlie.must(&["init", "--suri", "//Charlie"]).await;
    charlie.must(&["register", "--valid-for", "60d"]).await;
    let first = only(charlie.run(&["device", "list"]).await.json);
    assert_eq!(first["valid"], true);
    assert_eq!(first["this"], true);

    // Nothing is due yet, but a handle is wanted.
    charlie.must(&["register", "--handle", "charlie"]).await;
    let same = only(charlie.run(&["device", "list"]).await.json);
    assert_eq!(same, first);
    assert_eq!(charlie.must(&["whoami"]).await["handle"], "charlie");

    // Another end is asked for; then it ends within a month, which is reason enough.
    charlie.must(&["register", "--valid-for", "20d"]).await;
    let shorter = only(charlie.run(&["device", "list"]).await.json);
    charlie.must(&["register"]).await;
    let renewed = only(charlie.run(&["device", "list"]).await.json);
    let until = |device: &Value| device["valid_until"].as_str().map(str::to_owned);
    assert!(until(&shorter) < until(&first));
    assert!(until(&renewed) > until(&first));
    assert_eq!(renewed["id"], first["id"]);

    dave.joins("//Dave", "dave").await;
    dave.must(&["send", "charlie", "still there?"]).await;
    assert_eq!(charlie.must(&["inbox"]).await["text"], "still there?");

    let id = first["id"].as_str().expect("a device has an identifier");
    dave.fails(&["device", "revoke", id], "another account")
        .await;
    charlie.must(&["device", "revoke", id]).await;
    assert!(charlie.run(&["device", "list"]).await.json.is_empty());
    charlie.fails(&["register"], "revoked").await;
    dave.fails(&["send", "charlie", "and now?"], "revoked")
        .await;
}
