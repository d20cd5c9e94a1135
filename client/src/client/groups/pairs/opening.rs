//! Opening a message that came over a conversation.

use super::super::{events::ends, is_over, records::Said, Client};
use crate::{
    chain::types::AccountId,
    client::read::{Announcement, Opened},
    defaults::JOINS_WITHIN,
    sealing::{Letter, OpenError, Payment},
    Error, Result,
};
use postern_conversations::{Body, ConversationId, Direct, Error as GroupError, Message};
use postern_primitives::{Cid, Moment};

/// A message that came over a conversation.
#[derive(Clone, Debug)]
pub(in super::super::super) struct Over {
    /// By this it is taken.
    digest: [u8; 32],
    pub(super) conversation: ConversationId,
    /// When it is to be forgotten.
    ends: Option<Moment>,
    pub(super) said: Said,
}

impl Over {
    pub(in super::super::super) fn is_authenticated(&self) -> bool {
        self.said.authenticated
    }

    /// The conversation, as it is shown.
    pub(in super::super::super) fn conversation(&self) -> String {
        hex::encode(self.conversation.0)
    }
}

/// What the content of a conversation begins with: version and kind.
const DIRECT: [u8; 2] = [1, 4];

/// Whether a content was sealed in a conversation.
pub(in super::super::super) fn is_over_conversation(content: &[u8]) -> bool {
    content.starts_with(&DIRECT)
}

impl Client {
    /// Opens what somebody has announced, and says what is known of it.
    pub(in super::super::super) async fn open_over(
        &self,
        announced: &Announcement,
        content: &[u8],
    ) -> Result<Opened> {
        let at = self.witness().moment_of(announced.sent_at).await?;
        let direct = self.open_when_known(announced, content, at).await?;
        // Of what another own device has passed on, it has looked at that.
        if !announced.own && direct.from.account != announced.sender {
            return Err(OpenError::SenderMismatch.into());
        }
        let (_, handle) = self.witness().certificate(&direct.from.device).await?;
        let authenticated = direct.authenticated || self.is_authenticated_by_now(&direct).await?;
        let Message {
            id,
            sent_at,
            lifetime,
            ref body,
        } = direct.message;
        let over = Over {
            digest: direct.digest,
            conversation: direct.conversation,
            ends: ends(sent_at, lifetime),
            said: Said {
                from: direct.from,
                message: id,
                authenticated,
                sent_at,
                body: body.clone(),
            },
        };
        // Of what this account has sent, the other person is who it is for.
        let recipient = match direct.from.account == self.account() {
            true => self.other_in(&direct.conversation)?,
            false => self.account(),
        };
        Ok(Opened {
            letter: letter(direct, &recipient)?,
            handle: handle.map(|handle| handle.to_string()),
            over: Some(over),
        })
    }

    /// What cannot be opened at first may have been sealed behind what this device has read of the
    /// log, or in a conversation that another entry invites to, which is read at the same time.
    async fn open_when_known(
        &self,
        announced: &Announcement,
        content: &[u8],
        at: Moment,
    ) -> Result<Direct> {
        match self.step(|core| core.open_direct(content, at)).await {
            Err(Error::Conversation(GroupError::UnknownEpoch)) => {}
            opened => return opened,
        }
        self.read_logs(announced).await?;
        match self.step(|core| core.open_direct(content, at)).await {
            Err(Error::Conversation(GroupError::UnknownEpoch)) => {}
            opened => return opened,
        }
        tokio::time::sleep(JOINS_WITHIN).await;
        self.step(|core| core.open_direct(content, at)).await
    }

    /// Reads what is new in the logs of the conversations with whoever has announced something; in
    /// all of them, if that is another own device.
    async fn read_logs(&self, announced: &Announcement) -> Result<()> {
        let pairs = self.with_groups(|groups| match announced.own {
            true => groups.pairs(),
            false => groups.pairs_with(&announced.sender),
        })?;
        let _alone = self.pairs.lock().await;
        for pair in pairs {
            self.read_log_of(&pair.conversation).await?;
        }
        Ok(())
    }

