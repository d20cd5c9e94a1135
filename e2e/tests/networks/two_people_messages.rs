//! What two people do with what they have said to each other: they answer, edit, react, delete, read
//! it again, and forget it.

use crate::two_people::{in_conversation, reads};
use postern_e2e::{until, Network, Person};
use serde_json::Value;

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
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_or_has_had_its_time_is_in_no_history() {
    let network = Network::new();
    let node = network.pinner().await;
    let [charlie, dave] = in_conversation(&network, &node).await;
    let taken = says(&charlie, &["send", "dave", "forget it"]).await;
    charlie.must(&["retract", &taken]).await;
    let lasting = ["hello", "for a minute"];
    charlie
        .must(&["send", "dave", lasting[1], "--lifetime", "1m"])
        .await;
    assert_eq!(reads(&dave).await["text"], lasting[1]);
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
}
