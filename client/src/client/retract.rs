//! Taking a message back, and giving up one that could not be sent.

use super::Client;
use crate::{
    chain::{types::AccountId, Call, ChainError, InBlock},
    store::{Outcome, SentRecord},
    Error, Result,
};
use codec::Decode;
use postern_primitives::Cid;
use serde::Serialize;

/// What taking a message back came to.
#[derive(Clone, Debug, Serialize)]
pub struct Retracted {
    /// Its identifier.
    pub id: Cid,
    /// Addresses of the recipients from whom it was taken back; empty when it had never been
    /// sent.
    pub retracted_from: Vec<String>,
    /// Addresses of those who had acknowledged it before.
    pub delivered_to: Vec<String>,
}

impl Client {
    /// Takes a message back from everybody who has not acknowledged it yet. One that could not
    /// be sent is given up.
    ///
    /// # Errors
    /// [`Error::UnknownMessage`] when it was not sent from this home,
    /// [`Error::TooLateToRetract`] when nobody has it in their inbox any more.
    pub async fn retract(&self, id: &Cid) -> Result<Retracted> {
        let sent = self.store().sent(id)?;
        let sent = match sent {
            Some(sent) => sent,
            None => match self.find_unsent(id).await? {
                Some(sent) => sent,
                None => return self.give_up(id).await,
            },
        };
        if sent.outcome.is_some() {
            return Err(Error::TooLateToRetract { id: *id });
        }
        let in_block = self
            .execute(&Call::retract(&sent.entries))
            .await
            .map_err(|error| explain(*id, error))?;
        let entries = retracted_entries(&in_block).ok_or_else(|| ChainError::Unexpected {
            url: self.chain.url().into(),
            what: "Inbox.Retracted".into(),
        })?;
        self.store().finish_sent(id, Outcome::Retracted)?;
        self.let_go(id).await;
        if entries.len() == sent.entries.len() {
            self.forget_direct(id)?;
        }
        let (taken, read): (Vec<_>, Vec<_>) = sent
            .entries
            .iter()
            .partition(|entry| entries.contains(entry));
        let addresses = |entries: Vec<(AccountId, u64)>| {
            let owners = entries.iter().map(|(owner, _)| super::address(owner));
            owners.collect()
        };
        Ok(Retracted {
            id: *id,
            retracted_from: addresses(taken),
            delivered_to: addresses(read),
        })
    }

    /// An unsent message that has come into a block without our hearing of it.
    async fn find_unsent(&self, id: &Cid) -> Result<Option<SentRecord>> {
        let unsent = self.store().unsent()?;
        let message = unsent
            .iter()
            .find(|unsent| unsent.id == *id)
            .ok_or(Error::UnknownMessage { id: *id })?;
        let found = self.find_on_chain(message).await?;
        if let Some(found) = &found {
            self.store().record_sent(found)?;
        }
        Ok(found)
    }

    async fn give_up(&self, id: &Cid) -> Result<Retracted> {
        self.store().forget_unsent(id)?;
        self.let_go(id).await;
        self.forget_direct(id)?;
        Ok(Retracted {
            id: *id,
            retracted_from: Vec::new(),
            delivered_to: Vec::new(),
        })
    }

    /// The own IPFS need not keep it any more. If that does not answer, the content stays
    /// there, where nobody else asks for it.
    async fn let_go(&self, id: &Cid) {
        if let Err(error) = self.ipfs.pin_rm(id).await {
            tracing::warn!("{id} stays in your IPFS: {error}");
        }
    }
}

fn explain(id: Cid, error: Error) -> Error {
    match &error {
        Error::Chain(chain) if chain.dispatch_name() == Some("NothingToRetract") => {
            Error::TooLateToRetract { id }
        }
        _ => error,
    }
}

/// `Inbox.Retracted { sender, entries }`, of which the entries are wanted.
fn retracted_entries(in_block: &InBlock) -> Option<Vec<(AccountId, u64)>> {
    let retracted = in_block
        .raw
        .iter()
        .filter_map(|event| event.ok())
        .find(|event| event.pallet_name() == "Inbox" && event.event_name() == "Retracted")?;
    let mut fields = retracted.field_bytes();
    let (_, entries) = <(AccountId, Vec<(AccountId, u64)>)>::decode(&mut fields).ok()?;
    Some(entries)
}
