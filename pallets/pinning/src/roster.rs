//! Who is to keep what.
//!
//! The pinners that keep a CID are those that rank highest by a hash of CID and pinner
//! (rendezvous hashing). Nothing of it is stored, so nothing has to be moved in state when
//! a pinner comes or goes: of the contents of n pinners, only one in n changes hands.
//!
//! Every pinner counts the same, whatever its capacity; one that is full is passed over
//! for what it does not have yet.

use crate::{Config, Keeper, Pallet, PinnerNumber, Roster, Seat};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::traits::Get;
use postern_primitives::{limits::CID_LENGTH, BlockNumber, Cid};
use sp_io::hashing::twox_64;

/// Pinners that are at work, in the order of their numbers.
#[derive(Clone, Debug)]
pub(crate) struct Live {
    seats: Vec<Seat>,
    replicas: usize,
}

impl Live {
    /// Whether this pinner is at work.
    pub fn contains(&self, pinner: PinnerNumber) -> bool {
        self.seats
            .binary_search_by_key(&pinner, |seat| seat.pinner)
            .is_ok()
    }

    /// All of them, in rising order.
    pub fn pinners(&self) -> impl Iterator<Item = PinnerNumber> + '_ {
        self.seats.iter().map(|seat| seat.pinner)
    }

    /// How many of these attestations count: those of pinners at work.
    pub fn count(&self, keepers: &[Keeper]) -> usize {
        let counts = |keeper: &&Keeper| self.contains(keeper.pinner);
        keepers.iter().filter(counts).count()
    }

    /// The pinners that are to keep `cid`, the highest in rank first: as many as replicas
    /// are wanted, or all there are.
    pub fn assigned(&self, cid: &Cid, keepers: &[Keeper]) -> Vec<PinnerNumber> {
        let keeps = |pinner| keepers.iter().any(|keeper| keeper.pinner == pinner);
        let mut best = Vec::with_capacity(self.replicas.saturating_add(1));
        for seat in &self.seats {
            if seat.full && !keeps(seat.pinner) {
                continue;
            }
            let ranked = (score(cid, seat.pinner), seat.pinner);
            let place = best.partition_point(|better| *better > ranked);
            if place < self.replicas {
                best.insert(place, ranked);
                best.truncate(self.replicas);
            }
        }
        best.into_iter().map(|(_, pinner)| pinner).collect()
    }

    /// Whether those who are to keep a content are as many as are wanted, and all of them
    /// keep it, by attestations of which `counts` holds.
    pub fn suffice(
        &self,
        assigned: &[PinnerNumber],
        keepers: &[Keeper],
        counts: impl Fn(&Keeper) -> bool,
    ) -> bool {
        let kept = |pinner: &PinnerNumber| {
            keepers
                .iter()
                .any(|keeper| keeper.pinner == *pinner && counts(keeper))
        };
        assigned.len() == self.replicas && assigned.iter().all(kept)
    }

    /// A number that changes with who is at work and who is full.
    pub fn fingerprint(&self) -> u64 {
        let seats: Vec<_> = self.seats.iter().map(|s| (s.pinner, s.full)).collect();
        u64::from_le_bytes(twox_64(&(seats, self.replicas as u32).encode()))
    }

    /// Where an attestation stands when one has to give way: of pinners at work before the
    /// others, then by rank.
    pub fn worth(&self, cid: &Cid, keeper: &Keeper) -> (bool, u64) {
        (self.contains(keeper.pinner), score(cid, keeper.pinner))
    }
}

/// The hash need not withstand anybody: who wants a message to lie with certain pinners
/// can vary its bytes until it does, whatever the hash.
fn score(cid: &Cid, pinner: PinnerNumber) -> u64 {
    let mut bytes = [0; CID_LENGTH + 4];
    let (front, back) = bytes.split_at_mut(CID_LENGTH);
    front.copy_from_slice(cid.as_bytes());
    back.copy_from_slice(&pinner.to_le_bytes());
    u64::from_le_bytes(twox_64(&bytes))
}

impl<T: Config> Pallet<T> {
    /// Pinners that are at work now. Whether one is follows from its last heartbeat, so
    /// nothing has to be swept.
    pub(crate) fn live() -> Live {
        let now = Self::now();
        let patience = Self::patience();
        let mut seats = Roster::<T>::get().into_inner();
        seats.retain(|seat| is_live(seat, now, patience));
        Live {
            seats,
            replicas: T::Replicas::get() as usize,
        }
    }

    /// The pinner's place among those that contents are assigned to.
    pub(crate) fn seat(pinner: PinnerNumber) -> Option<Seat> {
        let seats = Roster::<T>::get();
        let place = seats.binary_search_by_key(&pinner, |seat| seat.pinner);
        seats.get(place.ok()?).copied()
    }

    /// Whether a pinner with this seat is at work now.
    pub(crate) fn is_live(seat: &Seat) -> bool {
        is_live(seat, Self::now(), Self::patience())
    }

    /// How many blocks after its last heartbeat a pinner counts as silent.
    fn patience() -> BlockNumber {
        T::HeartbeatPeriod::get().saturating_mul(T::MissedHeartbeats::get())
    }
}

fn is_live(seat: &Seat, now: BlockNumber, patience: BlockNumber) -> bool {
    seat.heard_at > 0 && now <= seat.heard_at.saturating_add(patience)
}
