//! The expiry index: which entries are gone from which block on.
//!
//! It is kept in pages, which the messages of a block share that expire together. However many
//! calls write a page, the database gets it once, when the block is done: the first of them pays
//! for that, and those after it find the page at hand.

use crate::{Config, EntryOf, Expiring, Page, Pallet, SentNow};
use frame_support::{pallet_prelude::ConstU32, BoundedVec};
use postern_primitives::{limits::MAX_RECIPIENTS, BlockNumber};
use sp_runtime::DispatchError;

/// With so many entries a page is full, and the next message begins another: enough for its price
/// to be shared, few enough to be written again with each entry that is taken out.
pub(crate) const FULL_PAGE: u32 = 32;

/// Entries on a page at most: a message that finds room brings all of its recipients.
pub(crate) type PageBound = ConstU32<{ FULL_PAGE - 1 + MAX_RECIPIENTS }>;

/// What is written on a page: inboxes with sequence numbers.
pub(crate) type PageOf<T> = BoundedVec<(<T as frame_system::Config>::AccountId, u64), PageBound>;

/// Room for the entries of one message.
pub(crate) struct Slot<T: Config> {
    expires_at: BlockNumber,
    pub page: Page,
    /// Whether the message is the first on its page.
    pub fresh: bool,
    /// What else is on it.
    places: PageOf<T>,
}

impl<T: Config> Pallet<T> {
    /// Finds a page for so many entries that expire together.
    pub(crate) fn find_page(expires_at: BlockNumber, entries: u32) -> Slot<T> {
        let sent = SentNow::<T>::get();
        SentNow::<T>::put(sent.saturating_add(entries));
        let page = Page {
            sent_at: Self::now(),
            number: sent / FULL_PAGE,
        };
        let places = Expiring::<T>::get(expires_at, page);
        Slot {
            expires_at,
            page,
            fresh: places.is_none(),
            places: places.unwrap_or_default(),
        }
    }

    /// Notes which entries will be gone then.
    pub(crate) fn schedule(
        slot: Slot<T>,
        entries: impl IntoIterator<Item = (T::AccountId, u64)>,
    ) -> Result<(), DispatchError> {
        let mut places = slot.places;
        for entry in entries {
            // A page is left before it has no room, so this is a defect.
            let no_room = |_| DispatchError::Corruption;
            places.try_push(entry).map_err(no_room)?;
        }
        Expiring::<T>::insert(slot.expires_at, slot.page, places);
        Ok(())
    }

    /// Strikes an entry off its page that is taken out before it expires.
    pub(crate) fn unschedule(owner: &T::AccountId, sequence_number: u64, entry: &EntryOf<T>) {
        Expiring::<T>::mutate_exists(entry.expires_at, entry.page(), |stored| {
            let Some(places) = stored else { return };
            places.retain(|place| (&place.0, place.1) != (owner, sequence_number));
            if places.is_empty() {
                *stored = None;
            }
        });
    }
}
