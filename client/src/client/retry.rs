//! Sending again what was uploaded and could not be sent.

use super::{Client, Sent};
use crate::{
    chain::types::{AccountId, EntryInfo},
    store::{SentRecord, Unsent},
    Result,
};
use postern_primitives::{limits::MAX_PAGE, Cid};

impl Client {
    /// Sends again what was uploaded and could not be sent: one outcome for each message,
    /// so that one that fails does not hold up the others. What fails is kept.
    ///
    /// # Errors
    /// When the local records cannot be read.
    pub async fn retry(&self) -> Result<Vec<Result<Sent>>> {
        let unsent = self.store().unsent()?;
        let mut outcomes = Vec::with_capacity(unsent.len());
        for message in unsent {
            outcomes.push(self.send_again(message).await);
        }
        Ok(outcomes)
    }

    async fn send_again(&self, message: Unsent) -> Result<Sent> {
        // The first try may have come into a block without our hearing of it.
        match self.find_on_chain(&message).await? {
            Some(found) => {
                self.store().record_sent(&found)?;
                let SentRecord {
                    id,
                    block,
                    expires_at,
                    ..
                } = found;
                Ok(Sent {
                    id,
                    recipients: message.recipients,
                    block,
                    expires_at,
                })
            }
            None => self.deliver(message).await,
        }
    }

    pub(super) async fn find_on_chain(&self, message: &Unsent) -> Result<Option<SentRecord>> {
        if !self.chain.is_wanted(&message.id).await? {
            return Ok(None);
        }
        let mut entries = Vec::new();
        let mut place = None;
        for owner in &message.recipients {
            if let Some(entry) = self.find_in_inbox(owner, &message.id).await? {
                entries.push((*owner, entry.sequence_number));
                place = Some((entry.sent_at, entry.expires_at));
            }
        }
        Ok(place.map(|(block, expires_at)| SentRecord {
            id: message.id,
            entries,
            block,
            expires_at,
            outcome: None,
        }))
    }

    async fn find_in_inbox(&self, owner: &AccountId, id: &Cid) -> Result<Option<EntryInfo>> {
        let head = self.chain.best_head().await?;
        let mut next = Some(0);
        while let Some(from) = next {
            let page = self.chain.entries(&head, owner, from, MAX_PAGE).await?;
            next = page.next;
            let sender = self.account();
            let ours = |entry: &EntryInfo| entry.cid == *id && entry.sender == sender;
            if let Some(entry) = page.entries.into_iter().find(ours) {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }
}
