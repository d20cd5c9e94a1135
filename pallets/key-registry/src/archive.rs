//! Where an account's encrypted history lies.

use crate::{Archive, ArchiveInput, Config, Error, Event, HoldReason, Identities, Pallet};
use frame_support::{ensure, pallet_prelude::DispatchResult};
use postern_primitives::{limits::MAX_CONTENT_SIZE, traits::ContentStore, Cid};

impl Archive {
    /// Reads the CID, which may be of a raw block or of a tree, and checks the size.
    pub(crate) fn parse<T>(input: &ArchiveInput) -> Result<Self, Error<T>> {
        let cid = Cid::parse(&input.cid)?;
        ensure!(input.size > 0, Error::<T>::ArchiveEmpty);
        ensure!(input.size <= MAX_CONTENT_SIZE, Error::<T>::ArchiveTooLarge);
        Ok(Self {
            cid,
            size: input.size,
        })
    }
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_set_archive(account: &T::AccountId, archive: Archive) -> DispatchResult {
        let mut identity = Self::active_identity(account)?;
        Self::release_all(HoldReason::Archive, account)?;
        let deposit = Self::archive_deposit(archive.size);
        Self::hold(HoldReason::Archive, account, deposit)?;
        // The new reference comes first, so that content which stays is never without one.
        T::Content::retain(archive.cid, archive.size).map_err(|_| Error::<T>::ContentRefused)?;
        if let Some(old) = identity.archive.replace(archive) {
            T::Content::release(&old.cid);
        }
        Identities::<T>::insert(account, identity);
        Self::deposit_event(Event::ArchiveSet {
            account: account.clone(),
            archive,
        });
        Ok(())
    }

    pub(crate) fn do_clear_archive(account: &T::AccountId) -> DispatchResult {
        let mut identity = Identities::<T>::get(account).ok_or(Error::<T>::NotRegistered)?;
        let archive = identity.archive.take().ok_or(Error::<T>::NoArchive)?;
        T::Content::release(&archive.cid);
        Self::release_all(HoldReason::Archive, account)?;
        Identities::<T>::insert(account, identity);
        Self::deposit_event(Event::ArchiveCleared {
            account: account.clone(),
        });
        Ok(())
    }
}
