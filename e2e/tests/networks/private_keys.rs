//! The keys of members: proven when somebody asks.

use crate::garden::{accepts, does};
use postern_e2e::{until, Network, Person};
use serde_json::Value;

async fn is_proven(person: &Person, of: &str) -> bool {
    let outcome = person.run(&["channel", "members", "garden"]).await;
    let mut members = outcome.json.iter();
    let member = members.find(|one| one["handle"] == of);
    member.expect("they are in")["authenticated"] == true
}

#[tokio::test(flavor = "multi_thread")]
async fn members_who_did_not_invite_each_other_prove_their_keys_when_asked() {
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
    does(&charlie, "channel members garden").await;
    until("Charlie's proof", || async {
        let both = is_proven(&dave, "charlie").await && is_proven(&eve, "charlie").await;
        both.then_some(())
    })
    .await;
    assert!(!is_proven(&dave, "eve").await);

    let asked = does(&dave, "channel verify garden").await;
    assert_eq!(asked["handle"], "eve");
    assert_eq!(asked["authenticated"], false);
    // Who was asked is not asked again, unless by name.
    assert_eq!(does(&dave, "channel verify garden").await, Value::Null);
    assert_eq!(
        does(&dave, "channel verify garden eve").await["handle"],
        "eve"
    );
    until("both proofs", || async {
        let both = is_proven(&eve, "dave").await && is_proven(&dave, "eve").await;
        both.then_some(())
    })
    .await;
    assert_eq!(does(&eve, "channel verify garden").await, Value::Null);
    dave.fails(
        &["channel", "verify", "garden", "nobody-here"],
        "nobody-here",
    )
    .await;
    network.member("ferdie", &node).await;
    dave.fails(
        &["channel", "verify", "garden", "ferdie"],
        "not in the channel",
    )
    .await;
}
