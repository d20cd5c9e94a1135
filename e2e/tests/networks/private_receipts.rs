//! Receipts in private channels: nobody sends any who has not chosen to.

use crate::garden::{accepts, does, texts};
use postern_e2e::{Network, Node, Person};
use serde_json::Value;

/// Who has the last message of the channel `garden` as somebody sees it, by handle, and whether
/// they have read it.
async fn receipts(person: &Person) -> Vec<(String, bool)> {
    let outcome = person.run(&["channel", "history", "garden"]).await;
    let mut lines = outcome.json.iter().rev();
    let last = lines.find(|line| line["text"].is_string());
    let last = last.expect("something was said");
    let receipts = last["receipts"].as_array().cloned().unwrap_or_default();
    let receipt = |one: Value| {
        let handle = one["handle"].as_str().expect("they have a handle");
        (handle.to_owned(), one["read"] == true)
    };
    let mut receipts: Vec<_> = receipts.into_iter().map(receipt).collect();
    receipts.sort_unstable();
    receipts
}

/// What is known of Dave, who has read it, and of Eve.
fn both(eve: bool) -> Vec<(String, bool)> {
    vec![("dave".into(), true), ("eve".into(), eve)]
}

async fn posts(node: &Node) -> usize {
    node.entries_in_state("Channels", "Log").await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_to_tells_others_what_has_come_and_what_was_read() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    let eve = network.member("eve", &node).await;
    does(&charlie, "channel create garden --private").await;
    for (person, who) in [(&dave, "dave"), (&eve, "eve")] {
        does(&charlie, &format!("channel invite garden {who}")).await;
        accepts(person).await;
    }
    let chosen = does(&dave, "channel receipts garden").await;
    assert_eq!(
        (&chosen["receipts"], &chosen["chosen"]),
        (&false.into(), &false.into())
    );
    // What each still has to prove to the other is said before anything is counted.
    for person in [&charlie, &dave, &eve, &charlie, &dave, &eve] {
        texts(person).await;
    }

    // Nobody is told anything unless somebody chose to.
    does(&charlie, "channel post garden one").await;
    let before = posts(&node).await;
    for person in [&dave, &eve] {
        assert_eq!(texts(person).await, ["one"]);
    }
    assert_eq!(posts(&node).await, before, "nobody has posted by reading");
    assert!(receipts(&charlie).await.is_empty());

    // One does everywhere, one here; and of what was before nothing is told.
    does(&dave, "channel receipts --everywhere on").await;
    let chosen = does(&eve, "channel receipts garden on").await;
    assert_eq!(
        (&chosen["channel"], &chosen["receipts"]),
        (&"garden".into(), &true.into())
    );
    for text in ["two", "three"] {
        does(&charlie, &format!("channel post garden {text}")).await;
    }
    let before = posts(&node).await;
    assert_eq!(texts(&dave).await, ["one", "two", "three"]);
    assert_eq!(
        posts(&node).await,
        before + 1,
        "one receipt for two messages"
    );
    texts(&dave).await;
    assert_eq!(posts(&node).await, before + 1, "and once");
    assert_eq!(receipts(&charlie).await, [("dave".into(), true)]);

    // It has come to Eve when she says something, though she has not looked.
    let three = charlie.must(&["channel", "history", "garden", "--limit", "1"]);
    let three = three.await["sequence_number"].to_string();
    eve.must(&["channel", "react", "garden", &three, "👍"])
        .await;
    assert_eq!(receipts(&charlie).await, both(false));
    eve.must(&["inbox"]).await;
    assert_eq!(receipts(&charlie).await, both(true));

    // Who is gone has read what was read; who stops says nothing any more.
    does(&charlie, "channel remove garden eve").await;
    assert_eq!(receipts(&charlie).await.len(), 2);
    does(&dave, "channel receipts garden off").await;
    does(&charlie, "channel post garden four").await;
    texts(&dave).await;
    assert!(receipts(&charlie).await.is_empty());
    let chosen = does(&dave, "channel receipts garden default").await;
    assert_eq!(
        (&chosen["receipts"], &chosen["chosen"]),
        (&true.into(), &false.into())
    );
    let chosen = does(&dave, "channel receipts --everywhere").await;
    assert_eq!(
        (&chosen["channel"], &chosen["receipts"]),
        (&Value::Null, &true.into())
    );
    dave.fails(
        &["channel", "receipts", "nowhere", "on"],
        "in no private channel",
    )
    .await;
}
