//! Four validators of which one or all fail, and newcomers: the chain goes on or comes back,
//! and messages that are under way meanwhile are neither lost nor read twice.

use postern_e2e::{agree, eve_and_ferdie, reads, Network, Node};

#[tokio::test(flavor = "multi_thread")]
async fn the_chain_outlives_its_validators() {
    let network = Network::new();
    let mut nodes = network.validators().await;
    agree(&nodes).await;
    let (eve, ferdie) = eve_and_ferdie(&network, &nodes[0], &nodes[1]).await;

    // One of four is killed: nothing stops, and it catches up.
    nodes[3].kill();
    agree(&nodes[..3]).await;
    let sent = eve.must(&["send", "ferdie", "while one is gone"]).await;
    // The two that this chain begins with as pinners.
    eve.sees_kept(sent["id"].as_str().expect("a CID"), 2).await;
    nodes[3].restart().await;
    agree(&nodes).await;
    assert_eq!(reads(&ferdie).await, ["while one is gone"]);

    // All of them at once: what was in state is in state.
    eve.must(&["send", "ferdie", "before the dark"]).await;
    nodes.iter_mut().for_each(Node::kill);
    ferdie.fails(&["inbox"], "no node answers").await;
    for node in &mut nodes {
        node.restart().await;
    }
    agree(&nodes).await;
    assert_eq!(reads(&ferdie).await, ["before the dark"]);
    let again = ferdie.run(&["inbox"]).await;
    assert_eq!((again.code, again.json.len()), (Some(0), 0), "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn newcomers_take_the_whole_chain_or_its_latest_state() {
    let network = Network::new();
    let nodes = network.validators().await;
    let (eve, mut ferdie) = eve_and_ferdie(&network, &nodes[0], &nodes[1]).await;
    for mode in ["full", "warp"] {
        let newcomer = network.joins(mode, &nodes, &["--sync", mode]).await;
        newcomer.catches_up_with(&nodes[0]).await;
        eve.must(&["send", "ferdie", mode]).await;
        ferdie = ferdie.through(&newcomer);
        newcomer.catches_up_with(&nodes[0]).await;
        assert_eq!(reads(&ferdie).await, [mode]);
    }
}
