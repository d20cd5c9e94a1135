//! Receipts: telling whoever has written something that it has come, and that it was read.
//!
//! Only who chooses to sends them, since each is a post: the channel's purse pays for it, and
//! everybody sees on the chain that somebody was there. So there is one for all that is to be
//! told, when this device works on the channel anyway; and none of a receipt.

use super::{is_over, Client};
use crate::Result;
use postern_conversations::{limits::MAX_RECEIPTS, Body, ConversationId};
use serde::Serialize;

/// That somebody has a message, as they say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrivateReceipt {
    /// Address of who.
    pub from: String,
    /// Their handle.
    pub handle: Option<String>,
    /// Whether they have read it.
    pub read: bool,
}

/// Whether receipts are sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReceiptChoice {
    /// In which channel; none for all in which nothing else was chosen.
    pub channel: Option<String>,
    /// Whether they are sent.
    pub receipts: bool,
    /// Whether that was chosen for this channel.
    pub chosen: bool,
}

impl Client {
    /// Whether receipts are sent in a private channel, or where nothing else was chosen.
    ///
    /// # Errors
    /// [`Error::UnknownPrivateChannel`](crate::Error::UnknownPrivateChannel).
    pub fn receipt_choice(&self, name: Option<&str>) -> Result<ReceiptChoice> {
        let id = name.map(|name| self.private_room(name)).transpose()?;
        self.with_groups(|groups| {
            let chosen = groups.records.receipt_choice(id.as_ref())?;
            Ok(ReceiptChoice {
                channel: name.map(String::from),
                receipts: match &id {
                    Some(id) => groups.records.sends_receipts(id)?,
                    None => chosen.unwrap_or_default(),
                },
                chosen: chosen.is_some(),
            })
        })
    }

    /// Chooses whether they are sent from now on; without a choice a channel is as all others.
    ///
    /// # Errors
    /// [`Error::UnknownPrivateChannel`](crate::Error::UnknownPrivateChannel).
    pub fn choose_receipts(
        &self,
        name: Option<&str>,
        sends: Option<bool>,
    ) -> Result<ReceiptChoice> {
        let id = name.map(|name| self.private_room(name)).transpose()?;
        self.with_groups(|groups| Ok(groups.records.choose_receipts(id.as_ref(), sends)?))?;
        self.receipt_choice(name)
    }

    /// Tells what is to be told. What cannot be now is told the next time.
    pub(super) async fn tell_receipts(&self, id: &ConversationId) {
        let telling = async {
            match self.write_receipts(id).await? {
                true => self.catch_up(id).await.map(drop),
                false => Ok(()),
            }
        };
        if let Err(error) = telling.await {
            tracing::warn!("receipts are sent later: {error}");
        }
    }

    /// Puts receipts among what is to be said. Whether there were some.
    pub(super) async fn write_receipts(&self, id: &ConversationId) -> Result<bool> {
        let due = self.with_groups(|groups| {
            Ok(match groups.records.sends_receipts(id)? {
                true => groups.records.due_receipts(id, MAX_RECEIPTS)?,
                false => Default::default(),
            })
        })?;
        let receipts = [(false, due.come.clone()), (true, due.read.clone())];
        let mut are_some = false;
        for (read, of) in receipts.into_iter().filter(|(_, of)| !of.is_empty()) {
            are_some = true;
            let now = self.moment().await?;
            let body = Body::Receipt { read, of };
            match self
                .step(|core| core.say(id, body.clone(), None, now))
                .await
            {
                Err(error) if is_over(&error) => return Ok(false),
                said => said?,
            };
        }
        self.with_groups(|groups| Ok(groups.records.told(id, &due)?))?;
        Ok(are_some)
    }
}
