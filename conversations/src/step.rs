//! One step: a transaction, and what is needed to work in it.
//!
//! Everything that a step does to the ratchets, to the order and to what the caller will be told
//! is in one transaction. A process that dies in the middle of it has not begun; one that dies
//! behind it has done all of it.

use crate::{
    certificate::Certificates,
    content,
    store::{Cipher, MlsRows, StateId},
    ConversationId, Error, Identity, Refusal, Result,
};
use codec::{Decode, DecodeAll, Encode};
use openmls::prelude::{GroupId, MlsGroup, OpenMlsProvider};
use openmls_libcrux_crypto::CryptoProvider;
use rusqlite::Connection;
use std::cell::RefCell;
use zeroize::Zeroizing;

/// What all parts of a step share.
pub(crate) struct Step<'a> {
    pub(crate) database: &'a Connection,
    pub(crate) cipher: &'a Cipher,
    pub(crate) crypto: &'a CryptoProvider,
    pub(crate) identity: &'a Identity,
    pub(crate) known: &'a dyn Certificates,
    pub(crate) groups: &'a Groups,
}

/// Groups that were used last, so that not every step reads a whole tree again.
///
/// A group is taken out to be worked with, and put back only by a step that has written all of
/// its changes down. Whatever is undone empties it: a group that knows more or less than the
/// database would step a ratchet twice.
#[derive(Default)]
pub(crate) struct Groups(RefCell<Vec<(StateId, MlsGroup)>>);

/// Enough for the conversations that are read at one time; large ones take megabytes.
const GROUPS: usize = 4;

impl Groups {
    pub(crate) fn clear(&self) {
        self.0.borrow_mut().clear();
    }

    pub(crate) fn take(&self, state: StateId) -> Option<MlsGroup> {
        let mut groups = self.0.borrow_mut();
        let index = groups.iter().position(|(one, _)| *one == state)?;
        Some(groups.swap_remove(index).1)
    }

    fn put(&self, state: StateId, group: MlsGroup) {
        drop(self.take(state));
        let mut groups = self.0.borrow_mut();
        if groups.len() >= GROUPS {
            groups.remove(0);
        }
        groups.push((state, group));
    }
}

/// MLS's view of a step and one state.
pub(crate) struct Provider<'a> {
    crypto: &'a CryptoProvider,
    rows: MlsRows<'a>,
}

impl<'a> OpenMlsProvider for Provider<'a> {
    type CryptoProvider = CryptoProvider;
    type RandProvider = CryptoProvider;
    type StorageProvider = MlsRows<'a>;

    fn storage(&self) -> &Self::StorageProvider {
        &self.rows
    }

    fn crypto(&self) -> &Self::CryptoProvider {
        self.crypto
    }

    fn rand(&self) -> &Self::RandProvider {
        self.crypto
    }
}

impl<'a> Step<'a> {
    pub(crate) fn provider(&self, state: StateId) -> Provider<'a> {
        Provider {
            crypto: self.crypto,
            rows: MlsRows::new(self.database, self.cipher, state),
        }
    }

    /// The group as it is in a state.
    pub(crate) fn group(&self, id: &ConversationId, state: StateId) -> Result<MlsGroup> {
        if let Some(group) = self.groups.take(state) {
            return Ok(group);
        }
        MlsGroup::load(self.provider(state).storage(), &GroupId::from_slice(&id.0))?
            .ok_or(Error::Damaged("a group is missing"))
    }

    /// Keeps a group at hand of which everything is written down.
    pub(crate) fn keep(&self, state: StateId, group: MlsGroup) {
        self.groups.put(state, group);
    }

    /// A secret of the epoch that `group` is in.
    pub(crate) fn export(
        &self,
        group: &MlsGroup,
        label: &str,
        context: &[u8],
    ) -> Result<Zeroizing<[u8; 32]>> {
        let secret = group.export_secret(self.crypto, label, context, 32);
        let secret = Zeroizing::new(secret.map_err(Error::mls)?);
        let secret = secret[..].try_into();
        Ok(Zeroizing::new(
            secret.map_err(|_| Error::Damaged("a secret"))?,
        ))
    }

    /// The key that contents of the group's epoch are wrapped under.
    pub(crate) fn content_key(&self, group: &MlsGroup) -> Result<Zeroizing<[u8; 32]>> {
        self.export(group, "postern content", &[])
    }

    /// Runs `attempt`, and undoes what it has written if what came in is to be refused.
    pub(crate) fn attempt<T>(
        &self,
        attempt: impl FnOnce() -> Result<T>,
    ) -> Result<Result<T, Refusal>> {
        self.database.execute_batch("SAVEPOINT attempt")?;
        match attempt() {
            Ok(value) => {
                self.database.execute_batch("RELEASE attempt")?;
                Ok(Ok(value))
            }
            Err(Error::Refused(refusal)) => {
                self.groups.clear();
                self.database
                    .execute_batch("ROLLBACK TO attempt; RELEASE attempt")?;
                Ok(Err(refusal))
            }
            Err(error) => Err(error),
        }
    }

    /// `value` as it is stored for `place`.
    pub(crate) fn seal(&self, place: &[u8], value: &impl Encode) -> Result<Vec<u8>> {
        self.cipher.seal(place, &Zeroizing::new(value.encode()))
    }

    /// The value that was stored for `place`.
    pub(crate) fn open<T: Decode>(&self, place: &[u8], stored: &[u8]) -> Result<T> {
        let value = self.cipher.open(place, stored)?;
        T::decode_all(&mut &value[..]).map_err(|_| Error::Damaged("a stored value"))
    }

    /// The MLS message in a content of the epoch that `group` is in.
    pub(crate) fn unwrap(&self, group: &MlsGroup, content: &[u8]) -> Result<Vec<u8>> {
        let key = self.content_key(group)?;
        Ok(content::unwrap(&key, content)?)
    }
}
