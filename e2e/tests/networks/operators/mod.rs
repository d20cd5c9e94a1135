//! The guide for operators, command by command: two people found a network, a third joins it
//! and is elected, votes for an upgrade, pins, and leaves; keys are backed up and restored.

mod guide;
mod install;
mod shell;

use guide::Guide;
use postern_e2e::{free_port, has_kubo, program, until, Network, Node};
use postern_runtime::REHEARSAL_BINARY;
use shell::Shell;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The shortest epoch and era that a chain can have: a validator is elected within a minute.
const EPOCH_SLOTS: &str = "5";
const SESSIONS_PER_ERA: &str = "1";

fn checkout() -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    path.canonicalize().expect("the checkout is there")
}

/// Somebody who follows the guide.
struct Operator<'a> {
    guide: &'a Guide,
    shell: Shell,
    node: PathBuf,
}

impl<'a> Operator<'a> {
    fn new(guide: &'a Guide, network: &Network, name: &str) -> Self {
        Self::in_folder(guide, &network.path().join(name), name)
    }

    /// A machine with the programs, on which nothing else has happened yet.
    fn in_folder(guide: &'a Guide, folder: &Path, name: &str) -> Self {
        let node = folder.join("node");
        let port = || free_port().to_string();
        let programs = program("postern");
        let programs = programs.parent().expect("a program lies in a folder");
        let path = std::env::var("PATH").unwrap_or_default();
        let environment = [
            ("NODE", node.display().to_string()),
            ("NAME", name.into()),
            ("ADDRESS", "/ip4/127.0.0.1".into()),
            ("PRIVATE", "--allow-private-ip --discover-local".into()),
            ("P2P_PORT", port()),
            ("RPC_PORT", port()),
            ("METRICS_PORT", port()),
            ("IPFS_PORT", port()),
            ("IPFS_RPC_PORT", port()),
            ("IPFS_LISTEN", "127.0.0.1".into()),
            ("EPOCH_SLOTS", EPOCH_SLOTS.into()),
            ("SESSIONS_PER_ERA", SESSIONS_PER_ERA.into()),
            ("CHECKOUT", checkout().display().to_string()),
            ("PATH", format!("{}:{path}", programs.display())),
            ("POSTERN_PASSPHRASE", "correct horse battery staple".into()),
        ];
        let mut operator = Self {
            guide,
            shell: Shell::open(folder, &environment),
            node,
        };
        operator.does("Settings", 0);
        operator
    }

    /// Runs a block of the guide, and returns what it prints.
    fn does(&mut self, heading: &str, number: usize) -> String {
        self.shell.run(self.guide.block(heading, number))
    }

    /// A file in the folder of the node, without the end of its last line.
    fn file(&self, name: &str) -> String {
        let path = self.node.join(name);
        let text = fs::read_to_string(&path);
        text.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
            .trim_end()
            .into()
    }

    fn hands_over(&self, name: &str, to: &Operator<'_>) {
        fs::copy(self.node.join(name), to.node.join(name)).expect("the file can be copied");
    }

    fn sends_funds_to(&mut self, address: &str) {
        fs::write(self.node.join("newcomer"), address).expect("a file can be written");
        self.does("Joining", 1);
    }
}

/// Two founders whose nodes make blocks that become final.
fn found<'a>(guide: &'a Guide, network: &Network) -> (Operator<'a>, Operator<'a>) {
    let mut anna = Operator::new(guide, network, "anna");
    let mut ben = Operator::new(guide, network, "ben");
    for founder in [&mut anna, &mut ben] {
        founder.does("Keys", 0);
        founder.does("Keys", 1);
        founder.does("Founding", 0);
        founder.does("Founding", 1);
        assert!(!founder.node.join("words.json").exists());
        assert!(!founder.node.join("phrase").exists());
    }
    ben.hands_over("founder-ben.json", &anna);
    anna.does("Founding", 2);
    anna.hands_over("chain.json", &ben);
    for founder in [&mut anna, &mut ben] {
        founder.does("Starting", 0);
        founder.does("Starting", 1);
    }
    for founder in [&mut anna, &mut ben] {
        founder.does("Starting", 2);
    }
    (anna, ben)
}

/// A third operator, who is a validator in the end.
fn join<'a>(guide: &'a Guide, network: &Network, anna: &mut Operator<'a>) -> Operator<'a> {
    let mut cleo = Operator::new(guide, network, "cleo");
    cleo.does("Keys", 0);
    cleo.does("Keys", 1);
    anna.hands_over("chain.json", &cleo);
    cleo.does("Starting", 0);
    cleo.does("Starting", 1);
    cleo.does("Joining", 0);
    anna.sends_funds_to(&cleo.file("account"));
    let printed = cleo.does("Joining", 2);
    for event in [
        "Staking.Bonded",
        "{\"Session\":\"Keys\"}",
        "Staking.ValidatorPrefsSet",
    ] {
        assert!(printed.contains(event), "{event} is not in:\n{printed}");
    }
    cleo.does("Joining", 3);
    cleo
}

