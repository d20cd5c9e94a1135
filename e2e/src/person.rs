use crate::{program, until, Node};
use serde_json::Value;
use std::{
    cell::RefCell,
    future::Future,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// Passphrase of every keystore made here.
const PASSPHRASE: &str = "correct horse battery staple";

/// Somebody with a home folder, who runs `postern` through a node.
pub struct Person {
    home: PathBuf,
    node: String,
    ipfs: String,
    passphrase: String,
}

/// What a run of `postern` left behind.
#[derive(Debug)]
pub struct Outcome {
    /// Exit code.
    pub code: Option<i32>,
    /// The JSON objects of standard output, one a line.
    pub json: Vec<Value>,
    /// Standard error.
    pub stderr: String,
}

impl Outcome {
    /// The texts of the messages that were shown.
    pub fn texts(&self) -> Vec<String> {
        let texts = self.json.iter().filter_map(|line| line["text"].as_str());
        texts.map(String::from).collect()
    }
}

impl Person {
    pub(crate) fn new(home: PathBuf, node: &Node) -> Self {
        let (node, ipfs) = (node.rpc_url(), node.ipfs_url());
        Self {
            home,
            node,
            ipfs,
            passphrase: PASSPHRASE.into(),
        }
    }

    /// Goes on through another node.
    pub fn through(mut self, node: &Node) -> Self {
        (self.node, self.ipfs) = (node.rpc_url(), node.ipfs_url());
        self
    }

    /// The same person with another passphrase in mind.
    pub fn with_passphrase(mut self, passphrase: &str) -> Self {
        self.passphrase = passphrase.into();
        self
    }

    /// The same person with another IPFS.
    pub fn with_ipfs(mut self, url: &str) -> Self {
        self.ipfs = url.into();
        self
    }

    /// The same person with another chain node.
    pub fn with_node(mut self, url: &str) -> Self {
        self.node = url.into();
        self
    }

    /// The home folder.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// What opens the keystore.
    pub fn passphrase(&self) -> &str {
        &self.passphrase
    }

    /// `postern --json` with these arguments, before it runs.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program("postern"));
        command
            .arg("--home")
            .arg(&self.home)
            .args(["--node", &self.node, "--ipfs", &self.ipfs, "--json"])
            .args(arguments)
            .env("POSTERN_PASSPHRASE", &self.passphrase)
            .stdin(Stdio::null());
        command
    }

    /// Runs `postern --json` with these arguments.
    ///
    /// # Panics
    /// When the program cannot be started.
    pub async fn run(&self, arguments: &[&str]) -> Outcome {
        let mut command = self.command(arguments);
        let output = tokio::task::spawn_blocking(move || command.output())
            .await
            .expect("the waiting task ends")
            .expect("postern can be started");
        Outcome::from(output)
    }

    /// Runs `postern` as people do, without `--json`, and expects it to succeed; what it has printed.
    ///
    /// # Panics
    /// When it fails, with what it said.
    pub async fn shows(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(program("postern"));
        command
            .arg("--home")
            .arg(&self.home)
            .args(["--node", &self.node, "--ipfs", &self.ipfs])
            .args(arguments)
            .env("POSTERN_PASSPHRASE", &self.passphrase)
            .stdin(Stdio::null());
        let output = tokio::task::spawn_blocking(move || command.output())
            .await
            .expect("the waiting task ends")
            .expect("postern can be started");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "postern {arguments:?}: {said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Starts `postern --json` with these arguments and kills it when something has happened, or
    /// lets it end if that is before.
    ///
    /// # Panics
    /// When the program cannot be started, or neither comes.
    pub async fn killed_when<H: Future<Output = bool>>(
        &self,
        arguments: &[&str],
        mut has_happened: impl FnMut() -> H,
    ) {
        let mut command = self.command(arguments);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().expect("postern can be started");
        let process = RefCell::new(process);
        until("postern to be killed", || {
            let happened = has_happened();
            let process = &process;
            async move {
                let ended = process.borrow_mut().try_wait();
                let ended = ended.expect("the process is ours").is_some();
                (ended || happened.await).then_some(())
            }
        })
        .await;
        let mut process = process.into_inner();
        let _ = process.kill();
        let _ = process.wait();
    }

    /// Runs `postern --json` and expects it to succeed; the last object is returned.
    ///
    /// # Panics
    /// When it fails, with what it said.
    pub async fn must(&self, arguments: &[&str]) -> Value {
        let outcome = self.run(arguments).await;
        assert_eq!(
            outcome.code,
            Some(0),
            "postern {arguments:?}: {}",
            outcome.stderr
        );
        outcome.json.last().cloned().unwrap_or(Value::Null)
    }

    /// Runs `postern --json` and expects exit code 1 and this in standard error.
    ///
    /// # Panics
    /// When it succeeds, or says something else.
    pub async fn fails(&self, arguments: &[&str], saying: &str) {
        let outcome = self.run(arguments).await;
        assert_eq!(outcome.code, Some(1), "postern {arguments:?}: {outcome:?}");
        assert!(
            outcome.stderr.contains(saying),
            "postern {arguments:?} should say {saying:?} and says {:?}",
            outcome.stderr
        );
    }

    /// Waits until a message of this person's is kept by so many pinners, as `status` shows it.
    ///
    /// # Panics
    /// When that does not come.
    pub async fn sees_kept(&self, id: &str, by: usize) {
        until(&format!("{by} pinners to keep {id}"), || async {
            let status = self.must(&["status", id]).await;
            let keepers = status["keepers"].as_array().map_or(0, Vec::len);
            (keepers == by).then_some(())
        })
        .await;
    }

    /// A keystore of a funded development account, and a certificate with a handle.
    pub async fn joins(&self, suri: &str, handle: &str) {
        self.must(&["init", "--suri", suri]).await;
        self.must(&["register", "--handle", handle]).await;
    }
}

impl From<Output> for Outcome {
    fn from(output: Output) -> Self {
        let stdout = String::from_utf8_lossy(&output.stdout);
        let json = stdout
            .lines()
            .map(|line| {
                serde_json::from_str(line)
                    .unwrap_or_else(|_| panic!("--json printed something else: {line}"))
            })
            .collect();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        Self {
            code: output.status.code(),
            json,
            stderr,
        }
    }
}
