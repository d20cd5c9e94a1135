//! What can be decided about a channel.

use clap::{Args, Subcommand};
use postern_client::chain::channels::{Authority, JoinRule, Policy, PostRule};
use std::time::Duration;

/// What is decided or proposed.
#[derive(Subcommand)]
pub enum About {
    /// Let somebody join.
    Admit {
        /// Handle or address.
        who: String,
    },
    /// Remove a member.
    Remove {
        /// Handle or address.
        who: String,
    },
    /// Make a member a moderator.
    Appoint {
        /// Handle or address.
        who: String,
    },
    /// Make a moderator an ordinary member.
    Dismiss {
        /// Handle or address.
        who: String,
    },
    /// Change the rules; those that are not named stay.
    Policy(Changes),
    /// Close the channel for everybody.
    Close,
    /// Call a private channel otherwise.
    Rename {
        /// What it is to be called.
        new: String,
    },
    /// Ask the members of a private channel something.
    Ask {
        /// What.
        question: String,
    },
}

/// Rules to be changed.
#[derive(Args)]
#[group(required = true, multiple = true)]
pub struct Changes {
    /// Who may join.
    #[arg(long)]
    join: Option<JoinRule>,
    /// Who may post.
    #[arg(long)]
    post: Option<PostRule>,
    /// How many posts are kept.
    #[arg(long, value_name = "NUMBER")]
    keep_posts: Option<u32>,
    /// For how long posts are kept, such as 30d; for those that come.
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    keep_for: Option<Duration>,
    /// Who decides on members.
    #[arg(long, value_name = "WHO")]
    on_members: Option<Authority>,
    /// Who decides on moderators.
    #[arg(long, value_name = "WHO")]
    on_moderators: Option<Authority>,
    /// Who decides on these rules, and on closing the channel.
    #[arg(long, value_name = "WHO")]
    on_policy: Option<Authority>,
}

impl Changes {
    /// The rules after the changes. A slot is as long as a block takes.
    pub fn apply(self, mut policy: Policy, slot_milliseconds: u64) -> Policy {
        fn change<T>(rule: &mut T, to: Option<T>) {
            if let Some(to) = to {
                *rule = to;
            }
        }
        let blocks = self.keep_for.map(|time| {
            let slots = time.as_millis() / u128::from(slot_milliseconds.max(1));
            u32::try_from(slots).unwrap_or(u32::MAX)
        });
        change(&mut policy.join, self.join);
        change(&mut policy.post, self.post);
        change(&mut policy.retention.posts, self.keep_posts);
        change(&mut policy.retention.blocks, blocks);
        change(&mut policy.decisions.members, self.on_members);
        change(&mut policy.decisions.moderators, self.on_moderators);
        change(&mut policy.decisions.policy, self.on_policy);
        policy
    }
}
