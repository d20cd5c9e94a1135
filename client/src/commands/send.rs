use crate::{
    output::{warn_of_changed_keys, warn_of_letter, Output},
    progress::Bars,
    Global,
};
use anyhow::{bail, Context};
use clap::Args;
use postern_client::{
    chain::types::AccountId,
    client::{address, Client, DirectName, Request, Sent},
};
use serde::Serialize;
use std::{
    io::{self, IsTerminal, Read},
    path::PathBuf,
    time::Duration,
};

/// Longest text that is read from standard input: more than a letter takes, so that the
/// error names the letter's limit.
const MAX_INPUT: u64 = 1024 * 1024;

/// Send a message, with files if wanted.
#[derive(Args)]
pub struct Send {
    /// Handle or address of the recipient; several separated by commas.
    #[arg(required_unless_present = "retry")]
    who: Option<String>,
    /// The text; read from standard input if absent and no file is given.
    text: Option<String>,
    /// A file to go with it. Can be given several times.
    #[arg(long, value_name = "FILE")]
    file: Vec<PathBuf>,
    /// How long the message waits for its recipient, such as 14d [default: 14d]. If given, both
    /// forget it after that time, where it goes over a conversation.
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    lifetime: Option<Duration>,
    /// The message of your conversation that it answers, by number or identifier.
    #[arg(long, value_name = "MESSAGE")]
    reply_to: Option<DirectName>,
    /// Send what was uploaded earlier and could not be sent.
    #[arg(long, conflicts_with_all = ["who", "text", "file", "lifetime", "reply_to"])]
    retry: bool,
}

/// A message that was sent.
#[derive(Serialize)]
pub(super) struct OnItsWay {
    id: String,
    recipients: Vec<String>,
    block: u32,
    expires_at: u32,
}

impl From<Sent> for OnItsWay {
    fn from(sent: Sent) -> Self {
        Self {
            id: sent.id.to_string(),
            recipients: sent.recipients.iter().map(address).collect(),
            block: sent.block,
            expires_at: sent.expires_at,
        }
    }
}

impl Output for OnItsWay {
    fn text(&self) -> String {
        format!(
            "{}\n  in block {}; waits until block {}. `postern status {}` tells what became of it.",
            self.id, self.block, self.expires_at, self.id
        )
    }
}

impl Send {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let client = global.client().await?;
        if self.retry {
            return retry(&client, global).await;
        }
        let request = Request {
            text: self
                .text
                .map_or_else(|| standard_input(self.file.is_empty()), Ok)?,
            to: self
                .who
                .iter()
                .flat_map(|who| who.split(','))
                .map(String::from)
                .collect(),
            files: self.file,
            lifetime: self.lifetime,
            reply_to: self.reply_to,
        };
        for who in client.with_changed_keys(&request.to).await? {
            warn_of_changed_keys(&who);
        }
        let sent = client.send(&request, &Bars::new(global.json)).await?;
        if let Some(reason) = &sent.fallback {
            warn_of_letter(reason);
        }
        let recipients = sent.recipients.clone();
        global.print(&OnItsWay::from(sent))?;
        converse(&client, global, &recipients).await;
        Ok(())
    }
}

/// Has what is sent to somebody from now on be forward secret, where that is due. The message is
/// sent: whatever this comes to is no failure of the command.
async fn converse(client: &Client, global: &Global, recipients: &[AccountId]) {
    let begins = || {
        if !global.json {
            eprintln!(
                "Preparing a conversation, so that what you two write from now on stays closed \
                 even to whoever gets your keys later. This takes about ten seconds; the message \
                 is on its way already."
            );
        }
    };
    if let Err(error) = client.converse(recipients, &begins).await {
        eprintln!(
            "warning: the message is sent, but the conversation is not prepared yet: {error} - \
             your next command goes on with it"
        );
    }
}

/// Sends what can be sent; fails if something could not.
async fn retry(client: &Client, global: &Global) -> anyhow::Result<()> {
    let outcomes = client.retry().await?;
    if outcomes.is_empty() && !global.json {
        eprintln!("Nothing is waiting to be sent.");
    }
    let (all, mut failed) = (outcomes.len(), 0);
    for outcome in outcomes {
        match outcome {
            Ok(sent) => global.print(&OnItsWay::from(sent))?,
            Err(error) => {
                failed += 1;
                eprintln!("warning: {error}");
            }
        }
    }
    if failed > 0 {
        bail!("{failed} of {all} messages could still not be sent; they are kept");
    }
    Ok(())
}

/// The text from standard input, if one is wanted.
fn standard_input(wanted: bool) -> anyhow::Result<String> {
    let mut text = String::new();
    if wanted {
        if io::stdin().is_terminal() {
            eprintln!("Write the message; Ctrl-D on an empty line sends it.");
        }
        io::stdin()
            .take(MAX_INPUT)
            .read_to_string(&mut text)
            .context("the text on standard input cannot be read")?;
    }
    Ok(text.trim_end_matches('\n').to_owned())
}
