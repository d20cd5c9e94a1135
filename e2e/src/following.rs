use crate::Person;
use serde_json::Value;
use std::{
    fs::File,
    io::Write,
    path::PathBuf,
    process::{Child, Stdio},
};

/// A person's `postern` that shows what comes, and runs until this is dropped.
pub struct Following {
    process: Child,
    output: PathBuf,
}

impl Following {
    /// Starts `postern inbox --follow`.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn begin(person: &Person) -> Self {
        Self::start(person, &["inbox", "--follow"])
    }

    /// Starts `postern channel chat`.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn chat(person: &Person, channel: &str) -> Self {
        Self::start(person, &["channel", "chat", channel])
    }

    /// Starts `postern device code`.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn device_code(person: &Person) -> Self {
        Self::start(person, &["device", "code"])
    }

    fn start(person: &Person, arguments: &[&str]) -> Self {
        let output = person.home().with_extension("follow");
        let file = File::create(&output).expect("a file can be made beside the home folder");
        let process = person
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(file)
            .spawn()
            .expect("postern can be started");
        Self { process, output }
    }

    /// Types a line.
    ///
    /// # Panics
    /// When it does not read any more.
    pub fn types(&mut self, line: &str) {
        let input = self.process.stdin.as_mut().expect("it was given one");
        writeln!(input, "{line}").expect("it reads");
    }

    /// The texts that it has shown so far.
    pub fn texts(&self) -> Vec<String> {
        self.field("text").collect()
    }

    /// One field of everything that it has shown so far and that has it.
    pub fn field(&self, name: &str) -> impl Iterator<Item = String> {
        let output = std::fs::read_to_string(&self.output).unwrap_or_default();
        let values: Vec<_> = output
            .lines()
            // The last one may be half written.
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter_map(|message| message[name].as_str().map(String::from))
            .collect();
        values.into_iter()
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
