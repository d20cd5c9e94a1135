//! Staying connected with those who keep contents.
//!
//! IPFS nodes exchange content with those that they are connected to; finding others takes
//! seconds to minutes. Where pinners are to be found is on chain, so this machine's IPFS node
//! is told, by the same call whatever software it is.

use super::{duty::Duty, keys, Run, Stop};
use crate::{Address, Config, Pallet, PeerId, PinnerNumber, Pinners};
use alloc::{string::String, vec::Vec};
use codec::{Decode, Encode};
use postern_primitives::BlockNumber;
use sp_runtime::offchain::storage::StorageValueRef;

/// Blocks between two rounds: a minute. A connection that is there costs nothing to ask for,
/// and one that broke is back before anybody waits for it.
const MEET_EVERY: BlockNumber = 20;

/// Pinners that are called in one round, each at up to eight addresses: together no more
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
        let (called, next) = turn(&self.others(), round.next);
        let addresses: Vec<_> = called.into_iter().flat_map(addresses::<T>).collect();
        if !addresses.is_empty() {
            self.budget.spend()?;
            self.kubo.connect(&addresses);
        }
        let last = self.now;
        stored.set(&Round { last, next });
        Ok(())
    }

    /// The pinners at work besides this machine's own.
    fn others(&self) -> Vec<PinnerNumber> {
        let own = match &self.duty {
            Duty::Everything => None,
            Duty::Pinner(office) => Some(office.post.pinner),
        };
        let live = Pallet::<T>::live();
        live.pinners().filter(|n| Some(*n) != own).collect()
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
        .filter_map(|address| full_address(address, &record.peer_id))
        .collect()
}

/// `None` for what would not stay one argument of a query: anybody can register anything.
fn full_address(address: &Address, peer_id: &PeerId) -> Option<String> {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/.:-_".contains(byte);
    let mut full = String::from_utf8(address.to_vec()).ok()?;
    if !full.bytes().all(|byte| is_plain(&byte)) {
        return None;
    }
    if !full.contains("/p2p/") {
        full.push_str("/p2p/");
        full.push_str(core::str::from_utf8(peer_id).ok()?);
    }
    Some(full)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<S: sp_core::Get<u32>>(text: &str) -> sp_core::bounded::BoundedVec<u8, S> {
        text.as_bytes().to_vec().try_into().expect("short enough")
    }

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

    #[test]
    fn an_address_gets_its_peer_id_unless_it_has_one() {
        let full = |address| full_address(&bytes(address), &bytes("12D3KooW"));
        let direct = "/ip4/203.0.113.7/tcp/4001";
        assert_eq!(
            full(direct),
            Some("/ip4/203.0.113.7/tcp/4001/p2p/12D3KooW".into())
        );
        let relayed = "/ip6/::1/udp/1/quic-v1/p2p/Qm/p2p-circuit/p2p/12D3KooW";
        assert_eq!(full(relayed), Some(relayed.into()));
    }

    #[test]
    fn an_address_that_would_be_more_than_one_argument_is_left_out() {
        for address in [
            "/ip4/1&arg=x",
            "/a?b",
            "/a#b",
            "/a%26",
            "/a b",
            "/a+b",
            "/a\"b",
        ] {
            assert_eq!(
                full_address(&bytes(address), &bytes("Qm")),
                None,
                "{address}"
            );
        }
    }
}