/// The three validators put a later version of the runtime on their chain.
fn upgrade(network: &Network, voters: [&mut Operator<'_>; 3]) {
    let code = network.path().join("runtime.wasm");
    let later = REHEARSAL_BINARY.expect("built without SKIP_WASM_BUILD");
    fs::write(&code, later).expect("a file can be written");
    let [anna, ben, cleo] = voters;
    anna.shell.run(&format!("RUNTIME={}", code.display()));
    anna.does("Upgrading", 2);
    anna.hands_over("motion", ben);
    anna.hands_over("motion", cleo);
    for voter in [&mut *anna, ben, cleo] {
        voter.does("Upgrading", 3);
    }
    let printed = anna.does("Upgrading", 4);
    assert!(printed.contains("System.UpgradeAuthorized"), "{printed}");
    let version: u32 = printed
        .lines()
        .last()
        .and_then(|last| last.parse().ok())
        .unwrap_or(0);
    assert!(version >= 1_000_000, "{printed}");
}

/// The newcomer pins as well: what others send is kept in a real Kubo, and forgotten when it
/// has been read.
async fn pins(network: &Network, anna: &mut Operator<'_>, cleo: &mut Operator<'_>) {
    let kubo = cleo.does("Pinning", 0);
    let kubo = kubo.lines().last().unwrap_or_default();
    cleo.does("Upgrading", 0);
    cleo.does("Upgrading", 1);
    let port = cleo.shell.run("echo $IPFS_PORT");
    let address = format!("/ip4/127.0.0.1/tcp/{}/p2p/{kubo}", port.trim_end());
    let chain = anna.node.join("chain.json").display().to_string();
    let follower = network
        .node("follower")
        .flags(["--chain", &chain, "--ipfs-peers", &address])
        .flags(["--allow-private-ip", "--discover-local"])
        .start()
        .await;
    catches_up(&follower, anna).await;
    let (dora, emil) = (
        network.person("dora", &follower),
        network.person("emil", &follower),
    );
    for (person, handle) in [(&dora, "dora"), (&emil, "emil")] {
        let made = person.must(&["init"]).await;
        anna.sends_funds_to(made["address"].as_str().expect("an address"));
        person.must(&["register", "--handle", handle]).await;
    }
    let sent = dora.must(&["send", "emil", "kept in Kubo"]).await;
    let id = sent["id"].as_str().expect("send prints an id");
    let look = format!(
        "curl -sf -X POST \"http://127.0.0.1:$IPFS_RPC_PORT/api/v0/pin/ls?arg={id}&type=recursive\""
    );
    cleo.shell.run(&format!("until {look}; do sleep 1; done"));
    cleo.does("Pinning", 1);
    assert_eq!(emil.must(&["inbox"]).await["text"], "kept in Kubo");
    cleo.shell.run(&format!("while {look}; do sleep 1; done"));

    // Registered, she says what she keeps, and senders see it.
    anna.sends_funds_to(&cleo.file("account"));
    let printed = cleo.does("Pinning", 2);
    assert!(printed.contains("Pinning.Registered"), "{printed}");
    let sent = dora.must(&["send", "emil", "kept by one of three"]).await;
    let id = sent["id"].as_str().expect("send prints an id");
    until("the pinner to have said that it keeps it", || async {
        let status = dora.must(&["status", id]).await;
        (status["replicas"]["kept"] == 1).then_some(())
    })
    .await;
}

async fn catches_up(node: &Node, with: &mut Operator<'_>) {
    let last: u64 = with.shell.run("final").trim().parse().expect("a number");
    until("the follower to catch up", || async {
        node.finalized_block().await.filter(|block| *block >= last)
    })
    .await;
}

/// The machine is lost, and its keys go on on another one.
fn restore<'a>(guide: &'a Guide, network: &Network, mut ben: Operator<'a>) -> Operator<'a> {
    ben.does("Backup", 0);
    ben.does("Upgrading", 0);
    let mut again = Operator::in_folder(guide, &network.path().join("ben-again"), "ben");
    ben.hands_over("backup.tar.gz", &again);
    again.does("Backup", 1);
    // Ports are the test's; on another machine they would be the same.
    again.does("Starting", 0);
    again.does("Upgrading", 1);
    let peer_id = again.shell.run("rpc system_localPeerId");
    assert!(ben
        .file("bootnode")
        .ends_with(peer_id.trim().trim_matches('"')));
    let metrics = again.does("Metrics", 0);
    for name in ["block_height{status=\"finalized\"", "libp2p_peers_count"] {
        assert!(metrics.contains(name), "{name} is not in:\n{metrics}");
    }
    again
}

/// The newcomer leaves, and is no validator any more.
fn leave(cleo: &mut Operator<'_>) {
    let printed = cleo.does("Leaving", 0);
    assert!(printed.contains("Staking.Unbonded"), "{printed}");
    cleo.shell.run(
        "while rpc state_getStorage \"[\\\"$validators\\\"]\" | grep -q \"${owner#0x}\"; do sleep 3; done",
    );
    cleo.does("Leaving", 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guide_for_operators_goes_as_it_is_told() {
    let guide = Guide::read(&checkout().join("docs/operators.md"));
    let network = Network::new();
    install::programs(guide.block("Programs", 0));
    let (mut anna, mut ben) = found(&guide, &network);
    let mut cleo = join(&guide, &network, &mut anna);
    let printed = anna.does("Funds in the drawer", 0);
    assert!(printed.contains("Proxy.ProxyExecuted"), "{printed}");
    let printed = anna.does("Rewards", 0);
    assert!(printed.contains("Staking.Rewarded"), "{printed}");
    upgrade(&network, [&mut anna, &mut ben, &mut cleo]);
    if has_kubo("pinning in a real Kubo") {
        pins(&network, &mut anna, &mut cleo).await;
    } else {
        for number in 0..3 {
            guide.block("Pinning", number);
        }
    }
    let _ben = restore(&guide, &network, ben);
    leave(&mut cleo);
    assert_eq!(guide.left(), [], "these blocks are not run");
}
