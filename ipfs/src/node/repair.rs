//! Pinned blocks that are missing or damaged, found after a start and fetched again.

use super::{
    dag::{self, Reach},
    defaults::{
        MAX_REPAIRS, REPAIRS_IN_FLIGHT, REPAIR_AGAIN, REPAIR_AGAIN_LONGEST, REPAIR_TIMEOUT,
        SCRUB_REST, SCRUB_STEP,
    },
    error::StoreError,
    store::Store,
};
use futures::{stream, StreamExt};
use postern_primitives::Cid;
use std::{collections::HashSet, future::Future};
use tokio::time::{sleep, timeout, Instant};

/// Writes the lists of pins anew that were damaged, as far as their blocks are here, so that
/// those are not collected. The rest is [fetched](Store::repair) later.
pub(super) async fn restore(store: &Store, torn: &[Cid]) {
    for root in torn {
        if let Err(error) = restore_one(store, *root).await {
            tracing::warn!(%root, %error, "the list of a pin stays empty for now");
        }
    }
}

async fn restore_one(store: &Store, root: Cid) -> Result<(), StoreError> {
    let mut hold = store.hold();
    let present = dag::gather(store, &mut hold, root, Reach::Present).await?;
    store.write_pin(root, present).await
}

impl Store {
    /// Checks every pinned block once, and fetches again what is not as it should be, for as
    /// long as it is polled and until nothing is left to do.
    pub(super) async fn repair(self, torn: Vec<Cid>) {
        self.keep_at_it(torn, |store, root| async move {
            store.pin(root, Reach::Network).await
        })
        .await;
        loop {
            let bad = match self.scrub().await {
                Ok(bad) => bad,
                Err(error) => {
                    tracing::warn!(%error, "pinned blocks could not all be checked");
                    return;
                }
            };
            let (found, all) = (bad.len(), bad.len() < MAX_REPAIRS);
            self.keep_at_it(bad, |store, cid| async move {
                store.fetch(&cid).await.map(drop)
            })
            .await;
            if found > 0 {
                tracing::info!(
                    blocks = found,
                    "damaged or missing blocks were fetched again"
                );
            }
            if all {
                return;
            }
        }
    }

    /// Reads every pinned block, in a quarter of the time, and returns those that are not
    /// here any more; damaged ones are taken out.
    async fn scrub(&self) -> Result<Vec<Cid>, StoreError> {
        let mut bad = HashSet::new();
        let mut steps = self.pins(None).await.chunks(SCRUB_STEP);
        while let Some(step) = steps.next().await {
            let started = Instant::now();
            for pin in step {
                let Ok(cid) = Cid::try_from(&pin?.0) else {
                    continue;
                };
                match self.read(&cid).await {
                    Err(StoreError::Missing(_) | StoreError::Damaged(_)) => bad.insert(cid),
                    checked => checked.map(|_| false)?,
                };
            }
            if bad.len() >= MAX_REPAIRS {
                break;
            }
            sleep(started.elapsed() * SCRUB_REST).await;
        }
        Ok(bad.into_iter().collect())
    }

    /// Repeats `mend` for each of `cids` that is still pinned, until it has worked for all.
    async fn keep_at_it<F: Future<Output = Result<(), StoreError>>>(
        &self,
        mut cids: Vec<Cid>,
        mend: impl Fn(Self, Cid) -> F,
    ) {
        let mut pause = REPAIR_AGAIN;
        while !cids.is_empty() {
            let tries = stream::iter(cids).map(|cid| {
                let mending = timeout(REPAIR_TIMEOUT, mend(self.clone(), cid));
                async move {
                    let pinned = self.repo().is_pinned(cid::Cid::from(&cid)).await;
                    let done = !pinned.unwrap_or(true) || matches!(mending.await, Ok(Ok(())));
                    (!done).then_some(cid)
                }
            });
            let tries = tries.buffer_unordered(REPAIRS_IN_FLIGHT);
            cids = tries.filter_map(std::future::ready).collect().await;
            if !cids.is_empty() {
                tracing::warn!(
                    blocks = cids.len(),
                    ?pause,
                    "pinned blocks are still missing"
                );
                sleep(pause).await;
                pause = (pause * 2).min(REPAIR_AGAIN_LONGEST);
            }
        }
    }
}
