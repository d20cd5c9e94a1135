use crate::{
    output::{printable, Output},
    progress::Bars,
    Global,
};
use clap::Args;
use postern_client::client::{Arrival, ReceiveOptions, Received};
use std::path::PathBuf;

/// Receive, show and acknowledge what waits.
#[derive(Args)]
pub struct Inbox {
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

impl Output for Received {
    fn text(&self) -> String {
        let from = self.handle.as_deref().unwrap_or(&self.from);
        let files = self.files.iter().map(|file| {
            let name = printable(&file.name);
            format!(
                "\n  file {name} ({} bytes): {}",
                file.size,
                file.path.display()
            )
        });
        let text = printable(&self.text);
        format!(
            "{} {from}: {text}{}",
            self.sent_at,
            files.collect::<String>()
        )
    }
}

impl Inbox {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let client = global.client().await?;
        let options = ReceiveOptions {
            keep: self.keep,
            folder: self.output,
        };
        let bars = Bars::new(global.json);
        let mut shown = 0;
        let mut show = |arrival| {
            shown += 1;
            print(global, &arrival);
        };
        if self.follow {
            tokio::select! {
                ended = client.follow(&options, &bars, &mut show) => ended?,
                _ = tokio::signal::ctrl_c() => {}
            }
        } else {
            client.receive(&options, &bars, &mut show).await?;
            if shown == 0 && !global.json {
                eprintln!("No new messages.");
            }
        }
        Ok(())
    }
}

fn print(global: &Global, arrival: &Arrival) {
    let printed = match arrival {
        Arrival::Received(received) => global.print(received.as_ref()),
        Arrival::Unreadable(unreadable) if global.json => global.print(unreadable),
        Arrival::Unreadable(unreadable) => {
            eprintln!("warning: {}", unreadable.error);
            Ok(())
        }
    };
    if let Err(error) = printed {
        eprintln!("warning: a message could not be printed: {error}");
    }
}

impl Output for postern_client::client::Unreadable {
    fn text(&self) -> String {
        self.error.clone()
    }
}
