//! Key packages of this device, by the key objects that others find them in.

use super::{from_sql, to_sql, Records};
use postern_conversations::Result;
use postern_primitives::{Cid, Moment};
use rusqlite::{params, OptionalExtension};

impl Records {
    /// Notes a key package before others can find it.
    pub(in super::super) fn keep_package(&self, cid: &Cid, package: &[u8]) -> Result<()> {
        let keep = "INSERT OR REPLACE INTO packages VALUES (?1, ?2, NULL)";
        self.database
            .execute(keep, params![cid.as_bytes(), package])?;
        Ok(())
    }

    /// The key package in a key object, if it is one of ours; empty if an earlier version has
    /// published it.
    pub(in super::super) fn package(&self, cid: &Cid) -> Result<Option<Vec<u8>>> {
        let mut query = self
            .database
            .prepare_cached("SELECT package FROM packages WHERE cid = ?1")?;
        let found = query.query_row([cid.as_bytes()], |row| row.get(0));
        Ok(found.optional()?)
    }

    /// Others find the key package in this key object now, and no other one.
    pub(in super::super) fn publish(&self, cid: &Cid, now: Moment) -> Result<()> {
        self.database
            .prepare_cached(
                "UPDATE packages SET superseded = CASE cid WHEN ?1 THEN NULL
                    ELSE coalesce(superseded, ?2) END",
            )?
            .execute(params![cid.as_bytes(), to_sql(now)])?;
        Ok(())
    }

    /// Key packages that others have not found since `then` or longer.
    pub(in super::super) fn superseded(&self, then: Moment) -> Result<Vec<(Cid, Vec<u8>)>> {
        let mut query = self
            .database
            .prepare_cached("SELECT cid, package, superseded FROM packages")?;
        let mut rows = query.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (cid, package, since): (Vec<u8>, _, Option<i64>) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            let is_over = since.is_some_and(|since| from_sql(since) <= then);
            if let (true, Ok(cid)) = (is_over, Cid::parse(&cid)) {
                found.push((cid, package));
            }
        }
        Ok(found)
    }

    /// Forgets a key package.
    pub(in super::super) fn drop_package(&self, cid: &Cid) -> Result<()> {
        self.database
            .execute("DELETE FROM packages WHERE cid = ?1", [cid.as_bytes()])?;
        Ok(())
    }
}
