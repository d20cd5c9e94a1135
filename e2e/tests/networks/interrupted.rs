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

/// A film, and where it lies.
fn film(network: &Network) -> (Vec<u8>, String) {
    let film: Vec<u8> = (0..FILE_SIZE).map(|at| (at * 7 % 251) as u8).collect();
    let path = network.path().join("film.mkv");
    std::fs::write(&path, &film).expect("a file can be written");
    (film, path.to_str().expect("the path is text").to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_a_public_post_goes_on_where_it_was() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    // No keystore, and no passphrase.
    let reader = network.person("reader", &node);
    let (film, path) = film(&network);
    charlie.must(&["channel", "create", "cinema"]).await;
    charlie
        .must(&["channel", "post", "cinema", "--file", &path])
        .await;
    let download = ["channel", "download", "cinema", "0"];
    let begun = || on_their_way(&reader).into_iter().next();
    reader
        .killed_when(&download, || async {
            begun().is_some_and(|path| length(&path) > BEGUN)
        })
        .await;
    let partial = begun().expect("it was interrupted");
    assert!(length(&partial) < FILE_SIZE as u64);
    let saved = reader.must(&download).await;
    let saved = saved["path"].as_str().expect("a path");
    assert!(std::fs::read(saved).expect("the file is there") == film);
    assert_eq!(on_their_way(&reader), [] as [PathBuf; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_download_goes_on_and_one_that_is_taken_back_leaves_nothing() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    let (film, path) = film(&network);

    charlie
        .must(&["send", "dave", "watch this", "--file", &path])
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
        .must(&["send", "dave", "on second thoughts", "--file", &path])
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
