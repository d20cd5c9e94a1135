//! Joining conversations of two: unasked, where whoever invites is known.

use super::super::{records::Invitation, Client};
use crate::{sealing::Letter, store::Standing, Error, Result};
use postern_conversations::{invites_to_pair, Error as GroupError};
use postern_primitives::Cid;

impl Client {
    /// Takes the invitation to a conversation of two out of a letter, if that is what it is: nothing
    /// is to be shown then. One from a stranger waits until they are known.
    ///
    /// # Errors
    /// When the invitation cannot be read.
    pub(in super::super::super) async fn take_pair_invitation(
        &self,
        id: &Cid,
        letter: &Letter,
    ) -> Result<bool> {
        let Some(bytes) = letter.enclosed_invitation() else {
            return Ok(false);
        };
        if !invites_to_pair(bytes).map_err(GroupError::from)? {
            return Ok(false);
        }
        let invitation = Invitation {
            from: letter.from,
            bytes: bytes.clone(),
        };
        self.with_groups(|groups| Ok(groups.records.keep_pair_invitation(id, &invitation)?))?;
        if let Err(error) = self.join_waiting().await {
            tracing::warn!("a conversation is joined later: {error}");
        }
        Ok(letter.text.is_empty() && letter.files.is_empty())
    }

    /// Joins the conversations that known people have invited to.
    pub(super) async fn join_waiting(&self) -> Result<()> {
        let waiting = self.with_groups(|groups| Ok(groups.records.pair_invitations()?))?;
        for (id, invitation) in waiting {
            let standing = self.store().person(&invitation.from)?.standing();
            if standing == Standing::Known {
                self.join_pair(&id, &invitation).await?;
            }
        }
        Ok(())
    }

    /// Joins, if the invitation holds; else it is dropped, since it never will.
    async fn join_pair(&self, letter: &[u8], invitation: &Invitation) -> Result<()> {
        let now = self.moment().await?;
        self.forget_certificates();
        let joined = self.step(|core| core.join(&invitation.bytes, now)).await;
        match joined {
            Ok(id) => self.with_groups(|groups| {
                // Of an earlier stay.
                groups.records.cut_fed(&id, 0)?;
                groups.pairs().map(drop)
            })?,
            Err(Error::Conversation(GroupError::AlreadyMember)) => {}
            Err(Error::Conversation(GroupError::Refused(reason))) => {
                tracing::warn!("an invitation to a conversation is not accepted: {reason}");
            }
            Err(error) => return Err(error),
        }
        self.with_groups(|groups| Ok(groups.records.drop_pair_invitation(letter)?))
    }
}
