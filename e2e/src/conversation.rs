use crate::{until, Network, Node, Person};
use std::cell::Cell;

/// Two people, one with each of these nodes.
pub async fn eve_and_ferdie(network: &Network, hers: &Node, his: &Node) -> (Person, Person) {
    let eve = network.member("eve", hers).await;
    let ferdie = network.member("ferdie", his).await;
    (eve, ferdie)
}

/// Waits until the status of a message that somebody has sent is this one. What was read
/// counts as delivered once the block that says so is final.
pub async fn becomes(sender: &Person, id: &str, state: &str) {
    until(&format!("{id} to be {state}"), || async {
        let status = sender.must(&["status", id]).await;
        (status["state"] == state).then_some(())
    })
    .await;
}

/// Reads until something came: content may still be on its way between the IPFS nodes.
pub async fn reads(person: &Person) -> Vec<String> {
    let said = Cell::default();
    until("a message", || async {
        let run = person.run(&["inbox"]).await;
        // Shown if the test fails: why there was none.
        if said.replace(run.stderr.clone()) != run.stderr {
            eprintln!("{}", run.stderr);
        }
        let texts = run.texts();
        (!texts.is_empty()).then_some(texts)
    })
    .await
}
