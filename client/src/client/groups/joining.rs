//! Joining by an invitation, which came as a letter.

use super::{records::Invitation, Client, PrivateChannel};
use crate::{
    client::near::near,
    content,
    sealing::{self, Letter},
    Error, Result,
};
use postern_conversations::{invited_to, limits::MAX_INVITATION, ConversationId};
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
    /// Fetches the invitation that a letter, announced by this CID, has as a file.
    ///
    /// # Errors
    /// When nobody delivers it, or it is not what the letter says.
    pub(in super::super) async fn with_invitation_fetched(
        &self,
        id: &Cid,
        letter: Letter,
    ) -> Result<Letter> {
        let Some(sealing::Invitation::File(file)) = &letter.invitation else {
            return Ok(letter);
        };
        let fetching = content::fetch_bytes(&self.ipfs, file, MAX_INVITATION);
        let bytes = near(&self.chain, &self.ipfs, id, fetching).await?;
        Ok(letter.with_invitation(Some(sealing::Invitation::Enclosed(bytes))))
    }

    /// Keeps the invitation in a letter, if there is one.
    ///
    /// # Errors
    /// When it cannot be read. Whether it holds is known when it is joined with.
    pub(in super::super) fn keep_invitation(
        &self,
        id: &Cid,
        letter: &Letter,
    ) -> Result<Option<ReceivedInvitation>> {
        let Some(bytes) = letter.enclosed_invitation() else {
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
        let id = self.join_with(&invitation.bytes).await?;
        self.with_groups(|groups| Ok(groups.records.drop_invitation(letter)?))?;
        self.share_invitation(&id, &invitation.bytes).await;
        self.answer_inviter(&id).await?;
        self.with_groups(|groups| groups.describe(&id))
    }

    /// Joins by what another device of this account has handed over, unasked: whoever has that
    /// device is who has this one.
    pub(in super::super) async fn join_with_own(&self, invitation: &[u8]) -> Result<()> {
        use postern_conversations::Error::{AlreadyMember, Refused};
        // Of a conversation of two, others may read the log at the same time.
        let _alone = self.pairs.lock().await;
        match self.join_with(invitation).await {
            Ok(id) => self.answer_inviter(&id).await,
            Err(Error::Conversation(AlreadyMember)) => Ok(()),
            // It will lead nowhere later either.
            Err(Error::Conversation(Refused(reason))) => {
                tracing::warn!("a conversation of your other device is not joined: {reason}");
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    async fn join_with(&self, invitation: &[u8]) -> Result<ConversationId> {
        self.ensure_own_certificate().await?;
        let now = self.moment().await?;
        self.with_groups(|groups| {
            groups.core.known().clear();
            Ok(())
        })?;
        let id = self.step(|core| core.join(invitation, now)).await?;
        self.with_groups(|groups| {
            // Of an earlier stay.
            groups.records.cut_fed(&id, 0)?;
            groups.rooms()
        })?;
        Ok(id)
    }

    /// Says who we are, in answer to the inviter's challenge, and publishes other keys than those
    /// that were used. The next command does, if it is not possible now.
    async fn answer_inviter(&self, id: &ConversationId) -> Result<()> {
        self.catch_up_if_possible(id).await?;
        self.rotate_keys_if_possible().await;
        Ok(())
    }
}
