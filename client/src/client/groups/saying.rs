//! Saying something in a private channel, and what can be done to it afterwards.

use super::{
    records::{is_deleted, Said},
    Client,
};
use crate::{client::certificate::millis, content::Progress, Error, Result};
use postern_conversations::{Body, ConversationId, Member, MessageId, MessageRef, Position};
use serde::Serialize;
use std::{path::PathBuf, str::FromStr, time::Duration};

/// Something to be said.
#[derive(Clone, Debug, Default)]
pub struct Saying {
    /// What.
    pub text: String,
    /// The message that it answers.
    pub reply_to: Option<MessageName>,
    /// How long everybody keeps it. For good if absent.
    pub lifetime: Option<Duration>,
    /// Files to go with it.
    pub files: Vec<PathBuf>,
}

/// How a user names a message of a private channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageName {
    /// By its place in the channel.
    Number(Position),
    /// By its identifier.
    Id(MessageId),
}

/// What was given names no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a message is named by its number or its identifier, as `postern channel history` shows them"
)]
pub struct NotAMessageName;

impl FromStr for MessageName {
    type Err = NotAMessageName;

    fn from_str(name: &str) -> Result<Self, NotAMessageName> {
        let mut id = MessageId::default();
        if hex::decode_to_slice(name, &mut id).is_ok() {
            return Ok(Self::Id(id));
        }
        let number = name.trim_start_matches('#').parse();
        number.map(Self::Number).map_err(|_| NotAMessageName)
    }
}

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

impl Client {
    /// Says something in a private channel, and waits until a block has it.
    ///
    /// Should the connection break before that, it is posted by the next command that is about
    /// the channel.
    ///
    /// # Errors
    /// When this device is no member; when nothing can be written; [`Error::NoSuchMessage`] when
    /// what it answers is not here; [`Error::NothingToSend`]; when a file cannot be read or
    /// published.
    pub async fn post_privately(
        &self,
        name: &str,
        saying: &Saying,
        progress: &dyn Progress,
    ) -> Result<PostedPrivately> {
        let Saying { text, files, .. } = saying;
        if text.is_empty() && files.is_empty() {
            return Err(Error::NothingToSend);
        }
        let id = self.private_room(name)?;
        self.ready_to_say(&id).await?;
        let answered = saying.reply_to.map(|of| self.message(&id, name, of));
        let body = Body::Text {
            text: text.clone(),
            reply_to: answered.transpose()?.map(|said| reference(&said)),
            files: self.attach(&id, files, progress).await?,
        };
        self.say(&id, name, body, saying.lifetime).await
    }

    /// Puts another text in the place of the one that a message of this account has.
    ///
    /// # Errors
    /// As for [`post_privately`](Self::post_privately); [`Error::NotYourMessage`].
    pub async fn edit_privately(
        &self,
        name: &str,
        of: MessageName,
        text: &str,
    ) -> Result<PostedPrivately> {
        let id = self.private_room(name)?;
        self.ready_to_say(&id).await?;
        let of = self.own_message(&id, name, of)?;
        let text = text.into();
        let lifetime = self.time_left(&id, &of).await?;
        self.say(&id, name, Body::Edit { of, text }, lifetime).await
    }

    /// Has everybody forget a message of this account.
    ///
    /// # Errors
    /// As for [`edit_privately`](Self::edit_privately).
    pub async fn delete_privately(&self, name: &str, of: MessageName) -> Result<PostedPrivately> {
        let id = self.private_room(name)?;
        self.ready_to_say(&id).await?;
        let of = self.own_message(&id, name, of)?;
        self.say(&id, name, Body::Delete { of }, None).await
    }

    /// Reacts to a message, in the place of an earlier reaction; an empty one takes that back.
    ///
    /// # Errors
    /// As for [`post_privately`](Self::post_privately).
    pub async fn react_privately(
        &self,
        name: &str,
        to: MessageName,
        reaction: &str,
    ) -> Result<PostedPrivately> {
        let id = self.private_room(name)?;
        self.ready_to_say(&id).await?;
        let to = reference(&self.message(&id, name, to)?);
        let reaction = reaction.into();
        let lifetime = self.time_left(&id, &to).await?;
        self.say(&id, name, Body::Reaction { to, reaction }, lifetime)
            .await
    }

    /// For how long a message is kept from now on, if it has a lifetime: what is about it need not
    /// be kept for longer, by whoever has forgotten it already when that comes.
    pub(super) async fn time_left(
        &self,
        id: &ConversationId,
        of: &MessageRef,
    ) -> Result<Option<Duration>> {
        let Some(ends) = self.with_groups(|groups| Ok(groups.records.ends(id, of)?))? else {
            return Ok(None);
        };
        let now = self.moment().await?;
        Ok(Some(Duration::from_millis(ends.saturating_sub(now).max(1))))
    }

    /// Whether this device is a member still, and what others have said, is known behind it.
    pub(super) async fn ready_to_say(&self, id: &ConversationId) -> Result<()> {
        self.ensure_own_certificate().await?;
        self.sync(id).await
    }

    pub(super) async fn say(
        &self,
        id: &ConversationId,
        name: &str,
        body: Body,
        lifetime: Option<Duration>,
    ) -> Result<PostedPrivately> {
        let now = self.moment().await?;
        let lifetime = lifetime.map(millis);
        let message = self
            .step(|core| core.say(id, body.clone(), lifetime, now))
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
        let of = reference(&said);
        let ends = lifetime.map(|lifetime| now.saturating_add(lifetime));
        self.with_groups(|groups| {
            groups.records.keep_said(id, None, ends, said)?;
            Ok(groups.records.see_message(id, &of)?)
        })?;
        if let Err(error) = self.write_receipts(id).await {
            tracing::warn!("receipts are sent later: {error}");
        }
        self.catch_up(id).await?;
        Ok(PostedPrivately {
            id: hex::encode(message),
            channel: name.into(),
            sequence_number: self.with_groups(|groups| Ok(groups.records.place_of(id, &of)?))?,
        })
    }

    /// A message that was not deleted.
    pub(super) fn message(
        &self,
        id: &ConversationId,
        channel: &str,
        name: MessageName,
    ) -> Result<Said> {
        let found = self.with_groups(|groups| {
            Ok(match name {
                MessageName::Number(position) => groups.records.said_at(id, position)?,
                MessageName::Id(message) => groups.records.said_as(id, &message)?,
            })
        })?;
        let found = found.filter(|said| !is_deleted(said));
        found.ok_or_else(|| Error::NoSuchMessage {
            channel: channel.into(),
        })
    }

    fn own_message(
        &self,
        id: &ConversationId,
        channel: &str,
        name: MessageName,
    ) -> Result<MessageRef> {
        let said = self.message(id, channel, name)?;
        if said.from.account != self.account() {
            return Err(Error::NotYourMessage);
        }
        Ok(reference(&said))
    }
}

/// What a message is referred to by.
pub(super) fn reference(said: &Said) -> MessageRef {
    MessageRef {
        device: said.from.device,
        id: said.message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_named_by_its_number_or_its_identifier() {
        let id = "000102030405060708090a0b0c0d0e0f";
        let bytes = std::array::from_fn(|index| index as u8);
        assert_eq!(id.parse(), Ok(MessageName::Id(bytes)));
        assert_eq!("7".parse(), Ok(MessageName::Number(7)));
        assert_eq!("#7".parse(), Ok(MessageName::Number(7)));
        for wrong in ["", "#", "-1", "seven", &id[1..]] {
            assert_eq!(
                wrong.parse::<MessageName>(),
                Err(NotAMessageName),
                "{wrong}"
            );
        }
    }
}
