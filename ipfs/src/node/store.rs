//! Blocks on disk, and blocks that other nodes have.

use super::{
    defaults::{ASK_FIRST, ASK_LONGEST, GC_POLL, MAX_TIMEOUT},
    error::StoreError,
};
use bytes::Bytes;
use futures::StreamExt;
use postern_primitives::Cid;
use rust_ipfs::{
    repo::{DefaultStorage, Repo},
    Block, Ipfs,
};
use std::sync::Arc;
use tokio::sync::{OwnedRwLockReadGuard, RwLock};

/// The node's blocks and pins.
///
/// Invariant: every task that reads or writes blocks through the library holds [`keep`]
/// for as long. The library's own lock is fair and taken twice by one task, so a
/// collection waiting for it would block the blocks that the task waits for.
///
/// [`keep`]: Self::keep
#[derive(Clone)]
pub(crate) struct Store {
    ipfs: Ipfs,
    gate: Arc<RwLock<()>>,
}

/// While this lives, nothing is collected.
pub(crate) type Keep = OwnedRwLockReadGuard<()>;

impl Store {
    pub(super) fn new(ipfs: Ipfs) -> Self {
        Self {
            ipfs,
            gate: Arc::default(),
        }
    }

    pub(crate) fn ipfs(&self) -> &Ipfs {
        &self.ipfs
    }

    pub(crate) fn repo(&self) -> &Repo<DefaultStorage> {
        self.ipfs.repo()
    }

    /// Holds off garbage collection.
    pub(crate) async fn keep(&self) -> Keep {
        self.gate.clone().read_owned().await
    }

    /// Whether the block is on disk.
    pub(crate) async fn has(&self, cid: &Cid) -> Result<bool, StoreError> {
        self.repo()
            .contains(cid::Cid::from(cid))
            .await
            .map_err(StoreError::library)
    }

    /// The block from disk, compared with its CID.
    pub(crate) async fn read(&self, cid: &Cid) -> Result<Bytes, StoreError> {
        let block = self.repo().get_block_now(cid::Cid::from(cid)).await;
        let block = block
            .map_err(StoreError::library)?
            .ok_or(StoreError::Missing(*cid))?;
        whole(cid, block)
    }

    /// The block from disk, or else from whoever has it. Waits as long as it is polled:
    /// callers bring the deadline.
    pub(crate) async fn fetch(&self, cid: &Cid) -> Result<Bytes, StoreError> {
        match self.read(cid).await {
            Err(StoreError::Missing(_)) => self.ask(cid).await,
            found => found,
        }
    }

    /// Asks the peers again and again. The library asks those that are connected at that
    /// moment only, so one that connects a moment later would never hear of it.
    async fn ask(&self, cid: &Cid) -> Result<Bytes, StoreError> {
        let mut patience = ASK_FIRST;
        loop {
            let block = self
                .repo()
                .get_block(cid::Cid::from(cid))
                .timeout(MAX_TIMEOUT);
            if let Ok(block) = tokio::time::timeout(patience, block).await {
                return whole(cid, block.map_err(StoreError::library)?);
            }
            patience = (patience * 2).min(ASK_LONGEST);
        }
    }

    /// Writes blocks that were made here.
    pub(crate) async fn write(&self, blocks: Vec<Block>) -> Result<(), StoreError> {
        self.repo()
            .put_blocks(blocks)
            .await
            .map(drop)
            .map_err(StoreError::library)
    }

    /// Deletes what is not pinned, once no add and no pin is in flight.
    pub(crate) async fn collect_garbage(&self) -> Result<Vec<cid::Cid>, StoreError> {
        let _alone = loop {
            match self.gate.clone().try_write_owned() {
                Ok(alone) => break alone,
                Err(_) => tokio::time::sleep(GC_POLL).await,
            }
        };
        self.ipfs.gc().await.map_err(StoreError::library)
    }

    /// Number and bytes of all blocks.
    pub(crate) async fn size(&self) -> Result<(u64, u64), StoreError> {
        let count = self.repo().list_blocks().await.count().await as u64;
        let bytes = self
            .repo()
            .get_total_size()
            .await
            .map_err(StoreError::library)?;
        Ok((count, bytes as u64))
    }
}

fn whole(cid: &Cid, block: Block) -> Result<Bytes, StoreError> {
    let (_, bytes) = block.into_inner();
    if cid.matches(&bytes) {
        Ok(bytes)
    } else {
        Err(StoreError::Damaged(*cid))
    }
}
