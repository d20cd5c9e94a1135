//! Votes in private rooms: what their commands do and print.

use super::{private::in_a_line, show::tally, subject::About, Choice};
use crate::{output::Output, Global};
use postern_client::{
    client::{Client, PrivatePost, PrivateProposal, PrivateSubject},
    Error,
};
use postern_conversations::Subject;

/// Opens a proposal.
pub async fn propose(
    global: &Global,
    client: &Client,
    name: &str,
    about: About,
) -> anyhow::Result<()> {
    let subject = subject(client, about).await?;
    global.print(&client.propose_privately(name, &subject).await?)
}

/// Votes, and does what is decided by that.
pub async fn vote(
    global: &Global,
    client: &Client,
    name: &str,
    number: u32,
    choice: Choice,
) -> anyhow::Result<()> {
    let aye = matches!(choice, Choice::Yes);
    global.print(&client.vote_privately(name, number.into(), aye).await?)
}

/// Does what was decided, or withdraws one's own.
pub async fn settle(
    global: &Global,
    client: &Client,
    name: &str,
    number: u32,
) -> anyhow::Result<()> {
    global.print(&client.settle_privately(name, number.into()).await?)
}

/// Lists what is voted on, and what was decided lately.
pub async fn list(global: &Global, client: &Client, name: &str) -> anyhow::Result<()> {
    let proposals = client.proposals_privately(name).await?;
    proposals
        .iter()
        .try_for_each(|proposal| global.print(proposal))
}

async fn subject(client: &Client, about: About) -> anyhow::Result<Subject> {
    Ok(match about {
        About::Admit { who } => Subject::Admit(client.lookup(&who).await?.account),
        About::Remove { who } => Subject::Remove(client.lookup(&who).await?.account),
        About::Rename { new } => Subject::Rename(new),
        About::Ask { question } => Subject::Question(question),
        About::Appoint { .. } | About::Dismiss { .. } | About::Policy(_) | About::Close => {
            return Err(Error::NotDecidedPrivately.into());
        }
    })
}

/// What a place in the history proposes, and how one votes on it.
pub fn proposes(post: &PrivatePost) -> String {
    let what = post.proposal.as_ref().map_or(String::new(), words);
    let name = &post.channel;
    match post.sequence_number {
        Some(number) => {
            format!("(proposes to {what}; `postern channel vote {name} {number} yes` or `no`)")
        }
        None => format!("(proposes to {what})"),
    }
}

fn words(subject: &PrivateSubject) -> String {
    let PrivateSubject {
        subject,
        account,
        text,
    } = subject;
    let text = text.as_ref().map(|text| format!("`{}`", in_a_line(text)));
    let about = account.clone().or(text).unwrap_or_default();
    format!("{subject} {about}")
}

impl Output for PrivateProposal {
    fn text(&self) -> String {
        let counts = [self.ayes, self.nays, self.needed, self.electors];
        let state = (self.passed, self.closed);
        tally(self.proposal, &words(&self.subject), counts, state)
    }
}
