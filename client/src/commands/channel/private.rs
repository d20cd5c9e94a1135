//! Private rooms: what their commands do and print.

use super::voting;
use crate::{
    output::{printable, Output},
    progress::Bars,
    Global,
};
use postern_client::{
    amount,
    client::{
        has_private_channels, Client, MessageName, PostedPrivately, PrivateChannel, PrivateMember,
        PrivatePost, ReceivedFile, Saying,
    },
};
use postern_primitives::Cid;
use serde::Serialize;

/// This home's keystore, if it has private channels; without any, no passphrase is asked for.
pub async fn client(global: &Global) -> anyhow::Result<Option<Client>> {
    Ok(match has_private_channels(&global.settings()?.home) {
        true => Some(global.client().await?),
        false => None,
    })
}

/// The same, if one of them has this name.
pub async fn client_for(global: &Global, name: &str) -> anyhow::Result<Option<Client>> {
    match client(global).await? {
        Some(client) if client.is_private_channel(name)? => Ok(Some(client)),
        _ => Ok(None),
    }
}

/// Opens one.
pub async fn create(global: &Global, client: &Client, name: &str) -> anyhow::Result<()> {
    let channel = client.create_private_channel(name).await?;
    global.print(&Done::new(channel, "opened"))
}

/// Joins by an invitation.
pub async fn join(global: &Global, client: &Client, letter: &Cid) -> anyhow::Result<()> {
    let channel = client.join_privately(letter).await?;
    global.print(&Done::new(channel, "joined"))
}

/// Leaves for good.
pub async fn leave(global: &Global, client: &Client, name: &str) -> anyhow::Result<()> {
    let channel = client.leave_privately(name).await?;
    global.print(&Done::new(channel, "left"))
}

/// Invites somebody.
pub async fn invite(global: &Global, client: &Client, name: &str, who: &str) -> anyhow::Result<()> {
    let channel = client.invite_privately(name, who).await?;
    global.print(&Done::new(channel, "invited somebody to"))
}

/// Removes somebody.
pub async fn remove(global: &Global, client: &Client, name: &str, who: &str) -> anyhow::Result<()> {
    let channel = client.remove_privately(name, who).await?;
    global.print(&Done::new(channel, "removed a member from"))
}

/// Says something.
pub async fn post(
    global: &Global,
    client: &Client,
    name: &str,
    saying: &Saying,
) -> anyhow::Result<()> {
    let bars = Bars::new(global.json);
    global.print(&client.post_privately(name, saying, &bars).await?)
}

/// Puts another text in the place of an earlier one.
pub async fn edit(
    global: &Global,
    name: &str,
    message: MessageName,
    text: &str,
) -> anyhow::Result<()> {
    let client = global.client().await?;
    global.print(&client.edit_privately(name, message, text).await?)
}

/// Calls it otherwise.
pub async fn rename(global: &Global, name: &str, new: &str, here_only: bool) -> anyhow::Result<()> {
    let client = global.client().await?;
    let channel = client.rename_privately(name, new, here_only).await?;
    global.print(&Done::new(channel, "renamed"))
}

/// Renews this device's keys.
pub async fn renew(global: &Global, name: &str) -> anyhow::Result<()> {
    let client = global.client().await?;
    let channel = client.renew_privately(name).await?;
    global.print(&Done::new(channel, "renewed your keys in"))
}

/// Has a message forgotten.
pub async fn delete(global: &Global, name: &str, message: MessageName) -> anyhow::Result<()> {
    let client = global.client().await?;
    global.print(&client.delete_privately(name, message).await?)
}

/// Reacts to a message.
pub async fn react(
    global: &Global,
    name: &str,
    message: MessageName,
    reaction: &str,
) -> anyhow::Result<()> {
    let client = global.client().await?;
    global.print(&client.react_privately(name, message, reaction).await?)
}

/// Shows what was said.
pub async fn history(
    global: &Global,
    client: &Client,
    name: &str,
    from: Option<u64>,
    limit: u32,
) -> anyhow::Result<()> {
    let posts = client.read_privately(name, from, limit).await?;
    posts.iter().try_for_each(|post| global.print(post))
}

/// Lists who is in.
pub async fn members(global: &Global, client: &Client, name: &str) -> anyhow::Result<()> {
    let members = client.private_members(name).await?;
    members.iter().try_for_each(|member| global.print(member))
}

/// Asks members to prove that they hold their keys, and lists whom.
pub async fn verify(global: &Global, name: &str, who: Option<&str>) -> anyhow::Result<()> {
    let client = global.client().await?;
    let asked = client.verify_privately(name, who).await?;
    if asked.is_empty() && !global.json {
        eprintln!("Everybody has proven it to you, or was asked before.");
    }
    asked.iter().try_for_each(|member| global.print(member))
}

