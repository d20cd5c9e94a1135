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
    /// what is missing. Entries of blocked people are missed by nobody, nor are so many that were
    /// never seen as another device of this account has read and `passed_on`.
    pub(super) async fn notice_gaps(
        &self,
        head: &Head,
        listed: &[EntryInfo],
        passed_on: u64,
        show: &mut (dyn FnMut(Arrival) + Send),
    ) -> Result<()> {
        let queue = self.chain.queue(head, &self.account()).await?;
        let last = self.chain.finalized_block().await?;
        let gaps = self.store().look_into_inbox(&queue, listed, last)?;
        for gap in unexplained(gaps, passed_on) {
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

/// Without those that were never seen, if so many were passed on. Which they are the numbers do not
/// tell; if there are more, all are told.
fn unexplained(mut gaps: Vec<Gap>, passed_on: u64) -> Vec<Gap> {
    if gaps.iter().map(unseen).sum::<u64>() <= passed_on {
        gaps.retain(|gap| unseen(gap) == 0);
    }
    gaps
}

/// How many entries were never seen.
fn unseen(gap: &Gap) -> u64 {
    match gap {
        Gap::Unseen(numbers) => (numbers.end() - numbers.start()).saturating_add(1),
        Gap::Unread(_) => 0,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Waiting;
    use postern_primitives::{Cid, Codec};

    #[test]
    fn what_was_passed_on_is_not_missed_and_what_is_more_than_that_is() {
        let unread = Gap::Unread(Waiting {
            number: 2,
            id: Cid::of_block(Codec::Raw, b"seen"),
            sender: [1; 32],
            sent_at: 1,
            expires_at: 9,
        });
        let gaps = || vec![unread.clone(), Gap::Unseen(3..=4), Gap::Unseen(7..=7)];
        assert_eq!(unexplained(gaps(), 2), gaps());
        assert_eq!(unexplained(gaps(), 3), std::slice::from_ref(&unread));
        assert_eq!(unexplained(gaps(), 9), [unread]);
    }
}
