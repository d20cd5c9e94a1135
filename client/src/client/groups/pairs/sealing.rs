//! Sealing a message in a conversation.

use super::super::{events::ends, records::Said, Client};
use crate::Result;
use postern_conversations::{Body, ConversationId, Member};
use postern_primitives::{Cid, Moment};

/// A message that was sealed, and is kept when it has become a content.
pub(in super::super::super) struct SealedOver {
    conversation: ConversationId,
    ends: Option<Moment>,
    said: Said,
}

impl Client {
    /// A content as it lies in the recipient's inbox. `lifetime`: for how many milliseconds both
    /// are to keep the message.
    pub(in super::super::super) async fn seal_over(
        &self,
        id: &ConversationId,
        body: Body,
        lifetime: Option<u64>,
    ) -> Result<(Vec<u8>, SealedOver)> {
        let now = self.moment().await?;
        let (message, content) = self
            .step(|core| core.seal_direct(id, body.clone(), lifetime, now))
            .await?;
        self.with_groups(|groups| Ok(groups.records.use_pair(id)?))?;
        let said = Said {
            from: Member {
                account: self.account(),
                device: self.device(),
            },
            message,
            authenticated: true,
            sent_at: now,
            body,
        };
        let sealed = SealedOver {
            conversation: *id,
            ends: ends(now, lifetime),
            said,
        };
        Ok((content, sealed))
    }

    /// Keeps what is about to be sent.
    pub(in super::super::super) fn keep_sealed(
        &self,
        content: &Cid,
        sealed: SealedOver,
    ) -> Result<()> {
        self.with_groups(|groups| {
            let SealedOver {
                conversation,
                ends,
                said,
            } = sealed;
            Ok(groups
                .records
                .keep_direct(content, &conversation, ends, said)?)
        })
    }

    /// Forgets a message that was taken back.
    pub(in super::super::super) fn forget_direct(&self, content: &Cid) -> Result<()> {
        match self.has_groups() {
            true => self.with_groups(|groups| Ok(groups.records.drop_direct(content)?)),
            false => Ok(()),
        }
    }

    /// Whom a conversation is with.
    pub(in super::super::super) fn other_in(&self, id: &ConversationId) -> Result<[u8; 32]> {
        let pairs = self.with_groups(super::Groups::pairs)?;
        let mut pairs = pairs.iter();
        let pair = pairs.find(|pair| pair.conversation == *id);
        let missing = postern_conversations::Error::UnknownConversation(*id);
        Ok(pair.ok_or(missing)?.with)
    }
}
