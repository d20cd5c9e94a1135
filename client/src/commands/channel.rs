use crate::{
    output::{printable, Output},
    Global,
};
use clap::Subcommand;
use postern_client::{
    chain::types::ChannelInfo,
    client::{address, ChannelPost},
    defaults,
};
use serde::Serialize;

/// Public rooms.
#[derive(Subcommand)]
pub enum Channel {
    /// Open a public channel; you are its owner and first member.
    Create {
        /// Its name: 3 to 32 of a-z, 0-9 and inner -.
        name: String,
    },
    /// Join a channel, so as to post to it. Reading needs no membership.
    Join {
        /// Its name.
        name: String,
    },
    /// Leave a channel.
    Leave {
        /// Its name.
        name: String,
    },
    /// Post a text for everybody to read.
    Post {
        /// The channel's name.
        name: String,
        /// The text.
        text: String,
    },
    /// Show the posts of a channel, oldest first.
    History {
        /// Its name.
        name: String,
        /// Number of the first post to show [default: the last ones are shown].
        #[arg(long)]
        from: Option<u64>,
        /// How many posts to show.
        #[arg(long, default_value_t = defaults::HISTORY)]
        limit: u32,
    },
}

#[derive(Serialize)]
struct Room {
    channel: String,
    number: u32,
    owner: String,
    members: u32,
    posts: u64,
    #[serde(skip)]
    done: &'static str,
}

impl Room {
    fn new(channel: &ChannelInfo, done: &'static str) -> Self {
        Self {
            channel: channel.name.to_string(),
            number: channel.id,
            owner: address(&channel.owner),
            members: channel.members,
            posts: channel.posts,
            done,
        }
    }
}

impl Output for Room {
    fn text(&self) -> String {
        format!("{} channel {}", self.done, self.channel)
    }
}

#[derive(Serialize)]
struct Posted {
    id: String,
    channel: String,
}

impl Output for Posted {
    fn text(&self) -> String {
        format!("posted to {} as {}", self.channel, self.id)
    }
}

impl Output for ChannelPost {
    fn text(&self) -> String {
        let from = self.handle.as_deref().unwrap_or(&self.from);
        let time = self.sent_at.as_deref().unwrap_or("at an unknown time");
        let text = self
            .text
            .as_deref()
            .or(self.error.as_deref())
            .unwrap_or_default();
        format!(
            "#{} {time} {from}: {}",
            self.sequence_number,
            printable(text)
        )
    }
}

impl Channel {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let client = global.client().await?;
        match self {
            Self::Create { name } => {
                global.print(&Room::new(&client.create_channel(&name).await?, "opened"))
            }
            Self::Join { name } => {
                global.print(&Room::new(&client.join_channel(&name).await?, "joined"))
            }
            Self::Leave { name } => {
                global.print(&Room::new(&client.leave_channel(&name).await?, "left"))
            }
            Self::Post { name, text } => {
                let id = client.post(&name, &text).await?.to_string();
                global.print(&Posted { id, channel: name })
            }
            Self::History { name, from, limit } => {
                let from = match from {
                    Some(from) => from,
                    None => client
                        .channel(&name)
                        .await?
                        .posts
                        .saturating_sub(limit.into()),
                };
                let posts = client.history(&name, from, limit).await?;
                posts.iter().try_for_each(|post| global.print(post))
            }
        }
    }
}
