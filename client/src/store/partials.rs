//! Files on their way, and until when they may lie there.

use super::Store;
use crate::Result;
use postern_primitives::{BlockNumber, Cid};
use rusqlite::{params, Row};
use std::path::{Path, PathBuf};

/// Files that one look clears away at most.
const CLEARED_AT_ONCE: u32 = 100;

impl Store {
    /// A file of a message is on its way there; it may stay until a block.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database), as for all that follow.
    pub fn keep_partial(&self, path: &Path, id: &Cid, expires_at: BlockNumber) -> Result<()> {
        self.database.execute(
            "INSERT OR REPLACE INTO partials VALUES (?1, ?2, ?3)",
            params![path.to_string_lossy(), id.to_string(), expires_at],
        )?;
        Ok(())
    }

    /// Whether a file is one that may stay where it is.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub fn knows_partial(&self, path: &Path) -> Result<bool> {
        let mut query = self
            .database
            .prepare_cached("SELECT 1 FROM partials WHERE path = ?1")?;
        Ok(query.exists([path.to_string_lossy()])?)
    }

    /// Files that may not lie there any more in block `now`: some of them, if they are many.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub fn expired_partials(&self, now: BlockNumber) -> Result<Vec<PathBuf>> {
        let mut query = self.database.prepare_cached(
            "SELECT path FROM partials WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2",
        )?;
        let rows = query.query_map([now, CLEARED_AT_ONCE], read_path)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Files of one message.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub fn partials_of(&self, id: &Cid) -> Result<Vec<PathBuf>> {
        let mut query = self
            .database
            .prepare_cached("SELECT path FROM partials WHERE id = ?1")?;
        let rows = query.query_map([id.to_string()], read_path)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A file is on its way no more.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub fn forget_partial(&self, path: &Path) -> Result<()> {
        self.database.execute(
            "DELETE FROM partials WHERE path = ?1",
            [path.to_string_lossy()],
        )?;
        Ok(())
    }
}

fn read_path(row: &Row<'_>) -> rusqlite::Result<PathBuf> {
    Ok(PathBuf::from(row.get::<_, String>(0)?))
}
