//! What two people do with what they have said to each other: they answer, edit, react, delete, read
//! it again, and forget it.

use crate::two_people::{in_conversation, reads};
use postern_e2e::{until, Following, Network, Person};
use serde_json::Value;
use std::time::{Duration, Instant};

async fn history(person: &Person, with: &str) -> Vec<Value> {
    let outcome = person.run(&["history", with]).await;
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    outcome.json
}

fn texts(history: &[Value]) -> Vec<Option<&str>> {
    history.iter().map(|one| one["text"].as_str()).collect()
}

/// Sends something, and returns its identifier.
async fn says(from: &Person, arguments: &[&str]) -> String {
    let sent = from.must(arguments).await;
    sent["id"].as_str().expect("send prints an id").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_answer_edit_react_to_and_delete_what_they_have_said() {
    let network = Network::new();
    let node = network.pinner().await;
    let [charlie, dave] = in_conversation(&network, &node).await;
    let eve = network.member("eve", &node).await;
    let first = says(&charlie, &["send", "dave", "at eigth?"]).await;
    assert_eq!(reads(&dave).await["reply_to"], Value::Null);

    let answer = ["send", "charlie", "make it nine", "--reply-to", &first];
    let answer = says(&dave, &answer).await;
    let read = reads(&charlie).await;
    assert_eq!(
        (&read["id"], &read["reply_to"]),
        (&answer.into(), &first[..].into())
    );

    says(&charlie, &["edit", "dave", &first, "at eight?"]).await;
    let read = reads(&dave).await;
    assert_eq!(
        (&read["text"], &read["edits"]),
        (&"at eight?".into(), &first[..].into())
    );
    assert_eq!(read["forward_secret"], true);
    says(&dave, &["react", "charlie", &first, "+1"]).await;
    let read = reads(&charlie).await;
    assert_eq!(
        (&read["text"], &read["reacts_to"]),
        (&"+1".into(), &first[..].into())
    );

    // Both have the same before them, and letters are not kept.
    for (person, with) in [(&charlie, "dave"), (&dave, "charlie")] {
        let said = history(person, with).await;
        let all = [Some("hello"), Some("at eight?"), Some("make it nine")];
        assert_eq!(texts(&said), all, "{said:?}");
        assert_eq!(said[1]["id"], first[..]);
        assert!(said[1]["edited_at"].is_string());
        assert_eq!(said[1]["reactions"][0]["handle"], "dave");
        assert_eq!(said[1]["reactions"][0]["reaction"], "+1");
        assert_eq!(said[2]["reply_to"], first[..]);
        assert_eq!(said[2]["reply_to_number"], said[1]["sequence_number"]);
        assert_eq!(said[2]["with"], with);
    }

    // What is not one's own cannot be changed, nor what is not there.
    dave.fails(&["edit", "charlie", &first, "no"], "only who has written")
        .await;
    dave.fails(&["delete", "charlie", "#999"], "no such message")
        .await;
    charlie
        .fails(
            &["send", "eve", "hi", "--reply-to", &first],
            "no such message",
        )
        .await;
    assert!(history(&eve, "charlie").await.is_empty());

    // By its number, which each device gives for itself.
    let number = history(&charlie, "dave").await[1]["sequence_number"].clone();
    says(&charlie, &["delete", "dave", &format!("#{number}")]).await;
    let read = reads(&dave).await;
    assert_eq!(
        (&read["text"], &read["deletes"]),
        (&"".into(), &first[..].into())
    );
    for (person, with) in [(&charlie, "dave"), (&dave, "charlie")] {
        let said = history(person, with).await;
        assert_eq!(texts(&said)[1], None, "{said:?}");
        assert_eq!(said[1]["deleted"], true);
        assert_eq!(said[1]["reactions"], Value::Null);
    }
    dave.fails(&["react", "charlie", &first, "?"], "no such message")
        .await;

    // Both see a payment with its transaction.
    let pay = ["pay", "dave", "1.5", "--note", "for lunch", "--yes"];
    let paid = charlie.must(&pay).await;
    let read = reads(&dave).await;
    assert_eq!(read["payment"]["transaction"], paid["transaction"]);
    assert_eq!(read["forward_secret"], true);
    for (person, with) in [(&charlie, "dave"), (&dave, "charlie")] {
        let said = history(person, with).await;
        let last = said.last().expect("it is there");
        assert_eq!(last["text"], "for lunch");
        assert_eq!(last["paid"]["amount"], "1500000000000");
        assert_eq!(last["paid"]["transaction"], paid["transaction"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_or_has_had_its_time_is_in_no_history() {
    let network = Network::new();
    let node = network.pinner().await;
    let [charlie, dave] = in_conversation(&network, &node).await;
    let taken = says(&charlie, &["send", "dave", "forget it"]).await;
    charlie.must(&["retract", &taken]).await;
    let lasting = ["hello", "for a minute"];
    let brief = ["send", "dave", lasting[1], "--lifetime", "1m"];
    let brief = says(&charlie, &brief).await;
    assert_eq!(reads(&dave).await["text"], lasting[1]);
    // What is about it goes with it.
    says(&dave, &["react", "charlie", &brief, "+1"]).await;
    assert_eq!(reads(&charlie).await["reacts_to"], brief[..]);
    let records = charlie.home().join("channels.db");
    let copy = charlie.home().join("copy");
    std::fs::copy(&records, &copy).expect("a file can be copied");
    for (person, with) in [(&charlie, "dave"), (&dave, "charlie")] {
        until("its time to be over", || async {
            let said = history(person, with).await;
            let said = texts(&said);
            assert!(
                said == [Some(lasting[0])] || said == lasting.map(Some),
                "{said:?}"
            );
            (said.len() == 1).then_some(())
        })
        .await;
    }
    // Nor is it there when an old copy is put back: when it ends stands beside it.
    std::fs::copy(&copy, &records).expect("a file can be copied");
    charlie.must(&["inbox"]).await;
    let sealed = std::fs::read(&records).expect("the file can be read");
    assert_ne!(sealed, std::fs::read(&copy).expect("the file can be read"));
    assert_eq!(texts(&history(&charlie, "dave").await), [Some("hello")]);
}

/// Times at which a program is killed, one after the other.
const KILLS: u64 = 12;

/// Between them: a run takes about a dozen of these.
const APART: Duration = Duration::from_millis(60);

#[tokio::test(flavor = "multi_thread")]
async fn whenever_a_reader_is_killed_nothing_is_lost_or_there_twice() {
    let network = Network::new();
    let node = network.pinner().await;
    let [charlie, dave] = in_conversation(&network, &node).await;
    let mut sent = vec!["hello".to_owned()];
    for kill in 0..KILLS {
        let text = format!("message {kill}");
        charlie.must(&["send", "dave", &text]).await;
        sent.push(text);
        let begun = Instant::now();
        dave.killed_when(&["inbox"], || async {
            begun.elapsed() >= APART * u32::try_from(kill).unwrap_or_default()
        })
        .await;
    }
    dave.must(&["inbox"]).await;
    let said = history(&dave, "charlie").await;
    let said: Vec<_> = texts(&said).into_iter().flatten().collect();
    assert_eq!(said, sent);
    until("everything to be acknowledged", || async {
        dave.must(&["inbox"]).await;
        (node.entries_in_state("Inbox", "Entries").await == 0).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_home_is_for_one_program_at_a_time() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    let following = Following::begin(&charlie);
    dave.must(&["send", "charlie", "are you there?"]).await;
    until("the home to be in use", || async {
        (following.texts() == ["are you there?"]).then_some(())
    })
    .await;
    charlie
        .fails(&["device", "list"], "another `postern` is using")
        .await;
    drop(following);
    charlie.must(&["device", "list"]).await;
}
