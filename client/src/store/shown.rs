//! What was shown, so that it is shown once.

use super::Store;
use crate::Result;
use postern_primitives::Cid;

impl Store {
    /// Whether a received message was shown before.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn was_shown(&self, id: &Cid) -> Result<bool> {
        let mut query = self
            .database
            .prepare_cached("SELECT 1 FROM shown WHERE id = ?1")?;
        Ok(query.exists([id.to_string()])?)
    }

    /// Records that a received message was shown, before it is acknowledged: should that fail
    /// or the same message be put into the inbox again, it is acknowledged and not shown.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn mark_shown(&self, id: &Cid) -> Result<()> {
        let mut change = self
            .database
            .prepare_cached("INSERT OR IGNORE INTO shown VALUES (?1)")?;
        change.execute([id.to_string()])?;
        Ok(())
    }
}
