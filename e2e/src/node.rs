use crate::{
    kubo,
    machines::{Forward, Machine},
    network::free_port,
    program, until,
};
use nix::{
    sys::signal::{kill, Signal},
    unistd::Pid,
};
use serde_json::{json, Value};
use std::{
    fs::{File, OpenOptions},
    net::Ipv4Addr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// A node's flags and places before it runs.
pub struct NodeBuilder {
    name: String,
    folder: PathBuf,
    flags: Vec<String>,
    ports: Ports,
    /// Whether a Kubo of its own takes the place of the embedded IPFS.
    kubo: bool,
    /// Where it runs, if not on that of the test.
    machine: Option<Machine>,
}

#[derive(Clone, Copy)]
struct Ports {
    rpc: u16,
    p2p: u16,
    ipfs_api: u16,
    ipfs_swarm: u16,
}

impl NodeBuilder {
    pub(crate) fn new(name: &str, network: &Path, machine: Option<Machine>) -> Self {
        let ports = Ports {
            rpc: free_port(),
            p2p: free_port(),
            ipfs_api: free_port(),
            ipfs_swarm: free_port(),
        };
        Self {
            name: name.into(),
            folder: network.join(name),
            flags: Vec::new(),
            ports,
            kubo: false,
            machine,
        }
    }

    /// Adds flags of `postern-node`.
    pub fn flags<'a>(mut self, flags: impl IntoIterator<Item = &'a str>) -> Self {
        self.flags.extend(flags.into_iter().map(String::from));
        self
    }

    /// Gives it a Kubo of its own, which starts and ends with it, if [`has_kubo`](crate::has_kubo).
    /// On the machine of the test alone.
    pub fn kubo(mut self) -> Self {
        assert!(self.machine.is_none(), "a Kubo has no machine of its own");
        self.kubo = true;
        self
    }

    /// Starts the node and waits until its RPC answers.
    ///
    /// # Panics
    /// When the process ends or does not answer; its log is shown.
    pub async fn start(self) -> Node {
        let reachable = [self.ports.rpc, self.ports.ipfs_api];
        let forwards = self.machine.iter().flat_map(|machine| {
            let forward = |port| machine.forward(port);
            reachable.map(forward)
        });
        let mut node = Node {
            _forwards: forwards.collect(),
            settings: self,
            process: None,
            kubo: None,
        };
        node.restart().await;
        node
    }

    fn log(&self) -> PathBuf {
        self.folder.with_extension("log")
    }

    /// The same for a node that follows the development chain of `of`, once it has caught up:
    /// with what is final as well, since that is what transactions are signed for.
    pub async fn follow(self, of: &Node) -> Node {
        let bootnode = of.address().await;
        let node = self.flags(["--chain", "dev", "--bootnodes", &bootnode]);
        let node = node.start().await;
        let last = until("a final block", || of.finalized_block()).await;
        node.finalizes(last).await;
        // The pool hears of no block before one that comes by itself.
        let best = until("a best block", || of.best_block()).await;
        node.reaches(best + 1).await;
        node
    }

    fn open_log(&self) -> File {
        OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.log())
            .expect("the log of a node can be written")
    }

    fn spawn_kubo(&self) -> Child {
        let ports = [self.ports.ipfs_api, self.ports.ipfs_swarm];
        kubo::start(&self.folder.join("kubo"), ports, self.open_log())
    }

    fn spawn(&self) -> Child {
        let log = self.open_log();
        let port = |port: u16| port.to_string();
        let mut command = Command::new(program("postern-node"));
        command
            .args(&self.flags)
            .args(["--name", &self.name, "--no-prometheus"])
            // Nothing here may find, or be found by, other networks.
            .arg("--no-mdns")
            // Compiling the runtime takes five seconds of a processor, and nodes start by dozens.
            .arg("--wasmtime-cache")
            .arg(program("postern-node").with_file_name("wasmtime-cache"))
            .arg("--base-path")
            .arg(&self.folder)
            .args([
                "--port",
                &port(self.ports.p2p),
                "--rpc-port",
                &port(self.ports.rpc),
            ])
            .args(self.ipfs_flags())
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a file handle can be copied"))
            .stderr(log);
        let started = match &self.machine {
            Some(machine) => {
                if self.has_ipfs() {
                    command.args(["--ipfs-listen", &self.at(self.ports.ipfs_swarm)]);
                }
                machine.run(|| command.spawn())
            }
            None => command.spawn(),
        };
        started.expect("postern-node can be started")
    }

    fn ipfs_flags(&self) -> Vec<String> {
        let (api, swarm) = (self.ports.ipfs_api, self.ports.ipfs_swarm);
        if self.kubo {
            return vec!["--ipfs".into(), format!("http://127.0.0.1:{api}")];
        }
        let ports = [("--ipfs-api-port", api), ("--ipfs-swarm-port", swarm)];
        ports
            .iter()
            .flat_map(|(flag, port)| [flag.to_string(), port.to_string()])
            .collect()
    }

    /// At its own ports, rather than none or somebody else's.
    fn has_ipfs(&self) -> bool {
        !self.flags.iter().any(|flag| flag == "--ipfs")
    }

    /// Multiaddress of a port of its machine.
    fn at(&self, port: u16) -> String {
        let machine = self.machine.as_ref().map(Machine::address);
        let address = machine.unwrap_or(Ipv4Addr::LOCALHOST);
        format!("/ip4/{address}/tcp/{port}")
    }
}

