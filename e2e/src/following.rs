use crate::Person;
use serde_json::Value;
use std::{fs::File, path::PathBuf, process::Child};

/// A person's `postern inbox --follow`, which runs until this is dropped.
pub struct Following {
    process: Child,
    output: PathBuf,
}

impl Following {
    /// Starts it.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn begin(person: &Person) -> Self {
        let output = person.home().with_extension("follow");
        let file = File::create(&output).expect("a file can be made beside the home folder");
        let process = person
            .command(&["inbox", "--follow"])
            .stdout(file)
            .spawn()
            .expect("postern can be started");
        Self { process, output }
    }

    /// The texts that it has shown so far.
    pub fn texts(&self) -> Vec<String> {
        let output = std::fs::read_to_string(&self.output).unwrap_or_default();
        output
            .lines()
            // The last one may be half written.
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter_map(|message| message["text"].as_str().map(String::from))
            .collect()
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
