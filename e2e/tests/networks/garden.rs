//! What people do in a private channel that is called `garden`.

use postern_e2e::{until, Person};
use serde_json::Value;

/// The last line that `postern --json` prints for these words.
pub async fn does(person: &Person, words: &str) -> Value {
    let words: Vec<_> = words.split(' ').collect();
    person.must(&words).await
}

/// One field of every line that has it.
pub async fn every(person: &Person, words: &str, field: &str) -> Vec<String> {
    let words: Vec<_> = words.split(' ').collect();
    let outcome = person.run(&words).await;
    assert_eq!(outcome.code, Some(0), "{words:?}: {}", outcome.stderr);
    let lines = outcome.json.iter();
    lines
        .filter_map(|line| line[field].as_str().map(String::from))
        .collect()
}

/// What somebody reads in the channel `garden`.
pub async fn texts(person: &Person) -> Vec<String> {
    every(person, "channel history garden", "text").await
}

/// Who somebody sees in the channel `garden`.
pub async fn handles(person: &Person) -> Vec<String> {
    let mut handles = every(person, "channel members garden", "handle").await;
    handles.sort_unstable();
    handles
}

/// The letter with the invitation that waits in the inbox.
pub async fn invitation(person: &Person) -> Value {
    until("an invitation", || async {
        let outcome = person.run(&["inbox"]).await;
        let mut lines = outcome.json.into_iter();
        lines.find(|line| line["invitation"].is_object())
    })
    .await
}

/// Joins by the invitation that waits in the inbox; returns the letter's identifier.
pub async fn accepts(person: &Person) -> String {
    let letter = invitation(person).await;
    let id = letter["id"].as_str().expect("a letter has an identifier");
    let joined = person.must(&["channel", "join", id]).await;
    assert_eq!(joined["standing"], "member");
    id.into()
}
