//! Sending again what was uploaded and could not be sent.

use super::{Client, Sent};
use crate::{
    store::{SentRecord, Unsent},
    Result,
};

impl Client {
    /// Sends again what was uploaded and could not be sent: one outcome for each message,
    /// so that one that fails does not hold up the others. What fails is kept.
    ///
    /// # Errors
    /// When the local records cannot be read.
    pub async fn retry(&self) -> Result<Vec<Result<Sent>>> {
        let unsent = self.store().unsent()?;
        let mut outcomes = Vec::with_capacity(unsent.len());
        for message in unsent {
            outcomes.push(self.send_again(message).await);
        }
        Ok(outcomes)
    }

    pub(super) async fn send_again(&self, message: Unsent) -> Result<Sent> {
        // The first try may have come into a block without our hearing of it.
        match self.find_on_chain(&message).await? {
            Some(found) => {
                self.store().record_sent(&found)?;
                let SentRecord {
                    id,
                    block,
                    expires_at,
                    ..
                } = found;
                Ok(Sent {
                    id,
                    recipients: message.recipients,
                    block,
                    expires_at,
                    fallback: None,
                })
            }
            None => self.deliver(message).await,
        }
    }
}
