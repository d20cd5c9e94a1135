//! Messages of private channels that are about others: answers, edits, deletions, reactions.

use crate::garden::{accepts, does, texts};
use postern_e2e::{until, Following, Network, Person};
use serde_json::Value;

/// What somebody reads in the channel `garden`, a line for each place.
async fn history(person: &Person) -> Vec<Value> {
    let outcome = person.run(&["channel", "history", "garden"]).await;
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let lines = outcome.json.into_iter();
    lines.filter(|line| line["id"].is_string()).collect()
}

/// Nothing waits in the inbox, nor in any channel.
async fn has_no_news(person: &Person) {
    let outcome = person.run(&["inbox"]).await;
    assert_eq!(
        (outcome.code, outcome.json.len()),
        (Some(0), 0),
        "{outcome:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_answered_reacted_to_edited_and_deleted_for_everybody() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    does(&charlie, "channel create garden --private").await;
    does(&charlie, "channel invite garden dave").await;
    accepts(&dave).await;

    let first = does(&charlie, "channel post garden teh-roses").await;
    let id = first["id"].as_str().expect("an identifier");
    let number = first["sequence_number"].as_u64().expect("a place");
    assert_eq!(texts(&dave).await, ["teh-roses"]);
    let answer = format!("channel post garden thirsty --reply-to {number}");
    does(&dave, &answer).await;
    does(&dave, &format!("channel react garden #{number} 👍")).await;
    does(&charlie, &format!("channel edit garden {id} the-roses")).await;
    for person in [&charlie, &dave] {
        let [roses, thirsty] = &history(person).await[..] else {
            panic!("two messages, and nothing beside them");
        };
        assert_eq!(roses["text"], "the-roses");
        assert!(roses["edited_at"].is_string());
        assert_eq!(roses["reactions"][0]["handle"], "dave");
        assert_eq!(roses["reactions"][0]["reaction"], "👍");
        assert_eq!(thirsty["text"], "thirsty");
        assert_eq!(thirsty["reply_to"], *id);
        assert_eq!(thirsty["reply_to_number"], number);
    }

    // What is somebody else's stays as it is.
    let theirs = number.to_string();
    let wrong = ["channel", "edit", "garden", &theirs, "weeds"];
    dave.fails(&wrong, "only who has written").await;
    let wrong = ["channel", "delete", "garden", &theirs];
    dave.fails(&wrong, "only who has written").await;
    let wrong = ["channel", "react", "garden", "999", "👍"];
    dave.fails(&wrong, "no such message").await;

    does(&dave, &format!("channel react garden {number}")).await;
    does(&charlie, &format!("channel delete garden {number}")).await;
    for person in [&charlie, &dave] {
        let [roses, thirsty] = &history(person).await[..] else {
            panic!("the place of the message is still there");
        };
        assert_eq!(
            (&roses["deleted"], &roses["text"]),
            (&true.into(), &Value::Null)
        );
        assert_eq!(roses["reactions"], Value::Null);
        assert_eq!(thirsty["reply_to_number"], number);
    }
    let wrong = ["channel", "edit", "garden", &theirs, "again"];
    charlie.fails(&wrong, "no such message").await;

    does(&charlie, "channel post garden soon-gone --lifetime 20s").await;
    for person in [&charlie, &dave] {
        until("the message to be forgotten", || async {
            (texts(person).await == ["thirsty"]).then_some(())
        })
        .await;
    }
    // A name is everybody's own; what others call it is told.
    does(&charlie, "channel rename garden orchard").await;
    does(&charlie, "channel post orchard pears").await;
    let news = history(&dave).await;
    let renamed = news.iter().find_map(|line| line["renamed"].as_str());
    assert_eq!(renamed, Some("orchard"));
    let wrong = ["channel", "rename", "orchard", "Two Words"];
    charlie.fails(&wrong, "Two Words").await;
    does(&dave, "channel rename garden orchard --here-only").await;
    let wrong = ["channel", "history", "garden"];
    dave.fails(&wrong, "no channel `garden`").await;

    // A public channel has none of this.
    does(&charlie, "channel create square").await;
    let wrong = ["channel", "post", "square", "hello", "--lifetime", "1h"];
    charlie.fails(&wrong, "in no private channel").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_kept_for_the_members_and_fetched_by_the_message_that_names_them() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    does(&charlie, "channel create garden --private").await;
    does(&charlie, "channel invite garden dave").await;
    accepts(&dave).await;

    // One of several blocks, and one of a few bytes.
    let folder = tempfile::tempdir().expect("a folder");
    let plan: Vec<u8> = (0..3_000_000u32).map(|n| (n % 251) as u8).collect();
    for (name, bytes) in [("plan.bin", &plan[..]), ("note.txt", b"by the shed")] {
        std::fs::write(folder.path().join(name), bytes).expect("it is written");
    }
    let [plan_path, note_path] = ["plan.bin", "note.txt"].map(|name| folder.path().join(name));
    let [plan_path, note_path] = [&plan_path, &note_path].map(|path| path.to_str().expect("text"));
    let post = ["channel", "post", "garden", "the plan"];
    let post = [&post[..], &["--file", plan_path, "--file", note_path]].concat();
    let pins = || node.entries_in_state("Pinning", "Pins");
    // What she still has to prove to him is said before.
    history(&charlie).await;
    let before = pins().await;
    let posted = charlie.must(&post).await;
    let number = posted["sequence_number"].as_u64().expect("a place");
    assert_eq!(pins().await, before + 2, "the message, and its files");

    let [said] = &history(&dave).await[..] else {
        panic!("one message, and nothing of where its files are");
    };
    assert_eq!(said["text"], "the plan");
    assert_eq!(said["files"][0]["name"], "plan.bin");
    assert_eq!(said["files"][0]["size"], plan.len());
    let into = tempfile::tempdir().expect("a folder");
    let to = into.path().to_str().expect("text");
    let number = number.to_string();
    let fetch = ["channel", "download", "garden", &number, "--output", to];
    let fetched = dave.run(&fetch).await;
    assert_eq!(fetched.code, Some(0), "{}", fetched.stderr);
    assert_eq!(fetched.json.len(), 2);
    let read = |name| std::fs::read(into.path().join(name)).expect("it is there");
    assert!(read("plan.bin") == plan, "it came as it was sent");
    assert_eq!(read("note.txt"), b"by the shed");

    does(&charlie, "channel post garden bare").await;
    let last = history(&dave).await;
    let bare = last.last().and_then(|line| line["id"].as_str());
    let fetch = [
        "channel",
        "download",
        "garden",
        bare.expect("an identifier"),
    ];
    dave.fails(&fetch, "no files").await;
    let wrong = ["channel", "post", "garden", "--file", to];
    charlie.fails(&wrong, "file").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_chat_and_see_what_the_other_says_as_it_comes() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    does(&charlie, "channel create garden --private").await;
    does(&charlie, "channel invite garden dave").await;
    accepts(&dave).await;
    does(&dave, "channel post garden before").await;

    let mut hers = Following::chat(&charlie, "garden");
    let mut his = Following::chat(&dave, "garden");
    let shown = |texts: &'static [&str], chat: &Following| {
        let is_shown = chat.texts() == texts;
        async move { is_shown.then_some(()) }
    };
    until("what was said before", || shown(&["before"], &hers)).await;
    hers.types("are you there?");
    let asked = &["before", "are you there?"];
    until("the question", || shown(asked, &his)).await;
    his.types("");
    his.types("yes");
    let answered = &["before", "are you there?", "yes"];
    until("the answer", || shown(answered, &hers)).await;
    until("his own answer", || shown(answered, &his)).await;
    drop((hers, his));

    // What was seen there is no news; what comes later is.
    has_no_news(&dave).await;
    does(&charlie, "channel post garden later").await;
    let outcome = dave.run(&["inbox", "--keep"]).await;
    let [later] = &outcome.json[..] else {
        panic!("one message: {outcome:?}");
    };
    assert_eq!(
        (&later["text"], &later["channel"]),
        (&"later".into(), &"garden".into())
    );
    assert!(later["conversation"].is_string());
    let following = Following::begin(&dave);
    until("what waits", || shown(&["later"], &following)).await;
    does(&charlie, "channel post garden now").await;
    until("what comes", || shown(&["later", "now"], &following)).await;
    drop(following);
    has_no_news(&dave).await;

    // Without anybody at the keyboard it says what it is given, and ends.
    let outcome = dave.run(&["channel", "chat", "garden"]).await;
    let all = ["before", "are you there?", "yes", "later", "now"];
    assert_eq!(
        (outcome.code, outcome.texts()),
        (Some(0), all.map(String::from).into())
    );
    dave.fails(&["channel", "chat", "nowhere"], "in no private channel")
        .await;
}
