use crate::skipped;
use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// Whether a real Kubo can be run: compiles it where that was not done yet, and tells that
/// `what` is skipped, and why, where it cannot be.
///
/// # Panics
/// When the checkout's scripts cannot be started.
pub fn has_kubo(what: &str) -> bool {
    let install = script().arg("--install").output();
    let install = install.expect("a script can be started");
    if !install.status.success() {
        let said = String::from_utf8_lossy(&install.stderr);
        let reason = said.lines().last().unwrap_or_default();
        skipped(&format!("{what}, because {reason}"));
    }
    install.status.success()
}

/// Starts a Kubo on these ports of this machine, which writes into `log`.
pub(crate) fn start(folder: &Path, [api, swarm]: [u16; 2], log: File) -> Child {
    script()
        .args(["--api-port", &api.to_string()])
        .args(["--swarm-port", &swarm.to_string()])
        .arg("--repo")
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(log.try_clone().expect("a file handle can be copied"))
        .stderr(log)
        .spawn()
        .expect("a script can be started")
}

fn script() -> Command {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../scripts/kubo"]
        .iter()
        .collect();
    Command::new(path)
}
