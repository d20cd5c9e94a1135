//! One file a command: its arguments, what it prints, and what it does.

mod balance;
mod call;
mod channel;
mod contacts;
mod conversation;
mod device;
mod doctor;
mod inbox;
mod init;
mod lookup;
mod pay;
mod qr;
mod register;
mod retract;
mod send;
mod status;
mod whoami;

use crate::Global;
use clap::Subcommand;
use std::process::ExitCode;

/// The commands of `postern`.
#[derive(Subcommand)]
pub enum Command {
    /// Make a keystore in the home folder.
    Init(init::Init),
    /// Put this device's certificate on chain, so that others can write to it; or renew it.
    Register(register::Register),
    /// Show whose keystore this is.
    Whoami(whoami::Whoami),
    /// Look somebody up by handle or address.
    Lookup(lookup::Lookup),
    /// Send a message, with files if wanted.
    Send(send::Send),
    /// Receive, show and acknowledge what waits.
    Inbox(inbox::Inbox),
    /// Show what you and somebody have written to each other.
    History(conversation::History),
    /// Put another text in the place of a message of yours to somebody.
    Edit(conversation::Edit),
    /// Have both of you forget a message of yours to somebody.
    Delete(conversation::Delete),
    /// React to a message between you and somebody.
    React(conversation::React),
    /// Show what became of a message that was sent from here.
    Status(status::Status),
    /// Take a message back, or give up one that could not be sent.
    Retract(retract::Retract),
    /// Whom you know: names, requests, safety numbers, blocking.
    Contacts(contacts::Contacts),
    /// Rooms, public and private: open, join, leave, post, read, invite.
    #[command(subcommand)]
    Channel(channel::Channel),
    /// The devices of this account: add one, list them, revoke one.
    #[command(subcommand)]
    Device(device::Device),
    /// Show what the account owns.
    Balance(balance::Balance),
    /// Pay somebody, and tell them in a message.
    Pay(pay::Pay),
    /// Sign and submit any call of the chain: staking, session keys, proxies, votes.
    Call(call::Call),
    /// Look whether everything is all right, and say what to do where it is not.
    Doctor(doctor::Doctor),
}

impl Command {
    /// Runs the command; what fails otherwise than by an error says so by its code.
    pub async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        match self {
            Self::Init(command) => command.run(global)?,
            Self::Register(command) => command.run(global).await?,
            Self::Whoami(command) => command.run(global).await?,
            Self::Lookup(command) => command.run(global).await?,
            Self::Send(command) => command.run(global).await?,
            Self::Inbox(command) => command.run(global).await?,
            Self::History(command) => command.run(global).await?,
            Self::Edit(command) => command.run(global).await?,
            Self::Delete(command) => command.run(global).await?,
            Self::React(command) => command.run(global).await?,
            Self::Status(command) => command.run(global).await?,
            Self::Retract(command) => command.run(global).await?,
            Self::Contacts(command) => command.run(global).await?,
            Self::Channel(command) => command.run(global).await?,
            Self::Device(command) => command.run(global).await?,
            Self::Balance(command) => command.run(global).await?,
            Self::Pay(command) => command.run(global).await?,
            Self::Call(command) => command.run(global).await?,
            Self::Doctor(command) => return command.run(global).await,
        }
        Ok(ExitCode::SUCCESS)
    }
}
