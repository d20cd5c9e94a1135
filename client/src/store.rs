//! What this installation remembers: what it sent, what it could not send, what it has shown,
//! and whom its user knows.
//!
//! One SQLite file in the home folder, for one process at a time, encrypted as a whole by SQLCipher
//! under a key from the keystore: whom somebody knows is nobody's business. Letters are not kept.

mod codes;
mod contacts;
mod encryption;
mod inbox;
mod partials;
mod payments;
mod schema;
mod sent;
mod shown;

pub use contacts::{Person, Standing};
pub use inbox::{Gap, Waiting};
pub use sent::{Outcome, SentRecord, Unsent};

use crate::{defaults, Error, Result};
use rusqlite::Connection;
use std::{
    fs::{File, TryLockError},
    path::Path,
};

/// The open database.
#[derive(Debug)]
pub struct Store {
    database: Connection,
    /// Held until the process ends; the system releases it even then.
    _lock: File,
}

impl Store {
    /// Opens the database in `home` by its `key`, or makes it. One of an earlier version is brought
    /// up to this one's.
    ///
    /// # Errors
    /// [`Error::HomeInUse`] while another process has it, [`Error::DatabaseVersion`] when
    /// a later version wrote it, [`Error::Database`], [`Error::File`].
    pub fn open(home: &Path, key: &[u8; 32]) -> Result<Self> {
        crate::home::make(home)?;
        let lock = lock(home)?;
        let mut database = encryption::open(&home.join(defaults::STORE_FILE), key)?;
        // A crash of the process loses nothing, one of the machine the last few records:
        // then a message is shown once more, and nothing is lost.
        database.pragma_update(None, "journal_mode", "WAL")?;
        database.pragma_update(None, "synchronous", "NORMAL")?;
        // What is deleted is overwritten: an expired record is not to be found in the file.
        database.pragma_update(None, "secure_delete", "ON")?;
        schema::bring_up_to_date(&mut database)?;
        Ok(Self {
            database,
            _lock: lock,
        })
    }
}

/// Takes the home for this process. A file of its own: the database's own locks are for
/// moments, and a second reader of the inbox would acknowledge what the first has not shown.
fn lock(home: &Path) -> Result<File> {
    let path = home.join("lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(Error::file(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::HomeInUse { path: home.into() }),
        Err(TryLockError::Error(error)) => Err(Error::file(path)(error)),
    }
}

#[cfg(test)]
mod tests;
