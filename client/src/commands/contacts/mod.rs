//! Whom the user knows.

mod show;
mod verify;

use crate::Global;
use clap::{Args, Subcommand};
use show::{Gone, Nobody};

/// Whom you know: names, requests, safety numbers, blocking.
#[derive(Args)]
pub struct Contacts {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Subcommand)]
enum Action {
    /// List contacts and people who are blocked.
    List,
    /// Make somebody a contact: what they send is no request any more.
    Add {
        /// Handle or address.
        who: String,
        /// What you call them.
        #[arg(long)]
        name: Option<String>,
    },
    /// Call a contact otherwise. Every command takes that name for them.
    Name {
        /// Name, handle or address.
        who: String,
        /// What you call them; left out, it is their handle again.
        name: Option<String>,
    },
    /// Take somebody off the list: a stranger again.
    Remove {
        /// Name, handle or address.
        who: String,
    },
    /// Compare safety numbers, and mark a contact as verified.
    Verify {
        /// Name, handle or address.
        who: String,
        /// The number as they see it, digits or the content of their QR code: marks them as
        /// verified if it is the same. On a terminal you are asked instead.
        #[arg(long, value_name = "DIGITS")]
        confirm: Option<String>,
    },
    /// Show nothing of theirs any more, and have the chain refuse it.
    Block {
        /// Name, handle or address.
        who: String,
        /// Leave the chain out: its list is public, and takes a deposit.
        #[arg(long)]
        local: bool,
    },
    /// Take a block back, here and on chain.
    Unblock {
        /// Name, handle or address.
        who: String,
    },
    /// Have the chain take their messages whatever `postern inbox policy` asks of strangers.
    /// The chain's list is public, and takes a deposit.
    Allow {
        /// Name, handle or address.
        who: String,
    },
    /// Take that back.
    Disallow {
        /// Name, handle or address.
        who: String,
    },
}

impl Contacts {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let client = global.client().await?;
        match self.action.unwrap_or(Action::List) {
            Action::List => {
                let contacts = client.contacts().await?;
                if contacts.is_empty() && !global.json {
                    return global.print(&Nobody {});
                }
                contacts.iter().try_for_each(|one| global.print(one))
            }
            Action::Add { who, name } => {
                global.print(&client.add_contact(&who, name.as_deref()).await?)
            }
            Action::Name { who, name } => {
                global.print(&client.name_contact(&who, name.as_deref()).await?)
            }
            Action::Remove { who } => {
                let address = client.remove_contact(&who).await?;
                global.print(&Gone { address })
            }
            Action::Verify { who, confirm } => verify::run(&client, global, &who, confirm).await,
            Action::Block { who, local } => global.print(&client.block(&who, !local).await?),
            Action::Unblock { who } => global.print(&client.unblock(&who).await?),
            Action::Allow { who } => global.print(&client.allow(&who).await?),
            Action::Disallow { who } => global.print(&client.disallow(&who).await?),
        }
    }
}
