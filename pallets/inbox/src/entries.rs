//! Going through the entries of an inbox, and taking them out.

use crate::{
    Config, Entries, EntryInfo, EntryOf, EntryPage, Expiring, HoldReason, Pallet, Queue, QueueInfo,
    Queues, SequenceKey, LOG_TARGET,
};
use frame_support::traits::{fungible::MutateHold, tokens::Precision};
use postern_primitives::{limits::MAX_PAGE, traits::ContentStore};

impl<T: Config> Pallet<T> {
    /// Where an inbox stands.
    pub fn queue(owner: &T::AccountId) -> QueueInfo {
        Queues::<T>::get(owner).into()
    }

    /// An entry, unless it is acknowledged or expired.
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

    pub(crate) fn live_entry(owner: &T::AccountId, sequence_number: u64) -> Option<EntryOf<T>> {
        Entries::<T>::get(owner, SequenceKey::from(sequence_number))
            .filter(|entry| entry.is_live(Self::now()))
    }

    /// Takes an entry out of every index, gives the deposit back and releases the content.
    ///
    /// The caller stores `queue` afterwards, [tightened](Self::tighten).
    pub(crate) fn remove(
        owner: &T::AccountId,
        sequence_number: u64,
        entry: &EntryOf<T>,
        queue: &mut Queue,
    ) {
        Entries::<T>::remove(owner, SequenceKey::from(sequence_number));
        Expiring::<T>::remove(entry.expires_at, (owner, sequence_number));
        queue.count = queue.count.saturating_sub(1);
        queue.bytes = queue.bytes.saturating_sub(entry.size);
        T::Content::release(&entry.cid);
        Self::give_back(entry);
    }

    /// Moves `first` up to the oldest entry that there is.
    ///
    /// One step in the trie however wide the gap is.
    pub(crate) fn tighten(owner: &T::AccountId, queue: &mut Queue) {
        queue.first = match queue.count {
            0 => queue.next,
            _ => Self::stored_from(owner, queue.first)
                .next()
                .map_or(queue.next, |(key, _)| key.into()),
        };
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

    fn give_back(entry: &EntryOf<T>) {
        let reason = HoldReason::Entry.into();
        let released =
            T::Currency::release(&reason, &entry.sender, entry.deposit, Precision::BestEffort);
        if released != Ok(entry.deposit) {
            // A defect, but not the owner's: the entry goes all the same.
            log::error!(
                target: LOG_TARGET,
                "deposit {:?} of {:?} not released in full: {released:?}",
                entry.deposit,
                entry.sender,
            );
        }
    }
}
