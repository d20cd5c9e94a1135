//! Going through the entries of an inbox, and taking them out.

use crate::{
    BalanceOf, Config, Entries, EntryInfo, EntryOf, EntryPage, HoldReason, NumberFloor, Pallet,
    Queue, QueueInfo, QueueOf, Queues, SequenceKey, LOG_TARGET,
};
use core::fmt::Debug;
use frame_support::traits::{fungible::MutateHold, tokens::Precision, ReservableCurrency};
use postern_primitives::{limits::MAX_PAGE, traits::ContentStore, BlockNumber};
use sp_runtime::{
    traits::{Saturating, Zero},
    SaturatedConversion,
};

impl<T: Config> Pallet<T> {
    /// Where an inbox stands.
    pub fn queue(owner: &T::AccountId) -> QueueInfo {
        Self::queue_of(owner).into()
    }

    /// An entry, unless it is acknowledged, retracted or expired.
    pub fn entry(owner: &T::AccountId, sequence_number: u64) -> Option<EntryInfo<T::AccountId>> {
        Self::live_entry(owner, sequence_number).map(|entry| EntryInfo::new(sequence_number, entry))
    }

    /// The entries with sequence numbers of `from` and above.
    ///
    /// Reads at most `limit` entries, which is taken as 1 to [`MAX_PAGE`], and one more to
    /// see where to go on. Those that have expired and are not swept yet are read and not
    /// listed, so a page may be short, even empty, with more behind it. Because a page
    /// starts at a number and not at a position, nothing is skipped or repeated when
    /// entries go between two pages.
    pub fn entries(owner: &T::AccountId, from: u64, limit: u32) -> EntryPage<T::AccountId> {
        let now = Self::now();
        let limit = limit.clamp(1, MAX_PAGE) as usize;
        let mut stored = Self::stored_from(owner, from);
        let entries = stored
            .by_ref()
            .take(limit)
            .filter(|(_, entry)| entry.is_live(now))
            .map(|(key, entry)| EntryInfo::new(key.into(), entry))
            .collect();
        EntryPage {
            entries,
            next: stored.next().map(|(key, _)| key.into()),
        }
    }

    /// The current block; in a runtime API, the block whose state is asked.
    pub(crate) fn now() -> BlockNumber {
        frame_system::Pallet::<T>::block_number().saturated_into()
    }

    pub(crate) fn live_entry(owner: &T::AccountId, sequence_number: u64) -> Option<EntryOf<T>> {
        Entries::<T>::get(owner, SequenceKey::from(sequence_number))
            .filter(|entry| entry.is_live(Self::now()))
    }

    /// A queue as it stands, or as it begins.
    pub(crate) fn queue_of(owner: &T::AccountId) -> QueueOf<T> {
        Self::used_queue(owner).unwrap_or_else(|| Queue::starting_at(NumberFloor::<T>::get()))
    }

    /// The queue of an inbox that has entries or rules.
    pub(crate) fn used_queue(owner: &T::AccountId) -> Option<QueueOf<T>> {
        Queues::<T>::get(owner).or_else(|| {
            let (number, only) = Self::stored_from(owner, 0).next()?;
            Some(Queue::of_only(number.into(), only.size))
        })
    }

    /// Stores a queue, or forgets it when nothing is left in it or when its only entry tells as
    /// much. Numbers of an empty one are never used again, because every queue begins beyond them.
    pub(crate) fn store(owner: &T::AccountId, queue: QueueOf<T>) {
        if queue.is_idle() {
            Queues::<T>::remove(owner);
            if queue.next > NumberFloor::<T>::get() {
                NumberFloor::<T>::put(queue.next);
            }
        } else if queue.follows_from_entry() {
            Queues::<T>::remove(owner);
        } else {
            Queues::<T>::insert(owner, queue);
        }
    }

    /// Takes an entry out of an inbox, gives the deposit back and releases the content.
    ///
    /// The caller sees to the [index](crate::schedule), and [stores](Self::store) `queue`
    /// afterwards, [tightened](Self::tighten).
    pub(crate) fn remove(
        owner: &T::AccountId,
        sequence_number: u64,
        entry: &EntryOf<T>,
        queue: &mut QueueOf<T>,
    ) {
        Entries::<T>::remove(owner, SequenceKey::from(sequence_number));
        queue.count = queue.count.saturating_sub(1);
        queue.bytes = queue.bytes.saturating_sub(entry.size);
        T::Content::release(&entry.cid);
        let missing = T::Reserves::unreserve(&entry.sender, entry.deposit);
        if !missing.is_zero() {
            log_missing(&entry.sender, missing);
        }
    }

    /// Takes a single entry out that is off the index, and stores its queue.
    pub(crate) fn remove_one(owner: &T::AccountId, sequence_number: u64, entry: &EntryOf<T>) {
        let mut queue = Self::queue_of(owner);
        Self::remove(owner, sequence_number, entry, &mut queue);
        if sequence_number == queue.first {
            Self::tighten(owner, &mut queue);
        }
        Self::store(owner, queue);
    }

    /// Moves `first` up to the oldest entry that there is.
    ///
    /// One step in the trie however wide the gap is.
    pub(crate) fn tighten(owner: &T::AccountId, queue: &mut QueueOf<T>) {
        queue.first = match queue.count {
            0 => queue.next,
            _ => Self::stored_from(owner, queue.first)
                .next()
                .map_or(queue.next, |(key, _)| key.into()),
        };
    }

    /// Gives a deposit for rules back to who paid it.
    pub(crate) fn give_back(to: &T::AccountId, deposit: BalanceOf<T>) {
        let reason = HoldReason::Rules.into();
        let released = T::Currency::release(&reason, to, deposit, Precision::BestEffort);
        let missing = deposit.saturating_sub(released.unwrap_or_default());
        if !missing.is_zero() {
            log_missing(to, missing);
        }
    }

    /// Whatever is stored at `from` and above, expired or not, in order.
    fn stored_from(
        owner: &T::AccountId,
        from: u64,
    ) -> impl Iterator<Item = (SequenceKey, EntryOf<T>)> {
        match from.checked_sub(1).map(SequenceKey::from) {
            Some(before) => {
                Entries::<T>::iter_prefix_from(owner, Entries::<T>::hashed_key_for(owner, before))
            }
            None => Entries::<T>::iter_prefix(owner),
        }
    }
}

/// Tells of a defect, but not of who takes an entry or a rule away: that goes all the same.
fn log_missing(payer: &impl Debug, missing: impl Debug) {
    log::error!(target: LOG_TARGET, "{missing:?} of a deposit of {payer:?} is gone");
}
