//! What the program `postern` promises without a chain: exit codes, one sentence a
//! failure, JSON on standard output only, and a keystore that nobody else can read.

use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use tempfile::TempDir;

/// Nobody listens on port 1.
const NOWHERE: &str = "ws://127.0.0.1:1";

/// A home folder, and how `postern` is run in it.
struct Home {
    folder: TempDir,
    passphrase: Option<&'static str>,
}

/// What a run left behind.
struct Outcome {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Home {
    fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        Self {
            folder,
            passphrase: Some("open sesame"),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    fn run(&self, arguments: &[&str]) -> Outcome {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postern"));
        command
            .args(["--node", NOWHERE, "--home"])
            .arg(self.path())
            .args(arguments)
            .env_remove("POSTERN_PASSPHRASE")
            .env_remove("RUST_LOG")
            .stdin(Stdio::null());
        if let Some(passphrase) = self.passphrase {
            command.env("POSTERN_PASSPHRASE", passphrase);
        }
        let output = command.output().expect("the program can be started");
        Outcome {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Runs it and expects exit code 1, nothing on standard output, and one sentence.
    fn fails(&self, arguments: &[&str], saying: &str) {
        let Outcome {
            code,
            stdout,
            stderr,
        } = self.run(arguments);
        assert_eq!(code, Some(1), "{arguments:?}: {stderr}");
        assert_eq!(stdout, "", "{arguments:?}");
        assert!(
            stderr.starts_with("error: ") && stderr.contains(saying),
            "{arguments:?}: {stderr}"
        );
        assert!(!stderr.contains("panicked"), "{stderr}");
    }

    fn init(&self, arguments: &[&str]) -> Value {
        let outcome = self.run(&[&["--json", "init"], arguments].concat());
        assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
        serde_json::from_str(&outcome.stdout).expect("one JSON object")
    }
}

fn every_file(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder)
        .expect("the folder can be listed")
        .map(|entry| entry.expect("an entry").path())
        .collect()
}

#[test]
fn wrong_usage_ends_with_code_2_and_says_how_to_use_it() {
    let home = Home::new();
    for arguments in [
        &[][..],
        &["no-such-command"],
        &["send"],
        &["send", "bob", "hello", "too", "many"],
        &["send", "--retry", "bob", "hello"],
        &["send", "bob", "hello", "--lifetime", "a while"],
        &["register", "--valid-for", "long"],
        &["status"],
        &["retract"],
        &["contacts", "verify"],
        &["contacts", "name"],
        &["inbox", "policy", "nobody"],
        &["inbox", "policy", "--min-deposit", "much"],
        &["inbox", "--follow", "policy"],
        &["pay", "bob"],
        &["pay", "bob", "much"],
        &["pay", "bob", "-1"],
        &["channel", "post", "lobby"],
        &["channel", "vote", "lobby", "3"],
        &["channel", "vote", "lobby", "3", "perhaps"],
        &["channel", "propose", "lobby", "policy"],
        &["channel", "decide", "lobby", "policy", "--join", "nobody"],
        &["init", "--suri", "//Alice", "--phrase-file", "words"],
    ] {
        let outcome = home.run(arguments);
        assert_eq!(outcome.code, Some(2), "{arguments:?}: {}", outcome.stderr);
        assert!(
            outcome.stderr.contains("--help"),
            "{arguments:?}: {}",
            outcome.stderr
        );
    }
}

#[test]
fn help_and_version_end_with_code_0() {
    let home = Home::new();
    for argument in ["--help", "--version"] {
        let outcome = home.run(&[argument]);
        assert_eq!(outcome.code, Some(0));
        assert!(outcome.stdout.contains("postern"), "{}", outcome.stdout);
    }
}

#[test]
fn a_new_phrase_is_shown_once_and_restores_the_account() {
    let home = Home::new();
    let made = home.init(&[]);
    let phrase = made["phrase"].as_str().expect("a new phrase is shown");
    assert_eq!(phrase.split(' ').count(), 12);

    let words = home.folder.path().join("words");
    std::fs::write(&words, format!("{phrase}\n")).expect("a file can be written");
    let restored = Home::new();
    let again = restored.init(&["--phrase-file", words.to_str().expect("the path is text")]);
    assert_eq!(again["address"], made["address"]);
    assert_ne!(again["device"], made["device"]);
    assert_eq!(
        again.get("phrase"),
        None,
        "who has the words is not shown them"
    );
}

#[test]
fn a_development_account_has_its_known_address() {
    let made = Home::new().init(&["--suri", "//Alice"]);
    assert_eq!(
        made["address"],
        "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
    );
}

#[test]
fn nothing_secret_lies_in_the_home_and_nobody_else_may_read_it() {
    let home = Home::new();
    let made = home.init(&[]);
    let phrase = made["phrase"].as_str().expect("a new phrase is shown");
    for path in every_file(&home.path()) {
        let bytes = std::fs::read(&path).expect("the file can be read");
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains(phrase) && !text.contains("open sesame"),
            "{path:?}"
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path)
                .expect("the file is there")
                .permissions()
                .mode();
            assert_eq!(mode & 0o077, 0, "{path:?} is readable by others");
        }
    }
}

#[test]
fn an_existing_keystore_is_never_replaced() {
    let home = Home::new();
    home.init(&["--suri", "//Alice"]);
    home.fails(&["init"], "already holds a keystore");
}

#[test]
fn a_bad_phrase_leaves_nothing_behind() {
    let home = Home::new();
    let words = home.folder.path().join("words");
    std::fs::write(&words, "these are not the words").expect("a file can be written");
    let words = words.to_str().expect("the path is text");
    home.fails(&["init", "--phrase-file", words], "recovery phrase");
    home.fails(
        &["init", "--phrase-file", "/does/not/exist"],
        "/does/not/exist",
    );
    home.fails(&["whoami"], "postern init");
}

#[test]
fn each_reason_not_to_open_a_home_has_its_own_sentence() {
    let mut home = Home::new();
    home.fails(&["whoami"], "postern init");
    home.init(&["--suri", "//Alice"]);
    home.fails(&["whoami"], NOWHERE);
    home.passphrase = Some("guess");
    home.fails(&["whoami"], "passphrase");
    home.passphrase = None;
    home.fails(&["whoami"], "--passphrase-file");
    home.fails(
        &["whoami", "--passphrase-file", "/does/not/exist"],
        "/does/not/exist",
    );
}

#[test]
fn a_passphrase_file_is_read_without_its_line_end() {
    let mut home = Home::new();
    let file = home.folder.path().join("passphrase");
    std::fs::write(&file, "open sesame\n").expect("a file can be written");
    home.init(&["--suri", "//Alice"]);
    home.passphrase = None;
    let file = file.to_str().expect("the path is text");
    // The keystore opens; what is missing is the node.
    home.fails(&["whoami", "--passphrase-file", file], NOWHERE);
}

#[test]
fn text_that_is_no_cid_is_told_before_anything_is_asked() {
    let home = Home::new();
    home.fails(&["status", "not-a-cid"], "not-a-cid");
    home.fails(&["retract", "not-a-cid"], "not-a-cid");
    let version_0 = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG";
    home.fails(&["status", version_0], "version 0");
}

#[test]
fn channels_are_read_without_a_keystore() {
    let home = Home::new();
    for arguments in [
        &["channel", "history", "lobby"][..],
        &["channel", "members", "lobby"],
        &["channel", "vote", "lobby"],
        &["channel", "list"],
    ] {
        // What is missing is the node.
        home.fails(arguments, NOWHERE);
    }
    home.fails(&["channel", "join", "lobby"], "postern init");
    home.fails(&["channel", "vote", "lobby", "3", "yes"], "postern init");
}
