//! Sending: one CID into many inboxes, or into none.

use crate::{
    admission::Admission, course::Course, Config, Entries, EntryOf, Error, Event, Pallet, Places,
    QueueOf, Queues, SendRefusal, SequenceKey,
};
use alloc::vec::Vec;
use frame_support::{
    dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
    traits::ReservableCurrency,
};
use postern_primitives::{
    traits::{ContentError, ContentStore},
    BlockNumber, Cid, CidError,
};
use sp_runtime::{ArithmeticError, DispatchError};

impl<T: Config> Pallet<T> {
    /// Puts `cid` into each inbox. Needs a storage layer around it: a failure halfway
    /// leaves changes behind.
    pub(crate) fn do_send(
        sender: T::AccountId,
        recipients: &[T::AccountId],
        cid: &[u8],
        size: u64,
        lifetime: BlockNumber,
    ) -> DispatchResultWithPostInfo {
        let text = !Cid::is_binary(cid);
        let cid = Cid::parse(cid).map_err(Error::<T>::from)?;
        let Admission {
            places,
            deposit,
            course,
        } = Self::admit(&sender, recipients, size, lifetime).map_err(Error::<T>::from)?;
        T::Reserves::reserve(&sender, deposit).map_err(|_| Error::<T>::DepositNotAffordable)?;

        let sent_at = Self::now();
        let expires_at = sent_at.saturating_add(lifetime);
        let slot = Self::find_page(expires_at, recipients.len() as u32);
        let course = Course {
            fresh_page: slot.fresh,
            text,
            ..course
        };
        let entry = |deposit| EntryOf::<T> {
            cid,
            size,
            sender: sender.clone(),
            deposit,
            sent_at,
            expires_at,
            page: slot.page.number,
        };
        let entries = recipients
            .iter()
            .zip(places)
            .map(|(owner, (queue, held))| {
                let number = Self::enqueue(owner, queue, &entry(held))?;
                Ok((owner.clone(), number))
            })
            .collect::<Result<Vec<_>, DispatchError>>()?;
        Self::schedule(slot, entries.iter().cloned())?;

        Self::deposit_event(Event::Sent {
            sender,
            cid,
            entries: Places::truncate_from(entries),
            expires_at,
        });
        Ok(PostDispatchInfo {
            actual_weight: Some(course.weight::<T>()),
            ..Default::default()
        })
    }

    /// Appends `entry` to one inbox and returns the number that it got.
    fn enqueue(
        owner: &T::AccountId,
        mut queue: QueueOf<T>,
        entry: &EntryOf<T>,
    ) -> Result<u64, DispatchError> {
        T::Content::retain(entry.cid, entry.size).map_err(Error::<T>::from)?;
        let sequence_number = queue.next;
        queue.next = sequence_number
            .checked_add(1)
            .ok_or(ArithmeticError::Overflow)?;
        queue.count = queue.count.saturating_add(1);
        queue.bytes = queue.bytes.saturating_add(entry.size);
        // A queue that had something in it follows from an entry no more, and was stored or has to
        // be now.
        if !queue.follows_from_entry() {
            Queues::<T>::insert(owner, queue);
        }
        Entries::<T>::insert(owner, SequenceKey::from(sequence_number), entry);
        Ok(sequence_number)
    }
}

impl<T> From<SendRefusal> for Error<T> {
    fn from(refusal: SendRefusal) -> Self {
        match refusal {
            SendRefusal::NoRecipients => Self::NoRecipients,
            // Too many do not decode as an argument of the call, so this one is not met.
            SendRefusal::TooManyRecipients | SendRefusal::DuplicateRecipient => {
                Self::DuplicateRecipient
            }
            SendRefusal::ContentEmpty => Self::ContentEmpty,
            SendRefusal::ContentTooLarge => Self::ContentTooLarge,
            SendRefusal::LifetimeTooShort => Self::LifetimeTooShort,
            SendRefusal::LifetimeTooLong => Self::LifetimeTooLong,
            SendRefusal::QueueFull { .. } => Self::QueueFull,
            SendRefusal::DepositNotAffordable => Self::DepositNotAffordable,
            SendRefusal::NotRegistered { .. } => Self::SenderNotRegistered,
            SendRefusal::NotAllowed { .. } => Self::SenderNotAllowed,
            SendRefusal::Blocked { .. } => Self::SenderBlocked,
        }
    }
}

impl<T> From<CidError> for Error<T> {
    fn from(error: CidError) -> Self {
        match error {
            CidError::Malformed | CidError::TooLong => Self::CidMalformed,
            CidError::Version0 => Self::CidVersion0,
            CidError::UnsupportedCodec => Self::CidUnsupportedCodec,
            CidError::UnsupportedHash => Self::CidUnsupportedHash,
            CidError::TrailingBytes => Self::CidTrailingBytes,
        }
    }
}

impl<T> From<ContentError> for Error<T> {
    fn from(error: ContentError) -> Self {
        match error {
            ContentError::TooMany => Self::ContentNotRetained,
        }
    }
}
