//! The commands that the README shows work as they are written there.

use postern_e2e::{program, skipped};
use std::{fs, net::TcpListener, os::unix::fs::symlink, path::Path, process::Command};

/// The README shows the ports that programs use unless told otherwise.
const PORTS: [u16; 2] = [9944, 5001];

const HEADING: &str = "## Five minutes by hand";

/// The first block of shell below a heading.
fn shell_below<'a>(page: &'a str, heading: &str) -> &'a str {
    let (_, section) = page.split_once(heading).expect("the section is there");
    let (_, block) = section
        .split_once("```sh\n")
        .expect("the section shows commands");
    block.split_once("```").expect("the block ends").0
}

/// A home in which the programs lie where the README says that they are built.
fn home_with_programs(home: &Path) {
    let built = home.join(".cache/postern/target");
    fs::create_dir_all(&built).expect("a temporary folder can be written");
    let programs = program("postern");
    let programs = programs.parent().expect("a program lies in a folder");
    symlink(programs, built.join("release")).expect("a link can be made");
}

#[test]
fn five_minutes_by_hand_go_as_they_are_told() {
    if let Some(port) = PORTS.iter().find(|port| !is_free(**port)) {
        skipped(&format!(
            "the README's commands, because port {port} is in use"
        ));
        return;
    }
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let page = fs::read_to_string(&readme).expect("there is a README");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    home_with_programs(folder.path());
    fs::copy(&readme, folder.path().join("README.md")).expect("the README can be copied");

    // Every command must succeed, and what runs in the background ends with the shell.
    let script = format!(
        "set -e\ntrap 'kill $(jobs -p); wait' EXIT\n{}",
        shell_below(&page, HEADING)
    );
    let output = Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder.path())
        .env("HOME", folder.path())
        .output()
        .expect("bash can be started");
    let shown = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    let log = fs::read_to_string(folder.path().join("node.log")).unwrap_or_default();
    assert!(output.status.success(), "{shown}\n{errors}\n{log}");
    for promised in [
        "the plan",
        "README.md",
        "has paid 1.5 PST",
        "first!",
        "postern channel join",
    ] {
        assert!(shown.contains(promised), "{promised:?} is not in:\n{shown}");
    }
}

fn is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}
