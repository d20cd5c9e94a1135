//! Calls about channels, beyond joining and posting.

use super::{Decisions, Policy, Retention, Subject};
use crate::chain::{types::AccountId, Call};
use subxt::dynamic::Value;

impl Call {
    /// Takes a post back.
    pub fn retract_post(channel: u32, sequence_number: u64) -> Self {
        let number = Value::u128(sequence_number.into());
        Self::about(channel, "retract_post", [number])
    }

    /// Decides at once what the channel's policy lets the signer decide.
    pub fn decide(channel: u32, subject: &Subject) -> Self {
        let account = |who: &AccountId| Value::from_bytes(who);
        let moderator = |who: &AccountId, yes| [account(who), Value::bool(yes)];
        match subject {
            Subject::Admit(who) => Self::about(channel, "invite", [account(who)]),
            Subject::Remove(who) => Self::about(channel, "remove_member", [account(who)]),
            Subject::Appoint(who) => Self::about(channel, "set_moderator", moderator(who, true)),
            Subject::Dismiss(who) => Self::about(channel, "set_moderator", moderator(who, false)),
            Subject::Policy(policy) => Self::about(channel, "set_policy", [policy.into()]),
            Subject::Close => Self::about(channel, "close", []),
        }
    }

    /// Opens a proposal.
    pub fn propose(channel: u32, subject: &Subject) -> Self {
        Self::about(channel, "propose", [subject.into()])
    }

    /// Votes on a proposal.
    pub fn vote(channel: u32, proposal: u32, aye: bool) -> Self {
        let arguments = [Value::u128(proposal.into()), Value::bool(aye)];
        Self::about(channel, "vote", arguments)
    }

    /// Closes a vote that is decided, or withdraws one's own.
    pub fn close_vote(channel: u32, proposal: u32) -> Self {
        Self::about(channel, "close_vote", [Value::u128(proposal.into())])
    }

    /// Clears a proposal away that was not decided in time.
    pub fn expire_vote(channel: u32, proposal: u32) -> Self {
        Self::about(channel, "expire", [Value::u128(proposal.into())])
    }

    pub(super) fn about(channel: u32, name: &str, rest: impl IntoIterator<Item = Value>) -> Self {
        let mut arguments = vec![Value::u128(channel.into())];
        arguments.extend(rest);
        Self::new("Channels", name, arguments)
    }
}

/// A variant without fields, by the name that it has here and on the chain alike.
fn variant(value: impl std::fmt::Debug) -> Value {
    Value::unnamed_variant(format!("{value:?}"), [])
}

impl From<&Subject> for Value {
    fn from(subject: &Subject) -> Self {
        let of = |name: &str, who: &AccountId| Self::unnamed_variant(name, [Self::from_bytes(who)]);
        match subject {
            Subject::Admit(who) => of("Admit", who),
            Subject::Remove(who) => of("Remove", who),
            Subject::Appoint(who) => of("Appoint", who),
            Subject::Dismiss(who) => of("Dismiss", who),
            Subject::Policy(policy) => Self::unnamed_variant("Policy", [policy.into()]),
            Subject::Close => Self::unnamed_variant("Close", []),
        }
    }
}

impl From<&Policy> for Value {
    fn from(policy: &Policy) -> Self {
        let Retention { posts, blocks } = policy.retention;
        let Decisions {
            members,
            moderators,
            policy: on_policy,
        } = policy.decisions;
        Self::named_composite([
            ("join", variant(policy.join)),
            ("post", variant(policy.post)),
            (
                "retention",
                Self::named_composite([
                    ("posts", Self::u128(posts.into())),
                    ("blocks", Self::u128(blocks.into())),
                ]),
            ),
            (
                "decisions",
                Self::named_composite([
                    ("members", variant(members)),
                    ("moderators", variant(moderators)),
                    ("policy", variant(on_policy)),
                ]),
            ),
        ])
    }
}
