use crate::{output::Output, Global};
use clap::Args;
use postern_client::{
    client::{Condition, Status as State},
    Error,
};
use postern_primitives::Cid;

/// Show what became of a message that was sent from here.
#[derive(Args)]
pub struct Status {
    /// The message's identifier, as `postern send` printed it.
    id: String,
}

impl Output for State {
    fn text(&self) -> String {
        let state = match self.state {
            Condition::Queued => "queued: `postern send --retry` sends it",
            Condition::InBlock => "in a block that is not final yet; waiting for its recipient",
            Condition::Final => "waiting for its recipient",
            Condition::Delivered => "delivered",
            Condition::Expired => "expired",
        };
        let expires = self
            .expires
            .as_deref()
            .filter(|_| !self.waiting_for.is_empty());
        let until = expires
            .map(|at| format!(" until about {at}"))
            .unwrap_or_default();
        let pinned = match self.pinned {
            Some(true) => "; your IPFS keeps it",
            Some(false) | None => "",
        };
        format!("{state}{until}{pinned}")
    }
}

impl Status {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let id: Cid = self.id.parse().map_err(|reason| Error::NotACid {
            text: self.id.clone(),
            reason,
        })?;
        let client = global.client().await?;
        global.print(&client.status(&id).await?)
    }
}
