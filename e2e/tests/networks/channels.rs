//! A public channel with real people: posts, members, votes, and somebody who only reads.

use postern_e2e::{Network, Person};
use serde_json::Value;

/// The last line that `postern --json` prints for these words.
async fn does(person: &Person, words: &str) -> Value {
    let words: Vec<_> = words.split(' ').collect();
    person.must(&words).await
}

/// One field of every line.
async fn every(person: &Person, words: &str, field: &str) -> Vec<Value> {
    let words: Vec<_> = words.split(' ').collect();
    let outcome = person.run(&words).await;
    assert_eq!(outcome.code, Some(0), "{words:?}: {}", outcome.stderr);
    let lines = outcome.json.into_iter();
    lines.map(|line| line[field].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_a_post_are_fetched_by_anybody() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    // No keystore, and no passphrase.
    let reader = network.person("reader", &node);
    does(&charlie, "channel create garden").await;
    let plan = network.path().join("plan.txt");
    std::fs::write(&plan, "beans by the shed").expect("a file can be written");
    let plan = plan.to_str().expect("the path is text");
    let post = ["channel", "post", "garden", "the plan", "--file", plan];
    charlie.must(&post).await;
    does(&charlie, "channel post garden words-alone").await;
    dave.fails(&["channel", "post", "garden", "--file", plan], "NotMember")
        .await;
    does(&dave, "channel join garden").await;
    // A file needs no words.
    dave.must(&["channel", "post", "garden", "--file", plan])
        .await;

    let outcome = reader.run(&["channel", "history", "garden"]).await;
    let files: Vec<_> = outcome.json.iter().map(|post| &post["files"]).collect();
    assert_eq!(files[0][0]["name"], "plan.txt");
    assert_eq!(files[0][0]["size"], 17);
    assert_eq!(files[1], &Value::Null);
    assert_eq!(files[2], files[0]);
    for number in ["0", "2"] {
        let saved = reader
            .must(&["channel", "download", "garden", number])
            .await;
        let path = saved["path"].as_str().expect("a path");
        let read = std::fs::read_to_string(path).expect("the file is there");
        assert_eq!(read, "beans by the shed");
    }
    reader
        .fails(&["channel", "download", "garden", "1"], "no files")
        .await;
    reader
        .fails(&["channel", "download", "garden", "9"], "no such message")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_decides_who_is_in_who_posts_and_when_it_is_over() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    let eve = network.member("eve", &node).await;
    does(&charlie, "channel create garden").await;
    does(
        &charlie,
        "channel decide garden policy --join invited --post moderators",
    )
    .await;
    dave.fails(&["channel", "join", "garden"], "NotInvited")
        .await;
    // By the owner's own name for somebody, as everywhere.
    charlie
        .must(&["contacts", "add", "dave", "--name", "Dave from work"])
        .await;
    charlie
        .must(&["channel", "invite", "garden", "Dave from work"])
        .await;
    does(&charlie, "channel decide garden admit eve").await;
    for person in [&dave, &eve] {
        does(person, "channel join garden").await;
    }

    dave.fails(&["channel", "post", "garden", "hello"], "ModeratorsPost")
        .await;
    does(&charlie, "channel decide garden appoint dave").await;
    assert_eq!(
        every(&eve, "channel members garden", "moderator").await,
        [true, true, false]
    );
    does(&dave, "channel post garden hello").await;
    does(&charlie, "channel decide garden dismiss dave").await;
    dave.fails(&["channel", "post", "garden", "again"], "ModeratorsPost")
        .await;
    does(&charlie, "channel remove garden dave").await;
    assert_eq!(
        every(&eve, "channel members garden", "handle").await,
        ["charlie", "eve"]
    );
    eve.fails(&["channel", "decide", "garden", "close"], "Not")
        .await;
    does(&charlie, "channel decide garden close").await;
    eve.fails(&["channel", "history", "garden"], "no channel `garden`")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_is_read_by_anybody_and_decided_on_by_its_members() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    let eve = network.member("eve", &node).await;
    // No keystore, and no passphrase.
    let reader = network.person("reader", &node);

    does(&charlie, "channel create garden").await;
    for person in [&dave, &eve] {
        does(person, "channel join garden").await;
    }
    for (person, text) in [(&charlie, "first!"), (&dave, "second"), (&eve, "nonsense")] {
        person.must(&["channel", "post", "garden", text]).await;
    }
    let texts = every(&reader, "channel history garden", "text").await;
    assert_eq!(texts, ["first!", "second", "nonsense"]);
    let last = every(&reader, "channel history garden --limit 1", "text").await;
    assert_eq!(last, ["nonsense"]);
    let first = every(&reader, "channel history garden --from 0 --limit 1", "text").await;
    assert_eq!(first, ["first!"]);
    let members = every(&reader, "channel members garden", "handle").await;
    assert_eq!(members, ["charlie", "dave", "eve"]);
    assert_eq!(every(&reader, "channel list", "channel").await, ["garden"]);

    // Who owns it takes back what others have posted; others do not.
    dave.fails(&["channel", "retract", "garden", "2"], "NotAuthor")
        .await;
    does(&charlie, "channel retract garden 2").await;
    let texts = every(&reader, "channel history garden", "text").await;
    assert_eq!(texts, ["first!", "second"]);

    // The owner gives the decision away, and cannot take it back.
    let rules = "channel decide garden policy --on-members member-majority \
                 --on-policy member-two-thirds --keep-posts 9 --keep-for 2d";
    does(&charlie, rules).await;
    charlie
        .fails(&["channel", "remove", "garden", "eve"], "VoteNeeded")
        .await;
    let proposed = does(&dave, "channel propose garden remove eve").await;
    assert_eq!(
        (&proposed["needed"], &proposed["electors"]),
        (&2.into(), &3.into())
    );
    let number = proposed["proposal"].to_string();
    assert_eq!(
        every(&reader, "channel vote garden", "subject").await,
        ["remove"]
    );
    let voted = does(&dave, &format!("channel vote garden {number} yes")).await;
    assert_eq!(voted["passed"], Value::Null);
    eve.must(&["channel", "vote", "garden", &number, "no"])
        .await;
    let voted = does(&charlie, &format!("channel vote garden {number} yes")).await;
    assert_eq!(voted["passed"], true);
    let members = every(&reader, "channel members garden", "handle").await;
    assert_eq!(members, ["charlie", "dave"]);
    assert!(every(&reader, "channel vote garden", "subject")
        .await
        .is_empty());

    // What nobody wants any more is withdrawn.
    let proposed = does(&dave, "channel propose garden policy --join invited").await;
    let number = proposed["proposal"].to_string();
    does(&dave, &format!("channel settle garden {number}")).await;
    does(&dave, "channel leave garden").await;
    does(&charlie, "channel leave garden").await;
    reader
        .fails(&["channel", "history", "garden"], "no channel `garden`")
        .await;
}
