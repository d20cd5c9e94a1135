//! Questions with yes or no.

use anyhow::Context;
use std::io::{self, BufRead, IsTerminal, Write};

/// Asks on the terminal; nothing when there is none. Only a clear yes is one.
pub fn ask(question: &str) -> anyhow::Result<Option<bool>> {
    if !io::stdin().is_terminal() {
        return Ok(None);
    }
    eprint!("{question}");
    io::stderr().flush().ok();
    let mut answer = String::new();
    io::stdin()
        .lock()
        .read_line(&mut answer)
        .context("the answer cannot be read")?;
    let answer = answer.trim().to_lowercase();
    Ok(Some(answer == "y" || answer == "yes"))
}
