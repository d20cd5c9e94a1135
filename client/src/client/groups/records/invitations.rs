//! Invitations that wait for being accepted.

use super::Records;
use codec::{Decode, Encode};
use postern_conversations::{Account, Result};
use postern_primitives::Cid;
use rusqlite::{params, OptionalExtension};

/// Invitations that are kept. Strangers can send any number; the oldest goes for a new one.
const MAX_INVITATIONS: u32 = 256;

/// Bytes of them that are kept: some of the largest, or thousands of those to small channels.
const MAX_BYTES: i64 = 64 * 1024 * 1024;

const PLACE: &[u8] = b"invitations";

/// An invitation.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(in super::super) struct Invitation {
    /// Who has sent it.
    pub(in super::super) from: Account,
    /// What it is joined with.
    pub(in super::super) bytes: Vec<u8>,
}

impl Records {
    /// Keeps what came in a letter.
    pub(in super::super) fn keep_invitation(
        &self,
        id: &Cid,
        invitation: &Invitation,
    ) -> Result<()> {
        let sealed = self.seal(PLACE, invitation)?;
        self.database.execute(
            "INSERT OR REPLACE INTO invitations (id, sealed) VALUES (?1, ?2)",
            params![id.as_bytes(), sealed],
        )?;
        self.trim("invitations", MAX_INVITATIONS)
    }

    /// Drops the oldest of a table of invitations, until it has no more than that many and
    /// [`MAX_BYTES`].
    pub(super) fn trim(&self, table: &str, most: u32) -> Result<()> {
        let dropped = format!(
            "DELETE FROM {table} WHERE number IN (
                SELECT number FROM (
                    SELECT number, row_number() OVER newest AS place,
                        sum(length(sealed)) OVER newest AS bytes
                    FROM {table} WINDOW newest AS (ORDER BY number DESC)
                ) WHERE place > ?1 OR bytes > ?2)"
        );
        self.database.execute(&dropped, params![most, MAX_BYTES])?;
        Ok(())
    }

    /// What came in a letter, if it waits.
    pub(in super::super) fn invitation(&self, id: &Cid) -> Result<Option<Invitation>> {
        let query = "SELECT sealed FROM invitations WHERE id = ?1";
        let sealed: Option<Vec<u8>> = self
            .database
            .query_row(query, [id.as_bytes()], |row| row.get(0))
            .optional()?;
        sealed.map(|sealed| self.unseal(PLACE, &sealed)).transpose()
    }

    /// Forgets an invitation.
    pub(in super::super) fn drop_invitation(&self, id: &Cid) -> Result<()> {
        self.database
            .execute("DELETE FROM invitations WHERE id = ?1", [id.as_bytes()])?;
        Ok(())
    }
}
