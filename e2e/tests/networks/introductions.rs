//! Those who were told of nobody's IPFS find each other by the chain: the sender brings its content
//! to a pinner, and the recipient has it from there though the sender's machine is gone.

use postern_e2e::{until, Network, Pinner};
use subxt_signer::sr25519::dev;

#[tokio::test(flavor = "multi_thread")]
async fn sender_pinner_and_recipient_find_each_other_by_the_chain() {
    let network = Network::new();
    let validator = network
        .node("validator")
        .flags(["--dev", "--ipfs", "off"])
        .start()
        .await;
    let _pinner = Pinner::start(&network, "pinner", dev::alice(), false, &validator).await;
    let mut sending = network.node("sending").follow(&validator).await;
    let reading = network.node("reading").follow(&validator).await;
    let dave = network.member("dave", &sending).await;
    let eve = network.member("eve", &reading).await;

    let sent = dave.must(&["send", "eve", "by the chain alone"]).await;
    let id = sent["id"].as_str().expect("send prints an id");
    let status = until("the pinner to say that it keeps it", || async {
        let status = dave.must(&["status", id]).await;
        (status["replicas"]["kept"] == 1).then_some(status)
    })
    .await;
    assert_eq!(status["replicas"]["wanted"], 3, "{status}");
    let keeper = &status["keepers"][0];
    let since = keeper["since_block"].as_u64();
    assert!(since > sent["block"].as_u64(), "{status}");
    assert!(keeper["since"].is_string(), "{status}");

    sending.kill();
    assert_eq!(eve.must(&["inbox"]).await["text"], "by the chain alone");
}
