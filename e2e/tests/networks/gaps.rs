//! What leaves an inbox before its owner read it is noticed, and what comes twice is not shown
//! twice.

use postern_e2e::{until, Network};
use serde_json::{json, Value};

/// The text of a CID, as calls from JSON take it.
fn bytes_of(cid: &Value) -> String {
    let text = cid.as_str().expect("a CID is a text");
    format!("0x{}", hex::encode(text))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_before_it_is_read_is_missed() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;

    // Never seen: only its number tells.
    let first = charlie.must(&["send", "dave", "to be taken back"]).await;
    charlie.must(&["send", "dave", "to be read"]).await;
    let first = first["id"].as_str().expect("send prints an id");
    charlie.must(&["retract", first]).await;
    let came = dave.run(&["inbox"]).await.json;
    assert_eq!(came.len(), 2, "{came:?}");
    assert_eq!(came[0]["reason"], "unknown");
    assert_eq!(came[0]["missing_from"], came[0]["missing_to"]);
    assert_eq!(came[1]["text"], "to be read");

    // Seen, and gone before its content could be had.
    let sent = charlie.must(&["send", "dave", "seen and gone"]).await;
    let id = sent["id"].as_str().expect("send prints an id");
    let without_ipfs = network
        .person("dave", &node)
        .with_ipfs("http://127.0.0.1:1");
    let came = without_ipfs.run(&["inbox"]).await.json;
    assert!(came[0]["error"].is_string(), "{came:?}");
    charlie.must(&["retract", id]).await;
    let missed = until("the loss to be noticed", || async {
        dave.run(&["inbox"]).await.json.pop()
    })
    .await;
    assert_eq!(missed["id"], id);
    assert_eq!(missed["reason"], "taken_back_or_read_elsewhere");
    assert_eq!(missed["from"], charlie.must(&["whoami"]).await["address"]);
    assert!(
        dave.run(&["inbox"]).await.json.is_empty(),
        "it is told once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_put_there_again_is_acknowledged_and_not_shown() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;

    let sent = charlie.must(&["send", "dave", "once"]).await;
    let again = |times: usize| {
        let (charlie, sent) = (&charlie, &sent);
        async move {
            let arguments = json!({
                "recipients": sent["recipients"],
                "cid": bytes_of(&sent["id"]),
                "size": 1000,
                "lifetime": 1000,
            })
            .to_string();
            for _ in 0..times {
                charlie.must(&["call", "Inbox", "send", &arguments]).await;
            }
        }
    };
    again(2).await;
    let came = dave.run(&["inbox"]).await.json;
    let texts: Vec<_> = came.iter().map(|one: &Value| &one["text"]).collect();
    assert_eq!(texts, ["once"]);
    again(1).await;
    assert!(dave.run(&["inbox"]).await.json.is_empty());
    assert_eq!(node.entries_in_state("Inbox", "Entries").await, 0);
}
