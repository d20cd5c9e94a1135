//! Joining by an invitation, which came as a letter.

use super::{records::Invitation, Client, PrivateChannel};
use crate::{sealing::Letter, Error, Result};
use postern_conversations::invited_to;
use postern_primitives::Cid;
use serde::Serialize;

/// An invitation to a private channel that came in a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReceivedInvitation {
    /// What the channel is called, as whoever invites says.
    pub channel: String,
    /// What accepts it: nothing is joined unasked.
    pub next: String,
}

impl Client {
    /// Keeps the invitation in a letter, if there is one.
    ///
    /// # Errors
    /// When it cannot be read. Whether it holds is known when it is joined with.
    pub(in super::super) fn keep_invitation(
        &self,
        id: &Cid,
        letter: &Letter,
    ) -> Result<Option<ReceivedInvitation>> {
        let Some(bytes) = &letter.invitation else {
            return Ok(None);
        };
        let channel = invited_to(bytes).map_err(postern_conversations::Error::from)?;
        let invitation = Invitation {
            from: letter.from,
            bytes: bytes.clone(),
        };
        self.with_groups(|groups| Ok(groups.records.keep_invitation(id, &invitation)?))?;
        Ok(Some(ReceivedInvitation {
            channel,
            next: format!("postern channel join {id}"),
        }))
    }

    /// Joins a private channel by the invitation that came in this letter.
    ///
    /// # Errors
    /// [`Error::NoInvitation`]; when the invitation is not for this device, was not made by a
    /// member who is valid now, or the device is in the channel already.
    pub async fn join_privately(&self, letter: &Cid) -> Result<PrivateChannel> {
        let waiting = self.with_groups(|groups| Ok(groups.records.invitation(letter)?))?;
        let invitation = waiting.ok_or(Error::NoInvitation { id: *letter })?;
        self.ensure_own_certificate().await?;
        let now = self.moment().await?;
        self.with_groups(|groups| {
            groups.core.known().clear();
            Ok(())
        })?;
        let id = self.step(|core| core.join(&invitation.bytes, now)).await?;
        self.with_groups(|groups| {
            // Of an earlier stay.
            groups.records.cut_fed(&id, 0)?;
            groups.rooms()?;
            Ok(groups.records.drop_invitation(letter)?)
        })?;
        // Says who we are, in answer to the inviter's challenge. The next command does, if it is
        // not possible now.
        self.catch_up_if_possible(&id).await?;
        self.rotate_keys_if_possible().await;
        self.with_groups(|groups| groups.describe(&id))
    }
}