    async fn read_log_of(&self, id: &ConversationId) -> Result<()> {
        match self.sync(id).await {
            Err(error) if is_over(&error) => Ok(()),
            done => done,
        }
    }

    /// Their answer may stand in the log already.
    async fn is_authenticated_by_now(&self, direct: &Direct) -> Result<bool> {
        let _alone = self.pairs.lock().await;
        self.read_log_of(&direct.conversation).await?;
        let pair = self.pair(&direct.conversation)?;
        let mut devices = pair.devices.iter();
        Ok(devices.any(|one| one.member == direct.from && one.authenticated))
    }

    /// Keeps a message that is shown, before that is noted: nobody could open it again.
    pub(in super::super::super) fn keep_over(&self, content: &Cid, over: &Over) -> Result<()> {
        self.with_groups(|groups| {
            let said = over.said.clone();
            Ok(groups
                .records
                .keep_direct(content, &over.conversation, over.ends, said)?)
        })
    }

    /// A message was shown, and is kept no longer for being given again.
    pub(in super::super::super) fn take_over(&self, over: &Over) -> Result<()> {
        self.with_groups(|groups| Ok(groups.core.direct_taken(&over.digest)?))
    }
}

/// What a message to somebody says, as a letter would.
fn letter(direct: Direct, recipient: &AccountId) -> Result<Letter> {
    let Message {
        id, sent_at, body, ..
    } = direct.message;
    let (text, files, payment) = match body {
        Body::Text { text, files, .. } => (text, files, None),
        Body::Edit { text, .. } => (text, Vec::new(), None),
        Body::Reaction { reaction, .. } => (reaction, Vec::new(), None),
        Body::Delete { .. } => (String::new(), Vec::new(), None),
        Body::Paid {
            amount,
            transaction,
            block,
            block_hash,
            note,
            ..
        } => {
            let payment = Payment {
                transaction,
                block,
                block_hash,
                amount,
            };
            (note, Vec::new(), Some(payment))
        }
        _ => return Err(Error::UnknownBody),
    };
    Ok(Letter {
        from: direct.from.account,
        device: direct.from.device,
        recipients: vec![*recipient],
        sent_at,
        nonce: id,
        text,
        files,
        payment,
        invitation: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use postern_conversations::Member;
    use postern_primitives::DeviceId;

    fn direct(body: Body) -> Direct {
        Direct {
            digest: [1; 32],
            conversation: ConversationId([2; 32]),
            from: Member {
                account: [3; 32],
                device: DeviceId([4; 32]),
            },
            authenticated: true,
            message: Message {
                id: [5; 16],
                sent_at: 6,
                lifetime: None,
                body,
            },
        }
    }

    #[test]
    fn a_payment_over_a_conversation_is_checked_as_one_in_a_letter() {
        let paid = direct(Body::Paid {
            to: [9; 32],
            amount: 7,
            transaction: [8; 32],
            block: 10,
            block_hash: [11; 32],
            note: "for lunch".into(),
        });
        let letter = letter(paid, &[9; 32]).unwrap();
        assert_eq!((letter.text.as_str(), letter.from), ("for lunch", [3; 32]));
        let payment = letter.payment.unwrap();
        assert_eq!((payment.amount, payment.block), (7, 10));
    }

    #[test]
    fn a_message_of_a_kind_that_is_not_shown_is_reported() {
        let unknown = letter(direct(Body::Leave), &[9; 32]);
        assert!(matches!(unknown, Err(Error::UnknownBody)));
    }

    #[test]
    fn letters_and_contents_of_conversations_are_told_apart_by_their_kind() {
        assert!(is_over_conversation(&[1, 4, 0x4D, 0]));
        for other in [&[1, 1, 0, 0][..], &[1, 3, 0, 0], &[2, 4, 0, 0], &[1], &[]] {
            assert!(!is_over_conversation(other));
        }
    }
}
