use crate::{output::Output, Global};
use clap::Args;
use postern_client::{
    chain::types::Replicas,
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
            Condition::Queued => {
                "queued: `postern send --retry` sends it, `postern retract` gives it up"
            }
            Condition::InBlock => "in a block that is not final yet; waiting for its recipient",
            Condition::Final => "waiting for its recipient",
            Condition::Delivered => "delivered",
            Condition::Expired => "expired",
            Condition::Retracted => "taken back",
        };
        let expires = self
            .expires
            .as_deref()
            .filter(|_| !self.waiting_for.is_empty());
        let until = expires
            .map(|at| format!(" until about {at}"))
            .unwrap_or_default();
        let kept = match self.replicas {
            Some(Replicas { kept, wanted }) => {
                format!("; kept by {} of {wanted}{}", kept.min(wanted), since(self))
            }
            None => String::new(),
        };
        let pinned = match self.pinned {
            Some(true) => "; your IPFS keeps it",
            Some(false) | None => "",
        };
        format!("{state}{until}{kept}{pinned}")
    }
}

/// When the last of those who keep it began to.
fn since(status: &State) -> String {
    let last = status.keepers.iter().max_by_key(|one| one.since_block);
    last.map(|one| format!(" since about {}", one.since))
        .unwrap_or_default()
}

/// The identifier of a message as it was typed.
pub fn message_id(text: &str) -> Result<Cid, Error> {
    text.parse().map_err(|reason| Error::NotACid {
        text: text.to_owned(),
        reason,
    })
}

impl Status {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let id = message_id(&self.id)?;
        let client = global.client().await?;
        global.print(&client.status(&id).await?)
    }
}
