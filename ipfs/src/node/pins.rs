//! What must stay.

use super::{
    dag::{self, Reach},
    error::StoreError,
    store::Store,
};
use futures::{stream, stream::BoxStream, StreamExt, TryStreamExt};
use postern_primitives::Cid;
use rust_ipfs::{repo::PinStore, PinKind, PinMode};

impl Store {
    /// Pins `root` and all below it, after the last of its blocks has arrived.
    ///
    /// A pin whose caller gives up before leaves nothing but unpinned blocks, which the
    /// next attempt finds.
    pub(crate) async fn pin(&self, root: Cid, reach: Reach) -> Result<(), StoreError> {
        let _keep = self.keep().await;
        let blocks = dag::gather(self, root, reach).await?;
        // Fetched is not yet written: look on disk before promising.
        for cid in &blocks {
            if !self.has(cid).await? {
                return Err(StoreError::Missing(*cid));
            }
        }
        let below = blocks.into_iter().filter(|cid| *cid != root);
        let below = stream::iter(below.map(|cid| Ok(cid::Cid::from(&cid)))).boxed();
        let pins = self.repo().data_store();
        pins.insert_recursive_pin(&cid::Cid::from(&root), below)
            .await
            .map_err(StoreError::library)
    }

    /// Pins one block, without what it links to.
    pub(crate) async fn pin_block(&self, cid: Cid) -> Result<(), StoreError> {
        let _keep = self.keep().await;
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
        let _keep = self.keep().await;
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
