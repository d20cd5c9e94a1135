//! Choosing whether receipts are sent.

use crate::{output::Output, Global};
use clap::{Args, ValueEnum};
use postern_client::client::ReceiptChoice;

/// Where, and what.
#[derive(Args)]
pub struct Receipts {
    /// The channel's name [default: all channels for which nothing else is chosen].
    #[arg(required_unless_present = "everywhere", conflicts_with = "everywhere")]
    name: Option<String>,
    /// Whether you send them there from now on, or as everywhere else.
    #[arg(value_enum)]
    choice: Option<Here>,
    /// Whether you send them where nothing else is chosen.
    #[arg(long, value_enum, value_name = "CHOICE", num_args = 0..=1)]
    everywhere: Option<Option<Everywhere>>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Here {
    /// Send them.
    On,
    /// Send none.
    Off,
    /// As everywhere else.
    Default,
}

#[derive(Clone, Copy, ValueEnum)]
enum Everywhere {
    /// Send them.
    On,
    /// Send none.
    Off,
}

impl Receipts {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let client = global.client().await?;
        let name = self.name.as_deref();
        let here = self.choice.map(|choice| match choice {
            Here::On => Some(true),
            Here::Off => Some(false),
            Here::Default => None,
        });
        let everywhere = self.everywhere.flatten();
        let everywhere = everywhere.map(|choice| Some(matches!(choice, Everywhere::On)));
        global.print(&match here.or(everywhere) {
            Some(choice) => client.choose_receipts(name, choice)?,
            None => client.receipt_choice(name)?,
        })
    }
}

impl Output for ReceiptChoice {
    fn text(&self) -> String {
        let state = if self.receipts { "on" } else { "off" };
        match (&self.channel, self.chosen) {
            (Some(channel), true) => format!("receipts in {channel}: {state}"),
            (Some(channel), false) => format!("receipts in {channel}: {state}, as everywhere"),
            (None, _) => format!("receipts where nothing else is chosen: {state}"),
        }
    }
}
