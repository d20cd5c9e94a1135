//! The main promise: a message and a file reach somebody who was offline, from a
//! pinner, although the sender's machine is gone; and then they are forgotten.
//!
//! 1. The recipient registers and goes offline, node and IPFS included.
//! 2. The sender sends; a second node's off-chain worker pins the ciphertext.
//! 3. The sender's node and IPFS stop.
//! 4. The recipient's own node comes back, and fetches through its own IPFS.
//! 5. The entry leaves chain state, and the pinner unpins.

use postern_e2e::{becomes, until, Network};

const FILE_SIZE: usize = 5_000_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_message_and_a_file_reach_someone_who_was_offline() {
    let network = Network::new();
    let pinner = network.pinner().await;
    let mut charlies = network.follower("charlies", &pinner).await;
    let mut daves = network.follower("daves", &pinner).await;
    let charlie = network.member("charlie", &charlies).await;
    let dave = network.member("dave", &daves).await;
    let key = dave.must(&["lookup", "dave"]).await["devices"][0]["key"].clone();
    let key = key.as_str().expect("lookup prints the key's CID");
    until("the pinner to pin the key", || async {
        pinner.has_pinned(key).await.then_some(())
    })
    .await;
    daves.stop();

    let picture: Vec<u8> = (0..FILE_SIZE).map(|i| (i * i % 251) as u8).collect();
    let path = network.path().join("garden.jpg");
    std::fs::write(&path, &picture).expect("a file can be written");
    let path = path.to_str().expect("the path is text");
    let sent = charlie
        .must(&["send", "dave", "under the third stone", "--file", path])
        .await;
    let id = sent["id"].as_str().expect("send prints an id");
    assert_eq!(pinner.entries_in_state("Inbox", "Entries").await, 1);
    until("the pinner to pin", || async {
        pinner.has_pinned(id).await.then_some(())
    })
    .await;
    charlies.stop();

    daves.restart().await;
    daves.catches_up_with(&pinner).await;
    let received = dave.must(&["inbox"]).await;
    assert_eq!(received["id"], id);
    assert_eq!(received["text"], "under the third stone");
    assert_eq!(received["handle"], "charlie");
    let saved = received["files"][0]["path"]
        .as_str()
        .expect("the file was saved");
    assert_eq!(
        std::fs::read(saved).expect("the saved file can be read"),
        picture
    );

    until("the entry to leave chain state", || async {
        (pinner.entries_in_state("Inbox", "Entries").await == 0).then_some(())
    })
    .await;
    until("the pinner to unpin", || async {
        (!pinner.has_pinned(id).await).then_some(())
    })
    .await;
    let again = dave.run(&["inbox"]).await;
    assert_eq!(
        (again.code, again.json.len()),
        (Some(0), 0),
        "nothing is shown twice"
    );

    charlies.restart().await;
    charlies.catches_up_with(&pinner).await;
    becomes(&charlie, id, "delivered").await;
}
