//! A message that was sent by mistake is taken back, as if it had never been sent; one that
//! was read cannot be.

use postern_e2e::{becomes, until, Network};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_taken_back_until_it_is_read() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;

    let sent = charlie.must(&["send", "dave", "for somebody else"]).await;
    let id = sent["id"].as_str().expect("send prints an id");
    let retracted = charlie.must(&["retract", id]).await;
    assert_eq!(retracted["retracted_from"], sent["recipients"]);
    assert_eq!(retracted["delivered_to"], json!([]));
    for item in ["Entries", "Queues", "Expiring"] {
        assert_eq!(node.entries_in_state("Inbox", item).await, 0, "{item}");
    }
    assert_eq!(charlie.must(&["status", id]).await["state"], "retracted");
    assert!(dave.run(&["inbox"]).await.json.is_empty());
    charlie.fails(&["retract", id], "taken back any more").await;
    until("the pinner to let it go", || async {
        (!node.has_pinned(id).await).then_some(())
    })
    .await;

    let sent = charlie.must(&["send", "dave", "for dave"]).await;
    let id = sent["id"].as_str().expect("send prints an id");
    assert_eq!(dave.must(&["inbox"]).await["text"], "for dave");
    charlie.fails(&["retract", id], "taken back any more").await;
    becomes(&charlie, id, "delivered").await;
}
