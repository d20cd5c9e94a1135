//! Garbage: what nothing has pinned, and nobody is about to.

use super::{
    defaults::{GC_AGAIN, GC_REST, GC_STEP, RECOUNT, ROOM_PATIENCE},
    error::StoreError,
    store::Store,
};
use futures::StreamExt;
use postern_primitives::Cid;
use rust_ipfs::repo::BlockStore;
use tokio::{
    sync::Mutex,
    time::{interval, sleep, sleep_until, Instant},
};

/// When a collection that nobody asked for may begin; `None` is at once. Whoever collects
/// holds it: two at a time would gain nothing.
#[derive(Default)]
pub(super) struct Collector(Mutex<Option<Instant>>);

impl Collector {
    async fn rested(&self) -> Instant {
        self.0.lock().await.unwrap_or_else(Instant::now)
    }
}

impl Store {
    /// Deletes what is not pinned, and returns it. Pins and adds under way keep their blocks
    /// and need not end first.
    pub(crate) async fn collect_garbage(&self) -> Result<Vec<Cid>, StoreError> {
        let mut rested = self.collector.0.lock().await;
        let started = Instant::now();
        let removed = self.sweep().await;
        *rested = Some(Instant::now() + started.elapsed() * GC_REST);
        removed
    }

    async fn sweep(&self) -> Result<Vec<Cid>, StoreError> {
        let blocks = BlockStore::list(self.repo().data_store()).await;
        // What is not a CID of ours was not stored by us.
        let ours = blocks.filter_map(|cid| async move { Cid::try_from(&cid).ok() });
        let mut steps = std::pin::pin!(ours.chunks(GC_STEP));
        let mut removed = Vec::new();
        while let Some(step) = steps.next().await {
            self.sweep_step(step, &mut removed).await?;
        }
        Ok(removed)
    }

    /// Whether a block is pinned is asked after it is condemned: a pin that held it until a
    /// moment ago is written by then.
    async fn sweep_step(&self, cids: Vec<Cid>, removed: &mut Vec<Cid>) -> Result<(), StoreError> {
        let condemned = self.holds.condemn(cids);
        for cid in condemned.cids() {
            let pinned = self.repo().is_pinned(cid::Cid::from(cid)).await;
            if !pinned.map_err(StoreError::library)? {
                self.remove(cid).await?;
                removed.push(*cid);
            }
        }
        Ok(())
    }

    /// Makes sure that `wanted` more bytes fit.
    pub(super) async fn make_room(&self, wanted: u64) -> Result<(), StoreError> {
        // More than all there is: nothing is gained by a collection.
        if self.usage.room_for(wanted).is_ok() || wanted > self.usage.quota() {
            return self.usage.room_for(wanted);
        }
        // One that is under way may have made room.
        let rested = self.collector.rested().await;
        if let Err(full) = self.usage.room_for(wanted) {
            if rested > Instant::now() + ROOM_PATIENCE {
                return Err(full);
            }
            sleep_until(rested).await;
            self.collect_garbage().await?;
        }
        self.usage.room_for(wanted)
    }

    /// Removes a block that has just arrived and does not fit, unless somebody holds it: then it
    /// is garbage as soon as they have given up.
    pub(super) async fn discard(&self, cid: &Cid) -> Result<(), StoreError> {
        let mut removed = Vec::new();
        self.sweep_step(vec![*cid], &mut removed).await
    }

    /// Keeps the store below its mark for as long as it is polled.
    pub(super) async fn stay_tidy(self) {
        let mut recount = interval(RECOUNT);
        recount.tick().await;
        let mut was_full = false;
        loop {
            let crowded = self.usage.is_crowded();
            tokio::select! {
                () = self.usage.crowding() => {}
                // What was held then may be garbage by now.
                () = sleep(GC_AGAIN), if crowded => {}
                _ = recount.tick() => report(self.recount().await),
            }
            if self.usage.is_crowded() {
                sleep_until(self.collector.rested().await).await;
                report(self.collect_garbage().await.map(drop));
                let full = self.usage.is_crowded();
                if full && !was_full {
                    let (used, quota) = (self.usage.used(), self.usage.quota());
                    tracing::warn!(used, quota, "the IPFS store fills up with pinned content");
                }
                was_full = full;
            }
        }
    }
}

fn report(done: Result<(), StoreError>) {
    if let Err(error) = done {
        tracing::warn!(%error, "the IPFS store could not be tidied");
    }
}
