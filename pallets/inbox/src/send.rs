//! Sending: one CID into many inboxes, or into none.

use crate::{
    BalanceOf, Config, Entries, EntryOf, Error, Event, Expiring, HoldReason, Pallet, Queues,
    SendRefusal, SentEntries, SequenceKey,
};
use alloc::vec::Vec;
use frame_support::{
    dispatch::DispatchResult,
    ensure,
    traits::{
        fungible::{InspectHold, MutateHold},
        Get,
    },
};
use postern_primitives::{
    limits::{MAX_CONTENT_SIZE, MAX_RECIPIENTS},
    traits::{ContentError, ContentStore},
    BlockNumber, Cid, CidError,
};
use sp_runtime::{
    traits::{SaturatedConversion, Saturating},
    ArithmeticError, DispatchError,
};

const KIB: u64 = 1024;

impl<T: Config> Pallet<T> {
    /// What sending content of `size` bytes to this many inboxes holds of the sender.
    pub fn deposit(size: u64, recipients: u32) -> BalanceOf<T> {
        Self::entry_deposit(size).saturating_mul(recipients.into())
    }

    /// Whether `send` would be accepted now; the CID apart, which it judges by itself.
    ///
    /// # Errors
    /// The first reason against it.
    pub fn can_send(
        sender: &T::AccountId,
        recipients: &[T::AccountId],
        size: u64,
        lifetime: BlockNumber,
    ) -> Result<(), SendRefusal> {
        Self::ensure_terms(recipients, size, lifetime)?;
        for owner in recipients {
            Self::ensure_room(Queues::<T>::get(owner).count)?;
        }
        let deposit = Self::deposit(size, recipients.len() as u32);
        let affordable = T::Currency::can_hold(&HoldReason::Entry.into(), sender, deposit);
        ensure!(affordable, SendRefusal::DepositNotAffordable);
        Ok(())
    }

    /// Puts `cid` into each inbox. Needs a storage layer around it: a failure halfway
    /// leaves changes behind.
    pub(crate) fn do_send(
        sender: T::AccountId,
        recipients: &[T::AccountId],
        cid: &[u8],
        size: u64,
        lifetime: BlockNumber,
    ) -> DispatchResult {
        let cid = Cid::parse(cid).map_err(Error::<T>::from)?;
        Self::ensure_terms(recipients, size, lifetime).map_err(Error::<T>::from)?;
        Self::hold(&sender, Self::deposit(size, recipients.len() as u32))?;

        let sent_at = Self::now();
        let expires_at = sent_at.saturating_add(lifetime);
        let deposit = Self::entry_deposit(size);
        let entry = EntryOf::<T> {
            cid,
            size,
            sender,
            deposit,
            sent_at,
            expires_at,
        };
        let entries = recipients
            .iter()
            .map(|owner| Ok((owner.clone(), Self::enqueue(owner, &entry)?)))
            .collect::<Result<Vec<_>, DispatchError>>()?;

        let entries = SentEntries::truncate_from(entries);
        Self::deposit_event(Event::Sent {
            sender: entry.sender,
            cid,
            entries,
            expires_at,
        });
        Ok(())
    }

    /// Appends `entry` to one inbox and returns the number that it got.
    fn enqueue(owner: &T::AccountId, entry: &EntryOf<T>) -> Result<u64, DispatchError> {
        let mut queue = Queues::<T>::get(owner);
        Self::ensure_room(queue.count).map_err(Error::<T>::from)?;
        T::Content::retain(entry.cid, entry.size).map_err(Error::<T>::from)?;

        let sequence_number = queue.next;
        queue.next = sequence_number
            .checked_add(1)
            .ok_or(ArithmeticError::Overflow)?;
        queue.count = queue.count.saturating_add(1);
        queue.bytes = queue.bytes.saturating_add(entry.size);
        Queues::<T>::insert(owner, queue);
        Entries::<T>::insert(owner, SequenceKey::from(sequence_number), entry);
        Expiring::<T>::insert(entry.expires_at, (owner, sequence_number), ());
        Ok(sequence_number)
    }

    /// What can be judged by the arguments alone.
    fn ensure_terms(
        recipients: &[T::AccountId],
        size: u64,
        lifetime: BlockNumber,
    ) -> Result<(), SendRefusal> {
        ensure!(!recipients.is_empty(), SendRefusal::NoRecipients);
        ensure!(
            recipients.len() <= MAX_RECIPIENTS as usize,
            SendRefusal::TooManyRecipients
        );
        ensure!(all_differ(recipients), SendRefusal::DuplicateRecipient);
        ensure!(size > 0, SendRefusal::ContentEmpty);
        ensure!(size <= MAX_CONTENT_SIZE, SendRefusal::ContentTooLarge);
        ensure!(
            lifetime >= T::MinLifetime::get(),
            SendRefusal::LifetimeTooShort
        );
        ensure!(
            lifetime <= T::MaxLifetime::get(),
            SendRefusal::LifetimeTooLong
        );
        Ok(())
    }

    fn ensure_room(count: u32) -> Result<(), SendRefusal> {
        ensure!(count < T::MaxQueued::get(), SendRefusal::QueueFull);
        Ok(())
    }

    fn entry_deposit(size: u64) -> BalanceOf<T> {
        let kib: u32 = size.div_ceil(KIB).saturated_into();
        T::EntryDeposit::get().saturating_add(T::KibDeposit::get().saturating_mul(kib.into()))
    }

    fn hold(sender: &T::AccountId, deposit: BalanceOf<T>) -> DispatchResult {
        T::Currency::hold(&HoldReason::Entry.into(), sender, deposit).map_err(|error| match error {
            DispatchError::Token(_) => Error::<T>::DepositNotAffordable.into(),
            other => other,
        })
    }
}

fn all_differ<AccountId: Ord>(recipients: &[AccountId]) -> bool {
    let mut sorted: Vec<_> = recipients.iter().collect();
    sorted.sort_unstable();
    sorted.windows(2).all(|pair| pair[0] != pair[1])
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
            SendRefusal::QueueFull => Self::QueueFull,
            SendRefusal::DepositNotAffordable => Self::DepositNotAffordable,
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
