use crate::{until, Network, Node, Person};

/// Two people, one with each of these nodes.
pub async fn eve_and_ferdie(network: &Network, hers: &Node, his: &Node) -> (Person, Person) {
    let (eve, ferdie) = (network.person("eve", hers), network.person("ferdie", his));
    eve.joins("//Eve", "eve").await;
    ferdie.joins("//Ferdie", "ferdie").await;
    (eve, ferdie)
}

/// Reads until something came: content may still be on its way between the IPFS nodes.
pub async fn reads(person: &Person) -> Vec<String> {
    until("a message", || async {
        let texts = person.run(&["inbox"]).await.texts();
        (!texts.is_empty()).then_some(texts)
    })
    .await
}
