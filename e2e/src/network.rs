use crate::{machines::Switch, node::NodeBuilder, person::Person, Node};
use std::{
    io,
    net::TcpListener,
    path::Path,
    sync::atomic::{AtomicU16, Ordering::Relaxed},
};
use tempfile::TempDir;

/// A folder for nodes and people; everything in it goes when it is dropped.
pub struct Network {
    folder: TempDir,
    /// What connects the nodes, where each has a machine of its own.
    switch: Option<Switch>,
}

impl Network {
    /// An empty network, on the loopback interface.
    ///
    /// # Panics
    /// When no temporary folder can be made.
    #[allow(clippy::new_without_default)] // It makes a folder, which a default should not.
    pub fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("postern-e2e-")
            .tempdir()
            .expect("a temporary folder can be made");
        Self {
            folder,
            switch: None,
        }
    }

    /// An empty network of machines, whose links can be [cut](Self::cut_off). Each node gets
    /// a network namespace of its own.
    ///
    /// # Errors
    /// When the system has no such namespaces, or not for this user: it takes root, or
    /// `unshare --map-root-user` before the command.
    pub fn of_machines() -> io::Result<Self> {
        let switch = Some(Switch::new()?);
        Ok(Self {
            switch,
            ..Self::new()
        })
    }

    /// Cuts these nodes off from all others, but not from each other.
    ///
    /// # Panics
    /// On a network that is not one [of machines](Self::of_machines).
    pub fn cut_off(&self, nodes: &[&Node]) {
        let machines: Option<Vec<_>> = nodes.iter().map(|node| node.machine()).collect();
        self.switch().cut_off(&machines.expect("they are machines"));
    }

    /// Lets every node reach every other one again.
    ///
    /// # Panics
    /// On a network that is not one [of machines](Self::of_machines).
    pub fn heal(&self) {
        self.switch().heal();
    }

    fn switch(&self) -> &Switch {
        self.switch.as_ref().expect("this is a network of machines")
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A node to be configured and started.
    pub fn node(&self, name: &str) -> NodeBuilder {
        let machine = self.switch.as_ref().map(Switch::plug_in);
        NodeBuilder::new(name, self.path(), machine)
    }

    /// A validator of a chain of its own that is also a pinner.
    pub async fn pinner(&self) -> Node {
        self.node("pinner")
            .flags(["--dev", "--pinner"])
            .start()
            .await
    }

    /// The four validators of the `local` chain, each connected to every other; the first
    /// two are pinners.
    pub async fn validators(&self) -> Vec<Node> {
        self.start_validators([&["--pinner"], &["--pinner"], &[], &[]])
            .await
    }

    /// The same four with these flags, and without IPFS: where only the chain matters.
    pub async fn validators_without_ipfs(&self, flags: &[&str]) -> Vec<Node> {
        let flags = [&["--ipfs", "off"], flags].concat();
        self.start_validators([&flags; 4]).await
    }

    async fn start_validators(&self, own_flags: [&[&str]; 4]) -> Vec<Node> {
        let mut running: Vec<Node> = Vec::new();
        let names = ["alice", "bob", "charlie", "dave"];
        for (name, own_flags) in names.iter().zip(own_flags) {
            let who = format!("--{name}");
            // A validator makes no network key by itself: it would be another peer after
            // its folder was lost.
            let flags = [
                "--chain",
                "local",
                "--unsafe-force-node-key-generation",
                &who,
            ];
            let peers = Peers::of(&running).await;
            let node = self
                .node(name)
                .flags(flags)
                .flags(own_flags.iter().copied());
            running.push(node.flags(peers.flags()).start().await);
        }
        running
    }

    /// A full node of the `local` chain, connected to all of these.
    pub async fn joins(&self, name: &str, network: &[Node], flags: &[&str]) -> Node {
        let peers = Peers::of(network).await;
        self.node(name)
            .flags(["--chain", "local"])
            .flags(peers.flags())
            .flags(flags.iter().copied())
            .start()
            .await
    }

    /// A full node that follows the chain of `of`, its IPFS connected to that node's.
    pub async fn follower(&self, name: &str, of: &Node) -> Node {
        let bootnode = of.address().await;
        let ipfs_peer = of.ipfs_address().await;
        let node = self
            .node(name)
            .flags([
                "--chain",
                "dev",
                "--bootnodes",
                &bootnode,
                "--ipfs-peers",
                &ipfs_peer,
            ])
            .start()
            .await;
        node.catches_up_with(of).await;
        node
    }

    /// Somebody who uses `postern` through `node`, with a passphrase set.
    pub fn person(&self, name: &str, node: &Node) -> Person {
        Person::new(self.path().join(format!("{name}-home")), node)
    }

    /// The same, registered with the development account of that name: `dave` is `//Dave`.
    pub async fn member(&self, name: &str, node: &Node) -> Person {
        let person = self.person(name, node);
        let (first, rest) = name.split_at(1);
        let suri = format!("//{}{rest}", first.to_uppercase());
        person.joins(&suri, name).await;
        person
    }
}

/// Where nodes that run are to be found.
struct Peers {
    chain: Vec<String>,
    ipfs: Vec<String>,
}

impl Peers {
    async fn of(nodes: &[Node]) -> Self {
        let (mut chain, mut ipfs) = (Vec::new(), Vec::new());
        for node in nodes {
            chain.push(node.address().await);
            if node.has_ipfs() {
                ipfs.push(node.ipfs_address().await);
            }
        }
        Self { chain, ipfs }
    }

    fn flags(&self) -> impl Iterator<Item = &str> {
        let chain = self.chain.iter().flat_map(|at| ["--bootnodes", at]);
        let ipfs = self.ipfs.iter().flat_map(|at| ["--ipfs-peers", at]);
        chain.chain(ipfs)
    }
}

/// Ports outside of the range that outgoing connections are given.
const PORTS: std::ops::Range<u16> = 20_000..32_000;

/// More ports than any test takes, and without a factor in common with [`PORTS`].
const STRIDE: u32 = 211;

/// How many ports this process has given out.
static GIVEN: AtomicU16 = AtomicU16::new(0);

/// A port that is free now, and that nothing else in this process is given.
///
/// Two networks would else become one: a node whose port is taken chooses another, and
/// whoever asks for it reaches the other one.
pub fn free_port() -> u16 {
    let count = PORTS.end - PORTS.start;
    // Processes at the same time begin at different places, and far from each other: two that
    // were started together have neighbouring ids.
    let first = std::process::id().wrapping_mul(STRIDE) % u32::from(count);
    for _ in 0..count {
        let offset = (first + u32::from(GIVEN.fetch_add(1, Relaxed))) % u32::from(count);
        let port = PORTS.start + offset as u16;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("no port is free on the loopback interface")
}
