//! Which message named a payment first.

use super::Store;
use crate::Result;
use postern_primitives::Cid;
use rusqlite::OptionalExtension;

impl Store {
    /// Whether a payment counts for this message: no other one has named it before.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub fn count_payment(&self, transaction: &[u8; 32], id: &Cid) -> Result<bool> {
        let (transaction, id) = (hex::encode(transaction), id.to_string());
        let change = self.database.unchecked_transaction()?;
        let first: Option<String> = change
            .query_row(
                "SELECT id FROM payments WHERE transaction_hash = ?1",
                [&transaction],
                |row| row.get(0),
            )
            .optional()?;
        if first.is_none() {
            change.execute("INSERT INTO payments VALUES (?1, ?2)", [&transaction, &id])?;
            change.commit()?;
            return Ok(true);
        }
        Ok(first.as_deref() == Some(&id))
    }
}
