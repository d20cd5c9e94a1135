//! Opening the first log of a group.

use super::Client;
use crate::{
    chain::{types::Head, Call, Until},
    defaults::{OPENINGS, PRIVATE_RETENTION, PURSE_FILL},
    Result,
};
use postern_conversations::ConversationId;
use postern_primitives::group::GroupPublic;

impl Client {
    /// Opens the first log of a group, unless that has been done, and waits until it is final.
    ///
    /// The least number that it can have is noted before anything is submitted. Should this
    /// process end in between, the log is found by its key the next time, and none is paid for
    /// twice.
    pub(super) async fn open_log(&self, id: &ConversationId, key: &GroupPublic) -> Result<()> {
        let next = self.chain.next_channel().await?;
        let first = self.with_groups(|groups| {
            groups.records.begin_opening(id, next)?;
            Ok(groups.records.opening(id)?.unwrap_or(next))
        })?;
        let head = self.chain.best_head().await?;
        if self.find_log(&head, first, key).await?.is_none() {
            let retention = self.blocks(PRIVATE_RETENTION);
            let call = Call::create_private(key, retention, PURSE_FILL);
            let pending = self.chain.submit(self.signer(), &call).await?;
            pending.wait(Until::Final).await?;
        }
        let mut blocks = self.chain.best_blocks().await?;
        let log = loop {
            let last = self.chain.finalized_head().await?;
            if let Some(log) = self.find_log(&last, first, key).await? {
                break log;
            }
            self.next_block(&mut blocks).await?;
        };
        self.with_groups(|groups| Ok(groups.core.log_opened(id, log.into())?))
    }

    /// The private channel with this key, among those that were opened since ours was begun.
    async fn find_log(&self, head: &Head, first: u32, key: &GroupPublic) -> Result<Option<u32>> {
        let end = self.chain.next_channel().await?;
        for number in (first..end).rev().take(OPENINGS) {
            let found = self.chain.private_channel(head, number).await?;
            if found.is_some_and(|found| found.key == *key && found.predecessor.is_none()) {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }
}
