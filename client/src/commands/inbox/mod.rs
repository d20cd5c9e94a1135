//! What waits, and what the inbox asks of senders.

mod policy;
mod show;

use crate::{progress::Bars, Global};
use clap::{Args, Subcommand};
use postern_client::client::ReceiveOptions;
use show::Screen;
use std::path::PathBuf;

/// Receive, show and acknowledge what waits.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Inbox {
    #[command(subcommand)]
    action: Option<Action>,
    /// Go on: show messages as they come, until interrupted.
    #[arg(long)]
    follow: bool,
    /// Leave the messages in the inbox.
    #[arg(long)]
    keep: bool,
    /// Where to save files [default: `files` in the home folder].
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Action {
    /// Show or decide whose messages the chain lets into the inbox.
    Policy(policy::Policy),
}

impl Inbox {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let client = global.client().await?;
        if let Some(Action::Policy(policy)) = self.action {
            return policy.run(&client, global).await;
        }
        let options = ReceiveOptions {
            keep: self.keep,
            folder: self.output,
        };
        let bars = Bars::new(global.json);
        let mut screen = Screen::new(global);
        let mut show = |arrival| screen.show(&arrival);
        if self.follow {
            tokio::select! {
                ended = client.follow(&options, &bars, &mut show) => ended?,
                _ = tokio::signal::ctrl_c() => {}
            }
        } else {
            client.receive(&options, &bars, &mut show).await?;
            if screen.is_empty() && !global.json {
                eprintln!("No new messages.");
            }
        }
        Ok(())
    }
}
