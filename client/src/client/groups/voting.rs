//! Votes in private channels. The chain knows nothing of them: what was said is counted by the
//! state machine of every member, and what was decided is done by the one whose command notices.

use super::Client;
use crate::{
    client::{address, read::iso8601, reading::channel_name},
    Error, Result,
};
use postern_conversations::{
    Account, Body, ConversationId, MessageRef, Outcome, Position, Proposal, Subject,
};
use serde::Serialize;

/// What is voted on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrivateSubject {
    /// `admit`, `remove`, `rename` or `ask`.
    pub subject: &'static str,
    /// Address of who is to come or go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// What the channel is to be called, or what is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl From<Subject> for PrivateSubject {
    fn from(subject: Subject) -> Self {
        let (subject, account, text) = match subject {
            Subject::Admit(who) => ("admit", Some(who), None),
            Subject::Remove(who) => ("remove", Some(who), None),
            Subject::Rename(name) => ("rename", None, Some(name)),
            Subject::Question(text) => ("ask", None, Some(text)),
        };
        let account = account.as_ref().map(address);
        Self {
            subject,
            account,
            text,
        }
    }
}

/// A proposal in a private channel, with the names that one in a public channel has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrivateProposal {
    /// What the channel is called here.
    pub channel: String,
    /// The place of the proposal.
    pub proposal: Position,
    /// What it is.
    #[serde(flatten)]
    pub subject: PrivateSubject,
    /// Address of who has proposed it.
    pub proposer: String,
    /// What it needs.
    pub needs: &'static str,
    /// When voting ends, by the chain's clock.
    pub ends_at: String,
    /// How many people have a vote.
    pub electors: u32,
    /// How many of them have to agree.
    pub needed: u32,
    /// How many agree.
    pub ayes: u32,
    /// How many disagree.
    pub nays: u32,
    /// Whether it has passed; none while that is open, and if nothing has come out.
    pub passed: Option<bool>,
    /// Whether nobody votes on it any more.
    pub closed: bool,
}

impl PrivateProposal {
    fn new(channel: &str, proposal: Proposal) -> Self {
        Self {
            channel: channel.into(),
            proposal: proposal.position,
            needed: proposal.needed(),
            subject: proposal.subject.into(),
            proposer: address(&proposal.by.account),
            needs: "member-majority",
            ends_at: iso8601(proposal.ends_at),
            electors: proposal.electors,
            ayes: proposal.ayes,
            nays: proposal.nays,
            passed: match proposal.outcome {
                Outcome::Passed => Some(true),
                Outcome::Rejected => Some(false),
                Outcome::Open | Outcome::Expired | Outcome::Withdrawn => None,
            },
            closed: proposal.outcome != Outcome::Open,
        }
    }
}

impl Client {
    /// What is voted on in a private channel, and what was decided in the last two weeks.
    ///
    /// # Errors
    /// When this device is no member, and when the node cannot be asked.
    pub async fn proposals_privately(&self, name: &str) -> Result<Vec<PrivateProposal>> {
        let id = self.private_room(name)?;
        self.catch_up_if_possible(&id).await?;
        let mut proposals = self.all_counted(&id).await?;
        let is_over = |outcome| matches!(outcome, Outcome::Expired | Outcome::Withdrawn);
        proposals.retain(|one| !is_over(one.outcome));
        let shown = proposals.into_iter();
        Ok(shown.map(|one| PrivateProposal::new(name, one)).collect())
    }

    /// Proposes something to the members of a private channel. That is no vote.
    ///
    /// # Errors
    /// [`Error::AlreadyInChannel`], [`Error::NotInChannel`]; when a name is none; when nothing can
    /// be written.
    pub async fn propose_privately(
        &self,
        name: &str,
        subject: &Subject,
    ) -> Result<PrivateProposal> {
        let id = self.private_room(name)?;
        self.ready_to_say(&id).await?;
        self.ensure_sensible(&id, subject)?;
        let subject = subject.clone();
        let said = self
            .say(&id, name, Body::Proposal { subject }, None)
            .await?;
        let proposals = self.all_counted(&id).await?;
        let own = |one: &Proposal| hex::encode(one.message.id) == said.id;
        let found = proposals.into_iter().find(own);
        let found = found.ok_or(Error::UnknownProposal)?;
        Ok(PrivateProposal::new(name, found))
    }

