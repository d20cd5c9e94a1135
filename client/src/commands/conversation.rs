//! What two people do with what they have said to each other: read it again, edit, delete, react.

use super::send::OnItsWay;
use crate::Global;
use clap::Args;
use postern_client::client::DirectName;

/// Messages that are shown unless told otherwise.
const SHOWN: u32 = 50;

/// Show what you and somebody have written to each other over your conversation.
#[derive(Args)]
pub struct History {
    /// Name, handle or address of the other one.
    who: String,
    /// How many of the last messages.
    #[arg(long, value_name = "COUNT", default_value_t = SHOWN)]
    limit: u32,
}

/// A message, and whom it is between.
#[derive(Args)]
struct Which {
    /// Name, handle or address of the other one.
    who: String,
    /// The message, by number or identifier.
    message: DirectName,
}

/// Put another text in the place of a message of yours.
#[derive(Args)]
pub struct Edit {
    #[command(flatten)]
    which: Which,
    /// What it says now.
    text: String,
}

/// Have both of you forget a message of yours.
#[derive(Args)]
pub struct Delete {
    #[command(flatten)]
    which: Which,
}

/// React to a message, in the place of an earlier reaction.
#[derive(Args)]
pub struct React {
    #[command(flatten)]
    which: Which,
    /// An emoji, or a word [default: takes the earlier reaction back].
    #[arg(default_value = "", hide_default_value = true)]
    reaction: String,
}

impl History {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let client = global.client().await?;
        let shown = client.history_with(&self.who, self.limit).await?;
        if shown.is_empty() && !global.json {
            eprintln!(
                "Nothing was said over a conversation with {} yet.",
                self.who
            );
        }
        shown.iter().try_for_each(|message| global.print(message))
    }
}

impl Edit {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let client = global.client().await?;
        let Which { who, message } = &self.which;
        let sent = client.edit(who, *message, &self.text).await?;
        global.print(&OnItsWay::from(sent))
    }
}

impl Delete {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let client = global.client().await?;
        let Which { who, message } = &self.which;
        let sent = client.delete(who, *message).await?;
        global.print(&OnItsWay::from(sent))
    }
}

impl React {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let client = global.client().await?;
        let Which { who, message } = &self.which;
        let sent = client.react(who, *message, &self.reaction).await?;
        global.print(&OnItsWay::from(sent))
    }
}
