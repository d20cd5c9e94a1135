//! Votes in private channels, which the chain knows nothing of.

use crate::garden::{accepts, does, every, handles};
use postern_e2e::{Network, Person};
use serde_json::{json, Value};

/// What `channel vote garden` lists.
async fn listed(person: &Person) -> Vec<Value> {
    let outcome = person.run(&["channel", "vote", "garden"]).await;
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    outcome.json
}

/// Proposes something in the channel `garden`; returns its number.
async fn proposes(person: &Person, what: &str) -> String {
    let proposed = does(person, &format!("channel propose garden {what}")).await;
    proposed["proposal"].to_string()
}

async fn votes(person: &Person, number: &str, choice: &str) -> Value {
    person
        .must(&["channel", "vote", "garden", number, choice])
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn members_decide_by_majority_and_the_deciding_vote_does_it() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    let eve = network.member("eve", &node).await;
    let ferdie = network.member("ferdie", &node).await;
    does(&charlie, "channel create garden --private").await;
    for (person, who) in [(&dave, "dave"), (&eve, "eve")] {
        does(&charlie, &format!("channel invite garden {who}")).await;
        accepts(person).await;
    }

    // Two of three let Ferdie in, and the second of them does.
    let proposed = does(&dave, "channel propose garden admit ferdie").await;
    assert_eq!(
        (
            &proposed["subject"],
            &proposed["needed"],
            &proposed["electors"]
        ),
        (&json!("admit"), &json!(2), &json!(3))
    );
    assert_eq!(proposed["passed"], Value::Null);
    let number = proposed["proposal"].to_string();
    let voted = votes(&dave, &number, "yes").await;
    assert_eq!(
        (&voted["ayes"], &voted["passed"]),
        (&json!(1), &Value::Null)
    );
    // Once more, and the other way: one vote a person, and the last one counts.
    let voted = votes(&dave, &number, "no").await;
    assert_eq!((&voted["ayes"], &voted["nays"]), (&json!(0), &json!(1)));
    votes(&dave, &number, "yes").await;
    eve.fails(&["channel", "settle", "garden", &number], "goes on")
        .await;
    let shown = listed(&charlie).await;
    assert_eq!(
        (&shown[0]["ayes"], &shown[0]["nays"]),
        (&json!(1), &json!(0))
    );
    let voted = votes(&charlie, &number, "yes").await;
    assert_eq!(voted["passed"], true);
    accepts(&ferdie).await;
    for person in [&charlie, &dave, &eve] {
        assert_eq!(listed(person).await[0]["passed"], true);
    }
    eve.fails(&["channel", "vote", "garden", &number, "no"], "is over")
        .await;
    does(&eve, &format!("channel settle garden {number}")).await;
    assert_eq!(handles(&ferdie).await, ["charlie", "dave", "eve", "ferdie"]);
    assert!(listed(&ferdie).await.is_empty(), "it was before he came");

    // Of four, two nays leave no majority.
    let number = proposes(&dave, "remove eve").await;
    votes(&charlie, &number, "no").await;
    let voted = votes(&ferdie, &number, "no").await;
    assert_eq!(
        (&voted["passed"], &voted["nays"]),
        (&json!(false), &json!(2))
    );
    assert_eq!(handles(&charlie).await.len(), 4);

    // Whom it is about cannot do it: somebody else does what was decided.
    let number = proposes(&charlie, "remove eve").await;
    for person in [&charlie, &dave] {
        votes(person, &number, "yes").await;
    }
    let voted = votes(&eve, &number, "yes").await;
    assert_eq!(voted["passed"], true);
    assert_eq!(handles(&charlie).await.len(), 4);
    does(&ferdie, &format!("channel settle garden {number}")).await;
    assert_eq!(handles(&charlie).await, ["charlie", "dave", "ferdie"]);

    // A question is answered by nothing but its result; what nobody wants is withdrawn.
    let ask = ["channel", "propose", "garden", "ask", "tea at four?"];
    let asked = charlie.must(&ask).await;
    assert_eq!(
        (&asked["subject"], &asked["text"]),
        (&json!("ask"), &json!("tea at four?"))
    );
    let number = asked["proposal"].to_string();
    let outcome = dave
        .run(&["channel", "history", "garden", "--limit", "1"])
        .await;
    assert_eq!(outcome.json[0]["proposal"]["text"], "tea at four?");
    dave.fails(&["channel", "settle", "garden", &number], "goes on")
        .await;
    does(&charlie, &format!("channel settle garden {number}")).await;
    let subjects = every(&dave, "channel vote garden", "subject").await;
    assert!(!subjects.contains(&"ask".into()), "{subjects:?}");

    let number = proposes(&charlie, "rename orchard").await;
    votes(&charlie, &number, "yes").await;
    let voted = votes(&dave, &number, "yes").await;
    assert_eq!(
        (&voted["passed"], &voted["channel"]),
        (&json!(true), &json!("orchard"))
    );
    let renamed = every(&ferdie, "channel history garden", "renamed").await;
    assert_eq!(renamed, ["orchard"]);

    // What makes no sense is not proposed.
    for (what, saying) in [
        ("admit dave", "already"),
        ("remove eve", "not in the channel"),
        ("rename X", "X"),
        ("appoint dave", "neither moderators nor rules"),
        ("close", "neither moderators nor rules"),
    ] {
        let wrong = format!("channel propose garden {what}");
        let wrong: Vec<_> = wrong.split(' ').collect();
        charlie.fails(&wrong, saying).await;
    }
    charlie
        .fails(
            &["channel", "vote", "garden", "9999", "yes"],
            "no such proposal",
        )
        .await;
    does(&charlie, "channel create square").await;
    let wrong = ["channel", "propose", "square", "ask", "tea?"];
    charlie.fails(&wrong, "ask in a post").await;
}
