//! A program of somebody else's that lives in Postern by way of the library.

use postern_e2e::{program, reads, Network};
use std::process::{Child, Command};

/// The example of the client's library, until it is dropped.
struct Bot(Child);

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_of_a_bot_answers_what_it_is_told() {
    let network = Network::new();
    let node = network.pinner().await;
    let ferdie = network.person("ferdie", &node);
    let charlie = network.member("charlie", &node).await;
    ferdie.joins("//Ferdie", "echo").await;
    // What was sent before the bot began is answered as well.
    charlie.must(&["send", "echo", "are you there?"]).await;
    let process = Command::new(program("examples/echo_bot"))
        .arg(ferdie.home())
        .env("POSTERN_NODE", node.rpc_url())
        .env("POSTERN_IPFS", node.ipfs_url())
        .env("POSTERN_PASSPHRASE", ferdie.passphrase())
        .spawn();
    let _bot = Bot(process.expect("the example can be started"));
    assert_eq!(reads(&charlie).await, ["are you there?"]);
    charlie.must(&["send", "echo", "and still?"]).await;
    assert_eq!(reads(&charlie).await, ["and still?"]);
}
