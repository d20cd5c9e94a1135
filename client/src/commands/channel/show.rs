//! What commands about channels print.

use super::private::in_a_line;
use crate::output::{printable, Output};
use postern_client::{
    chain::{
        channels::{Authority, MemberInfo, Policy, ProposalInfo, Subject},
        types::{AccountId, ChannelInfo},
    },
    client::{address, ChannelPost},
};
use postern_primitives::Handle;
use serde::Serialize;

#[derive(Serialize)]
pub struct Room {
    channel: String,
    number: u32,
    owner: String,
    members: u32,
    moderators: u32,
    posts: u32,
    proposals: u32,
    policy: Policy,
    #[serde(skip)]
    done: &'static str,
}

impl Room {
    /// A channel, and what was done to it; nothing if it is only listed.
    pub fn new(channel: &ChannelInfo, done: &'static str) -> Self {
        Self {
            channel: channel.name.to_string(),
            number: channel.id,
            owner: address(&channel.owner),
            members: channel.members,
            moderators: channel.moderators,
            posts: channel.posts,
            proposals: channel.proposals,
            policy: channel.policy.clone(),
            done,
        }
    }
}

impl Output for Room {
    fn text(&self) -> String {
        if self.done.is_empty() {
            let Self {
                channel,
                members,
                posts,
                ..
            } = self;
            return format!("{channel}: {members} members, {posts} posts");
        }
        format!("{} channel {}", self.done, self.channel)
    }
}

#[derive(Serialize)]
pub struct Posted {
    pub id: String,
    pub channel: String,
}

impl Output for Posted {
    fn text(&self) -> String {
        format!("posted to {} as {}", self.channel, self.id)
    }
}

impl Output for ChannelPost {
    fn text(&self) -> String {
        let from = self.handle.as_deref().or(self.from.as_deref());
        let from = from.unwrap_or("somebody unknown");
        let time = self.sent_at.as_deref().unwrap_or("at an unknown time");
        let text = self
            .text
            .as_deref()
            .or(self.error.as_deref())
            .unwrap_or_default();
        let mut lines = format!(
            "#{} {time} {from}: {}",
            self.sequence_number,
            printable(text)
        );
        for file in &self.files {
            let name = in_a_line(&file.name);
            lines.push_str(&format!("\n    file {name} ({} bytes)", file.size));
        }
        lines
    }
}

#[derive(Serialize)]
pub struct Member {
    address: String,
    handle: Option<String>,
    moderator: bool,
    joined_at: u32,
}

impl Member {
    pub fn new(member: &MemberInfo, handle: Option<&Handle>) -> Self {
        Self {
            address: address(&member.account),
            handle: handle.map(ToString::to_string),
            moderator: member.moderator,
            joined_at: member.joined_at,
        }
    }
}

impl Output for Member {
    fn text(&self) -> String {
        let name = self.handle.as_deref().unwrap_or(&self.address);
        let role = if self.moderator { " (moderator)" } else { "" };
        format!("{name}{role}")
    }
}

/// A proposal; the account or the rules that it is about, if it is about any.
#[derive(Serialize)]
pub struct Proposal {
    channel: String,
    proposal: u32,
    subject: &'static str,
    account: Option<String>,
    policy: Option<Policy>,
    proposer: String,
    needs: Authority,
    ends_at: u32,
    electors: u32,
    needed: u32,
    ayes: u32,
    nays: u32,
    /// Whether it has passed; none while that is open.
    passed: Option<bool>,
    #[serde(skip)]
    settled: bool,
}

impl Proposal {
    pub fn new(channel: &str, proposal: &ProposalInfo) -> Self {
        let (subject, account) = about(&proposal.subject);
        let policy = match &proposal.subject {
            Subject::Policy(policy) => Some(policy.clone()),
            _ => None,
        };
        Self {
            channel: channel.into(),
            proposal: proposal.id,
            subject,
            account: account.map(address),
            policy,
            proposer: address(&proposal.proposer),
            needs: proposal.authority,
            ends_at: proposal.ends_at,
            electors: proposal.electors,
            needed: proposal.needed,
            ayes: proposal.ayes,
            nays: proposal.nays,
            passed: proposal.verdict,
            settled: false,
        }
    }

    /// The same, closed.
    pub fn settled(mut self) -> Self {
        self.settled = true;
        self
    }
}

impl Output for Proposal {
    fn text(&self) -> String {
        let account = self.account.as_deref().unwrap_or_default();
        let what = [self.subject, account].join(" ");
        let counts = [self.ayes, self.nays, self.needed, self.electors];
        tally(
            self.proposal.into(),
            what.trim(),
            counts,
            (self.passed, self.settled),
        )
    }
}

/// A proposal in a line.
pub fn tally(
    number: u64,
    what: &str,
    [ayes, nays, needed, electors]: [u32; 4],
    (passed, closed): (Option<bool>, bool),
) -> String {
    let state = match (passed, closed) {
        (Some(true), _) => "passed",
        (Some(false), _) => "rejected",
        (None, true) => "closed without a result",
        (None, false) => "open",
    };
    format!("#{number} {what}: {ayes} for, {nays} against, {needed} of {electors} needed, {state}")
}

fn about(subject: &Subject) -> (&'static str, Option<&AccountId>) {
    match subject {
        Subject::Admit(who) => ("admit", Some(who)),
        Subject::Remove(who) => ("remove", Some(who)),
        Subject::Appoint(who) => ("appoint", Some(who)),
        Subject::Dismiss(who) => ("dismiss", Some(who)),
        Subject::Policy(_) => ("policy", None),
        Subject::Close => ("close", None),
    }
}
