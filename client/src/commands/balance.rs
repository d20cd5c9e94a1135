use crate::{output::Output, Global};
use clap::Args;
use postern_client::amount;
use serde::Serialize;

/// Show what the account owns.
#[derive(Args)]
pub struct Balance {}

#[derive(Serialize)]
struct Owned {
    address: String,
    /// In the smallest unit, as text: JSON numbers are too small for it.
    free: String,
    /// Held for deposits.
    held: String,
    #[serde(skip)]
    text: String,
}

impl Output for Owned {
    fn text(&self) -> String {
        self.text.clone()
    }
}

impl Balance {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let client = global.client().await?;
        let funds = client.chain().funds(&client.account()).await?;
        global.print(&Owned {
            address: client.address(),
            free: funds.free.to_string(),
            held: funds.held.to_string(),
            text: format!(
                "{} free, {} held for deposits",
                amount(funds.free),
                amount(funds.held)
            ),
        })
    }
}
