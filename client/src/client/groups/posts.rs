//! What is said in a private channel.

use super::{
    records::{Changed, Kept, Post, Said},
    Client,
};
use crate::{
    chain::types::AccountId,
    client::{address, read::iso8601},
    Result,
};
use postern_conversations::{Body, Member, MessageRef, Position};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

/// A message that was posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PostedPrivately {
    /// Its identifier.
    pub id: String,
    /// The channel.
    pub channel: String,
    /// Its place, once a block has it.
    pub sequence_number: Option<Position>,
}

/// Something that happened in a private channel, as far as this device could read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PrivatePost {
    /// The channel.
    pub channel: String,
    /// Its place; none while no block has it.
    pub sequence_number: Option<Position>,
    /// Identifier of a message.
    pub id: Option<String>,
    /// Address of who has said or done it.
    pub from: Option<String>,
    /// Their handle.
    pub handle: Option<String>,
    /// Their device.
    pub device: Option<String>,
    /// Whether that device had proven by then that it holds its key.
    pub authenticated: bool,
    /// When it was said, by the clock of who has said it.
    pub sent_at: Option<String>,
    /// The text of a message.
    pub text: Option<String>,
    /// Who came in.
    pub added: Vec<String>,
    /// Who went.
    pub removed: Vec<String>,
    /// Why there is nothing to be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl Client {
    /// Says something in a private channel, and waits until a block has it.
    ///
    /// Should the connection break before that, it is posted by the next command that is about
    /// the channel.
    ///
    /// # Errors
    /// When this device is no member; when nothing can be written.
    pub async fn post_privately(&self, name: &str, text: &str) -> Result<PostedPrivately> {
        let id = self.private_room(name)?;
        self.ensure_own_certificate().await?;
        // Whether this device is a member still is known behind it.
        self.sync(&id).await?;
        let now = self.moment().await?;
        let body = Body::text(text);
        let message = self
            .step(|core| core.say(&id, body.clone(), None, now))
            .await?;
        let said = Said {
            from: Member {
                account: self.account(),
                device: self.device(),
            },
            message,
            authenticated: true,
            sent_at: now,
            body,
        };
        self.with_groups(|groups| Ok(groups.records.keep_said(&id, None, None, said)?))?;
        self.catch_up(&id).await?;
        let of = MessageRef {
            device: self.device(),
            id: message,
        };
        Ok(PostedPrivately {
            id: hex::encode(message),
            channel: name.into(),
            sequence_number: self.with_groups(|groups| Ok(groups.records.place_of(&id, &of)?))?,
        })
    }

    /// What was said in a private channel and who came and went, oldest first: from a place on,
    /// or without one the last of it. A member reads what was said since they came.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn read_privately(
        &self,
        name: &str,
        from: Option<Position>,
        limit: u32,
    ) -> Result<Vec<PrivatePost>> {
        let id = self.private_room(name)?;
        self.catch_up_if_possible(&id).await?;
        let now = self.moment().await?;
        let posts = self.with_groups(|groups| {
            groups.records.drop_ended(now)?;
            Ok(groups.records.posts(&id, from, limit)?)
        })?;
        let accounts: BTreeSet<_> = posts.iter().filter_map(|(_, kept)| author(kept)).collect();
        let accounts: Vec<_> = accounts.into_iter().collect();
        let handles = self.handles(&accounts).await?;
        let shown = posts.into_iter().map(|post| show(name, post, &handles));
        Ok(shown.collect())
    }
}

fn author(kept: &Kept) -> Option<AccountId> {
    match kept {
        Kept::Said(said) => Some(said.from.account),
        Kept::Changed(changed) => Some(changed.by.account),
        Kept::Lost => None,
    }
}

fn show(channel: &str, post: Post, handles: &HashMap<AccountId, String>) -> PrivatePost {
    let (sequence_number, kept) = post;
    let by = author(&kept);
    let mut shown = PrivatePost {
        channel: channel.into(),
        sequence_number,
        from: by.as_ref().map(address),
        handle: by.and_then(|by| handles.get(&by).cloned()),
        ..PrivatePost::default()
    };
    match kept {
        Kept::Said(said) => {
            shown.id = Some(hex::encode(said.message));
            shown.device = Some(said.from.device.to_string());
            shown.authenticated = said.authenticated;
            shown.sent_at = Some(iso8601(said.sent_at));
            match said.body {
                Body::Text { text, .. } => shown.text = Some(text),
                _ => shown.error = Some("this version does not show messages of this kind".into()),
            }
        }
        Kept::Changed(Changed { by, added, removed }) => {
            shown.device = Some(by.device.to_string());
            shown.added = people(&added);
            shown.removed = people(&removed);
        }
        Kept::Lost => shown.error = Some("nobody delivered the content in time".into()),
    }
    shown
}

/// Addresses, each once however many devices there are.
fn people(members: &[Member]) -> Vec<String> {
    let accounts: BTreeSet<_> = members.iter().map(|member| member.account).collect();
    accounts.iter().map(address).collect()
}
