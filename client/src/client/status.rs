//! What became of a message that was sent from here.

use super::{place::Place, read::iso8601, Client};
use crate::{
    chain::types::{Assignment, Replicas},
    store::{Outcome, SentRecord},
    Error, Result,
};
use postern_primitives::{BlockNumber, Cid};
use serde::Serialize;

/// Messages that one operation looks after in passing.
const TIDIED_AT_ONCE: u32 = 20;

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Uploaded, and not on chain, or not any more: `postern send --retry` sends it.
    Queued,
    /// In a block that is not final yet, and waiting for its recipients.
    InBlock,
    /// In a block that is final, and waiting for its recipients.
    Final,
    /// Acknowledged by every recipient.
    Delivered,
    /// Not acknowledged by every recipient in its lifetime.
    Expired,
    /// Taken back from those who had not acknowledged it.
    Retracted,
}

/// What is known of a message.
#[derive(Clone, Debug, Serialize)]
pub struct Status {
    /// Its identifier.
    pub id: Cid,
    /// How far it has come.
    pub state: Condition,
    /// The block that it is in.
    pub block: Option<BlockNumber>,
    /// The first block in which it is gone.
    pub expires_at: Option<BlockNumber>,
    /// About when that is.
    pub expires: Option<String>,
    /// Recipients who have not acknowledged it, by address.
    pub waiting_for: Vec<String>,
    /// How many pinners claim to keep it, of how many are to; absent once it is gone.
    pub replicas: Option<Replicas>,
    /// Which of those who are to keep it claim to do so, and since when.
    pub keepers: Vec<Keeper>,
    /// Whether the own IPFS node keeps it; absent when that does not answer.
    pub pinned: Option<bool>,
}

/// A pinner that claims to keep a message.
#[derive(Clone, Debug, Serialize)]
pub struct Keeper {
    /// Its number.
    pub pinner: u32,
    /// The block of its claim.
    pub since_block: BlockNumber,
    /// About when that was.
    pub since: String,
}

impl Client {
    /// What became of a message.
    ///
    /// # Errors
    /// [`Error::UnknownMessage`] when it was not sent from this home.
    pub async fn status(&self, id: &Cid) -> Result<Status> {
        let pinned = self.ipfs.is_pinned(id).await.ok();
        let sent = self.store().sent(id)?;
        let Some(sent) = sent else {
            let queued = self.store().unsent()?.iter().any(|unsent| unsent.id == *id);
            return if queued {
                Ok(Status::queued(*id, pinned))
            } else {
                Err(Error::UnknownMessage { id: *id })
            };
        };
        let status = match self.place(sent).await? {
            Place::Block { sent, is_final } => self.status_of_sent(&sent, is_final, pinned).await?,
            Place::Pool | Place::Nowhere(_) => Status::queued(*id, pinned),
        };
        Ok(Status {
            replicas: self.chain.replicas(&[*id]).await?.pop().flatten(),
            keepers: self.keepers(id).await?,
            ..status
        })
    }

    async fn keepers(&self, id: &Cid) -> Result<Vec<Keeper>> {
        let best = self.chain.best_block().await?;
        let claims = |Assignment { pinner, kept_since }| {
            kept_since.map(|since_block| Keeper {
                pinner,
                since_block,
                since: self.time_of(since_block, best),
            })
        };
        let assigned = self.chain.assigned(id).await?;
        Ok(assigned.into_iter().filter_map(claims).collect())
    }

    async fn status_of_sent(
        &self,
        sent: &SentRecord,
        is_final: bool,
        pinned: Option<bool>,
    ) -> Result<Status> {
        let best = self.chain.best_block().await?;
        let waiting_for = self.waiting_for(sent).await?;
        let state = match sent.outcome {
            Some(Outcome::Delivered) => Condition::Delivered,
            Some(Outcome::Expired) => Condition::Expired,
            Some(Outcome::Retracted) => Condition::Retracted,
            // What has left an inbox was there for good, or it may just lie elsewhere.
            None if !is_final => Condition::InBlock,
            None if !waiting_for.is_empty() => Condition::Final,
            None if best < sent.expires_at => Condition::Delivered,
            // Gone, and nobody looked while it was there: the chain does not say which way.
            None => Condition::Expired,
        };
        Ok(Status {
            id: sent.id,
            state,
            block: Some(sent.block),
            expires_at: Some(sent.expires_at),
            expires: Some(self.time_of(sent.expires_at, best)),
            waiting_for,
            replicas: None,
            keepers: Vec::new(),
            pinned,
        })
    }

    async fn waiting_for(&self, sent: &SentRecord) -> Result<Vec<String>> {
        let mut waiting = Vec::new();
        for (owner, number) in &sent.entries {
            let entry = self.chain.entry(owner, *number).await?;
            if entry.is_some_and(|entry| entry.cid == sent.id) {
                waiting.push(super::address(owner));
            }
        }
        Ok(waiting)
    }

    fn time_of(&self, block: BlockNumber, best: BlockNumber) -> String {
        let slot = i64::try_from(self.chain.slot_milliseconds()).unwrap_or_default();
        let ahead = (i64::from(block) - i64::from(best)).saturating_mul(slot);
        let now = i64::try_from(super::send::local_moment()).unwrap_or_default();
        iso8601(u64::try_from(now.saturating_add(ahead)).unwrap_or_default())
    }

    /// Records what became of earlier messages, lets the own IPFS forget those that are no
    /// longer waited for, and sends again those whose block was retracted. What fails here is
    /// done the next time.
    pub(super) async fn tidy(&self) {
        let Ok(waiting) = self.store().sent_and_waiting(TIDIED_AT_ONCE) else {
            return;
        };
        for sent in waiting {
            let id = sent.id;
            if let Err(error) = self.look_after(sent).await {
                tracing::debug!("{id} is looked after later: {error}");
            }
        }
    }

    async fn look_after(&self, sent: SentRecord) -> Result<()> {
        let (sent, is_final) = match self.place(sent).await? {
            Place::Block { sent, is_final } => (sent, is_final),
            Place::Nowhere(message) if self.ipfs.is_pinned(&message.id).await? => {
                return self.send_again(message).await.map(drop);
            }
            Place::Pool | Place::Nowhere(_) => return Ok(()),
        };
        let status = self.status_of_sent(&sent, is_final, None).await?;
        let outcome = match status.state {
            Condition::Delivered => Outcome::Delivered,
            Condition::Expired => Outcome::Expired,
            _ => return Ok(()),
        };
        self.ipfs.pin_rm(&sent.id).await?;
        self.store().finish_sent(&sent.id, outcome)
    }
}

impl Status {
    fn queued(id: Cid, pinned: Option<bool>) -> Self {
        Self {
            id,
            state: Condition::Queued,
            block: None,
            expires_at: None,
            expires: None,
            waiting_for: Vec::new(),
            replicas: None,
            keepers: Vec::new(),
            pinned,
        }
    }
}
