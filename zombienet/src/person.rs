use crate::Ipfs;
use anyhow::{ensure, Context, Result};
use serde_json::Value;
use std::{path::PathBuf, process::Stdio};
use tokio::process::Command;
use zombienet_sdk::NetworkNode;

/// Passphrase of every keystore made here.
const PASSPHRASE: &str = "correct horse battery staple";

/// Somebody with a home folder, who runs `postern` through a node.
pub struct Person {
    home: PathBuf,
    node: String,
    ipfs: String,
}

impl Person {
    pub(crate) fn new(home: PathBuf, node: &NetworkNode) -> Result<Self> {
        Ok(Self {
            home,
            node: node.ws_uri().into(),
            ipfs: Ipfs::of(node)?.url().into(),
        })
    }

    /// Runs `postern --json` with these arguments; what it printed is returned, one
    /// object a line.
    ///
    /// # Errors
    /// When it is not in PATH, or fails; then with what it said.
    pub async fn run(&self, arguments: &[&str]) -> Result<Vec<Value>> {
        let output = Command::new("postern")
            .arg("--home")
            .arg(&self.home)
            .args(["--node", &self.node, "--ipfs", &self.ipfs, "--json"])
            .args(arguments)
            .env("POSTERN_PASSPHRASE", PASSPHRASE)
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output()
            .await
            .context("`postern` cannot be run; put it into PATH, as `./scripts/network` does")?;
        ensure!(
            output.status.success(),
            "postern {arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout)
            .lines()
            .map(|line| {
                serde_json::from_str(line).with_context(|| format!("--json printed `{line}`"))
            })
            .collect()
    }

    /// A keystore of a funded development account, and a certificate with a handle.
    ///
    /// # Errors
    /// When `postern` fails.
    pub async fn joins(&self, suri: &str, handle: &str) -> Result<()> {
        self.run(&["init", "--suri", suri]).await?;
        self.run(&["register", "--handle", handle]).await?;
        Ok(())
    }

    /// Sends a text; its id is returned.
    ///
    /// # Errors
    /// When `postern` fails.
    pub async fn sends(&self, to: &str, text: &str) -> Result<String> {
        let printed = self.run(&["send", to, text]).await?;
        let id = printed.last().and_then(|line| line["id"].as_str());
        Ok(id.context("`postern send` printed no id")?.into())
    }

    /// The texts that wait, if it gets at all of them. Afterwards they wait no more.
    pub async fn reads(&self) -> Option<Vec<String>> {
        let printed = self.run(&["inbox"]).await.ok()?;
        let texts = printed.iter().filter_map(|line| line["text"].as_str());
        Some(texts.map(String::from).collect())
    }
}
