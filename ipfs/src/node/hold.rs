//! What a collection of garbage must not touch, although nothing has pinned it yet.

use postern_primitives::Cid;
use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::Notify;

/// The blocks of all pins and adds that are under way, and those that are just going.
#[derive(Default)]
pub(super) struct Holds {
    registry: Mutex<Registry>,
    decided: Notify,
}

#[derive(Default)]
struct Registry {
    held: HashMap<Cid, usize>,
    condemned: HashSet<Cid>,
}

/// Blocks that stay while this lives.
pub(crate) struct Hold {
    holds: Arc<Holds>,
    cids: HashSet<Cid>,
}

/// Blocks that are just going.
pub(super) struct Condemned<'a> {
    holds: &'a Holds,
    cids: Vec<Cid>,
}

impl Holds {
    pub(super) fn hold(self: &Arc<Self>) -> Hold {
        Hold {
            holds: self.clone(),
            cids: HashSet::new(),
        }
    }

    /// Those of `cids` that nothing holds. Whoever wants one of them waits until what is
    /// returned is dropped, and then sees whether the block is still there.
    pub(super) fn condemn(&self, cids: Vec<Cid>) -> Condemned<'_> {
        let mut registry = self.lock();
        let held = |cid: &Cid| registry.held.contains_key(cid);
        let cids: Vec<_> = cids.into_iter().filter(|cid| !held(cid)).collect();
        registry.condemned.extend(&cids);
        Condemned { holds: self, cids }
    }

    fn lock(&self) -> MutexGuard<'_, Registry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Hold {
    /// Keeps `cid` from being collected. If it is just being removed, this returns when it is
    /// gone: look for it on disk afterwards, not before.
    pub(crate) async fn add(&mut self, cid: Cid) {
        if self.cids.insert(cid) {
            *self.holds.lock().held.entry(cid).or_default() += 1;
        }
        loop {
            let mut decided = std::pin::pin!(self.holds.decided.notified());
            decided.as_mut().enable();
            if !self.holds.lock().condemned.contains(&cid) {
                return;
            }
            decided.await;
        }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let mut registry = self.holds.lock();
        for cid in &self.cids {
            if let Some(count) = registry.held.get_mut(cid) {
                *count -= 1;
                if *count == 0 {
                    registry.held.remove(cid);
                }
            }
        }
    }
}

impl Condemned<'_> {
    pub(super) fn cids(&self) -> &[Cid] {
        &self.cids
    }
}

impl Drop for Condemned<'_> {
    fn drop(&mut self) {
        let mut registry = self.holds.lock();
        for cid in &self.cids {
            registry.condemned.remove(cid);
        }
        drop(registry);
        self.holds.decided.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt;
    use postern_primitives::Codec;

    fn cid(name: &str) -> Cid {
        Cid::of_block(Codec::Raw, name.as_bytes())
    }

    #[tokio::test]
    async fn what_somebody_holds_is_not_condemned() {
        let holds = Arc::new(Holds::default());
        let (mut one, mut two) = (holds.hold(), holds.hold());
        one.add(cid("a")).await;
        one.add(cid("a")).await;
        two.add(cid("a")).await;
        let condemned = holds.condemn(vec![cid("a"), cid("b")]);
        assert_eq!(condemned.cids(), [cid("b")]);
        drop(one);
        assert!(holds.condemn(vec![cid("a")]).cids().is_empty());
        drop(two);
        assert_eq!(holds.condemn(vec![cid("a")]).cids(), [cid("a")]);
    }

    #[tokio::test]
    async fn whoever_wants_what_is_just_going_waits_until_it_is_gone() {
        let holds = Arc::new(Holds::default());
        let condemned = holds.condemn(vec![cid("a")]);
        let mut hold = holds.hold();
        hold.add(cid("b"))
            .now_or_never()
            .expect("others do not wait");
        let mut waiting = Box::pin(hold.add(cid("a")));
        assert!(waiting.as_mut().now_or_never().is_none());
        drop(condemned);
        waiting.await;
        assert!(holds.condemn(vec![cid("a")]).cids().is_empty());
    }
}
