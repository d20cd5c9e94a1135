//! An operator at a terminal: one bash for everything, which takes with it what was started
//! in it.

use nix::{
    sys::signal::{kill, Signal},
    unistd::Pid,
};
use postern_e2e::PATIENCE;
use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{channel, Receiver},
    thread,
};

/// Printed after each block that succeeded.
const DONE: &str = "-- done --";

/// Reads names of files with commands, and stops at the first command that fails.
const DRIVER: &str = r#"
set -euo pipefail
trap 'trap "" TERM; kill $(jobs -p) 2>/dev/null || true; wait' EXIT
trap 'exit 1' TERM
while read -r part; do
    source "$part" </dev/null
    echo "$DONE"
done
"#;

/// Blocks wait for eras and for a node that starts again: several conditions each.
const CONDITIONS: u32 = 4;

/// A terminal in which an operator works.
pub struct Shell {
    folder: PathBuf,
    process: Child,
    commands: Option<ChildStdin>,
    lines: Receiver<String>,
    blocks: usize,
}

impl Shell {
    /// Opens one; `folder` is for its own files.
    pub fn open(folder: &Path, environment: &[(&str, String)]) -> Self {
        fs::create_dir_all(folder).expect("a temporary folder can be written");
        let errors = File::create(folder.join("errors")).expect("a file can be written");
        let mut process = Command::new("bash")
            .args(["-c", DRIVER])
            .env("DONE", DONE)
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn()
            .expect("bash can be started");
        let commands = process.stdin.take();
        let output = process.stdout.take().expect("standard output is a pipe");
        let (sender, lines) = channel();
        // Ends with the shell, whose output it reads.
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Self {
            folder: folder.into(),
            process,
            commands,
            lines,
            blocks: 0,
        }
    }

    /// Runs commands, and returns what they print.
    ///
    /// # Panics
    /// When one of them fails.
    pub fn run(&mut self, commands: &str) -> String {
        let part = self.folder.join(format!("block-{}", self.blocks));
        self.blocks += 1;
        fs::write(&part, commands).expect("a file can be written");
        let shell = self.commands.as_mut().expect("the shell is open");
        writeln!(shell, "{}", part.display()).expect("the shell listens");
        let mut printed = String::new();
        loop {
            match self.lines.recv_timeout(PATIENCE * CONDITIONS) {
                Ok(line) if line == DONE => return printed,
                Ok(line) => printed += &(line + "\n"),
                Err(error) => panic!("{error}\n{commands}\n{printed}\n{}", self.errors()),
            }
        }
    }

    /// What the commands complained about, and the end of the logs below the folder.
    fn errors(&self) -> String {
        let logs = ["errors", "node/node.log", "node/kubo.log"];
        let logs = logs.map(|name| {
            let log = fs::read_to_string(self.folder.join(name)).unwrap_or_default();
            let lines: Vec<_> = log.lines().collect();
            let end = lines[lines.len().saturating_sub(40)..].join("\n");
            format!("-- {name}\n{end}\n")
        });
        logs.concat()
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        // Nothing but this ends it, its input least of all: what it does at its end must not
        // be cut short by a second reason to end.
        if let Ok(pid) = i32::try_from(self.process.id()) {
            let _ = kill(Pid::from_raw(pid), Signal::SIGTERM);
        }
        let _ = self.process.wait();
    }
}
