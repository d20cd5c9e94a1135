//! Staying connected with those who keep contents.
//!
//! IPFS nodes exchange content with those that they are connected to; finding others takes
//! seconds to minutes. Where pinners are to be found is on chain, so this machine's IPFS node
//! is told, by the same call whatever software it is.
//!
//! All of them are met in turn, and those that say they keep what is missing here are sought out
//! before it is tried again: where there are many pinners, their turn may be hours away.

use super::{keys, Run, Stop};
use crate::{Config, PinnerNumber, Pinners, Pins};
use alloc::{string::String, vec::Vec};
use codec::{Decode, Encode};
use postern_primitives::{multiaddress::with_peer_id, BlockNumber, Cid};
use sp_runtime::offchain::storage::StorageValueRef;

/// Blocks between two rounds: a minute. A connection that is there costs nothing to ask for,
/// and one that broke is back before anybody waits for it.
const MEET_EVERY: BlockNumber = 20;

/// Pinners that are called at once, each at up to eight addresses: together no more
/// requests than a batch has. The next round goes on behind them.
const MEET_AT_ONCE: usize = 8;

/// How far this machine has come round.
#[derive(Clone, Copy, Debug, Default, Encode, Decode)]
struct Round {
    /// The block of the last one; 0 before the first.
    last: BlockNumber,
    /// The pinner to begin with.
    next: PinnerNumber,
}

impl<T: Config> Run<T> {
    /// Has the IPFS node connect to some of the other pinners at work. Whether it could is
    /// its own affair: who is away is called again in a later round.
    pub(super) fn meet(&mut self) -> Result<(), Stop> {
        let stored = StorageValueRef::persistent(keys::ROUND);
        let round: Round = stored.get().ok().flatten().unwrap_or_default();
        // A chain that was started anew has lower numbers.
        let rested = self.now.checked_sub(round.last);
        let due = round.last == 0 || rested.is_none_or(|rested| rested >= MEET_EVERY);
        if !due {
            return Ok(());
        }
        let (called, next) = turn(&self.others, round.next);
        let addresses: Vec<_> = called.into_iter().flat_map(addresses::<T>).collect();
        if !addresses.is_empty() {
            self.budget.spend()?;
            self.kubo.connect(&addresses);
        }
        let last = self.now;
        stored.set(&Round { last, next });
        Ok(())
    }

    /// Has the IPFS node connect to those who say that they keep one of these, the first ones
    /// first.
    pub(super) fn seek(&self, cids: &[Cid]) {
        let mut called = Vec::new();
        for keeper in cids.iter().flat_map(|cid| self.keepers(cid)) {
            if called.len() < MEET_AT_ONCE && !called.contains(&keeper) {
                called.push(keeper);
            }
        }
        let addresses: Vec<_> = called.into_iter().flat_map(addresses::<T>).collect();
        if !addresses.is_empty() {
            self.kubo.connect(&addresses);
        }
    }

    /// Who says to keep `cid`, of the others at work.
    pub(super) fn keepers(&self, cid: &Cid) -> Vec<PinnerNumber> {
        let keepers = Pins::<T>::get(cid).map_or_else(Default::default, |pin| pin.keepers);
        let named = keepers.iter().map(|keeper| keeper.pinner);
        named
            .filter(|pinner| self.others.binary_search(pinner).is_ok())
            .collect()
    }
}

/// Whose turn it is of these, in rising order, and where the next round begins.
fn turn(others: &[PinnerNumber], from: PinnerNumber) -> (Vec<PinnerNumber>, PinnerNumber) {
    let start = others.partition_point(|pinner| *pinner < from);
    // Behind the last one it begins anew.
    let start = if start == others.len() { 0 } else { start };
    let called: Vec<_> = others
        .iter()
        .skip(start)
        .take(MEET_AT_ONCE)
        .copied()
        .collect();
    let next = others.get(start.saturating_add(called.len()));
    (called, next.copied().unwrap_or_default())
}

/// Where a pinner's IPFS node can be reached, with its peer id.
fn addresses<T: Config>(pinner: PinnerNumber) -> Vec<String> {
    let Some(record) = Pinners::<T>::get(pinner) else {
        return Vec::new();
    };
    let known = record.addresses.iter();
    known
        .filter_map(|address| with_peer_id(address, &record.peer_id))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_pinners_have_their_turn() {
        let others: Vec<_> = (0..20).filter(|n| *n != 7).collect();
        let mut from = 0;
        let mut rounds = Vec::new();
        for _ in 0..4 {
            let (called, next) = turn(&others, from);
            rounds.push(called.len());
            from = next;
        }
        assert_eq!(rounds, [8, 8, 3, 8]);
        // The rest of a round may have gone meanwhile.
        assert_eq!(turn(&[1, 2], 15), (vec![1, 2], 0));
        assert_eq!(turn(&[], 15), (vec![], 0));
    }
}
