//! Whom one knows, whom one does not, and whom one wants to hear nothing of.

use postern_e2e::{Network, Outcome, Person};
use serde_json::{json, Value};

/// What came, each with whether it was a request.
fn came(outcome: &Outcome) -> Vec<(String, bool)> {
    let messages = outcome.json.iter();
    messages
        .map(|line| {
            let text = line["text"].as_str();
            let text = text.unwrap_or_else(|| panic!("no message: {line}"));
            (text.to_owned(), line["request"] == true)
        })
        .collect()
}

async fn inbox(person: &Person) -> Vec<(String, bool)> {
    let outcome = person.run(&["inbox"]).await;
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    came(&outcome)
}

fn message(text: &str, request: bool) -> (String, bool) {
    (text.into(), request)
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_send_requests_and_who_is_blocked_is_not_heard() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    let eve = network.member("eve", &node).await;

    // Requests come behind what known people wrote, whenever they were sent.
    let added = dave
        .must(&["contacts", "add", "eve", "--name", "Eve from work"])
        .await;
    assert_eq!(
        (&added["name"], &added["handle"]),
        (&json!("Eve from work"), &json!("eve"))
    );
    charlie.must(&["send", "dave", "you do not know me"]).await;
    eve.must(&["send", "dave", "lunch?"]).await;
    let expected = [
        message("lunch?", false),
        message("you do not know me", true),
    ];
    assert_eq!(inbox(&dave).await, expected);

    // The user's own name for somebody does for every command; whom one has written to is
    // not a stranger.
    dave.must(&["send", "Eve from work", "gladly"]).await;
    assert_eq!(inbox(&eve).await, [message("gladly", false)]);
    charlie.must(&["send", "eve", "a friend of dave"]).await;
    assert_eq!(inbox(&eve).await, [message("a friend of dave", true)]);
    eve.must(&["send", "charlie", "whose friend?"]).await;
    charlie.must(&["send", "eve", "dave's"]).await;
    assert_eq!(inbox(&eve).await, [message("dave's", false)]);

    dave.fails(&["contacts", "name", "charlie", "Charlie"], "contacts add")
        .await;
    dave.must(&["contacts", "add", "charlie"]).await;
    dave.fails(&["contacts", "name", "charlie", "eve FROM work"], "already")
        .await;
    charlie.must(&["send", "dave", "and now?"]).await;
    assert_eq!(inbox(&dave).await, [message("and now?", false)]);

    // What was sent before is dropped, acknowledged, and never shown; what comes later is
    // refused by the chain.
    charlie.must(&["send", "dave", "before the block"]).await;
    let blocked = dave.must(&["contacts", "block", "charlie"]).await;
    assert_eq!(
        (&blocked["blocked"], &blocked["on_chain"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(inbox(&dave).await, []);
    assert_eq!(
        node.entries_in_state("Inbox", "Entries").await,
        1,
        "charlie's of eve"
    );
    charlie
        .fails(&["send", "dave", "after the block"], "blocked")
        .await;
    dave.fails(&["contacts", "add", "charlie"], "unblock").await;
    let freed = dave.must(&["contacts", "unblock", "charlie"]).await;
    assert_eq!(freed["blocked"], false);
    charlie.must(&["send", "dave", "am I free?"]).await;
    assert_eq!(inbox(&dave).await, [message("am I free?", false)]);

    // Without the chain's list, which everybody can read, it is all the same to the eye.
    dave.must(&["contacts", "block", "charlie", "--local"])
        .await;
    charlie.must(&["send", "dave", "into the void"]).await;
    assert_eq!(inbox(&dave).await, []);
    dave.must(&["contacts", "remove", "charlie"]).await;
    let listed = dave.run(&["contacts"]).await.json;
    let standing: Vec<_> = listed
        .iter()
        .map(|one| (&one["handle"], &one["contact"], &one["blocked"]))
        .collect();
    let (yes, no) = (&json!(true), &json!(false));
    let expected = [(&json!("eve"), yes, no), (&json!("charlie"), no, yes)];
    assert_eq!(standing, expected);
    assert_eq!(
        listed[0]["devices"].as_array().map(Vec::len),
        Some(1),
        "eve's device was seen"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chain_keeps_out_whom_the_inbox_does_not_want() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;

    let policy = dave.must(&["inbox", "policy"]).await;
    assert_eq!(policy["senders"], "anyone");
    let policy = dave.must(&["inbox", "policy", "listed"]).await;
    assert_eq!(policy["senders"], "listed");
    charlie
        .fails(&["send", "dave", "let me in"], "ask them to allow you")
        .await;
    dave.must(&["contacts", "allow", "charlie"]).await;
    charlie.must(&["send", "dave", "thank you"]).await;
    assert_eq!(inbox(&dave).await, [message("thank you", true)]);
    let policy = dave.must(&["inbox", "policy"]).await;
    let address = charlie.must(&["whoami"]).await["address"].clone();
    assert_eq!(policy["allowed"], json!([address]));

    dave.must(&["contacts", "disallow", "charlie"]).await;
    charlie
        .fails(&["send", "dave", "again"], "ask them to allow you")
        .await;
    let policy = dave
        .must(&["inbox", "policy", "anyone", "--min-deposit", "0.5"])
        .await;
    assert_eq!(policy["min_deposit"], "500000000000");
    charlie.must(&["send", "dave", "for a price"]).await;
    assert_eq!(inbox(&dave).await, [message("for a price", true)]);
}

fn digits(compared: &Value) -> &str {
    compared["digits"].as_str().expect("sixty digits")
}

#[tokio::test(flavor = "multi_thread")]
async fn safety_numbers_agree_and_a_new_key_warns_until_it_is_verified() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;

    let hers = charlie.must(&["contacts", "verify", "dave"]).await;
    let his = dave.must(&["contacts", "verify", "charlie"]).await;
    assert_eq!(digits(&hers), digits(&his));
    assert_eq!(digits(&hers).len(), 60);
    // For people: the digits in groups, and a code to be scanned that holds them.
    assert_eq!(hers["code"], format!("postern-safety:1:{}", digits(&hers)));
    let shown = charlie.shows(&["contacts", "verify", "dave"]).await;
    let plain: String = shown.chars().filter(char::is_ascii_digit).collect();
    assert!(plain.contains(digits(&hers)), "{shown}");
    assert!(
        shown.contains("\u{2588}\u{2588}\u{2588}\u{2588}"),
        "{shown}"
    );

    dave.fails(
        &["contacts", "verify", "charlie", "--confirm", digits(&hers)],
        "contacts add",
    )
    .await;
    dave.must(&["contacts", "add", "charlie"]).await;
    let wrong = "0".repeat(60);
    dave.fails(
        &["contacts", "verify", "charlie", "--confirm", &wrong],
        "not your safety number",
    )
    .await;
    let verified = dave
        .must(&["contacts", "verify", "charlie", "--confirm", digits(&hers)])
        .await;
    assert_eq!(verified["verified"], true);
    charlie.must(&["send", "dave", "it is me"]).await;
    assert_eq!(dave.must(&["inbox"]).await["safety"], "verified");

    // Another device of the same account: perhaps hers, perhaps not.
    charlie.must(&["device", "revoke"]).await;
    let second = network.person("charlies-second", &node);
    second.must(&["init", "--suri", "//Charlie"]).await;
    second.must(&["register"]).await;
    second.must(&["send", "dave", "it is me, honestly"]).await;
    let inbox = dave.run(&["inbox"]).await;
    assert_eq!(inbox.json[0]["safety"], "changed");
    assert!(
        inbox.stderr.contains("not those that you verified"),
        "{inbox:?}"
    );
    let sent = dave.run(&["send", "charlie", "is it?"]).await;
    assert_eq!(sent.code, Some(0));
    assert!(
        sent.stderr.contains("not those that you verified"),
        "{sent:?}"
    );

    let now = second.must(&["contacts", "verify", "dave"]).await;
    assert_ne!(digits(&now), digits(&hers));
    dave.must(&["contacts", "verify", "charlie", "--confirm", digits(&now)])
        .await;
    let sent = dave.run(&["send", "charlie", "good"]).await;
    assert_eq!(sent.stderr, "");
}
