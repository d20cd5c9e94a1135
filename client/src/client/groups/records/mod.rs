//! What this device keeps of its private channels beside the groups' own state: what they are
//! called here, what was said, invitations that wait, and how far the chain was read.
//!
//! One SQLite file. What names a channel or was said in it is encrypted; a message that was read
//! once cannot be read again, so this is the only place that has it.

mod amendments;
mod directs;
mod fed;
mod invitations;
mod packages;
mod pairs;
mod posts;
mod receipts;
mod renewals;
mod rooms;
mod unread;

pub(super) use amendments::{is_deleted, Amended};
pub(super) use fed::Fed;
pub(super) use invitations::Invitation;
pub(super) use pairs::PairRecord;
pub(super) use posts::{Changed, Kept, Post, Said};

use codec::{Decode, DecodeAll, Encode};
use postern_conversations::{Cipher, Error, Result};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use zeroize::Zeroizing;

/// Form of the tables. Raised with every change to them.
const VERSION: u32 = 4;

/// Columns named `sealed` are encrypted.
const TABLES: &str = "
    -- What a conversation is called here.
    CREATE TABLE rooms (
        conversation BLOB PRIMARY KEY,
        sealed BLOB NOT NULL
    ) STRICT;

    -- The least number that a conversation's first log can have, while it is being opened.
    CREATE TABLE openings (
        conversation BLOB PRIMARY KEY,
        first INTEGER NOT NULL
    ) STRICT;

    -- The blocks of entries that were read and are not final yet.
    CREATE TABLE fed (
        conversation BLOB NOT NULL,
        position INTEGER NOT NULL,
        block INTEGER NOT NULL,
        hash BLOB NOT NULL,
        PRIMARY KEY (conversation, position)
    ) STRICT, WITHOUT ROWID;

    -- What was said, and who came and went. No position: said, and in no block; `ends` is when a
    -- message is to be forgotten; `amends` the place of an earlier one that it is about; `shown`
    -- whether the user has seen it.
    CREATE TABLE posts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation BLOB NOT NULL,
        place BLOB NOT NULL,
        position INTEGER,
        ends INTEGER,
        sealed BLOB NOT NULL,
        amends BLOB,
        shown INTEGER NOT NULL DEFAULT 0,
        UNIQUE (conversation, place)
    ) STRICT;
    CREATE INDEX posts_order ON posts (conversation, position);
    CREATE INDEX posts_new ON posts (conversation, position) WHERE shown = 0;
    CREATE INDEX posts_amend ON posts (conversation, amends) WHERE amends IS NOT NULL;
    CREATE INDEX posts_end ON posts (ends) WHERE ends IS NOT NULL;

    -- Invitations that wait for being accepted, by the letter that they came in.
    CREATE TABLE invitations (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id BLOB NOT NULL UNIQUE,
        sealed BLOB NOT NULL
    ) STRICT;
";

/// Since version 3, and a part of every new database: receipts, and key packages by their key
/// objects. Of one that version 2 has noted only the key object is known.
const SINCE_2: &str = "
    -- Whether receipts are sent, where that was said; for all others under the empty name.
    CREATE TABLE receipt_choices (
        conversation BLOB PRIMARY KEY,
        sends INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Messages that others wait for receipts of. `told`: 0 nothing yet, 1 that it has come.
    CREATE TABLE receipts_owed (
        conversation BLOB NOT NULL,
        message BLOB NOT NULL,
        told INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (conversation, message)
    ) STRICT, WITHOUT ROWID;

    -- What others say of messages: that a device has one (`read` 0), or that it was read there.
    CREATE TABLE receipts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation BLOB NOT NULL,
        message BLOB NOT NULL,
        device BLOB NOT NULL,
        read INTEGER NOT NULL,
        sealed BLOB NOT NULL,
        UNIQUE (conversation, message, device)
    ) STRICT;

    -- MLS key packages of this device by the key objects that others find them in. `superseded`:
    -- since when they find another one.
    CREATE TABLE packages (
        cid BLOB PRIMARY KEY,
        package BLOB NOT NULL,
        superseded INTEGER
    ) STRICT, WITHOUT ROWID;
";

const FROM_VERSION_2: &str = "
    INSERT INTO packages SELECT cid, x'', NULL FROM published;
    DROP TABLE published;
";

/// All that version 2 lacks.
fn from_version_2() -> String {
    [SINCE_2, pairs::TABLES, FROM_VERSION_2, &since_3()].concat()
}

/// All that version 3 lacks, and a part of every new database.
fn since_3() -> String {
    [directs::TABLES, renewals::TABLES].concat()
}

/// From version 1, in which messages about others were kept like any, and none was told of.
const FROM_VERSION_1: &str = "
    ALTER TABLE posts ADD COLUMN amends BLOB;
    ALTER TABLE posts ADD COLUMN shown INTEGER NOT NULL DEFAULT 1;
    CREATE INDEX posts_order ON posts (conversation, position);
    CREATE INDEX posts_new ON posts (conversation, position) WHERE shown = 0;
    CREATE INDEX posts_amend ON posts (conversation, amends) WHERE amends IS NOT NULL;
";

/// The open database.
pub(in super::super) struct Records {
    database: Connection,
    cipher: Cipher,
}

impl Records {
    /// Opens the database at `path`, or makes it.
    pub(super) fn open(path: &Path, key: &[u8; 32]) -> Result<Self> {
        let mut database = Connection::open(path)?;
        database.pragma_update(None, "journal_mode", "WAL")?;
        // What is written here is then taken off the state machine's list, and nobody can read
        // it a second time: it must be on disk.
        database.pragma_update(None, "synchronous", "FULL")?;
        // What is deleted is overwritten.
        database.pragma_update(None, "secure_delete", "ON")?;
        let change = database.transaction()?;
        let found: u32 = change.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let steps = match found {
            0 => [TABLES, SINCE_2, pairs::TABLES, &since_3()].concat(),
            1 => [FROM_VERSION_1, &from_version_2()].concat(),
            2 => from_version_2(),
            3 => since_3(),
            VERSION => String::new(),
            found => {
                let known = VERSION;
                return Err(Error::DatabaseVersion { found, known });
            }
        };
        change.execute_batch(&steps)?;
        change.pragma_update(None, "user_version", VERSION)?;
        change.commit()?;
        let cipher = Cipher::new(key);
        Ok(Self { database, cipher })
    }

    fn seal(&self, place: &[u8], value: &impl Encode) -> Result<Vec<u8>> {
        self.cipher.seal(place, &Zeroizing::new(value.encode()))
    }

    fn unseal<T: Decode>(&self, place: &[u8], stored: &[u8]) -> Result<T> {
        let value = self.cipher.open(place, stored)?;
        T::decode_all(&mut &value[..]).map_err(|_| Error::Damaged("a record"))
    }
}

/// Whether there are rooms in the database at `path`. One that cannot be read may have some.
pub(super) fn has_rooms(path: &Path) -> bool {
    let any = || -> rusqlite::Result<bool> {
        let database = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut query = database.prepare("SELECT 1 FROM rooms")?;
        query.exists([])
    };
    any().unwrap_or(true)
}

/// SQLite's integers have a sign. No position or moment is that large.
fn to_sql(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A value that was written by [`to_sql`].
fn from_sql(value: i64) -> u64 {
    u64::try_from(value).unwrap_or_default()
}

#[cfg(test)]
mod tests;
