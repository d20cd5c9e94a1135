//! Conversations of two people: what is sent to one person has forward secrecy by them.
//!
//! A message over a conversation lies in the recipient's inbox like a letter, and differs in what it
//! is sealed with alone. So everything that inboxes give holds for both.
//!
//! | question | where |
//! |---|---|
//! | When does a conversation begin, and what of it is left to be done? | `beginning.rs` |
//! | How does the other side come in? | `joining.rs` |
//! | Is a message sealed in one, and in which? | `choosing.rs` |
//! | How is it sealed? | `sealing.rs` |
//! | How is one opened that came? | `opening.rs` |
//! | How is one named, and what does it say of another? | `naming.rs` |
//! | How is one edited, deleted, reacted to? | `changing.rs` |
//! | What was said? | `history.rs` |

mod beginning;
mod changing;
mod choosing;
mod history;
mod joining;
mod naming;
mod opening;
mod sealing;

pub(in super::super) use choosing::Way;
pub use naming::{About, DirectName, NotADirectName};
pub(in super::super) use opening::{is_over_conversation, Over};
pub(in super::super) use sealing::SealedOver;

use super::{records::PairRecord, Groups};
use crate::{chain::types::AccountId, Result};

impl Groups {
    /// Conversations of two, and with whom each is.
    pub(super) fn pairs(&mut self) -> Result<Vec<PairRecord>> {
        let known = self.records.pairs()?;
        let own = self.core.identity().account();
        for id in self.core.pairs()? {
            if known.iter().any(|pair| pair.conversation == id) {
                continue;
            }
            // The process ended before it was written down.
            let devices = self.core.pair(&id)?.unwrap_or_default().devices;
            let other = devices.iter().find(|one| one.member.account != own);
            if let Some(other) = other {
                self.records.keep_pair(&id, &other.member.account)?;
            }
        }
        Ok(self.records.pairs()?)
    }

    pub(super) fn pairs_with(&mut self, account: &AccountId) -> Result<Vec<PairRecord>> {
        let mut pairs = self.pairs()?;
        pairs.retain(|pair| pair.with == *account);
        Ok(pairs)
    }

    /// The conversation in which messages to somebody are sealed, as far as this device knows
    /// without asking: one that they have come into.
    pub(in super::super) fn conversation_with(
        &mut self,
        account: &AccountId,
    ) -> Result<Option<String>> {
        for pair in self.pairs_with(account)? {
            let devices = self
                .core
                .pair(&pair.conversation)?
                .unwrap_or_default()
                .devices;
            let mut devices = devices.iter();
            if devices.any(|one| one.member.account == *account && one.arrived) {
                return Ok(Some(hex::encode(pair.conversation.0)));
            }
        }
        Ok(None)
    }
}
