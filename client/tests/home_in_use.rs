//! Two processes and one home. In a file of its own: starting a process copies the open
//! files of this one for a moment, and with them the locks that other tests let go.

use postern_client::{store::Store, Error};
use std::process::Command;
use tempfile::TempDir;

const HOME: &str = "POSTERN_TEST_SECOND_HOME";

const KEY: [u8; 32] = [9; 32];

/// Not a test by itself: what [`a_second_process_cannot_use_the_home`] starts.
#[test]
fn second_process() {
    let Some(home) = std::env::var_os(HOME) else {
        return;
    };
    let refused = matches!(
        Store::open(home.as_ref(), &KEY),
        Err(Error::HomeInUse { .. })
    );
    assert!(refused);
}

#[test]
fn a_second_process_cannot_use_the_home() {
    let home = TempDir::new().unwrap();
    let _store = Store::open(home.path(), &KEY).unwrap();
    let second = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "second_process"])
        .env(HOME, home.path())
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&second.stdout);
    assert!(
        second.status.success() && shown.contains("1 passed"),
        "{shown}"
    );
}
