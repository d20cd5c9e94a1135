//! How the database is encrypted, and how one becomes so that was written in the clear.

use crate::{Error, Result};
use rusqlite::Connection;
use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};
use zeroize::Zeroizing;

/// What a file begins with that is not encrypted.
const CLEAR: &[u8; 16] = b"SQLite format 3\0";

/// Opens the database at `path`, or makes it.
pub(super) fn open(path: &Path, key: &[u8; 32]) -> Result<Connection> {
    if is_clear(path).map_err(Error::file(path))? {
        encrypt(path, key)?;
    }
    let database = Connection::open(path)?;
    database.execute_batch(&format!("PRAGMA key = {}", *literal(key)))?;
    Ok(database)
}

/// A key as SQLCipher takes it that is used as it is: it was not made of a passphrase.
fn literal(key: &[u8; 32]) -> Zeroizing<String> {
    let digits = Zeroizing::new(hex::encode(key));
    Zeroizing::new(format!("\"x'{}'\"", *digits))
}

fn is_clear(path: &Path) -> io::Result<bool> {
    let mut start = [0; CLEAR.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    match read {
        Ok(()) => Ok(start == *CLEAR),
        // There is none yet, or it was made a moment ago.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// Puts an encrypted copy in the place of a database in the clear, which earlier versions wrote. It
/// is whole before it takes that place, so nothing is lost should this process end in between.
fn encrypt(path: &Path, key: &[u8; 32]) -> Result<()> {
    let copy = path.with_extension("db.new");
    remove(&copy)?;
    {
        let clear = Connection::open(path)?;
        // What is in the log beside it goes into it, and the log goes.
        let _: String = clear.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?;
        let form: u32 = clear.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let attach = format!("ATTACH DATABASE ?1 AS encrypted KEY {}", *literal(key));
        clear.execute(&attach, [copy.to_string_lossy()])?;
        clear.query_row("SELECT sqlcipher_export('encrypted')", [], |_| Ok(()))?;
        clear.execute_batch(&format!(
            "PRAGMA encrypted.user_version = {form}; DETACH DATABASE encrypted;"
        ))?;
    }
    let whole = File::open(&copy).and_then(|file| file.sync_all());
    whole.map_err(Error::file(&copy))?;
    std::fs::rename(&copy, path).map_err(Error::file(path))
}

fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::file(path)(error)),
        _ => Ok(()),
    }
}
