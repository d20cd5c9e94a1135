//! What two people who know each other write goes over a conversation, with forward secrecy, and has
//! all that letters have.

use postern_e2e::{until, Following, Network, Node, Person};
use serde_json::Value;

/// Each is a contact of the other.
async fn acquainted(network: &Network, node: &Node) -> [Person; 2] {
    let charlie = network.member("charlie", node).await;
    let dave = network.member("dave", node).await;
    charlie.must(&["contacts", "add", "dave"]).await;
    dave.must(&["contacts", "add", "charlie"]).await;
    [charlie, dave]
}

/// The same, and they have a conversation.
pub(crate) async fn in_conversation(network: &Network, node: &Node) -> [Person; 2] {
    let [charlie, dave] = acquainted(network, node).await;
    charlie.must(&["send", "dave", "a letter"]).await;
    assert_eq!(reads(&dave).await["forward_secret"], false);
    charlie.must(&["send", "dave", "hello"]).await;
    assert_eq!(reads(&dave).await["forward_secret"], true);
    [charlie, dave]
}

/// The only message that waits.
pub(crate) async fn reads(person: &Person) -> Value {
    let outcome = person.run(&["inbox"]).await;
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    let [message] = &outcome.json[..] else {
        panic!("one message: {outcome:?}");
    };
    message.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_message_between_contacts_is_forward_secret_and_both_are_authenticated() {
    let network = Network::new();
    let node = network.pinner().await;
    let [charlie, dave] = acquainted(&network, &node).await;

    let sent = charlie.must(&["send", "dave", "first"]).await;
    let letter = reads(&dave).await;
    assert_eq!(
        (&letter["id"], &letter["text"]),
        (&sent["id"], &"first".into())
    );
    assert_eq!(letter["forward_secret"], false);
    assert_eq!(letter["authenticated"], false);
    assert_eq!(letter["conversation"], Value::Null);

    let sent = charlie.must(&["send", "dave", "second"]).await;
    let second = reads(&dave).await;
    assert_eq!(
        (&second["id"], &second["text"]),
        (&sent["id"], &"second".into())
    );
    assert_eq!(second["forward_secret"], true);
    assert_eq!(second["authenticated"], true);
    assert!(second["conversation"].is_string());
    assert_eq!(
        (&second["contact"], &second["request"]),
        (&Value::Null, &false.into())
    );

    dave.must(&["send", "charlie", "third"]).await;
    let third = reads(&charlie).await;
    assert_eq!(third["text"], "third");
    assert_eq!(
        (&third["forward_secret"], &third["authenticated"]),
        (&true.into(), &true.into())
    );
    assert_eq!(third["conversation"], second["conversation"]);

    // It is no private channel, and the list of contacts tells of it.
    for person in [&charlie, &dave] {
        assert!(person.run(&["channel", "list"]).await.json.is_empty());
        let listed = person.must(&["contacts"]).await;
        assert_eq!(listed["conversation"], second["conversation"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_inboxes_give_holds_over_a_conversation() {
    let network = Network::new();
    let node = network.pinner().await;
    let [charlie, dave] = in_conversation(&network, &node).await;

    // Files, payments, what became of a message.
    let path = network.path().join("plan.txt");
    std::fs::write(&path, "by the shed").expect("a file can be written");
    let path = path.to_str().expect("the path is text");
    let sent = charlie
        .must(&["send", "dave", "look", "--file", path])
        .await;
    let received = reads(&dave).await;
    assert_eq!(received["forward_secret"], true);
    let saved = received["files"][0]["path"].as_str().expect("a path");
    assert_eq!(std::fs::read(saved).expect("it is there"), b"by the shed");
    let id = sent["id"].as_str().expect("an identifier");
    until("the message to be delivered", || async {
        let status = charlie.must(&["status", id]).await;
        (status["state"] == "delivered").then_some(())
    })
    .await;
    charlie
        .must(&["pay", "dave", "1.5", "--note", "for lunch", "--yes"])
        .await;
    let paid = reads(&dave).await;
    assert_eq!(
        (&paid["text"], &paid["forward_secret"]),
        (&"for lunch".into(), &true.into())
    );
    assert_eq!(paid["payment"]["state"], "final");
    assert_eq!(paid["payment"]["amount"], "1500000000000");

    // Taken back, it is missed; kept, it is shown and stays.
    let sent = charlie.must(&["send", "dave", "oops"]).await;
    let id = sent["id"].as_str().expect("an identifier");
    charlie.must(&["retract", id]).await;
    charlie.must(&["send", "dave", "kept"]).await;
    let outcome = dave.run(&["inbox", "--keep"]).await;
    assert_eq!(outcome.texts(), ["kept"], "{outcome:?}");
    assert!(dave.run(&["inbox"]).await.texts().is_empty());

    // As it comes, in any number; a process that dies loses none.
    let following = Following::begin(&dave);
    let texts = ["one", "two", "three"];
    for text in texts {
        charlie.must(&["send", "dave", text]).await;
    }
    until("all to be shown", || async {
        let mut shown = following.texts();
        shown.sort_unstable();
        (shown == ["one", "three", "two"]).then_some(())
    })
    .await;
    drop(following);
    charlie.must(&["send", "dave", "four"]).await;
    let outcome = dave.run(&["inbox"]).await;
    assert_eq!(outcome.texts(), ["four"], "{outcome:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_another_device_and_was_away_over_the_change_reads_what_waits() {
    let network = Network::new();
    let node = network.pinner().await;
    let [charlie, dave] = in_conversation(&network, &node).await;

    // Her other device is not in the conversation, so what is to reach it first is a letter.
    charlie.must(&["device", "revoke"]).await;
    let second = network.person("charlies-second", &node);
    second.must(&["init", "--suri", "//Charlie"]).await;
    second.must(&["register"]).await;
    let sent = dave.run(&["send", "charlie", "a letter again"]).await;
    assert_eq!(sent.code, Some(0), "{sent:?}");
    assert!(sent.stderr.contains("went as a letter"), "{sent:?}");
    second.must(&["contacts", "add", "dave"]).await;
    assert_eq!(reads(&second).await["forward_secret"], false);

    // The first one is removed before anything is sealed again, and she hears of that with it.
    for text in ["one", "two"] {
        let sent = dave.run(&["send", "charlie", text]).await;
        assert_eq!((sent.code, sent.stderr.as_str()), (Some(0), ""));
    }
    let outcome = second.run(&["inbox"]).await;
    assert_eq!(outcome.texts(), ["one", "two"], "{outcome:?}");
    for message in &outcome.json {
        assert_eq!(message["forward_secret"], true, "{outcome:?}");
    }
    second.must(&["send", "dave", "three"]).await;
    assert_eq!(reads(&dave).await["forward_secret"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_that_was_interrupted_goes_on_with_the_next_message() {
    let network = Network::new();
    let node = network.pinner().await;
    let [charlie, dave] = acquainted(&network, &node).await;
    let node = &node;
    let opened = || node.entries_in_state("Channels", "PrivateChannels");
    let send = ["send", "dave", "first"];
    charlie
        .killed_when(&send, || async { opened().await == 1 })
        .await;
    assert_eq!(reads(&dave).await["text"], "first");
    charlie.must(&["send", "dave", "second"]).await;
    assert_eq!(opened().await, 1, "one was opened and paid for");
    assert_eq!(reads(&dave).await["forward_secret"], false);
    charlie.must(&["send", "dave", "third"]).await;
    let third = reads(&dave).await;
    assert_eq!(
        (&third["text"], &third["forward_secret"]),
        (&"third".into(), &true.into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_has_no_conversation_before_they_are_known() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    charlie.must(&["contacts", "add", "dave"]).await;
    for text in ["who am I?", "guess"] {
        charlie.must(&["send", "dave", text]).await;
        let request = reads(&dave).await;
        assert_eq!(request["request"], true);
        assert_eq!(request["forward_secret"], false);
    }
    let log = || node.entries_in_state("Channels", "Log");
    assert_eq!(log().await, 0, "he has answered nothing");
    assert!(dave.run(&["channel", "list"]).await.json.is_empty());

    dave.must(&["contacts", "add", "charlie"]).await;
    assert!(dave.run(&["inbox"]).await.json.is_empty());
    charlie.must(&["send", "dave", "it is me"]).await;
    let known = reads(&dave).await;
    assert_eq!(
        (&known["request"], &known["forward_secret"]),
        (&false.into(), &true.into())
    );

    // Whoever has neither has none, however often they write.
    let eve = network.member("eve", &node).await;
    eve.must(&["send", "dave", "one"]).await;
    eve.must(&["send", "dave", "two"]).await;
    for message in dave.run(&["inbox"]).await.json {
        assert_eq!(message["forward_secret"], false);
    }
    // Several recipients get a letter.
    charlie.must(&["send", "dave,eve", "both of you"]).await;
    assert_eq!(reads(&dave).await["forward_secret"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_begin_at_the_same_moment_end_up_in_one_conversation() {
    let network = Network::new();
    let node = network.pinner().await;
    let [charlie, dave] = acquainted(&network, &node).await;
    tokio::join!(
        charlie.must(&["send", "dave", "from charlie"]),
        dave.must(&["send", "charlie", "from dave"])
    );
    for person in [&charlie, &dave] {
        assert_eq!(reads(person).await["forward_secret"], false);
    }
    charlie.must(&["send", "dave", "one"]).await;
    let one = reads(&dave).await;
    dave.must(&["send", "charlie", "two"]).await;
    let two = reads(&charlie).await;
    assert_eq!(
        (&one["forward_secret"], &two["forward_secret"]),
        (&true.into(), &true.into())
    );
    assert_eq!(one["conversation"], two["conversation"]);
}
