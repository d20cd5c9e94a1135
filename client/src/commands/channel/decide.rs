//! Deciding, proposing and voting.

use super::{
    show::{Proposal, Room},
    subject::About,
    Choice,
};
use crate::Global;

/// Decides at once.
pub async fn at_once(
    global: &Global,
    name: &str,
    about: About,
    done: &'static str,
) -> anyhow::Result<()> {
    let client = global.client().await?;
    let subject = about.subject(&client, name).await?;
    let channel = client.decide(name, &subject).await?;
    global.print(&Room::new(&channel, done))
}

/// Opens a proposal.
pub async fn propose(global: &Global, name: &str, about: About) -> anyhow::Result<()> {
    let client = global.client().await?;
    let subject = about.subject(&client, name).await?;
    let proposal = client.propose(name, &subject).await?;
    global.print(&Proposal::new(name, &proposal))
}

/// Votes.
pub async fn vote(global: &Global, name: &str, number: u32, choice: Choice) -> anyhow::Result<()> {
    let client = global.client().await?;
    let aye = matches!(choice, Choice::Yes);
    let proposal = client.vote(name, number, aye).await?;
    global.print(&Proposal::new(name, &proposal))
}

/// Closes a vote.
pub async fn settle(global: &Global, name: &str, number: u32) -> anyhow::Result<()> {
    let client = global.client().await?;
    let proposal = client.settle(name, number).await?;
    global.print(&Proposal::new(name, &proposal).settled())
}
