//! What commands print: for people, or one JSON object a line.

use crate::Global;
use serde::Serialize;
use std::io::{self, Write};

/// What a command prints.
pub trait Output: Serialize {
    /// The text for people.
    fn text(&self) -> String;
}

/// Tells that somebody has other keys than those that the user compared.
pub fn warn_of_changed_keys(who: &str) {
    eprintln!(
        "warning: the keys of `{who}` are not those that you verified: they have another device, \
         or somebody has given you other keys; `postern contacts verify {who}` compares them again"
    );
}

/// Tells that a message went as a letter that had a conversation to go over.
pub fn warn_of_letter(reason: &str) {
    eprintln!(
        "warning: this went as a letter, which whoever gets the recipient's keys later can read, \
         and not over your conversation: {reason}"
    );
}

/// Text from a stranger without what steers a terminal or turns the direction of writing.
pub fn printable(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .filter(|c| matches!(c, '\n' | '\t') || !c.is_control() && !turns(*c))
        .collect()
}

impl Global {
    /// Prints to standard output. A reader that has gone away is no error.
    pub fn print(&self, output: &impl Output) -> anyhow::Result<()> {
        let line = if self.json {
            serde_json::to_string(output)?
        } else {
            output.text()
        };
        match writeln!(io::stdout(), "{line}") {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_a_stranger_cannot_steer_the_terminal() {
        assert_eq!(printable("a\x1b[2Jb\r\x07c\u{9b}d"), "a[2Jbcd");
        assert_eq!(printable("gnp.\u{202e}exe"), "gnp.exe");
        assert_eq!(
            printable("two\nlines\tand Übersicht 👋"),
            "two\nlines\tand Übersicht 👋"
        );
    }
}
