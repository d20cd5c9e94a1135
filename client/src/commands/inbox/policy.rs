//! What the chain asks of those who write to the inbox.

use crate::{output::Output, Global};
use clap::{Args, ValueEnum};
use postern_client::{
    amount,
    client::{Client, InboxPolicy},
    read_amount,
};
use postern_primitives::Senders;

/// Show or decide whose messages the chain lets into the inbox.
#[derive(Args)]
pub(super) struct Policy {
    /// Whose messages it takes, of those whom `postern contacts` neither allows nor blocks.
    #[arg(value_enum)]
    senders: Option<From>,
    /// What the chain has to hold of them for a message at least, such as "0.5 PST"; they get
    /// it back on delivery.
    #[arg(long, value_name = "AMOUNT", value_parser = deposit)]
    min_deposit: Option<u128>,
}

#[derive(Clone, Copy, ValueEnum)]
enum From {
    /// Everybody's.
    Anyone,
    /// Those of people with a valid certificate.
    Registered,
    /// Nobody's but of those who are allowed by name.
    Listed,
}

fn deposit(text: &str) -> Result<u128, &'static str> {
    read_amount(text).ok_or("an amount looks like 0.5 or \"0.5 PST\"")
}

impl Output for InboxPolicy {
    fn text(&self) -> String {
        let least = self.min_deposit.parse().unwrap_or_default();
        let list = |name: &str, people: &[String]| match people {
            [] => String::new(),
            people => format!("\n  {name} {}", people.join(", ")),
        };
        format!(
            "takes messages of {}, for a deposit of at least {}{}{}",
            self.senders,
            amount(least),
            list("allowed", &self.allowed),
            list("blocked", &self.blocked)
        )
    }
}

impl Policy {
    pub(super) async fn run(self, client: &Client, global: &Global) -> anyhow::Result<()> {
        let policy = if self.senders.is_none() && self.min_deposit.is_none() {
            client.inbox_policy().await?
        } else {
            let senders = self.senders.map(|senders| match senders {
                From::Anyone => Senders::Anyone,
                From::Registered => Senders::Registered,
                From::Listed => Senders::Listed,
            });
            client.set_inbox_policy(senders, self.min_deposit).await?
        };
        global.print(&policy)
    }
}
