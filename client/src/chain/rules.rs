//! What an inbox asks of senders: questions and calls.

use super::{
    types::{AccountId, Head},
    Call, Chain, ChainError,
};
use codec::{Decode, Encode};
use postern_primitives::{limits::MAX_PAGE, Senders};
use subxt::dynamic::Value;

/// Where an inbox stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct QueueInfo {
    /// From here to `next`, every number was given to an entry of this inbox. If it lies
    /// beyond what was seen, the inbox was empty in between.
    pub start: u64,
    /// Number of the oldest entry; `next` when there is none.
    pub first: u64,
    /// The least number that the next entry can get.
    pub next: u64,
    /// Entries in the inbox.
    pub count: u32,
    /// Bytes of their content together.
    pub bytes: u64,
}

/// What an inbox asks of senders whom it does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct RulesInfo {
    /// Whose messages are taken.
    pub senders: Senders,
    /// What is held of the sender for an entry at least.
    pub min_deposit: u128,
    /// How many senders are named.
    pub listed: u32,
    /// How often the rules were changed.
    pub nonce: u64,
}

/// What becomes of the messages of a sender who is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Verdict {
    /// They are taken, whatever is asked of strangers.
    Allowed,
    /// They are refused.
    Blocked,
}

/// Some of the senders whom an inbox names.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ListingPage {
    /// The senders, and what becomes of their messages.
    pub senders: Vec<(AccountId, Verdict)>,
    /// After whom to go on; `None` when this was the last page.
    pub next: Option<AccountId>,
}

impl Chain {
    /// Where an inbox stands in the state of a block.
    ///
    /// # Errors
    /// Here and below: when the node cannot be asked.
    pub async fn queue(&self, head: &Head, owner: &AccountId) -> Result<QueueInfo, ChainError> {
        self.ask_at(head, "InboxApi_queue", owner).await
    }

    /// What an inbox asks of senders.
    pub async fn inbox_rules(&self, owner: &AccountId) -> Result<RulesInfo, ChainError> {
        self.ask("InboxApi_rules", owner).await
    }

    /// Up to `limit` senders whom an inbox names.
    pub async fn inbox_listings(
        &self,
        owner: &AccountId,
        limit: usize,
    ) -> Result<Vec<(AccountId, Verdict)>, ChainError> {
        let (mut listed, mut after) = (Vec::new(), None::<AccountId>);
        loop {
            let page: ListingPage = self
                .ask("InboxApi_listings", (owner, after, MAX_PAGE))
                .await?;
            listed.extend(page.senders);
            after = page.next;
            if after.is_none() || listed.len() >= limit {
                listed.truncate(limit);
                return Ok(listed);
            }
        }
    }
}

impl Call {
    /// Decides whose messages the signer's inbox takes of those it does not name.
    pub fn set_inbox_policy(owner: &AccountId, senders: Senders, min_deposit: u128) -> Self {
        let senders = match senders {
            Senders::Anyone => "Anyone",
            Senders::Registered => "Registered",
            Senders::Listed => "Listed",
        };
        let rest = [
            Value::unnamed_variant(senders, []),
            Value::u128(min_deposit),
        ];
        Self::about_inbox("set_policy", owner, rest)
    }

    /// Names a sender in the signer's inbox.
    pub fn list_sender(owner: &AccountId, sender: &AccountId, verdict: Verdict) -> Self {
        let name = match verdict {
            Verdict::Allowed => "allow",
            Verdict::Blocked => "block",
        };
        Self::about_inbox(name, owner, [Value::from_bytes(sender)])
    }

    /// Takes a sender off the list.
    pub fn unlist_sender(owner: &AccountId, sender: &AccountId) -> Self {
        Self::about_inbox("unlist", owner, [Value::from_bytes(sender)])
    }

    /// Signed by the owner, so without a proof.
    fn about_inbox(name: &str, owner: &AccountId, rest: impl IntoIterator<Item = Value>) -> Self {
        let mut arguments = vec![Value::from_bytes(owner)];
        arguments.extend(rest);
        arguments.push(Value::unnamed_variant("None", []));
        Self::new("Inbox", name, arguments)
    }
}
