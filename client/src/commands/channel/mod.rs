//! Rooms, public and private.

mod chat;
mod decide;
mod private;
mod receipts;
mod show;
mod subject;
mod voting;

use crate::{progress::Bars, Global};
use clap::Subcommand;
use postern_client::{
    chain::{channels::Subject, Chain},
    client::{
        download_from_channel, find_channel, list_channels, list_members, list_proposals,
        read_channel, Client, MessageName, Saying,
    },
    defaults, Error,
};
use postern_ipfs::client::Client as Ipfs;
use postern_primitives::Cid;
use show::{Member, Posted, Proposal, Room};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use subject::About;

/// Rooms, public and private. A name means a private channel of this home, if it has one of
/// that name, and the public channel else.
#[derive(Subcommand)]
pub enum Channel {
    /// Open a public channel, whose owner and first member you are; or a private one.
    Create {
        /// Its name: 3 to 32 of a-z, 0-9 and inner -.
        name: String,
        /// Only those who are invited find it, read it and write to it. It takes some seconds.
        #[arg(long)]
        private: bool,
    },
    /// List public channels, and your private ones.
    List {
        /// How many to list.
        #[arg(long, default_value_t = defaults::LISTED)]
        limit: usize,
    },
    /// Join a public channel, so as to post to it, which reading it does not need; or a private
    /// one that you are invited to.
    Join {
        /// Its name; of a private one, the invitation's identifier, as `inbox` shows it.
        name: String,
    },
    /// Leave a channel. An owner who is alone in a public one closes it by leaving.
    Leave {
        /// Its name.
        name: String,
    },
    /// Post a text, for everybody to read or for the members of a private channel.
    Post {
        /// The channel's name.
        name: String,
        /// The text.
        #[arg(
            required_unless_present = "file",
            default_value = "",
            hide_default_value = true
        )]
        text: String,
        /// A file to go with it. Can be given several times.
        #[arg(long, value_name = "FILE")]
        file: Vec<PathBuf>,
        /// The message that it answers, by number or identifier; in private channels.
        #[arg(long, value_name = "MESSAGE")]
        reply_to: Option<MessageName>,
        /// How long everybody keeps it, such as 14d; in private channels [default: for good].
        #[arg(long, value_parser = humantime::parse_duration)]
        lifetime: Option<Duration>,
    },
    /// Put another text in the place of a message of yours, in a private channel.
    Edit {
        /// The channel's name.
        name: String,
        /// The message, by number or identifier.
        message: MessageName,
        /// What it says now.
        text: String,
    },
    /// Call a private channel otherwise, here, and tell its members.
    Rename {
        /// What it is called here.
        name: String,
        /// What it is to be called.
        new: String,
        /// Tell nobody.
        #[arg(long)]
        here_only: bool,
    },
    /// Renew this device's keys in a private channel, for fear that somebody has got hold of them. They
    /// are renewed once a month without being told.
    Renew {
        /// The channel's name.
        name: String,
    },
    /// Have everybody forget a message of yours, in a private channel.
    Delete {
        /// The channel's name.
        name: String,
        /// The message, by number or identifier.
        message: MessageName,
    },
    /// React to a message in a private channel, in the place of an earlier reaction.
    React {
        /// The channel's name.
        name: String,
        /// The message, by number or identifier.
        message: MessageName,
        /// An emoji, or a word [default: takes the earlier reaction back].
        #[arg(default_value = "", hide_default_value = true)]
        reaction: String,
    },
    /// Fetch the files of a post, or of a message in a private channel.
    Download {
        /// The channel's name.
        name: String,
        /// The post, by number; a message by number or identifier.
        message: MessageName,
        /// Where to save them [default: `files` in the home folder].
        #[arg(long, value_name = "DIR")]
        output: Option<PathBuf>,
    },
    /// Talk in a private channel: see what others say as it comes, and post each line of input.
    Chat {
        /// The channel's name.
        name: String,
    },
    /// Take a post back: your own, or any as a moderator.
    Retract {
        /// The channel's name.
        name: String,
        /// The post's number, as `history` shows it.
        number: u64,
    },
    /// Show the posts of a channel, oldest first. Of public ones, needs no keystore.
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
    /// List the members of a channel. Of public ones, needs no keystore.
    Members {
        /// Its name.
        name: String,
    },
    /// Ask members of a private channel to prove to you that they hold their keys; they answer when
    /// they use it again, and `members` shows it.
    Verify {
        /// The channel's name.
        name: String,
        /// Handle or address [default: some of those who were not asked yet].
        who: Option<String>,
    },
    /// Choose whether you send receipts in private channels: that messages have come, and that you
    /// have read them. Each is a post. Without a choice, show it.
    Receipts(receipts::Receipts),
    /// Add somebody to a private channel, or let them join a public one that not everybody may
    /// join.
    Invite {
        /// The channel's name.
        name: String,
        /// Handle or address.
        who: String,
    },
    /// Remove a member: of a private channel, or if you may decide that at once.
    Remove {
        /// The channel's name.
        name: String,
        /// Handle or address.
        who: String,
    },
    /// Decide something at once, if you may.
    Decide {
        /// The channel's name.
        name: String,
        #[command(subcommand)]
        about: About,
    },
    /// Propose something to be voted on for a week, in a public channel or a private one.
    Propose {
        /// The channel's name.
        name: String,
        #[command(subcommand)]
        about: About,
    },
    /// Vote on a proposal, and close the vote if that decides it, or do in a private channel what
    /// was decided. Without a number, list what can be voted on; of public channels, that needs no
    /// keystore.
    Vote {
        /// The channel's name.
        name: String,
        /// The proposal's number.
        #[arg(requires = "choice")]
        number: Option<u32>,
        /// What you say to it.
        #[arg(value_enum)]
        choice: Option<Choice>,
    },
    /// Close a vote that is decided, clear one away that was not decided in time, or withdraw
    /// your own. In a private channel, do what was decided.
    Settle {
        /// The channel's name.
        name: String,
        /// The proposal's number.
        number: u32,
    },
}

