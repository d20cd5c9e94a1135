//! The form of the tables, and how an earlier form becomes the present one.

use crate::{Error, Result};
use rusqlite::Connection;

/// Form of the tables. Raised with every change to them.
pub(super) const VERSION: u32 = 7;

/// The first form that can be brought up to date. What was before it held nothing that is
/// still of use.
const OLDEST: u32 = 2;

/// Each step leads from one form to the next, the first one from [`OLDEST`].
const STEPS: [&str; (VERSION - OLDEST) as usize] = [PEOPLE, ARRIVALS, PARTIALS, COPIES, ANSWERS];

/// Form 2: what was sent, what could not be, what was shown.
const MESSAGES: &str = "
    CREATE TABLE sent (
        id TEXT PRIMARY KEY,
        entries TEXT NOT NULL,
        size INTEGER NOT NULL,
        block INTEGER NOT NULL,
        hash TEXT NOT NULL,
        expires_at INTEGER NOT NULL,
        outcome TEXT
    ) STRICT;
    CREATE INDEX sent_waiting ON sent (expires_at) WHERE outcome IS NULL;
    CREATE TABLE unsent (
        id TEXT PRIMARY KEY,
        recipients TEXT NOT NULL,
        size INTEGER NOT NULL,
        lifetime INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE shown (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
";

/// Form 3: whom the user knows.
const PEOPLE: &str = "
    CREATE TABLE people (
        account TEXT PRIMARY KEY,
        name TEXT UNIQUE COLLATE NOCASE,
        contact INTEGER NOT NULL DEFAULT 0,
        blocked INTEGER NOT NULL DEFAULT 0,
        written INTEGER NOT NULL DEFAULT 0,
        verified TEXT
    ) STRICT;
    CREATE TABLE devices_seen (
        device TEXT PRIMARY KEY,
        account TEXT NOT NULL REFERENCES people (account) ON DELETE CASCADE,
        seen_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX devices_seen_of ON devices_seen (account);
";

/// Form 4: how far the inbox was seen, what waits in it, and which payments were counted.
const ARRIVALS: &str = "
    CREATE TABLE inbox (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        next INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE waiting (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        sender TEXT NOT NULL,
        sent_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE payments (
        transaction_hash TEXT PRIMARY KEY,
        id TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
";

/// Form 5: files that are on their way.
const PARTIALS: &str = "
    CREATE TABLE partials (
        path TEXT PRIMARY KEY,
        id TEXT NOT NULL,
        expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX partials_end ON partials (expires_at);
";

/// Form 6: what the own other devices get a copy of.
const COPIES: &str = "
    ALTER TABLE sent ADD COLUMN copies TEXT NOT NULL DEFAULT '';
    ALTER TABLE unsent ADD COLUMN copies TEXT NOT NULL DEFAULT '';
";

/// Form 7: who has written back.
const ANSWERS: &str = "
    ALTER TABLE people ADD COLUMN answered INTEGER NOT NULL DEFAULT 0;
";

/// Makes the tables, or changes those of an earlier version: all of it, or nothing.
pub(super) fn bring_up_to_date(database: &mut Connection) -> Result<()> {
    database.pragma_update(None, "foreign_keys", "ON")?;
    let change = database.transaction()?;
    let mut found: u32 = change.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found == VERSION {
        return Ok(());
    }
    if found == 0 {
        change.execute_batch(MESSAGES)?;
        found = OLDEST;
    }
    let steps = found
        .checked_sub(OLDEST)
        .and_then(|done| STEPS.get(done as usize..))
        .filter(|steps| !steps.is_empty())
        .ok_or(Error::DatabaseVersion {
            found,
            known: VERSION,
        })?;
    for step in steps {
        change.execute_batch(step)?;
    }
    change.pragma_update(None, "user_version", VERSION)?;
    Ok(change.commit()?)
}
