//! What is done as root, on this machine and without a trace on it: in a mount namespace in
//! which the folders of the system are copied as they are written to.

use super::checkout;
use postern_e2e::{program, skipped};
use std::process::Command;

/// Lays a layer that vanishes over what installing changes.
const SANDBOX: &str = r#"
set -euo pipefail
layer=$(mktemp -d)
mount -t tmpfs tmpfs "$layer"
for folder in /usr/local /etc /var/lib; do
    mkdir -p "$layer$folder/new" "$layer$folder/work"
    mount -t overlay overlay -o "lowerdir=$folder,upperdir=$layer$folder/new,workdir=$layer$folder/work" "$folder"
done
"#;

/// What must hold afterwards.
const CHECKS: &str = r#"
/usr/local/bin/postern --version
/usr/local/bin/postern-node --version
[[ $(stat -c %U:%a /var/lib/postern) == postern:700 ]]
if command -v systemd-analyze >/dev/null; then
    systemd-analyze verify postern-node.service
else
    echo 'no systemd'
fi
"#;

/// Installs the programs, the user and the service.
///
/// # Panics
/// When a command fails, or systemd finds fault with the service.
pub fn programs(commands: &str) {
    let allowed = Command::new("unshare")
        .args(["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"])
        .output();
    if !allowed.is_ok_and(|output| output.status.success()) {
        skipped("installing as an operator's root does, because this user may not mount");
        return;
    }
    let built = program("postern");
    let built = built.parent().expect("a program lies in a folder");
    let output = Command::new("unshare")
        .args(["--mount", "bash", "-c"])
        .arg(format!("{SANDBOX}\n{commands}\n{CHECKS}"))
        .current_dir(checkout())
        .env("BUILT", built)
        .output()
        .expect("unshare can be started");
    let shown = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{shown}\n{errors}");
    if shown.contains("no systemd") {
        skipped("what systemd says of the service, because there is no systemd");
    }
}
