//! What is said in a private channel.

use super::{
    has_private_channels,
    receipts::PrivateReceipt,
    records::{is_deleted, Amended, Changed, Kept, Post, Said},
    saying::reference,
    voting::PrivateSubject,
    Client, Groups,
};
use crate::{
    chain::types::AccountId,
    client::{address, read::iso8601},
    defaults::HISTORY,
    sealing::FileRef,
    Result,
};
use postern_conversations::{Account, Body, ConversationId, Member, MessageRef, Position};
use postern_primitives::BlockNumber;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Something that happened in a private channel, as far as this device could read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PrivatePost {
    /// What the channel is called here; nothing of a conversation of two.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub channel: String,
    /// With whom a conversation of two is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    /// The group's identifier, the same for all of its members.
    pub conversation: String,
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
    /// The text of a message, as it is now.
    pub text: Option<String>,
    /// What its sender says to have paid with it. `inbox` says what the chain says of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid: Option<PrivatePayment>,
    /// Its files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<PrivateFile>,
    /// When it got that text, if it had another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<String>,
    /// Whether whoever has said it wants it forgotten.
    #[serde(skip_serializing_if = "is_false")]
    pub deleted: bool,
    /// Identifier of the message that it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// The place of that, if it is still here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to_number: Option<Position>,
    /// What people have made of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<PrivateReaction>,
    /// Who says that they have it, and who that they have read it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub receipts: Vec<PrivateReceipt>,
    /// What is to be voted on, by who says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<PrivateSubject>,
    /// What the channel is to be called, by who says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed: Option<String>,
    /// Who came in.
    pub added: Vec<String>,
    /// Who went.
    pub removed: Vec<String>,
    /// Why there is nothing to be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// A payment that a message tells of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrivatePayment {
    /// How much, in the smallest unit.
    pub amount: String,
    /// Hash of the transaction.
    pub transaction: String,
    /// The block that it is in.
    pub block: BlockNumber,
}

/// A file that a message announces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrivateFile {
    /// The name that the sender gave it.
    pub name: String,
    /// Bytes.
    pub size: u64,
}

impl From<&FileRef> for PrivateFile {
    fn from(file: &FileRef) -> Self {
        Self {
            name: file.name.clone(),
            size: file.size,
        }
    }
}

/// What somebody has made of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrivateReaction {
    /// Address of who.
    pub from: String,
    /// Their handle.
    pub handle: Option<String>,
    /// What.
    pub reaction: String,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// What is shown of one place: what is kept of it, and of what is about it.
pub(super) struct Found {
    place: Option<Position>,
    kept: Kept,
    amended: Amended,
    receipts: BTreeMap<Account, bool>,
    answered: Option<Position>,
}

impl Groups {
    pub(super) fn found(&self, id: &ConversationId, posts: Vec<Post>) -> Result<Vec<Found>> {
        let found = posts.into_iter().map(|post| self.found_one(id, post));
        found.collect()
    }

    fn found_one(&self, id: &ConversationId, (place, kept): Post) -> Result<Found> {
        let mut found = Found {
            place,
            kept,
            amended: Amended::default(),
            receipts: BTreeMap::new(),
            answered: None,
        };
        if let Kept::Said(said) = &found.kept {
            let own = self.core.identity().device();
            found.amended = self.records.amended(id, said, &own)?;
            found.receipts = self.records.receipts(id, &reference(said))?;
            // Who has written it has it, and what this device has is seen here.
            found.receipts.remove(&said.from.account);
            found.receipts.remove(&self.core.identity().account());
            if let Some(of) = answered(said) {
                found.answered = self.records.place_of(id, &of)?;
            }
        }
        Ok(found)
    }
}