    /// Votes, in the place of an earlier vote of this account; and does what is decided by that.
    ///
    /// # Errors
    /// [`Error::UnknownProposal`], [`Error::VoteOver`]; when nothing can be written, or what was
    /// decided cannot be done: [`settle_privately`](Self::settle_privately) does it then.
    pub async fn vote_privately(
        &self,
        name: &str,
        number: Position,
        aye: bool,
    ) -> Result<PrivateProposal> {
        let id = self.private_room(name)?;
        self.ready_to_say(&id).await?;
        let found = self.counted_at(&id, number).await?;
        if found.outcome != Outcome::Open {
            return Err(Error::VoteOver);
        }
        let (on, now) = (found.message, self.moment().await?);
        let vote = Body::Vote { on, aye };
        self.step(|core| core.say(&id, vote.clone(), None, now))
            .await?;
        self.catch_up(&id).await?;
        self.carried_out(&id, name, &on).await
    }

    /// Does what was decided, if that is not done; or withdraws one's own.
    ///
    /// # Errors
    /// [`Error::UnknownProposal`], [`Error::VoteGoesOn`]; when nothing can be written.
    pub async fn settle_privately(&self, name: &str, number: Position) -> Result<PrivateProposal> {
        let id = self.private_room(name)?;
        self.ready_to_say(&id).await?;
        let found = self.counted_at(&id, number).await?;
        let of = found.message;
        match found.outcome {
            Outcome::Open if found.by.account == self.account() => {
                self.say(&id, name, Body::Delete { of }, None).await?;
                let found = self.counted(&id, &of).await?;
                Ok(PrivateProposal::new(name, found))
            }
            Outcome::Open => Err(Error::VoteGoesOn {
                ends_at: iso8601(found.ends_at),
            }),
            _ => self.carried_out(&id, name, &of).await,
        }
    }

    /// A proposal, after what it has decided is done.
    async fn carried_out(
        &self,
        id: &ConversationId,
        name: &str,
        of: &MessageRef,
    ) -> Result<PrivateProposal> {
        let mut found = self.counted(id, of).await?;
        let is_due = |found: &Proposal| found.outcome == Outcome::Passed && !found.is_done;
        if is_due(&found) {
            // The chain may still take back the vote that has decided it.
            self.until_settled(id).await?;
            found = self.counted(id, of).await?;
        }
        let mut called = name.to_owned();
        if is_due(&found) {
            match &found.subject {
                Subject::Admit(who) => self.admit(name, who).await?,
                // Nobody removes themselves. Another member does.
                Subject::Remove(who) if *who == self.account() => {}
                Subject::Remove(who) => drop(self.remove_privately(name, &address(who)).await?),
                // What it is called here already, from what somebody has said before.
                Subject::Rename(new) if new == name => {
                    let name = new.clone();
                    self.say(id, new, Body::Rename { name }, None).await?;
                }
                Subject::Rename(new) => {
                    let renamed = self.rename_privately(name, new, false).await?;
                    called = renamed.channel;
                }
                Subject::Question(_) => {}
            }
        }
        Ok(PrivateProposal::new(&called, found))
    }

    async fn admit(&self, name: &str, who: &Account) -> Result<()> {
        match self.invite_privately(name, &address(who)).await {
            // By another member, a moment ago.
            Ok(_) | Err(Error::AlreadyInChannel { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn ensure_sensible(&self, id: &ConversationId, subject: &Subject) -> Result<()> {
        let members = self.with_groups(|groups| Ok(groups.core.summary(id)?.members))?;
        let is_in = |who: &Account| members.iter().any(|(one, _)| one.account == *who);
        match subject {
            Subject::Admit(who) if is_in(who) => Err(Error::AlreadyInChannel { who: address(who) }),
            Subject::Remove(who) if !is_in(who) => Err(Error::NotInChannel { who: address(who) }),
            Subject::Rename(name) => channel_name(name).map(drop),
            _ => Ok(()),
        }
    }

    async fn all_counted(&self, id: &ConversationId) -> Result<Vec<Proposal>> {
        let now = self.chain.moment().await?;
        self.step(|core| core.proposals(id, now)).await
    }

    async fn counted(&self, id: &ConversationId, of: &MessageRef) -> Result<Proposal> {
        let mut proposals = self.all_counted(id).await?.into_iter();
        let found = proposals.find(|one| one.message == *of);
        found.ok_or(Error::UnknownProposal)
    }

    async fn counted_at(&self, id: &ConversationId, number: Position) -> Result<Proposal> {
        let mut proposals = self.all_counted(id).await?.into_iter();
        let found = proposals.find(|one| one.position == number);
        found.ok_or(Error::UnknownProposal)
    }
}
