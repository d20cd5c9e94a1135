//! Sealing a message in a conversation.

use super::super::Client;
use crate::{
    sealing::{FileRef, Payment},
    Result,
};
use postern_conversations::{Body, ConversationId};

impl Client {
    /// A content as it lies in the recipient's inbox.
    pub(in super::super::super) async fn seal_over(
        &self,
        id: &ConversationId,
        text: &str,
        files: Vec<FileRef>,
        payment: Option<&Payment>,
    ) -> Result<Vec<u8>> {
        let body = match payment {
            None => Body::Text {
                text: text.into(),
                files,
                reply_to: None,
            },
            Some(payment) => Body::Paid {
                to: self.other_in(id)?,
                amount: payment.amount,
                transaction: payment.transaction,
                block: payment.block,
                block_hash: payment.block_hash,
                note: text.into(),
            },
        };
        let now = self.moment().await?;
        let (_, content) = self
            .step(|core| core.seal_direct(id, body.clone(), now))
            .await?;
        self.with_groups(|groups| Ok(groups.records.use_pair(id)?))?;
        Ok(content)
    }

    /// Whom a conversation is with.
    pub(super) fn other_in(&self, id: &ConversationId) -> Result<[u8; 32]> {
        let pairs = self.with_groups(super::Groups::pairs)?;
        let mut pairs = pairs.iter();
        let pair = pairs.find(|pair| pair.conversation == *id);
        let missing = postern_conversations::Error::UnknownConversation(*id);
        Ok(pair.ok_or(missing)?.with)
    }
}
