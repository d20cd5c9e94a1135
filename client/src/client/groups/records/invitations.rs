//! Invitations that wait for being accepted.

use super::Records;
use codec::{Decode, Encode};
use postern_conversations::{Account, Result};
use postern_primitives::Cid;
use rusqlite::{params, OptionalExtension};

/// Invitations that are kept. Strangers can send any number; the oldest goes for a new one.
const MAX_INVITATIONS: u32 = 256;

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
        self.database.execute(
            "DELETE FROM invitations WHERE number NOT IN
                (SELECT number FROM invitations ORDER BY number DESC LIMIT ?1)",
            [MAX_INVITATIONS],
        )?;
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
