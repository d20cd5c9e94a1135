//! What the chain has, takes back and makes final, as the state machine hears of it.
//!
//! Best blocks are read, not only final ones, so what was said is there as soon as a block has it.
//! Of each entry it is noted which block it was read in, before the state machine hears of it; a
//! block that is on the chain no more has its entries taken back.

use super::{is_over, records::Fed, Client};
use crate::{
    chain::types::{Head, PostInfo},
    client::near::near,
    defaults::{FETCHES_AT_ONCE, FETCH_PATIENCE},
    Error, Result,
};
use futures::{stream, StreamExt};
use postern_conversations::{
    limits::MAX_COMMIT, ConversationId, Cursor, Entry, Error as GroupError, LogId, Successor,
};
use postern_primitives::{limits::MAX_PAGE, BlockNumber, Cid, Codec, Moment};
use std::{
    collections::{HashMap, HashSet},
    time::Instant,
};
use tokio::io::AsyncReadExt;

/// An entry, and the block that it is in.
type Found = (Entry, Fed);

/// A block's hash and time.
type Block = ([u8; 32], Moment);

impl Client {
    /// Reads everything that is new in a group's log, as far as contents can be had.
    pub(super) async fn sync(&self, id: &ConversationId) -> Result<()> {
        let now = self.moment().await?;
        self.with_groups(|groups| {
            groups.core.known().clear();
            Ok(groups.records.drop_ended(now)?)
        })?;
        let mut tried = HashSet::new();
        loop {
            self.settle_log(id).await?;
            let read = self.read_log(id).await?;
            let fetched = self.fetch_missing(id, &mut tried).await?;
            self.with_groups(|groups| groups.take_events())?;
            if read + fetched == 0 {
                return Ok(());
            }
        }
    }

    /// Takes back what is in no block any more, or else reports what is final.
    async fn settle_log(&self, id: &ConversationId) -> Result<()> {
        let fed = self.with_groups(|groups| Ok(groups.records.fed(id)?))?;
        // Before the hashes: what is final by now stays as it is looked at then.
        let last = self.chain.finalized_block().await?;
        let mut hashes = HashMap::new();
        let mut end = None;
        for Fed {
            position,
            block,
            hash,
        } in fed
        {
            let found = match hashes.get(&block) {
                Some(found) => *found,
                None => self.chain.block_hash(block).await?,
            };
            hashes.insert(block, found);
            match found {
                Some(found) if found == hash => {}
                Some(_) => {
                    return self.with_groups(|groups| {
                        groups.core.retract(id, position)?;
                        Ok(groups.records.cut_fed(id, position)?)
                    });
                }
                // A node that is behind says nothing about it.
                None => break,
            }
            if block <= last {
                end = Some(position.saturating_add(1));
            }
        }
        let Some(end) = end else { return Ok(()) };
        self.with_groups(|groups| {
            groups.core.finalize(id, end)?;
            let settled = groups.core.summary(id)?.final_to;
            Ok(groups.records.drop_fed(id, settled)?)
        })
    }

