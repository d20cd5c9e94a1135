//! What must stay.

use super::{
    dag::{self, Reach},
    error::StoreError,
    hold::Hold,
    store::Store,
};
use futures::{stream, stream::BoxStream, StreamExt, TryStreamExt};
use postern_primitives::{Cid, Codec};
use rust_ipfs::{repo::PinStore, PinKind, PinMode};
use std::collections::HashSet;

impl Store {
    /// Pins `root` and all below it, after the last of its blocks has arrived.
    ///
    /// A pin whose caller gives up before leaves nothing but unpinned blocks, which the
    /// next attempt finds unless they were collected.
    pub(crate) async fn pin(&self, root: Cid, reach: Reach) -> Result<(), StoreError> {
        let mut hold = self.hold();
        if reach == Reach::Network {
            self.make_room_for(root, &mut hold).await?;
        }
        let blocks = dag::gather(self, &mut hold, root, reach).await?;
        // Fetched is not yet written: look on disk before promising.
        for cid in &blocks {
            if !self.has(cid).await? {
                return Err(StoreError::Missing(*cid));
            }
        }
        self.write_pin(root, blocks).await
    }

    /// Writes down that `root` is pinned, and by it `blocks`.
    pub(super) async fn write_pin(
        &self,
        root: Cid,
        blocks: HashSet<Cid>,
    ) -> Result<(), StoreError> {
        let below = blocks.into_iter().filter(|cid| *cid != root);
        let below = stream::iter(below.map(|cid| Ok(cid::Cid::from(&cid)))).boxed();
        let pins = self.repo().data_store();
        pins.insert_recursive_pin(&cid::Cid::from(&root), below)
            .await
            .map_err(StoreError::library)
    }

    /// Refuses what says itself that it does not fit, before its bytes have been carried here.
    async fn make_room_for(&self, root: Cid, hold: &mut Hold) -> Result<(), StoreError> {
        if root.codec() == Codec::Raw {
            return Ok(());
        }
        hold.add(root).await;
        let stated = dag::stated_size(&root, &self.fetch(&root).await?)?;
        if self.usage().room_for(stated).is_ok() {
            return Ok(());
        }
        // What an earlier attempt has brought need not be brought again.
        let present = dag::gather(self, hold, root, Reach::Present).await?;
        let present: Vec<_> = present.iter().map(cid::Cid::from).collect();
        let size = self.repo().get_blocks_size(&present).await;
        let size = size.map_err(StoreError::library)?.unwrap_or_default();
        self.make_room(stated.saturating_sub(size as u64)).await
    }

    /// Pins one block, without what it links to.
    pub(crate) async fn pin_block(&self, cid: Cid) -> Result<(), StoreError> {
        let mut hold = self.hold();
        hold.add(cid).await;
        self.fetch(&cid).await?;
        if !self.has(&cid).await? {
            return Err(StoreError::Missing(cid));
        }
        let pins = self.repo().data_store();
        pins.insert_direct_pin(&cid::Cid::from(&cid))
            .await
            .map_err(StoreError::library)
    }

    /// Takes a pin away; `recursive` also takes one with all below it.
    pub(crate) async fn unpin(&self, cid: Cid, recursive: bool) -> Result<(), StoreError> {
        let (pins, cid) = (self.repo().data_store(), cid::Cid::from(&cid));
        let removed = if recursive {
            pins.remove_recursive_pin(&cid, stream::empty().boxed())
                .await
        } else {
            pins.remove_direct_pin(&cid).await
        };
        removed.map_err(StoreError::library)
    }

    /// How `cid` is pinned, if it is, in one of the ways that `mode` asks for.
    pub(crate) async fn pinned(
        &self,
        cid: Cid,
        mode: Option<PinMode>,
    ) -> Result<Option<PinKind<cid::Cid>>, StoreError> {
        // The library reports "not pinned" as an error that cannot be told from others.
        let found = self
            .repo()
            .query_pins(vec![cid::Cid::from(&cid)], mode)
            .await;
        match found {
            Ok(kinds) => Ok(kinds.into_iter().next().map(|(_, kind)| kind)),
            Err(error) if error.to_string().ends_with("is not pinned") => Ok(None),
            Err(error) => Err(StoreError::library(error)),
        }
    }

    /// All pins of a kind, or of every kind.
    pub(crate) async fn pins(
        &self,
        mode: Option<PinMode>,
    ) -> BoxStream<'static, Result<(cid::Cid, PinMode), StoreError>> {
        self.repo()
            .list_pins(mode)
            .await
            .map_err(StoreError::library)
            .boxed()
    }
}
