//! Noticing what left the inbox unread.

use super::{address, arrival::Loss, Arrival, Client, Missing};
use crate::{
    chain::types::{EntryInfo, Head},
    store::Gap,
    Result,
};
use postern_primitives::BlockNumber;

impl Client {
    /// From here on, this device misses what leaves the inbox unread.
    pub(super) async fn begin_inbox(&self) -> Result<()> {
        let head = self.chain.best_head().await?;
        let queue = self.chain.queue(&head, &self.account()).await?;
        self.store().begin_inbox(queue.next)
    }

    /// Compares what lies in the inbox in block `head` with what was seen before, and shows
    /// what is missing. Entries of blocked people are missed by nobody.
    pub(super) async fn notice_gaps(
        &self,
        head: &Head,
        listed: &[EntryInfo],
        show: &mut (dyn FnMut(Arrival) + Send),
    ) -> Result<()> {
        let queue = self.chain.queue(head, &self.account()).await?;
        let last = self.chain.finalized_block().await?;
        let gaps = self.store().look_into_inbox(&queue, listed, last)?;
        for gap in gaps {
            if let Gap::Unread(waiting) = &gap {
                self.drop_partials(&waiting.id)?;
                if self.is_blocked(&waiting.sender) {
                    continue;
                }
            }
            show(Arrival::Missing(missing(gap, head.number)));
        }
        Ok(())
    }
}

fn missing(gap: Gap, now: BlockNumber) -> Missing {
    match gap {
        Gap::Unseen(numbers) => Missing {
            missing_from: *numbers.start(),
            missing_to: *numbers.end(),
            id: None,
            from: None,
            reason: Loss::Unknown,
        },
        Gap::Unread(waiting) => Missing {
            missing_from: waiting.number,
            missing_to: waiting.number,
            id: Some(waiting.id),
            from: Some(address(&waiting.sender)),
            reason: match now < waiting.expires_at {
                true => Loss::TakenBackOrReadElsewhere,
                false => Loss::Expired,
            },
        },
    }
}
