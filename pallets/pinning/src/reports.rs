//! What a pinner's machine says: that it is at work, what it keeps, what it lost.
//!
//! A report is a general transaction without an account and without a fee. Its authority is
//! the signature of a worker key inside the call, over the purpose, the chain, the block
//! whose state the report is about, and what it says.
//!
//! # What reports can do to the pool and to blocks
//!
//! * Only keys of registered pinners can make any. There are at most
//!   [`Config::MaxPinners`], each with a bond.
//! * A report is judged by what is cheap first, its signature after that, and the CIDs that
//!   it names last.
//! * A *heartbeat* counts once in [`Config::HeartbeatPeriod`], a *withdrawal* likewise. The
//!   pool holds one of each for a pinner.
//! * An *attestation* must bring a claim that the chain does not have, for a content that is
//!   assigned to the pinner. It provides one pool tag for each such content, so that the
//!   pool holds no more attestations than there are contents to attest; and a claim goes
//!   only with its content, by a withdrawal, or when others have taken over.
//!
//! # Replays
//!
//! A heartbeat must be about a later block than the last one that was heard. A withdrawal
//! voids the attestations that were signed before it, and an attestation outlives a
//! withdrawal that was signed before it. So a report that is sent again changes nothing.

use crate::{
    cost, roster::Live, Cids, Config, Error, Event, Keeper, Pallet, Pin, PinnerNumber, Pinners,
    Pins, Post, Roster, Seat, WorkerId, WorkerSignature, Workers,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
    dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
    ensure,
    pallet_prelude::{InvalidTransaction, TransactionValidityError},
    traits::Get,
};
use frame_system::pallet_prelude::BlockNumberFor;
use postern_primitives::{
    limits::MAX_KEEPERS,
    signing::{self, Context},
    BlockNumber, Cid,
};
use sp_runtime::{traits::Zero, RuntimeAppPublic};

/// `InvalidTransaction::Custom` code: no registered pinner has this worker key.
pub const UNKNOWN_WORKER: u8 = 1;

/// `InvalidTransaction::Custom` code: the report says nothing that the chain does not know.
pub const NOTHING_NEW: u8 = 2;

/// `InvalidTransaction::Custom` code: the pinner is silent or has left.
pub const NOT_AT_WORK: u8 = 3;

/// Why a report is refused, in a transaction's validation as in its dispatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    NotRising,
    UnknownWorker,
    TooOld,
    FromTheFuture,
    TooSoon,
    NotAtWork,
    NothingNew,
    BadProof,
}

impl<T> From<Refusal> for Error<T> {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotRising => Self::CidsNotRising,
            Refusal::UnknownWorker => Self::UnknownWorker,
            Refusal::TooOld => Self::ReportTooOld,
            Refusal::FromTheFuture => Self::ReportFromTheFuture,
            Refusal::TooSoon => Self::ReportTooSoon,
            Refusal::NotAtWork => Self::NotAtWork,
            Refusal::NothingNew => Self::NothingNew,
            Refusal::BadProof => Self::BadProof,
        }
    }
}

