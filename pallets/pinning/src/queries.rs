//! What can be asked. Every answer is bounded by [`MAX_PAGE`], whatever was asked for.

use crate::{
    roster::Live, window, Assignment, BalanceOf, Change, ChangeCount, ChangePage, Changes, Config,
    Pallet, PinInfo, PinPage, Pinner, PinnerInfo, PinnerNumber, PinnerOf, PinnerPage, Pinners,
    Pins, Replicas, Roster, WorkerId, Workers, CHANGES_PER_PAGE,
};
use alloc::vec::Vec;
use frame_support::traits::Get;
use postern_primitives::{limits::MAX_PAGE, BlockNumber, Cid};

/// A pinner as the runtime API tells of it.
type InfoOf<T> = PinnerInfo<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

impl<T: Config> Pallet<T> {
    /// What is known of `cid`, if it must stay available.
    pub fn pin(cid: &Cid) -> Option<PinInfo> {
        Pins::<T>::get(cid).map(PinInfo::from)
    }

    /// How many CIDs must stay available.
    pub fn count() -> u32 {
        Pins::<T>::count()
    }

    /// What changed in `block`, from index `from` on.
    pub fn changes(block: BlockNumber, from: u32, limit: u32) -> ChangePage {
        let changes = Self::changes_from(block, from, page_size(limit));
        let next = from.saturating_add(changes.len() as u32);
        ChangePage {
            next: (next < ChangeCount::<T>::get(number::<T>(block)) && !changes.is_empty())
                .then_some(next),
            changes,
            kept_since: Self::kept_since(),
        }
    }

    /// CIDs that must stay available, after `after` in an order of the pallet's own.
    pub fn pins(after: Option<Cid>, limit: u32) -> PinPage {
        let mut rest = match after {
            Some(cid) => Pins::<T>::iter_from(Pins::<T>::hashed_key_for(cid)),
            None => Pins::<T>::iter(),
        };
        let pins: Vec<_> = rest
            .by_ref()
            .take(page_size(limit) as usize)
            .map(|(cid, pin)| (cid, pin.size))
            .collect();
        let next = pins
            .last()
            .map(|(cid, _)| *cid)
            .filter(|_| rest.next().is_some());
        PinPage { pins, next }
    }

    /// How many pinners keep each of these CIDs; nothing for those that need not stay
    /// available. More than a page of them are not looked at.
    pub fn replicas(cids: Vec<Cid>) -> Vec<Option<Replicas>> {
        let live = Self::live();
        cids.iter()
            .take(MAX_PAGE as usize)
            .map(|cid| Self::replicas_of(cid, &live))
            .collect()
    }

    fn replicas_of(cid: &Cid, live: &Live) -> Option<Replicas> {
        let pin = Pins::<T>::get(cid)?;
        Some(Replicas {
            kept: live.count(&pin.keepers) as u32,
            wanted: T::Replicas::get(),
        })
    }

    /// Who is to keep `cid`, the highest in rank first; nobody if it need not stay available.
    pub fn assigned(cid: &Cid) -> Vec<Assignment> {
        let Some(pin) = Pins::<T>::get(cid) else {
            return Vec::new();
        };
        let assigned = Self::live().assigned(cid, &pin.keepers);
        assigned
            .into_iter()
            .map(|pinner| Assignment {
                pinner,
                kept_since: pin.keeper(pinner).map(|keeper| keeper.since),
            })
            .collect()
    }

    /// What of the next `limit` pins after `after` is assigned to a pinner. A page can be
    /// empty and have a next one: the limit bounds what is looked at.
    pub fn assignments(pinner: PinnerNumber, after: Option<Cid>, limit: u32) -> PinPage {
        let live = Self::live();
        let mut page = Self::pins(after, limit);
        page.pins.retain(|(cid, _)| {
            Pins::<T>::get(cid)
                .is_some_and(|pin| live.assigned(cid, &pin.keepers).contains(&pinner))
        });
        page
    }

    /// What is known of a pinner.
    pub fn pinner(pinner: PinnerNumber) -> Option<InfoOf<T>> {
        let Pinner {
            account,
            worker,
            bond,
            peer_id,
            addresses,
            capacity,
            used,
            free_at,
            ..
        } = Pinners::<T>::get(pinner)?;
        let seat = Self::seat(pinner);
        Some(PinnerInfo {
            pinner,
            account,
            worker,
            bond,
            peer_id,
            addresses,
            capacity,
            used,
            live: seat.as_ref().is_some_and(Self::is_live),
            heard_at: seat.map(|seat| seat.heard_at).filter(|at| *at > 0),
            free_at,
        })
    }

    /// The pinner that an account registered.
    pub fn pinner_of(account: &T::AccountId) -> Option<InfoOf<T>> {
        Self::pinner(PinnerOf::<T>::get(account)?)
    }

    /// The pinner that a worker key signs for.
    pub fn pinner_by_worker(worker: &WorkerId) -> Option<InfoOf<T>> {
        Self::pinner(Workers::<T>::get(worker)?.pinner)
    }

    /// Pinners that have not left, from this number on.
    pub fn pinners(from: PinnerNumber, limit: u32) -> PinnerPage<T::AccountId, BalanceOf<T>> {
        let seats = Roster::<T>::get();
        let mut rest = seats.iter().map(|seat| seat.pinner).filter(|n| *n >= from);
        let page = rest.by_ref().take(page_size(limit) as usize);
        PinnerPage {
            pinners: page.filter_map(Self::pinner).collect(),
            next: rest.next(),
        }
    }

    /// At most `limit` changes of `block`, from index `from` on; none if they are pruned.
    pub(crate) fn changes_from(block: BlockNumber, from: u32, limit: u32) -> Vec<Change> {
        let block = number::<T>(block);
        let end = ChangeCount::<T>::get(block).min(from.saturating_add(limit));
        let pages = from / CHANGES_PER_PAGE..window::pages(end);
        pages
            .flat_map(|page| {
                let first = page.saturating_mul(CHANGES_PER_PAGE);
                (first..).zip(Changes::<T>::get(block, page))
            })
            .filter(|(index, _)| (from..end).contains(index))
            .map(|(_, change)| change)
            .collect()
    }

    /// How many changes `block` had.
    pub(crate) fn change_count(block: BlockNumber) -> u32 {
        ChangeCount::<T>::get(number::<T>(block))
    }
}

/// The chain's own type for a block number.
fn number<T: Config>(block: BlockNumber) -> frame_system::pallet_prelude::BlockNumberFor<T> {
    block.into()
}

fn page_size(limit: u32) -> u32 {
    limit.clamp(1, MAX_PAGE)
}
