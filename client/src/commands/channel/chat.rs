//! Talking: what others say is shown as blocks have it, and each line of input is posted.

use crate::{progress::Bars, Global};
use anyhow::Context;
use futures::{FutureExt, StreamExt};
use postern_client::{
    client::{Client, Saying, Watched},
    defaults::MAX_TEXT,
};
use std::io::{self, BufRead, IsTerminal, Read};
use tokio::sync::mpsc::{channel, Receiver, Sender};

/// Until the input ends, or its user interrupts it.
pub async fn chat(global: &Global, client: &Client, name: &str) -> anyhow::Result<()> {
    tokio::select! {
        ended = talk(global, client, name) => ended,
        _ = tokio::signal::ctrl_c() => Ok(()),
    }
}

async fn talk(global: &Global, client: &Client, name: &str) -> anyhow::Result<()> {
    let mut watched = Watched::default();
    let mut blocks = client.chain().best_blocks().await?;
    show(global, client, name, &mut watched).await?;
    if io::stdin().is_terminal() {
        eprintln!("Each line that you type is posted. Ctrl-D ends.");
    }
    let mut typed = lines();
    loop {
        tokio::select! {
            block = blocks.next() => {
                block.context("the node tells of no more blocks; try again")??;
                // One look is enough for all that have come meanwhile.
                while let Some(Some(block)) = blocks.next().now_or_never() {
                    block?;
                }
            }
            line = typed.recv() => match line.transpose()? {
                Some(line) => post(global, client, name, line).await,
                None => return show(global, client, name, &mut watched).await,
            },
        }
        show(global, client, name, &mut watched).await?;
    }
}

async fn show(
    global: &Global,
    client: &Client,
    name: &str,
    watched: &mut Watched,
) -> anyhow::Result<()> {
    let news = client.watch_privately(name, watched).await?;
    news.iter().try_for_each(|post| global.print(post))
}

/// A line that cannot be posted does not end the conversation.
async fn post(global: &Global, client: &Client, name: &str, text: String) {
    if text.trim().is_empty() {
        return;
    }
    let saying = Saying {
        text,
        ..Saying::default()
    };
    let bars = Bars::new(global.json);
    if let Err(error) = client.post_privately(name, &saying, &bars).await {
        eprintln!("error: {error}");
    }
}

/// The lines of standard input. They are read by a thread that nobody waits for: nothing ends the
/// reading of a terminal but its user.
fn lines() -> Receiver<io::Result<String>> {
    let (read, lines) = channel(1);
    std::thread::spawn(move || read_lines(io::stdin().lock(), &read));
    lines
}

fn read_lines(mut input: impl BufRead, read: &Sender<io::Result<String>>) {
    loop {
        let line = next_line(&mut input);
        let is_last = !matches!(line, Ok(Some(_)));
        if line
            .transpose()
            .is_some_and(|line| read.blocking_send(line).is_err())
            || is_last
        {
            return;
        }
    }
}

/// A line, without what ends it.
fn next_line(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = String::new();
    let limit = MAX_TEXT as u64 + 2;
    if input.take(limit).read_line(&mut line)? == 0 {
        return Ok(None);
    }
    if line.len() as u64 == limit && !line.ends_with('\n') {
        let reason = format!("a line is longer than {MAX_TEXT} bytes; send it as a file");
        return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
    }
    Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_without_their_ends_and_none_is_longer_than_a_text() {
        let longest = "x".repeat(MAX_TEXT);
        let input = format!("hello\r\n\n{longest}\nlast");
        let mut input = input.as_bytes();
        let mut next = || next_line(&mut input).unwrap();
        assert_eq!(next().as_deref(), Some("hello"));
        assert_eq!(next().as_deref(), Some(""));
        assert_eq!(next(), Some(longest));
        assert_eq!(next().as_deref(), Some("last"));
        assert_eq!(next(), None);
        let too_long = "x".repeat(MAX_TEXT + 2);
        assert!(next_line(&mut too_long.as_bytes()).is_err());
    }
}
