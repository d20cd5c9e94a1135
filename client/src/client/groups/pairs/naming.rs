//! How messages of two people are named, and what one says of another.

use super::{
    super::{records::is_deleted, saying::reference, Client, Groups},
    opening::Over,
};
use crate::{chain::types::AccountId, Error, Result};
use postern_conversations::{Body, ConversationId, MessageRef, Position};
use postern_primitives::Cid;
use serde::Serialize;
use std::str::FromStr;

/// How a user names a message of a conversation of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectName {
    /// By its number in the history of this device.
    Number(Position),
    /// By its identifier everywhere.
    Id(Cid),
}

/// What was given names no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a message is named by its number or its identifier, as `postern history` shows them")]
pub struct NotADirectName;

impl FromStr for DirectName {
    type Err = NotADirectName;

    fn from_str(name: &str) -> Result<Self, NotADirectName> {
        if let Ok(id) = name.parse() {
            return Ok(Self::Id(id));
        }
        let number = name.trim_start_matches('#').parse();
        number.map(Self::Number).map_err(|_| NotADirectName)
    }
}

/// What a message says of an earlier one of its conversation, by identifiers of messages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct About {
    /// It answers this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// Its text stands in the place of what that one said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edits: Option<String>,
    /// That one is to be forgotten.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deletes: Option<String>,
    /// Its text is what somebody makes of that one; nothing takes an earlier reaction back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reacts_to: Option<String>,
    /// The number that the other one has in the history of this device.
    #[serde(skip)]
    pub number: Option<Position>,
}

impl Groups {
    /// The identifier of a message, if its content came here; else that by which members refer to it.
    pub(super) fn name_of(&self, id: &ConversationId, of: &MessageRef) -> Result<String> {
        let content = self.records.content_of(id, of)?;
        Ok(content.map_or_else(|| hex::encode(of.id), |content| content.to_string()))
    }

    fn about(&self, over: &Over) -> Result<About> {
        let id = &over.conversation;
        let (of, is_change) = match &over.said.body {
            Body::Text { reply_to, .. } => (*reply_to, false),
            Body::Edit { of, .. } | Body::Delete { of } => (Some(*of), true),
            Body::Reaction { to, .. } => (Some(*to), false),
            _ => (None, false),
        };
        let Some(of) = of else {
            return Ok(About::default());
        };
        let about = self.records.said(id, &of)?;
        let is_own = |author: &AccountId| *author == over.said.from.account;
        if is_change && !about.is_none_or(|about| is_own(&about.from.account)) {
            return Err(Error::NotTheirMessage);
        }
        let name = Some(self.name_of(id, &of)?);
        let about = About {
            number: self.records.place_of(id, &of)?,
            ..About::default()
        };
        Ok(match over.said.body {
            Body::Edit { .. } => About {
                edits: name,
                ..about
            },
            Body::Delete { .. } => About {
                deletes: name,
                ..about
            },
            Body::Reaction { .. } => About {
                reacts_to: name,
                ..about
            },
            _ => About {
                reply_to: name,
                ..about
            },
        })
    }
}

impl Client {
    /// What a message says of an earlier one.
    ///
    /// # Errors
    /// [`Error::NotTheirMessage`].
    pub(in super::super::super) fn about(&self, over: &Over) -> Result<About> {
        self.with_groups(|groups| groups.about(over))
    }

    /// A message of a conversation with somebody that was not deleted, and whether it is the own
    /// account's.
    pub(in super::super::super) fn direct_named(
        &self,
        with: &AccountId,
        name: DirectName,
    ) -> Result<(ConversationId, MessageRef, bool)> {
        let account = self.account();
        let found = self.with_groups(|groups| {
            for pair in groups.pairs_with(with)? {
                let id = pair.conversation;
                let said = match name {
                    DirectName::Number(number) => groups.records.said_at(&id, number)?,
                    DirectName::Id(content) => match groups.records.direct(&content)? {
                        Some((of, message)) if of == id => groups.records.said(&id, &message)?,
                        _ => None,
                    },
                };
                if let Some(said) = said.filter(|said| !is_deleted(said)) {
                    return Ok(Some((id, reference(&said), said.from.account == account)));
                }
            }
            Ok(None)
        })?;
        found.ok_or(Error::NoSuchDirect)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postern_primitives::Codec;

    #[test]
    fn a_message_is_named_by_its_number_or_its_identifier() {
        let id = Cid::of_block(Codec::Raw, b"content");
        assert_eq!(id.to_string().parse(), Ok(DirectName::Id(id)));
        assert_eq!("7".parse(), Ok(DirectName::Number(7)));
        assert_eq!("#7".parse(), Ok(DirectName::Number(7)));
        for wrong in ["", "#", "-1", "seven", "000102030405060708090a0b0c0d0e0f"] {
            assert_eq!(wrong.parse::<DirectName>(), Err(NotADirectName), "{wrong}");
        }
    }
}