/// Lists this home's private channels.
pub async fn list(global: &Global) -> anyhow::Result<()> {
    let Some(client) = client(global).await? else {
        return Ok(());
    };
    let channels = client.private_channels().await?.into_iter();
    let mut listed = channels.map(|channel| Done::new(channel, ""));
    listed.try_for_each(|channel| global.print(&channel))
}

/// A private channel, and what was done to it; nothing if it is only listed.
#[derive(Serialize)]
struct Done {
    #[serde(flatten)]
    channel: PrivateChannel,
    #[serde(skip)]
    done: &'static str,
}

impl Done {
    fn new(channel: PrivateChannel, done: &'static str) -> Self {
        Self { channel, done }
    }
}

impl Output for Done {
    fn text(&self) -> String {
        let PrivateChannel {
            channel,
            standing,
            members,
            ..
        } = &self.channel;
        match (self.done, *standing) {
            ("", "member") => format!("{channel}: private, {members} members"),
            ("", standing) => format!("{channel}: private, {standing}"),
            (done, _) => format!("{done} private channel {channel}"),
        }
    }
}

impl Output for PostedPrivately {
    fn text(&self) -> String {
        format!("posted to {} as {}", self.channel, self.id)
    }
}

impl Output for PrivateMember {
    fn text(&self) -> String {
        let name = self.handle.as_deref().unwrap_or(&self.address);
        let proven = match self.authenticated {
            true => "",
            false => " (has not proven to you yet that they hold their keys)",
        };
        format!("{name}{proven}")
    }
}

impl Output for PrivatePost {
    fn text(&self) -> String {
        let number = match self.sequence_number {
            Some(number) => format!("#{number}"),
            None => "(on its way)".into(),
        };
        let from = self.handle.as_deref().or(self.from.as_deref());
        let from = from.unwrap_or("somebody unknown");
        if self.id.is_some() {
            return message(self, &number, from);
        }
        if let Some(error) = &self.error {
            return format!("{number} {from}: {error}");
        }
        let mut done = Vec::new();
        for (what, people) in [("added", &self.added), ("removed", &self.removed)] {
            if !people.is_empty() {
                done.push(format!("{what} {}", people.join(", ")));
            }
        }
        if done.is_empty() {
            done.push("renewed their keys".into());
        }
        format!("{number} {from} {}", done.join(" and "))
    }
}

impl Output for ReceivedFile {
    fn text(&self) -> String {
        format!("{} ({} bytes)", self.path.display(), self.size)
    }
}

/// A message in a line, and what people have made of it below.
fn message(post: &PrivatePost, number: &str, from: &str) -> String {
    let time = post.sent_at.as_deref().unwrap_or_default();
    let answers = match (post.reply_to_number, &post.reply_to) {
        (Some(number), _) => format!(" to #{number}"),
        (None, Some(_)) => " to what is not here".into(),
        (None, None) => String::new(),
    };
    let said = match (&post.text, &post.renamed, &post.error) {
        // Nothing that was said looks like a line of somebody else.
        (Some(text), ..) => printable(text).replace('\n', "\n    "),
        (_, Some(name), _) => format!("(calls this channel `{}`)", in_a_line(name)),
        _ if post.proposal.is_some() => voting::proposes(post),
        (.., Some(error)) => format!("({error})"),
        (None, None, None) => "(deleted)".into(),
    };
    let edited = post.edited_at.as_ref().map_or("", |_| " (edited)");
    let mut lines = format!("{number} {time} {from}{answers}: {said}{edited}");
    if let Some(paid) = &post.paid {
        let sum = paid.amount.parse().map(amount).unwrap_or_default();
        let (block, transaction) = (paid.block, &paid.transaction);
        lines.push_str(&format!(
            "\n    with {sum}, in block {block} as {transaction}"
        ));
    }
    for file in &post.files {
        let name = in_a_line(&file.name);
        lines.push_str(&format!("\n    file {name} ({} bytes)", file.size));
    }
    for made in &post.reactions {
        let by = made.handle.as_ref().unwrap_or(&made.from);
        lines.push_str(&format!("\n    {by}: {}", in_a_line(&made.reaction)));
    }
    for (read, what) in [(false, "has come to"), (true, "read by")] {
        let of = post.receipts.iter().filter(|receipt| receipt.read == read);
        let of: Vec<_> = of
            .map(|receipt| receipt.handle.as_ref().unwrap_or(&receipt.from).as_str())
            .collect();
        if !of.is_empty() {
            lines.push_str(&format!("\n    {what} {}", of.join(", ")));
        }
    }
    lines
}

/// What somebody else has chosen, without the power to begin another line.
pub fn in_a_line(text: &str) -> String {
    printable(text).replace(['\n', '\t'], " ")
}
