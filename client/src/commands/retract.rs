use super::status::message_id;
use crate::{output::Output, Global};
use clap::Args;
use postern_client::client::Retracted;

/// Take a message back that was not acknowledged yet, or give up one that was not sent.
#[derive(Args)]
pub struct Retract {
    /// The message's identifier, as `postern send` printed it.
    id: String,
}

impl Output for Retracted {
    fn text(&self) -> String {
        match (&self.retracted_from[..], &self.delivered_to[..]) {
            ([], _) => "given up: it was never sent".into(),
            (from, []) => format!("taken back from {}", from.join(", ")),
            (from, delivered) => format!(
                "taken back from {}; delivered before that to {}",
                from.join(", "),
                delivered.join(", ")
            ),
        }
    }
}

impl Retract {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let id = message_id(&self.id)?;
        let client = global.client().await?;
        global.print(&client.retract(&id).await?)
    }
}
