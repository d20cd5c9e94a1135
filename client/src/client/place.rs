//! Where a message that was sent lies now.
//!
//! `send` waits for a block, not for a final one. On a network that was cut in two, or for a
//! moment on any, the block may lose against another one of its number. Its transactions
//! then wait in the pool of the node for a later block, where the entries may get other
//! numbers: what was recorded in the first block says nothing any more.

use super::Client;
use crate::{
    chain::types::{AccountId, EntryInfo},
    store::{SentRecord, Unsent},
    Result,
};
use postern_primitives::{limits::MAX_PAGE, Cid};

/// Where a message lies.
pub(super) enum Place {
    /// Where the record says, which is up to date.
    Block {
        /// The record.
        sent: SentRecord,
        /// Whether that block is final.
        is_final: bool,
    },
    /// In no block at the moment: the one that it was in may be retracted for good or come
    /// back, and until then the pool has the transaction.
    Pool,
    /// In no block: the one that it was in is retracted for good. The message is unsent.
    Nowhere(Unsent),
}

impl Client {
    /// Looks where a message lies, and corrects the record of it.
    pub(super) async fn place(&self, sent: SentRecord) -> Result<Place> {
        // What is known for good was concluded from a final block.
        if sent.outcome.is_some() {
            let is_final = true;
            return Ok(Place::Block { sent, is_final });
        }
        // Before the hash: what is final by now stays as it is looked at then.
        let is_final = self.chain.finalized_block().await? >= sent.block;
        match self.chain.block_hash(sent.block).await? {
            Some(hash) if hash != sent.hash => {}
            // A node that is behind, or began with the latest state, does not know it.
            _ => return Ok(Place::Block { sent, is_final }),
        }
        let message = Unsent::from(sent);
        if let Some(sent) = self.find_on_chain(&message).await? {
            self.store().record_sent(&sent)?;
            // Blocks that come after a retracted one are new; the next look tells.
            let is_final = false;
            return Ok(Place::Block { sent, is_final });
        }
        if !is_final {
            return Ok(Place::Pool);
        }
        self.store().take_back(&message)?;
        Ok(Place::Nowhere(message))
    }

    /// A record of the message as it lies in the inboxes of its recipients, if it does.
    pub(super) async fn find_on_chain(&self, message: &Unsent) -> Result<Option<SentRecord>> {
        if !self.chain.is_wanted(&message.id).await? {
            return Ok(None);
        }
        let mut entries = Vec::new();
        let mut place = None;
        for owner in message.inboxes() {
            if let Some(entry) = self.find_in_inbox(&owner, &message.id).await? {
                entries.push((owner, entry.sequence_number));
                place = Some((entry.sent_at, entry.expires_at));
            }
        }
        let Some((block, expires_at)) = place else {
            return Ok(None);
        };
        // Retracted since; it is looked for again the next time.
        let Some(hash) = self.chain.block_hash(block).await? else {
            return Ok(None);
        };
        entries.retain(|(owner, _)| message.recipients.contains(owner));
        Ok(Some(SentRecord {
            id: message.id,
            entries,
            copies: message.copies.clone(),
            size: message.size,
            block,
            hash,
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