/// What somebody says to a proposal.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Choice {
    /// Agree.
    Yes,
    /// Disagree.
    No,
}

impl Channel {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        match self {
            Self::Create { name, private } => {
                let client = global.client().await?;
                if private {
                    return private::create(global, &client, &name).await;
                }
                global.print(&Room::new(&client.create_channel(&name).await?, "opened"))
            }
            Self::Join { name } => {
                let client = global.client().await?;
                if let Ok(letter) = name.parse::<Cid>() {
                    return private::join(global, &client, &letter).await;
                }
                global.print(&Room::new(&client.join_channel(&name).await?, "joined"))
            }
            Self::Leave { name } => {
                let client = global.client().await?;
                if client.is_private_channel(&name)? {
                    return private::leave(global, &client, &name).await;
                }
                global.print(&Room::new(&client.leave_channel(&name).await?, "left"))
            }
            Self::Post {
                name,
                text,
                file,
                reply_to,
                lifetime,
            } => {
                let client = global.client().await?;
                let is_plain = reply_to.is_none() && lifetime.is_none();
                if client.is_private_channel(&name)? {
                    let saying = Saying {
                        text,
                        reply_to,
                        lifetime,
                        files: file,
                    };
                    return private::post(global, &client, &name, &saying).await;
                }
                if !is_plain {
                    return Err(Error::UnknownPrivateChannel { name }.into());
                }
                let bars = Bars::new(global.json);
                let id = client.post(&name, &text, &file, &bars).await?.to_string();
                global.print(&Posted { id, channel: name })
            }
            Self::Retract { name, number } => {
                let client = global.client().await?;
                let channel = client.retract_post(&name, number).await?;
                global.print(&Room::new(&channel, "took a post back from"))
            }
            Self::Download {
                name,
                message,
                output,
            } => download(global, &name, message, output.as_deref()).await,
            Self::Chat { name } => chat::chat(global, &global.client().await?, &name).await,
            Self::Edit {
                name,
                message,
                text,
            } => private::edit(global, &name, message, &text).await,
            Self::Rename {
                name,
                new,
                here_only,
            } => private::rename(global, &name, &new, here_only).await,
            Self::Renew { name } => private::renew(global, &name).await,
            Self::Delete { name, message } => private::delete(global, &name, message).await,
            Self::React {
                name,
                message,
                reaction,
            } => private::react(global, &name, message, &reaction).await,
            Self::Verify { name, who } => private::verify(global, &name, who.as_deref()).await,
            Self::Receipts(choice) => choice.run(global).await,
            Self::List { limit } => list(global, limit).await,
            Self::History { name, from, limit } => history(global, &name, from, limit).await,
            Self::Members { name } => members(global, &name).await,
            Self::Invite { name, who } => {
                if let Some(client) = private::client_for(global, &name).await? {
                    return private::invite(global, &client, &name, &who).await;
                }
                let about = About::Admit { who };
                decide::at_once(global, &name, about, "invited somebody to").await
            }
            Self::Remove { name, who } => {
                if let Some(client) = private::client_for(global, &name).await? {
                    return private::remove(global, &client, &name, &who).await;
                }
                let about = About::Remove { who };
                decide::at_once(global, &name, about, "removed a member from").await
            }
            Self::Decide { name, about } => {
                decide::at_once(global, &name, about, "decided for").await
            }
            Self::Propose { name, about } => match private::client_for(global, &name).await? {
                Some(client) => voting::propose(global, &client, &name, about).await,
                None => decide::propose(global, &name, about).await,
            },
            Self::Vote {
                name,
                number: Some(number),
                choice: Some(choice),
            } => match private::client_for(global, &name).await? {
                Some(client) => voting::vote(global, &client, &name, number, choice).await,
                None => decide::vote(global, &name, number, choice).await,
            },
            Self::Vote { name, .. } => proposals(global, &name).await,
            Self::Settle { name, number } => match private::client_for(global, &name).await? {
                Some(client) => voting::settle(global, &client, &name, number).await,
                None => decide::settle(global, &name, number).await,
            },
        }
    }
}

