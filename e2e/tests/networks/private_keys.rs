//! The keys of members: proven when somebody asks, and exchanged when they were used.

use crate::garden::{accepts, does, texts};
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
        // Each has to look, for the other to go on.
        let both = [is_proven(&eve, "dave").await, is_proven(&dave, "eve").await];
        (both == [true; 2]).then_some(())
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

#[tokio::test(flavor = "multi_thread")]
async fn who_renews_their_keys_goes_on_with_all_others_in_another_epoch() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    does(&charlie, "channel create garden --private").await;
    does(&charlie, "channel invite garden dave").await;
    accepts(&dave).await;
    let before = does(&dave, "channel list").await["epoch"].as_u64();
    let renewed = does(&dave, "channel renew garden").await["epoch"].as_u64();
    assert_eq!(renewed, before.map(|epoch| epoch + 1));
    does(&dave, "channel post garden renewed").await;
    assert_eq!(texts(&charlie).await, ["renewed"]);
    assert_eq!(
        does(&charlie, "channel list").await["epoch"].as_u64(),
        renewed
    );
    charlie
        .fails(
            &["channel", "renew", "orchard"],
            "no private channel `orchard`",
        )
        .await;
}

/// Where the keys of somebody's only device are, and until when its certificate is good.
async fn keys(person: &Person, of: &str) -> (Value, Value) {
    let found = person.must(&["lookup", of]).await;
    let device = &found["devices"][0];
    (device["key"].clone(), device["valid_until"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_package_that_somebody_has_joined_by_is_exchanged() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    let (first, until) = keys(&charlie, "dave").await;
    // Two invitations by the same key package, and none of them accepted.
    let mut letters = Vec::new();
    for channel in ["garden", "orchard"] {
        does(&charlie, &format!("channel create {channel} --private")).await;
        does(&charlie, &format!("channel invite {channel} dave")).await;
    }
    let outcome = dave.run(&["inbox"]).await;
    for line in &outcome.json {
        letters.push(line["id"].as_str().expect("an identifier").to_owned());
    }
    assert_eq!(letters.len(), 2, "{outcome:?}");
    assert_eq!(
        keys(&charlie, "dave").await.0,
        first,
        "nothing was used yet"
    );

    does(&dave, &format!("channel join {}", letters[0])).await;
    let (second, still) = keys(&charlie, "dave").await;
    assert_ne!(second, first);
    assert_eq!(still, until, "its certificate is as good as before");
    // What is under way by the old one is accepted nevertheless.
    does(&dave, &format!("channel join {}", letters[1])).await;
    // That has used the old one: the new one stays.
    assert_eq!(keys(&charlie, "dave").await.0, second);

    does(&charlie, "channel create meadow --private").await;
    does(&charlie, "channel invite meadow dave").await;
    accepts(&dave).await;
    let (third, _) = keys(&charlie, "dave").await;
    assert_ne!(third, second);
    dave.must(&["inbox"]).await;
    dave.must(&["register"]).await;
    assert_eq!(keys(&charlie, "dave").await.0, third);
    for channel in ["garden", "orchard", "meadow"] {
        does(&dave, &format!("channel post {channel} here")).await;
    }
}
