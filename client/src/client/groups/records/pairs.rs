//! With whom conversations of two are, and invitations to some that wait until whoever invites is
//! known.

use super::{Invitation, Records};
use postern_conversations::{Account, ConversationId, Result};
use postern_primitives::Cid;
use rusqlite::params;

/// Invitations that are kept. Strangers can send any number; the oldest goes for a new one.
const MAX_WAITING: u32 = 64;

const PAIRS: &[u8] = b"pairs";
const INVITATIONS: &[u8] = b"pair invitations";

/// What form 3 has and form 2 had not.
pub(super) const TABLES: &str = "
    -- With whom a conversation of two is, and whether something was said in it from here.
    CREATE TABLE pairs (
        conversation BLOB PRIMARY KEY,
        used INTEGER NOT NULL DEFAULT 0,
        sealed BLOB NOT NULL
    ) STRICT;

    -- Invitations to conversations of two, by the letter that they came in.
    CREATE TABLE pair_invitations (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id BLOB NOT NULL UNIQUE,
        sealed BLOB NOT NULL
    ) STRICT;
";

/// A conversation of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct PairRecord {
    pub(in super::super) conversation: ConversationId,
    /// With whom.
    pub(in super::super) with: Account,
    /// Whether something was said in it from here.
    pub(in super::super) used: bool,
}

impl Records {
    /// All conversations of two, the lesser identifiers first.
    pub(in super::super) fn pairs(&self) -> Result<Vec<PairRecord>> {
        let mut query = self
            .database
            .prepare_cached("SELECT conversation, used, sealed FROM pairs ORDER BY conversation")?;
        let rows = query.query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, Vec<u8>>(2)?))
        })?;
        let pair = |row: rusqlite::Result<([u8; 32], bool, Vec<u8>)>| {
            let (conversation, used, sealed) = row?;
            Ok(PairRecord {
                conversation: ConversationId(conversation),
                with: self.unseal(PAIRS, &sealed)?,
                used,
            })
        };
        rows.map(pair).collect()
    }

    /// Notes with whom a conversation is. Only the first word counts.
    pub(in super::super) fn keep_pair(&self, id: &ConversationId, with: &Account) -> Result<()> {
        let sealed = self.seal(PAIRS, with)?;
        self.database.execute(
            "INSERT OR IGNORE INTO pairs (conversation, sealed) VALUES (?1, ?2)",
            params![id.0, sealed],
        )?;
        Ok(())
    }

    /// Notes that something was said in a conversation from here.
    pub(in super::super) fn use_pair(&self, id: &ConversationId) -> Result<()> {
        self.database
            .execute("UPDATE pairs SET used = 1 WHERE conversation = ?1", [id.0])?;
        Ok(())
    }

    /// Keeps what came in a letter.
    pub(in super::super) fn keep_pair_invitation(
        &self,
        id: &Cid,
        invitation: &Invitation,
    ) -> Result<()> {
        let sealed = self.seal(INVITATIONS, invitation)?;
        self.database.execute(
            "INSERT OR REPLACE INTO pair_invitations (id, sealed) VALUES (?1, ?2)",
            params![id.as_bytes(), sealed],
        )?;
        self.trim("pair_invitations", MAX_WAITING)
    }

    /// Invitations that wait, the oldest first, each with the letter that it came in.
    pub(in super::super) fn pair_invitations(&self) -> Result<Vec<(Vec<u8>, Invitation)>> {
        let mut query = self
            .database
            .prepare_cached("SELECT id, sealed FROM pair_invitations ORDER BY number")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?)))?;
        let invitation = |row: rusqlite::Result<(Vec<u8>, Vec<u8>)>| {
            let (id, sealed) = row?;
            Ok((id, self.unseal(INVITATIONS, &sealed)?))
        };
        rows.map(invitation).collect()
    }

    /// Forgets an invitation.
    pub(in super::super) fn drop_pair_invitation(&self, id: &[u8]) -> Result<()> {
        self.database
            .execute("DELETE FROM pair_invitations WHERE id = ?1", [id])?;
        Ok(())
    }
}
