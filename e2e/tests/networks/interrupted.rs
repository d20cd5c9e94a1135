//! A download that is interrupted goes on where it was, and leaves nothing behind when its
//! message is taken back.

use postern_e2e::{until, Following, Network, Person};
use std::path::{Path, PathBuf};

/// Large enough to be caught on its way.
const FILE_SIZE: usize = 128 * 1024 * 1024;

/// How much of it has to have come before it is interrupted.
const BEGUN: u64 = 1024 * 1024;

/// Files on their way in the home folder.
fn on_their_way(person: &Person) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(person.home().join("files"));
    let paths = entries.into_iter().flatten().flatten();
    let paths = paths.map(|entry| entry.path());
    paths
        .filter(|path| path.extension().is_some_and(|end| end == "postern-part"))
        .collect()
}

fn length(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |found| found.len())
}

/// Reads until a file is on its way, and is killed then; returns where it lies.
async fn is_interrupted(person: &Person) -> PathBuf {
    let _reading = Following::begin(person);
    until("a file to be on its way", || async {
        let paths = on_their_way(person);
        paths.into_iter().find(|path| length(path) > BEGUN)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_download_goes_on_and_one_that_is_taken_back_leaves_nothing() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    let film: Vec<u8> = (0..FILE_SIZE).map(|at| (at * 7 % 251) as u8).collect();
    let path = network.path().join("film.mkv");
    std::fs::write(&path, &film).expect("a file can be written");
    let path = path.to_str().expect("the path is text");

    charlie
        .must(&["send", "dave", "watch this", "--file", path])
        .await;
    let partial = is_interrupted(&dave).await;
    let begun = length(&partial);
    assert!(begun > BEGUN && begun < FILE_SIZE as u64, "{begun}");
    let received = dave.must(&["inbox"]).await;
    assert_eq!(received["text"], "watch this");
    let saved = received["files"][0]["path"].as_str().expect("a path");
    assert!(std::fs::read(saved).expect("the file is there") == film);
    assert_eq!(on_their_way(&dave), [] as [PathBuf; 0]);

    let sent = charlie
        .must(&["send", "dave", "on second thoughts", "--file", path])
        .await;
    is_interrupted(&dave).await;
    let id = sent["id"].as_str().expect("send prints an id");
    charlie.must(&["retract", id]).await;
    let missed = until("the loss to be noticed", || async {
        dave.run(&["inbox"]).await.json.pop()
    })
    .await;
    assert_eq!(missed["id"], id);
    assert_eq!(on_their_way(&dave), [] as [PathBuf; 0]);
}