impl From<Refusal> for TransactionValidityError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotRising => InvalidTransaction::Call,
            Refusal::UnknownWorker => InvalidTransaction::Custom(UNKNOWN_WORKER),
            Refusal::TooOld => InvalidTransaction::Stale,
            Refusal::FromTheFuture | Refusal::TooSoon => InvalidTransaction::Future,
            Refusal::NotAtWork => InvalidTransaction::Custom(NOT_AT_WORK),
            Refusal::NothingNew => InvalidTransaction::Custom(NOTHING_NEW),
            Refusal::BadProof => InvalidTransaction::BadProof,
        }
        .into()
    }
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_heartbeat(
        worker: &WorkerId,
        at: BlockNumber,
        used: u64,
    ) -> Result<(), Error<T>> {
        let (post, _) = Self::heartbeat_due(worker, at)?;
        let pinner = post.pinner;
        let mut record = Pinners::<T>::get(pinner).ok_or(Error::<T>::UnknownWorker)?;
        let full = used >= record.capacity;
        let now = Self::now();
        Roster::<T>::mutate(|seats| {
            if let Some(seat) = seats.iter_mut().find(|seat| seat.pinner == pinner) {
                seat.heard_at = now;
                seat.full = full;
            }
        });
        record.used = used;
        Pinners::<T>::insert(pinner, record);
        Self::deposit_event(Event::Heard { pinner, used, full });
        Ok(())
    }

    pub(crate) fn do_attest(
        worker: &WorkerId,
        at: BlockNumber,
        cids: Cids,
    ) -> DispatchResultWithPostInfo {
        let post = Self::may_attest(worker, at).map_err(Error::<T>::from)?;
        ensure_rising(&cids).map_err(Error::<T>::from)?;
        let (named, pinner, live) = (cids.len() as u32, post.pinner, Self::live());
        let mut attested = cids;
        attested.retain(|cid| Self::add_keeper(cid, pinner, &live));
        ensure!(!attested.is_empty(), Error::<T>::NothingNew);
        Self::deposit_event(Event::Attested {
            pinner,
            cids: attested,
        });
        let weight = cost::attest::<T>(named, Self::pinner_count());
        Ok(PostDispatchInfo {
            actual_weight: Some(weight),
            ..Default::default()
        })
    }

    pub(crate) fn do_withdraw(
        worker: &WorkerId,
        at: BlockNumber,
        cids: Cids,
    ) -> Result<(), Error<T>> {
        let post = Self::withdrawal_due(worker, at)?;
        ensure_rising(&cids)?;
        let pinner = post.pinner;
        let mut withdrawn = cids;
        withdrawn.retain(|cid| Self::remove_keeper(cid, pinner, at));
        ensure!(!withdrawn.is_empty(), Error::<T>::NothingNew);
        let post = Post {
            withdrawn_at: Self::now(),
            ..post
        };
        Workers::<T>::insert(worker, post);
        Self::deposit_event(Event::Withdrawn {
            pinner,
            cids: withdrawn,
        });
        Ok(())
    }

    /// Whether a heartbeat about block `at` counts now.
    pub(crate) fn heartbeat_due(
        worker: &WorkerId,
        at: BlockNumber,
    ) -> Result<(Post, Seat), Refusal> {
        let post = Self::post_at(worker, at)?;
        let seat = Self::seat(post.pinner).ok_or(Refusal::NotAtWork)?;
        ensure!(at > seat.heard_at, Refusal::TooOld);
        let due = match seat.heard_at {
            0 => 0,
            heard_at => heard_at.saturating_add(T::HeartbeatPeriod::get()),
        };
        ensure!(Self::now() >= due, Refusal::TooSoon);
        Ok((post, seat))
    }

    /// Whether attestations about block `at` are taken now.
    pub(crate) fn may_attest(worker: &WorkerId, at: BlockNumber) -> Result<Post, Refusal> {
        let post = Self::post_at(worker, at)?;
        ensure!(at >= post.withdrawn_at, Refusal::TooOld);
        let seat = Self::seat(post.pinner).ok_or(Refusal::NotAtWork)?;
        ensure!(Self::is_live(&seat), Refusal::NotAtWork);
        Ok(post)
    }

    /// Whether a withdrawal about block `at` is taken now. One that has left may withdraw.
    pub(crate) fn withdrawal_due(worker: &WorkerId, at: BlockNumber) -> Result<Post, Refusal> {
        let post = Self::post_at(worker, at)?;
        let due = match post.withdrawn_at {
            0 => 0,
            withdrawn_at => withdrawn_at.saturating_add(T::HeartbeatPeriod::get()),
        };
        ensure!(Self::now() >= due, Refusal::TooSoon);
        Ok(post)
    }

    /// Whom the key signs for, if a report about block `at` is neither too old nor too early.
    fn post_at(worker: &WorkerId, at: BlockNumber) -> Result<Post, Refusal> {
        let now = Self::now();
        ensure!(at <= now, Refusal::FromTheFuture);
        ensure!(now <= Self::expiry(at), Refusal::TooOld);
        Workers::<T>::get(worker).ok_or(Refusal::UnknownWorker)
    }

    /// The last block that takes a report about block `at`.
    pub(crate) fn expiry(at: BlockNumber) -> BlockNumber {
        at.saturating_add(T::MaxReportAge::get())
    }

    /// The bytes that the machine signs.
    pub(crate) fn report_payload<Fields: Encode>(
        context: Context,
        worker: &WorkerId,
        at: BlockNumber,
        fields: &Fields,
    ) -> Vec<u8> {
        let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero()).into();
        let signer: &[u8] = worker.as_ref();
        let mut bytes = [0; 32];
        bytes.copy_from_slice(signer);
        signing::payload(context, &genesis, &bytes, at, Self::expiry(at), fields)
    }

    pub(crate) fn ensure_signed_by<Fields: Encode>(
        worker: &WorkerId,
        (context, at): (Context, BlockNumber),
        fields: &Fields,
        signature: &WorkerSignature,
    ) -> Result<(), Refusal> {
        let payload = Self::report_payload(context, worker, at, fields);
        ensure!(worker.verify(&payload, signature), Refusal::BadProof);
        Ok(())
    }

    /// The pin of `cid`, and who is to keep it, if the pinner's claim to do so would be news.
    pub(crate) fn attestable(
        cid: &Cid,
        pinner: PinnerNumber,
        live: &Live,
    ) -> Option<(Pin, Vec<PinnerNumber>)> {
        let pin = Pins::<T>::get(cid)?;
        if pin.keeper(pinner).is_some() {
            return None;
        }
        let assigned = live.assigned(cid, &pin.keepers);
        assigned.contains(&pinner).then_some((pin, assigned))
    }

    /// Whether the pinner claims to keep `cid`, and did at block `at`.
    pub(crate) fn is_withdrawable(cid: &Cid, pinner: PinnerNumber, at: BlockNumber) -> bool {
        let pin = Pins::<T>::get(cid);
        let keeper = pin.as_ref().and_then(|pin| pin.keeper(pinner));
        keeper.is_some_and(|keeper| keeper.since <= at)
    }

    fn add_keeper(cid: &Cid, pinner: PinnerNumber, live: &Live) -> bool {
        // Whoever is assigned without keeping it has room, so the claim changes nothing about
        // who is assigned, and ranking once will do.
        let Some((pin, assigned)) = Self::attestable(cid, pinner, live) else {
            return false;
        };
        let since = Self::now();
        let mut keepers = pin.keepers.clone().into_inner();
        keepers.push(Keeper { pinner, since });
        settle_keepers(cid, &mut keepers, &assigned, live);
        let Ok(keepers) = keepers.try_into() else {
            return false;
        };
        Pins::<T>::insert(cid, Pin { keepers, ..pin });
        true
    }

    fn remove_keeper(cid: &Cid, pinner: PinnerNumber, at: BlockNumber) -> bool {
        if !Self::is_withdrawable(cid, pinner, at) {
            return false;
        }
        Pins::<T>::mutate(cid, |pin| {
            if let Some(pin) = pin {
                pin.keepers.retain(|keeper| keeper.pinner != pinner);
            }
        });
        true
    }

    pub(crate) fn pinner_count() -> u32 {
        Roster::<T>::decode_len().unwrap_or_default() as u32
    }
}

/// Strikes off whose claims are not needed any more: once all who are to keep the content
/// claim to do so, the others. That tells these that they may let go of it. Before that,
/// whoever has it may be the last who does, so a claim goes only where there is no room.
fn settle_keepers(cid: &Cid, keepers: &mut Vec<Keeper>, assigned: &[PinnerNumber], live: &Live) {
    if live.suffice(assigned, keepers, |_| true) {
        keepers.retain(|keeper| assigned.contains(&keeper.pinner));
    }
    while keepers.len() > MAX_KEEPERS as usize {
        let least = keepers
            .iter()
            .enumerate()
            .min_by_key(|(_, keeper)| live.worth(cid, keeper));
        let Some((place, _)) = least else { return };
        keepers.remove(place);
    }
}

/// Rising CIDs name each content once.
pub(crate) fn ensure_rising(cids: &[Cid]) -> Result<(), Refusal> {
    let rising = cids.windows(2).all(|pair| pair[0] < pair[1]);
    ensure!(rising, Refusal::NotRising);
    ensure!(!cids.is_empty(), Refusal::NothingNew);
    Ok(())
}