    /// Reads a page of the log that the group is written to now. How many entries it had.
    async fn read_log(&self, id: &ConversationId) -> Result<usize> {
        let cursor = match self.with_groups(|groups| Ok(groups.core.cursor(id)?)) {
            Ok(Some(cursor)) => cursor,
            Ok(None) => return Ok(0),
            Err(error) if is_over(&error) => return Ok(0),
            Err(error) => return Err(error),
        };
        let mut read = 0;
        for (entry, fed) in self.page(&cursor).await? {
            self.with_groups(|groups| Ok(groups.records.feed(id, &fed)?))?;
            match self.step(|core| core.include(id, &entry, None)).await {
                Ok(()) => read += 1,
                // A commit was taken, and the group goes on elsewhere; or we are no members any
                // more; or too much waits for a commit whose content is missing.
                Err(Error::Conversation(
                    GroupError::WrongLog | GroupError::NotMember | GroupError::Full(_),
                )) => {
                    self.with_groups(|groups| Ok(groups.records.cut_fed(id, fed.position)?))?;
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(read)
    }

    /// The entries from a cursor on, of one chain.
    async fn page(&self, cursor: &Cursor) -> Result<Vec<Found>> {
        loop {
            let head = self.chain.best_head().await?;
            let page = self.page_at(&head, cursor).await;
            // Else blocks were taken back meanwhile, and those asked for may be of either fork.
            if self.chain.block_hash(head.number).await? == Some(head.hash) {
                return page;
            }
        }
    }

    async fn page_at(&self, head: &Head, cursor: &Cursor) -> Result<Vec<Found>> {
        let mut number = cursor.next.saturating_sub(cursor.first);
        let channel = channel(cursor.log)?;
        let posts = self.chain.log(head, channel, number, MAX_PAGE).await?.posts;
        let mut blocks = HashMap::new();
        let mut found = Vec::with_capacity(posts.len());
        for post in posts {
            let (hash, moment) = self.block_of(&mut blocks, post.posted_at).await?;
            let successor = self.successor(head, &post).await?;
            // What expired or was taken back has left a gap in the numbers, and a place in the
            // order that nothing will ever stand at.
            while number <= post.sequence_number {
                // A long gap is read in pieces, as a long log is.
                if found.len() >= MAX_PAGE as usize {
                    return Ok(found);
                }
                let is_there = number == post.sequence_number;
                let position = cursor.first.saturating_add(number);
                let entry = Entry {
                    position,
                    log: cursor.log,
                    cid: if is_there { post.cid } else { nothing() },
                    successor: successor.filter(|_| is_there),
                    moment,
                };
                let fed = Fed {
                    position,
                    block: post.posted_at,
                    hash,
                };
                found.push((entry, fed));
                number = number.saturating_add(1);
            }
        }
        Ok(found)
    }

    async fn block_of(
        &self,
        known: &mut HashMap<BlockNumber, Block>,
        number: BlockNumber,
    ) -> Result<Block> {
        if let Some(known) = known.get(&number) {
            return Ok(*known);
        }
        // None: it was taken back since the page was read, which is read again then.
        let hash = self.chain.block_hash(number).await?.unwrap_or_default();
        let block = (hash, self.chain.moment_in(&hash).await?);
        known.insert(number, block);
        Ok(block)
    }

    /// The channel that a commit has opened. While the commit is in the log that channel cannot
    /// be closed; a key of zeros is nobody's.
    async fn successor(&self, head: &Head, post: &PostInfo) -> Result<Option<Successor>> {
        let Some(number) = post.successor else {
            return Ok(None);
        };
        let opened = self.chain.private_channel(head, number).await?;
        Ok(Some(Successor {
            log: number.into(),
            key: opened.map_or([0; 32], |opened| opened.key),
        }))
    }

    /// Fetches contents that are missing, each once. How many came.
    async fn fetch_missing(&self, id: &ConversationId, tried: &mut HashSet<Cid>) -> Result<usize> {
        let gaps = match self.with_groups(|groups| Ok(groups.core.gaps(id)?)) {
            Ok(gaps) => gaps,
            Err(error) if is_over(&error) => return Ok(0),
            Err(error) => return Err(error),
        };
        let missing = gaps.contents.into_iter().map(|(_, cid)| cid);
        let missing: Vec<_> = missing.filter(|cid| tried.insert(*cid)).collect();
        let missing = self.with_groups(|groups| Ok(groups.not_missed(missing)))?;
        let mut fetching = stream::iter(missing)
            .map(|cid| async move { (cid, self.fetch_content(&cid).await) })
            .buffer_unordered(FETCHES_AT_ONCE);
        let mut came = 0;
        while let Some((cid, content)) = fetching.next().await {
            let delivered = match content {
                Ok(content) => self.step(|core| core.deliver(id, &cid, &content)).await,
                Err(error) => Err(error),
            };
            match delivered {
                Ok(true) => came += 1,
                Ok(false) => {}
                Err(
                    error @ (Error::Ipfs(_)
                    | Error::NotAvailable { .. }
                    | Error::Conversation(GroupError::WrongContent(_) | GroupError::Full(_))),
                ) => {
                    tracing::warn!("the content {cid} is missing still: {error}");
                    self.with_groups(|groups| {
                        groups.missed.insert(cid, Instant::now());
                        Ok(())
                    })?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(came)
    }

    async fn fetch_content(&self, cid: &Cid) -> Result<Vec<u8>> {
        let fetching = near(&self.chain, &self.ipfs, cid, self.content(cid));
        tokio::time::timeout(FETCH_PATIENCE, fetching)
            .await
            .unwrap_or(Err(Error::NotAvailable { cid: *cid }))
    }

    /// One block; a large commit is a file.
    async fn content(&self, cid: &Cid) -> Result<Vec<u8>> {
        if cid.codec() == Codec::Raw {
            return Ok(self.ipfs.block_get(cid).await?.into());
        }
        let mut content = Vec::new();
        let mut file = self.ipfs.cat(cid, MAX_COMMIT as u64).await?;
        match file.read_to_end(&mut content).await {
            Ok(_) => Ok(content),
            Err(_) => Err(Error::NotAvailable { cid: *cid }),
        }
    }
}

/// The chain's number of a log.
pub(super) fn channel(log: LogId) -> Result<u32> {
    u32::try_from(log).map_err(|_| Error::ChannelClosed)
}

/// The CID of a post that does not exist. Posts are raw blocks, so the state machine skips it.
fn nothing() -> Cid {
    Cid::of_block(Codec::DagPb, &[])
}