async fn list(global: &Global, limit: usize) -> anyhow::Result<()> {
    let chain = Chain::connect(&global.node).await?;
    let channels = list_channels(&chain, limit).await?;
    channels
        .iter()
        .try_for_each(|channel| global.print(&Room::new(channel, "")))?;
    private::list(global).await
}

async fn history(global: &Global, name: &str, from: Option<u64>, limit: u32) -> anyhow::Result<()> {
    if let Some(client) = private::client_for(global, name).await? {
        return private::history(global, &client, name, from, limit).await;
    }
    let chain = Chain::connect(&global.node).await?;
    let ipfs = Ipfs::new(&global.ipfs)?;
    let posts = read_channel(&chain, &ipfs, name, from, limit).await?;
    posts.iter().try_for_each(|post| global.print(post))
}

async fn download(
    global: &Global,
    name: &str,
    of: MessageName,
    folder: Option<&Path>,
) -> anyhow::Result<()> {
    let bars = Bars::new(global.json);
    let files = match (private::client_for(global, name).await?, of) {
        (Some(client), of) => client.download_privately(name, of, folder, &bars).await?,
        (None, MessageName::Number(number)) => {
            let chain = Chain::connect(&global.node).await?;
            let ipfs = Ipfs::new(&global.ipfs)?;
            let own = global.settings()?.home.join(defaults::FILES_FOLDER);
            let folder = folder.unwrap_or(&own);
            download_from_channel(&chain, &ipfs, name, number, folder, &bars).await?
        }
        (None, MessageName::Id(_)) => {
            let channel = name.into();
            return Err(Error::NoSuchMessage { channel }.into());
        }
    };
    files.iter().try_for_each(|file| global.print(file))
}

async fn members(global: &Global, name: &str) -> anyhow::Result<()> {
    if let Some(client) = private::client_for(global, name).await? {
        return private::members(global, &client, name).await;
    }
    let chain = Chain::connect(&global.node).await?;
    let members = list_members(&chain, name).await?;
    members
        .iter()
        .try_for_each(|(member, handle)| global.print(&Member::new(member, handle.as_ref())))
}

async fn proposals(global: &Global, name: &str) -> anyhow::Result<()> {
    if let Some(client) = private::client_for(global, name).await? {
        return voting::list(global, &client, name).await;
    }
    let chain = Chain::connect(&global.node).await?;
    let open = list_proposals(&chain, name).await?;
    open.iter()
        .try_for_each(|proposal| global.print(&Proposal::new(name, proposal)))
}

impl About {
    /// What it means on this chain, for this channel.
    async fn subject(self, client: &Client, name: &str) -> anyhow::Result<Subject> {
        let chain = client.chain();
        Ok(match self {
            Self::Admit { who } => Subject::Admit(client.account_named(&who).await?),
            Self::Remove { who } => Subject::Remove(client.account_named(&who).await?),
            Self::Appoint { who } => Subject::Appoint(client.account_named(&who).await?),
            Self::Dismiss { who } => Subject::Dismiss(client.account_named(&who).await?),
            Self::Policy(changes) => {
                let policy = find_channel(chain, name).await?.policy;
                Subject::Policy(changes.apply(policy, chain.slot_milliseconds()))
            }
            Self::Close => Subject::Close,
            Self::Rename { .. } | Self::Ask { .. } => return Err(Error::NotDecidedPublicly.into()),
        })
    }
}