impl Client {
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
        let posts = self.with_groups(|groups| {
            let posts = groups.records.posts(&id, from, limit)?;
            groups.found(&id, posts)
        })?;
        let shown = self.shown(&id, name, posts).await?;
        self.see(&id, &shown)?;
        self.tell_receipts(&id).await;
        Ok(shown)
    }

    /// What of all private channels the user has not seen, oldest first in each; it counts as seen
    /// then, unless it is to be kept. A channel that cannot be read now holds up no other.
    pub(in super::super) async fn private_news(
        &self,
        keep: bool,
        show: &mut (dyn FnMut(PrivatePost) + Send),
    ) -> Result<()> {
        if !has_private_channels(&self.home) {
            return Ok(());
        }
        for (id, name) in self.with_groups(Groups::rooms)? {
            if let Err(error) = self.catch_up_if_possible(&id).await {
                tracing::warn!("the private channel `{name}` cannot be read now: {error}");
                continue;
            }
            let mut from = 0;
            loop {
                let posts = self.with_groups(|groups| {
                    let posts = groups.records.unread(&id, from, HISTORY)?;
                    groups.found(&id, posts)
                })?;
                let shown = self.shown(&id, &name, posts).await?;
                let Some(last) = shown.iter().filter_map(|post| post.sequence_number).max() else {
                    break;
                };
                shown.iter().cloned().for_each(&mut *show);
                if !keep {
                    self.see(&id, &shown)?;
                }
                from = last.saturating_add(1);
            }
            self.tell_receipts(&id).await;
        }
        Ok(())
    }

    fn see(&self, id: &ConversationId, shown: &[PrivatePost]) -> Result<()> {
        let mut places = shown.iter().filter_map(|post| post.sequence_number);
        self.with_groups(|groups| places.try_for_each(|place| Ok(groups.records.see(id, place)?)))
    }

    pub(super) async fn shown(
        &self,
        id: &ConversationId,
        channel: &str,
        posts: Vec<Found>,
    ) -> Result<Vec<PrivatePost>> {
        let people = posts.iter().flat_map(|found| {
            let reacting = found.amended.reactions.keys().copied();
            let having = found.receipts.keys().copied();
            author(&found.kept)
                .into_iter()
                .chain(reacting)
                .chain(having)
        });
        let people: BTreeSet<_> = people.collect();
        let people: Vec<_> = people.into_iter().collect();
        let handles = self.handles(&people).await?;
        let shown = posts.into_iter().map(|found| PrivatePost {
            channel: channel.into(),
            conversation: hex::encode(id.0),
            ..show(found, &handles)
        });
        Ok(shown.collect())
    }
}

/// The message that one answers.
pub(super) fn answered(said: &Said) -> Option<MessageRef> {
    match said.body {
        Body::Text { reply_to, .. } => reply_to,
        _ => None,
    }
}

fn author(kept: &Kept) -> Option<AccountId> {
    match kept {
        Kept::Said(said) => Some(said.from.account),
        Kept::Changed(changed) => Some(changed.by.account),
        Kept::Lost => None,
    }
}

fn show(found: Found, handles: &HashMap<AccountId, String>) -> PrivatePost {
    let by = author(&found.kept);
    let mut shown = PrivatePost {
        sequence_number: found.place,
        from: by.as_ref().map(address),
        handle: by.and_then(|by| handles.get(&by).cloned()),
        reply_to_number: found.answered,
        ..PrivatePost::default()
    };
    match found.kept {
        Kept::Said(said) => {
            show_said(&mut shown, said, found.amended, handles);
            let receipts = found.receipts.into_iter();
            let receipts = receipts.map(|(by, read)| PrivateReceipt {
                from: address(&by),
                handle: handles.get(&by).cloned(),
                read,
            });
            shown.receipts = receipts.collect();
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

fn show_said(
    shown: &mut PrivatePost,
    said: Said,
    amended: Amended,
    handles: &HashMap<AccountId, String>,
) {
    shown.id = Some(hex::encode(said.message));
    shown.device = Some(said.from.device.to_string());
    shown.authenticated = said.authenticated;
    shown.sent_at = Some(iso8601(said.sent_at));
    shown.reply_to = answered(&said).map(|of| hex::encode(of.id));
    shown.deleted = is_deleted(&said);
    match said.body {
        Body::Text { text, files, .. } => {
            shown.text = Some(text);
            shown.files = files.iter().map(PrivateFile::from).collect();
        }
        Body::Paid {
            amount,
            note,
            transaction,
            block,
            ..
        } => {
            shown.text = Some(note);
            shown.paid = Some(PrivatePayment {
                amount: amount.to_string(),
                transaction: format!("0x{}", hex::encode(transaction)),
                block,
            });
        }
        Body::Delete { .. } => {}
        Body::Rename { name } => shown.renamed = Some(name),
        Body::Proposal { subject } => shown.proposal = Some(subject.into()),
        _ => shown.error = Some("this version does not show messages of this kind".into()),
    }
    if let Some((text, at)) = amended.edited {
        shown.text = Some(text);
        shown.edited_at = Some(iso8601(at));
    }
    let reactions = amended.reactions.into_iter();
    let reactions = reactions.map(|(by, reaction)| PrivateReaction {
        from: address(&by),
        handle: handles.get(&by).cloned(),
        reaction,
    });
    shown.reactions = reactions.collect();
}

/// Addresses, each once however many devices there are.
fn people(members: &[Member]) -> Vec<String> {
    let accounts: BTreeSet<_> = members.iter().map(|member| member.account).collect();
    accounts.iter().map(address).collect()
}
