//! The database: one SQLite file, values encrypted, one transaction a step.

mod cipher;
mod mls;
mod schema;

pub(crate) use cipher::random;
pub use cipher::Cipher;
pub(crate) use mls::{copy_state, delete_state, MlsRows, StateId};

use crate::{Error, Result};
use rusqlite::{Connection, OptionalExtension};
use std::path::Path;

/// What the check value says, so that a wrong key is noticed at once.
const CHECK: &[u8] = b"postern conversations";

/// Opens the database at `path`, or makes it.
pub(crate) fn open(path: &Path, cipher: &Cipher) -> Result<Connection> {
    let mut database = Connection::open(path)?;
    database.pragma_update(None, "journal_mode", "WAL")?;
    // A step of a ratchet must not be forgotten after its ciphertext has left, not even when the
    // machine loses power: the next message would use the same key again.
    database.pragma_update(None, "synchronous", "FULL")?;
    // Keys of past epochs are overwritten, not only unlinked.
    database.pragma_update(None, "secure_delete", "ON")?;
    database.pragma_update(None, "foreign_keys", "ON")?;
    database.set_prepared_statement_cache_capacity(128);
    prepare(&mut database, cipher)?;
    Ok(database)
}

fn prepare(database: &mut Connection, cipher: &Cipher) -> Result<()> {
    let change = database.transaction()?;
    let found: u32 = change.pragma_query_value(None, "user_version", |row| row.get(0))?;
    match found {
        0 => {
            change.execute_batch(schema::TABLES)?;
            change.execute_batch(schema::SINCE_1)?;
            let check = cipher.seal(CHECK, CHECK)?;
            change.execute("INSERT INTO check_value VALUES (?1)", [check])?;
        }
        1 => {
            check_key(&change, cipher)?;
            change.execute_batch(schema::SINCE_1)?;
        }
        schema::VERSION => check_key(&change, cipher)?,
        found => {
            let known = schema::VERSION;
            return Err(Error::DatabaseVersion { found, known });
        }
    }
    change.pragma_update(None, "user_version", schema::VERSION)?;
    Ok(change.commit()?)
}

fn check_key(database: &Connection, cipher: &Cipher) -> Result<()> {
    let check: Option<Vec<u8>> = database
        .query_row("SELECT value FROM check_value", [], |row| row.get(0))
        .optional()?;
    cipher.open(CHECK, &check.ok_or(Error::WrongKey)?).map(drop)
}

/// SQLite's integers have a sign. No position, moment or number of a log is that large.
pub(crate) fn to_sql(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A value that was written by [`to_sql`].
pub(crate) fn from_sql(value: i64) -> u64 {
    u64::try_from(value).unwrap_or_default()
}
