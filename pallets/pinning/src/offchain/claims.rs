//! What the worker has yet to tell the chain.

use super::keys;
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};
use codec::{Decode, Encode};
use postern_primitives::{BlockNumber, Cid};
use sp_runtime::offchain::storage::StorageValueRef;

/// Contents that wait to be attested, at most: about what the largest block can bring.
/// What does not fit is found again by a pass over everything.
const MAX_ATTESTING: usize = 4_096;

/// Contents whose claims wait to be taken back, at most; as above. The chain takes few.
const MAX_WITHDRAWING: usize = 1_024;

/// What the worker has yet to tell the chain, and when it tried last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub(super) struct Claims {
    /// What is pinned and not attested, with the block on which an attestation was last
    /// submitted; 0 before the first.
    attesting: BTreeMap<Cid, BlockNumber>,
    /// What is claimed and not kept.
    withdrawing: BTreeSet<Cid>,
    /// The block on which a heartbeat was last submitted.
    pub heartbeat: BlockNumber,
    /// The block on which a withdrawal was last submitted.
    pub withdrawal: BlockNumber,
}

impl Claims {
    pub fn load() -> Self {
        let stored = StorageValueRef::persistent(keys::CLAIMS).get();
        stored.ok().flatten().unwrap_or_default()
    }

    pub fn save(&self) {
        StorageValueRef::persistent(keys::CLAIMS).set(self);
    }

    /// `cid` is pinned, and the chain does not know it. `false` if there is no room.
    pub fn attest(&mut self, cid: Cid) -> bool {
        self.withdrawing.remove(&cid);
        let fits = self.attesting.len() < MAX_ATTESTING || self.attesting.contains_key(&cid);
        if fits {
            self.attesting.entry(cid).or_default();
        }
        fits
    }

    /// The chain believes that `cid` is kept here, and it is not, or need not be.
    pub fn withdraw(&mut self, cid: Cid) {
        self.attesting.remove(&cid);
        if self.withdrawing.len() < MAX_WITHDRAWING {
            self.withdrawing.insert(cid);
        }
    }

    /// There is nothing to tell about `cid`.
    pub fn forget(&mut self, cid: &Cid) {
        self.attesting.remove(cid);
        self.withdrawing.remove(cid);
    }

    /// What waits to be attested, in rising order, with when that was last submitted.
    pub fn attesting(&self) -> Vec<(Cid, BlockNumber)> {
        self.attesting.iter().map(|(cid, at)| (*cid, *at)).collect()
    }

    /// How much waits to be attested.
    pub fn len(&self) -> u32 {
        self.attesting.len() as u32
    }

    /// What waits to be withdrawn, in rising order.
    pub fn withdrawing(&self) -> Vec<Cid> {
        self.withdrawing.iter().copied().collect()
    }

    /// An attestation of these was submitted.
    pub fn submitted(&mut self, cids: &[Cid], now: BlockNumber) {
        for cid in cids {
            self.attesting.insert(*cid, now);
        }
    }
}
