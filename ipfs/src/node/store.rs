//! Blocks on disk, and blocks that other nodes have.

use super::{
    collect::Collector,
    defaults::{ASK_FIRST, ASK_LONGEST, MAX_TIMEOUT},
    error::StoreError,
    hold::{Hold, Holds},
    usage::Usage,
};
use bytes::Bytes;
use futures::StreamExt;
use postern_primitives::Cid;
use rust_ipfs::{
    repo::{BlockStore, DefaultStorage, Repo},
    Block, Ipfs,
};
use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The node's blocks and pins.
///
/// Invariants: all that reads or writes blocks goes through here, so that a damaged block is
/// noticed and every byte is counted. Whoever is to pin blocks [holds](Self::hold) each of
/// them before looking whether it is there, and until the pin is written.
#[derive(Clone)]
pub(crate) struct Store(Arc<Inner>);

pub(crate) struct Inner {
    ipfs: Ipfs,
    path: PathBuf,
    pub(super) usage: Usage,
    pub(super) holds: Arc<Holds>,
    pub(super) collector: Collector,
    /// Two writes at a time could both find room for the same bytes.
    writing: tokio::sync::Mutex<()>,
}

impl std::ops::Deref for Store {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Store {
    /// Counts what is there, which takes a moment where there is much.
    pub(super) async fn new(ipfs: Ipfs, path: &Path, quota: u64) -> Result<Self, StoreError> {
        let used = ipfs.repo().get_total_size().await;
        let used = used.map_err(StoreError::library)? as u64;
        Ok(Self(Arc::new(Inner {
            ipfs,
            path: path.into(),
            usage: Usage::new(quota, used),
            holds: Arc::default(),
            collector: Collector::default(),
            writing: tokio::sync::Mutex::default(),
        })))
    }

    pub(crate) fn ipfs(&self) -> &Ipfs {
        &self.ipfs
    }

    pub(crate) fn repo(&self) -> &Repo<DefaultStorage> {
        self.ipfs.repo()
    }

    /// Where all of it lies.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// How much may be stored, and how much is.
    pub(crate) fn usage(&self) -> &Usage {
        &self.usage
    }

    /// Will keep blocks from being collected.
    pub(crate) fn hold(&self) -> Hold {
        self.holds.hold()
    }

    /// Whether the block is on disk, in whatever state.
    pub(crate) async fn has(&self, cid: &Cid) -> Result<bool, StoreError> {
        self.repo()
            .contains(cid::Cid::from(cid))
            .await
            .map_err(StoreError::library)
    }

    /// The block from disk, compared with its CID. One that does not match is taken out, so
    /// that it can be had anew.
    pub(crate) async fn read(&self, cid: &Cid) -> Result<Bytes, StoreError> {
        match self.repo().get_block_now(cid::Cid::from(cid)).await {
            Ok(Some(block)) => Ok(block.into_inner().1),
            Ok(None) => Err(StoreError::Missing(*cid)),
            Err(error) if is_damage(error.downcast_ref()) => {
                tracing::warn!(%cid, "a block on disk is damaged and is taken out");
                self.remove(cid).await?;
                Err(StoreError::Damaged(*cid))
            }
            Err(error) => Err(StoreError::library(error)),
        }
    }

    /// The block from disk, or else from whoever has it. Waits as long as it is polled:
    /// callers bring the deadline.
    pub(crate) async fn fetch(&self, cid: &Cid) -> Result<Bytes, StoreError> {
        match self.read(cid).await {
            Err(StoreError::Missing(_) | StoreError::Damaged(_)) => self.ask(cid).await,
            found => found,
        }
    }

    /// Asks the peers again and again. The library asks those that are connected at that
    /// moment only, so one that connects a moment later would never hear of it.
    ///
    /// How large the block is shows when it is there. So the quota is kept but for what is in
    /// flight, and what turns out not to fit is removed again.
    async fn ask(&self, cid: &Cid) -> Result<Bytes, StoreError> {
        self.make_room(1).await?;
        let expected = self.usage.expect(*cid);
        let mut patience = ASK_FIRST;
        let bytes = loop {
            let block = self
                .repo()
                .get_block(cid::Cid::from(cid))
                .timeout(MAX_TIMEOUT);
            if let Ok(block) = tokio::time::timeout(patience, block).await {
                break block.map_err(StoreError::library)?.into_inner().1;
            }
            patience = (patience * 2).min(ASK_LONGEST);
        };
        expected.arrived(bytes.len() as u64);
        if let Err(full) = self.make_room(0).await {
            self.discard(cid).await?;
            return Err(full);
        }
        Ok(bytes)
    }

    /// Writes blocks that were made here, if there is room for all of them.
    pub(crate) async fn write(&self, blocks: Vec<Block>) -> Result<(), StoreError> {
        let _alone = self.writing.lock().await;
        let mut bytes = 0;
        for block in &blocks {
            let cid = Cid::try_from(block.cid()).map_err(StoreError::library)?;
            if !self.is_intact(&cid).await? {
                bytes += block.data().len() as u64;
            }
        }
        self.make_room(bytes).await?;
        let written = self.repo().put_blocks(blocks).await;
        written.map_err(StoreError::library)?;
        self.usage.add(bytes);
        Ok(())
    }

    /// Whether the block is on disk as it should be. The library never writes over a block,
    /// so a damaged one has to make way.
    async fn is_intact(&self, cid: &Cid) -> Result<bool, StoreError> {
        match self.read(cid).await {
            Ok(_) => Ok(true),
            Err(StoreError::Missing(_) | StoreError::Damaged(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Takes a block off the disk, pinned or not.
    pub(super) async fn remove(&self, cid: &Cid) -> Result<(), StoreError> {
        let cid = cid::Cid::from(cid);
        let bytes = self.repo().get_blocks_size(&[cid]).await;
        let bytes = bytes.map_err(StoreError::library)?.unwrap_or_default();
        match BlockStore::remove(self.repo().data_store(), &cid).await {
            Ok(()) => self.usage.subtract(bytes as u64),
            Err(error) if is_missing(error.downcast_ref()) => {}
            Err(error) => return Err(StoreError::library(error)),
        }
        Ok(())
    }

    /// Number and bytes of all blocks, counted on disk.
    pub(crate) async fn size(&self) -> Result<(u64, u64), StoreError> {
        let count = self.repo().list_blocks().await.count().await as u64;
        let bytes = self.repo().get_total_size().await;
        Ok((count, bytes.map_err(StoreError::library)? as u64))
    }

    /// Counts the bytes on disk anew.
    pub(super) async fn recount(&self) -> Result<(), StoreError> {
        let counted = self.usage.used();
        let actual = self.repo().get_total_size().await;
        self.usage
            .correct(counted, actual.map_err(StoreError::library)? as u64);
        Ok(())
    }
}

/// The library compares what it reads with its CID.
fn is_damage(error: Option<&io::Error>) -> bool {
    error.is_some_and(|error| error.kind() == io::ErrorKind::InvalidData)
}

fn is_missing(error: Option<&io::Error>) -> bool {
    error.is_some_and(|error| error.kind() == io::ErrorKind::NotFound)
}