/// A node that was started here; it is ended when dropped.
pub struct Node {
    settings: NodeBuilder,
    process: Option<Child>,
    kubo: Option<Child>,
    _forwards: Vec<Forward>,
}

impl Node {
    /// WebSocket address of its RPC.
    pub fn rpc_url(&self) -> String {
        format!("ws://127.0.0.1:{}", self.settings.ports.rpc)
    }

    /// Base address of its IPFS RPC.
    pub fn ipfs_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.settings.ports.ipfs_api)
    }

    /// Process id, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.process.as_ref().map(Child::id)
    }

    /// Process id of its Kubo, if it has one, while it runs.
    pub fn kubo_pid(&self) -> Option<u32> {
        self.kubo.as_ref().map(Child::id)
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.settings.log()).unwrap_or_default()
    }

    /// Starts it again in its old folder, on its old ports.
    pub async fn restart(&mut self) {
        assert!(
            self.process.is_none(),
            "{} runs already",
            self.settings.name
        );
        if self.settings.kubo {
            self.kubo = Some(self.settings.spawn_kubo());
        }
        self.process = Some(self.settings.spawn());
        self.answers().await;
    }

    async fn answers(&mut self) {
        let deadline = std::time::Instant::now() + crate::PATIENCE;
        while !(self.call("system_health", json!([])).await.is_some() && self.ipfs_answers().await)
        {
            let ended = self
                .process
                .as_mut()
                .and_then(|process| process.try_wait().ok().flatten());
            assert!(
                ended.is_none(),
                "the node has ended: {ended:?}\n{}",
                self.log()
            );
            assert!(
                std::time::Instant::now() < deadline,
                "no answer\n{}",
                self.log()
            );
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }

    async fn ipfs_answers(&self) -> bool {
        !self.has_ipfs() || self.ipfs("id").await.is_some()
    }

    pub(crate) fn has_ipfs(&self) -> bool {
        self.settings.has_ipfs()
    }

    pub(crate) fn machine(&self) -> Option<&Machine> {
        self.settings.machine.as_ref()
    }

    /// Ends it as an operator would, with SIGTERM, and waits until it is gone.
    pub fn stop(&mut self) {
        self.end(Signal::SIGTERM);
    }

    /// Ends it as a power cut would, with SIGKILL.
    pub fn kill(&mut self) {
        self.end(Signal::SIGKILL);
    }

    fn end(&mut self, signal: Signal) {
        // The node first, which would otherwise see its IPFS go.
        for mut process in self.process.take().into_iter().chain(self.kubo.take()) {
            if let Ok(pid) = i32::try_from(process.id()) {
                // A process that has ended already needs no signal.
                let _ = kill(Pid::from_raw(pid), signal);
            }
            let _ = process.wait();
        }
    }

    /// The result of a JSON-RPC call, if there is one.
    pub async fn call(&self, method: &str, params: Value) -> Option<Value> {
        let url = format!("http://127.0.0.1:{}", self.settings.ports.rpc);
        let body = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
        let answer: Value = reqwest::Client::new()
            .post(url)
            .json(&body)
            .send()
            .await
            .ok()?
            .json()
            .await
            .ok()?;
        answer.get("result").cloned()
    }

    /// The answer of a call of its IPFS RPC, if it succeeds.
    pub async fn ipfs(&self, call: &str) -> Option<Value> {
        let url = format!("{}/api/v0/{call}", self.ipfs_url());
        let answer = reqwest::Client::new().post(url).send().await.ok()?;
        answer.error_for_status().ok()?.json().await.ok()
    }

    /// Whether its IPFS holds a recursive pin of `cid`.
    pub async fn has_pinned(&self, cid: &str) -> bool {
        let pins = self.ipfs(&format!("pin/ls?arg={cid}&type=recursive")).await;
        pins.is_some_and(|pins| pins["Keys"].get(cid).is_some())
    }

    /// Number of its best block.
    pub async fn best_block(&self) -> Option<u64> {
        number(&self.call("chain_getHeader", json!([])).await?)
    }

    /// Number of the last block that is final.
    pub async fn finalized_block(&self) -> Option<u64> {
        let hash = self.call("chain_getFinalizedHead", json!([])).await?;
        number(&self.call("chain_getHeader", json!([hash])).await?)
    }

    /// Hash of its best block of this number.
    pub async fn hash_of(&self, number: u64) -> Option<String> {
        let hash = self.call("chain_getBlockHash", json!([number])).await?;
        hash.as_str().map(String::from)
    }

    /// Waits until a block of at least this number is final for it.
    pub async fn finalizes(&self, number: u64) {
        until(&format!("block {number} to be final"), || async move {
            self.finalized_block().await.filter(|last| *last >= number)
        })
        .await;
    }

    /// Waits until it has a block of at least this number.
    pub async fn reaches(&self, number: u64) {
        until(&format!("block {number}"), || async move {
            self.best_block().await.filter(|best| *best >= number)
        })
        .await;
    }

    /// Waits until its best block is at least that of `other` now.
    pub async fn catches_up_with(&self, other: &Node) {
        let target = until("a best block", || other.best_block()).await;
        self.reaches(target).await;
    }

    /// How many keys chain state has below `pallet` and `item`.
    pub async fn entries_in_state(&self, pallet: &str, item: &str) -> usize {
        let prefix = [twox_128(pallet), twox_128(item)].concat();
        let params = json!([format!("0x{}", hex::encode(prefix)), 1000]);
        let keys = self.call("state_getKeysPaged", params).await;
        keys.and_then(|keys| keys.as_array().map(Vec::len))
            .expect("state can be read")
    }

    /// The plain value of a storage item, in hexadecimal, if it is set.
    pub async fn storage(&self, pallet: &str, item: &str) -> Option<String> {
        let key = [twox_128(pallet), twox_128(item)].concat();
        self.storage_at(&key).await
    }

    /// The value below a key of chain state, in hexadecimal, if it is set.
    pub async fn storage_at(&self, key: &[u8]) -> Option<String> {
        let params = json!([format!("0x{}", hex::encode(key))]);
        let value = self.call("state_getStorage", params).await?;
        value.as_str().map(String::from)
    }

    /// Multiaddress under which other nodes find it.
    pub async fn address(&self) -> String {
        let id = until("a peer id", || self.call("system_localPeerId", json!([]))).await;
        let id = id.as_str().expect("a peer id is text");
        format!("{}/p2p/{id}", self.settings.at(self.settings.ports.p2p))
    }

    /// Multiaddress under which other nodes find its IPFS.
    pub async fn ipfs_address(&self) -> String {
        let id = until("an IPFS peer id", || self.ipfs("id")).await;
        let id = id["ID"].as_str().expect("a peer id is text");
        let at = self.settings.at(self.settings.ports.ipfs_swarm);
        format!("{at}/p2p/{id}")
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}

fn number(header: &Value) -> Option<u64> {
    u64::from_str_radix(header["number"].as_str()?.trim_start_matches("0x"), 16).ok()
}

fn twox_128(name: &str) -> [u8; 16] {
    sp_crypto_hashing::twox_128(name.as_bytes())
}
