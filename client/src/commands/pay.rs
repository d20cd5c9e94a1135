use crate::{
    confirm::ask,
    output::{warn_of_changed_keys, warn_of_letter, Output},
    Global,
};
use anyhow::bail;
use clap::Args;
use postern_client::{amount, client::address, read_amount};
use serde::Serialize;
use std::slice;

/// Pay somebody, and tell them in a message.
#[derive(Args)]
pub struct Pay {
    /// Name, handle or address of the recipient.
    who: String,
    /// How much, such as 1.5 or "1.5 PST".
    #[arg(value_parser = what_is_paid)]
    amount: u128,
    /// A text that goes with it, for the recipient alone; the payment itself is public.
    #[arg(long, default_value = "")]
    note: String,
    /// Do not ask. Needed where there is no terminal.
    #[arg(long)]
    yes: bool,
}

fn what_is_paid(text: &str) -> Result<u128, &'static str> {
    read_amount(text).ok_or("an amount looks like 1.5 or \"1.5 PST\", with up to twelve decimals")
}

#[derive(Serialize)]
struct Paid {
    /// The message.
    id: String,
    to: String,
    /// In the smallest unit, as text: JSON numbers are too small for it.
    amount: String,
    transaction: String,
    block: u32,
    block_hash: String,
    #[serde(skip)]
    text: String,
}

impl Output for Paid {
    fn text(&self) -> String {
        self.text.clone()
    }
}

impl Pay {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let client = global.client().await?;
        let account = client.lookup(&self.who).await?.account;
        for who in client.with_changed_keys(slice::from_ref(&self.who)).await? {
            warn_of_changed_keys(&who);
        }
        if !self.yes {
            let (sum, to) = (amount(self.amount), address(&account));
            match ask(&format!("Pay {sum} to {} ({to})? [y/N] ", self.who))? {
                Some(true) => {}
                Some(false) => bail!("nothing was paid"),
                None => bail!("there is no terminal to ask on; --yes pays without asking"),
            }
        }
        let made = client.pay(&self.who, self.amount, &self.note).await?;
        if let Some(reason) = &made.message.fallback {
            warn_of_letter(reason);
        }
        let payment = made.payment;
        let transaction = format!("0x{}", hex::encode(payment.transaction));
        global.print(&Paid {
            id: made.message.id.to_string(),
            to: address(&made.to),
            amount: payment.amount.to_string(),
            block: payment.block,
            block_hash: format!("0x{}", hex::encode(payment.block_hash)),
            text: format!(
                "paid {} to {}, final in block {} as {transaction}",
                amount(payment.amount),
                self.who,
                payment.block
            ),
            transaction,
        })
    }
}
