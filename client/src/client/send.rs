//! Sending: look up, seal, publish, and only then tell the chain.

use super::{
    composing::{announced_size, ensure_fits, Enclosed, Outgoing},
    groups::Way,
    near::introduce,
    own_devices::Copies,
    Client, DirectName,
};
use crate::{
    chain::{types::AccountId, Call, ChainError, InBlock, Pending},
    content::{self, Progress},
    defaults,
    sealing::Recipient,
    store::{SentRecord, Unsent},
    Error, Result,
};
use codec::Decode;
use futures::{future::BoxFuture, FutureExt};
use postern_conversations::MessageRef;
use postern_primitives::{limits::MAX_CONTENT_SIZE, BlockNumber, Cid, DeviceId};
use std::{
    path::PathBuf,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// A message to be sent.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Handles or addresses.
    pub to: Vec<String>,
    /// The text; may be empty when there are files.
    pub text: String,
    /// Files to go with it.
    pub files: Vec<PathBuf>,
    /// How long it waits for its recipients. Over a conversation both forget it after that time as
    /// well; without one they keep it, and it waits as long as [`defaults::LIFETIME`].
    pub lifetime: Option<Duration>,
    /// The message of the conversation with its recipient that it answers.
    pub reply_to: Option<DirectName>,
}

/// A message that is on its way.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Its identifier everywhere.
    pub id: Cid,
    /// Whose inboxes it is for.
    pub recipients: Vec<AccountId>,
    /// The block that it is in.
    pub block: BlockNumber,
    /// The first block in which it is gone.
    pub expires_at: BlockNumber,
    /// Why it went as a letter, without forward secrecy, where messages to its recipient had gone
    /// over a conversation before.
    pub fallback: Option<String>,
}

impl Client {
    /// Sends a message and waits until it is in a block.
    ///
    /// # Errors
    /// Before anything is uploaded: unknown, expired or revoked recipients, unreadable or
    /// too large files, a lifetime out of range, missing funds. After that,
    /// [`Error::Unsent`]: the message is kept and [`retry`](Self::retry) sends it.
    pub fn send<'a>(
        &'a self,
        request: &'a Request,
        progress: &'a dyn Progress,
    ) -> BoxFuture<'a, Result<Sent>> {
        async move {
            self.tidy().await;
            let (message, fallback) = self.prepare(request, Enclosed::Nothing, progress).await?;
            let sent = self.deliver(message).await?;
            Ok(Sent { fallback, ..sent })
        }
        .boxed()
    }

    /// Sends a message and returns as soon as the node has taken it, so that many can
    /// follow one another. Nothing is recorded: whoever calls this follows
    /// [`Pending::in_block`], or loses nothing by not knowing.
    ///
    /// # Errors
    /// As for [`send`](Self::send).
    pub fn submit<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<(Cid, Pending)>> {
        async move {
            let (message, _) = self
                .prepare(request, Enclosed::Nothing, &content::Silent)
                .await?;
            let pending = self.chain.submit(self.signer(), &call(&message)).await?;
            Ok((message.id, pending))
        }
        .boxed()
    }

    /// Seals a message and puts it on IPFS, after everything that can be known to fail has
    /// been looked at. Says why it is a letter where one would not expect that.
    pub(super) async fn prepare(
        &self,
        request: &Request,
        enclosed: Enclosed,
        progress: &dyn Progress,
    ) -> Result<(Unsent, Option<String>)> {
        let mut accounts = Vec::new();
        let mut devices = Vec::new();
        for who in &request.to {
            let (account, sealed_to) = self.recipient(who).await?;
            accounts.push(account);
            devices.extend(sealed_to);
        }
        let copies = match enclosed {
            Enclosed::Invitation(_) => Copies::default(),
            _ => self.copies(&accounts).await?,
        };
        devices.extend(copies.devices);
        ensure_fits(request, devices.len())?;
        let lifetime = self.blocks(request.lifetime.unwrap_or(defaults::LIFETIME));
        let size = announced_size(request, &enclosed).await?;
        let inboxes = [&accounts[..], &copies.inboxes].concat();
        self.ensure_sendable(&request.to, &inboxes, size, lifetime)
            .await?;
        self.ensure_own_certificate().await?;
        let way = match enclosed {
            // Whoever is invited may not be in any conversation yet.
            Enclosed::Invitation(_) => Way::default(),
            _ => self.choose_way(&accounts, &ids(&devices)).await?,
        };
        let outgoing = Outgoing {
            request,
            recipients: &accounts,
            devices: &devices,
            reply_to: self.answered_over(request, &accounts, &enclosed, &way)?,
            enclosed,
            over: way.conversation,
        };
        let content = self.publish(outgoing, progress).await?;
        let message = Unsent {
            id: content.cid,
            recipients: accounts,
            copies: copies.inboxes,
            size: content.size,
            lifetime,
        };
        Ok((message, way.fallback))
    }

    /// What the chain would refuse is refused before gigabytes are uploaded.
    pub(super) async fn ensure_sendable(
        &self,
        names: &[String],
        recipients: &[AccountId],
        size: u64,
        lifetime: BlockNumber,
    ) -> Result<()> {
        let account = self.account();
        if self.chain.funds(&account).await?.free == 0 {
            return Err(Error::NoFunds {
                address: self.address(),
            });
        }
        let size = size.min(MAX_CONTENT_SIZE.saturating_add(1));
        let answer = self.chain.can_send(&account, recipients, size, lifetime);
        let Err(reason) = answer.await? else {
            return Ok(());
        };
        let who = reason.recipient().and_then(|place| names.get(place));
        Err(match who.cloned() {
            Some(who) => Error::RefusedBy { who, reason },
            None => Error::Refused(reason),
        })
    }

    pub(super) async fn ensure_own_certificate(&self) -> Result<()> {
        let device = self.device();
        let certificate = self
            .chain
            .device(&device)
            .await?
            .ok_or(Error::NotRegistered)?;
        let now = self.chain.moment().await?;
        if certificate.is_valid_at(now) {
            Ok(())
        } else {
            Err(Error::OwnCertificateOver)
        }
    }

    /// The message that one answers. What is about another message has to go over the conversation
    /// that has that one.
    fn answered_over(
        &self,
        request: &Request,
        accounts: &[AccountId],
        enclosed: &Enclosed,
        way: &Way,
    ) -> Result<Option<MessageRef>> {
        let (conversation, of) = match (enclosed, request.reply_to, accounts) {
            (Enclosed::Change { conversation, .. }, ..) => (*conversation, None),
            (_, Some(name), [with]) => {
                let (conversation, of, _) = self.direct_named(with, name)?;
                (conversation, Some(of))
            }
            (_, Some(_), _) => return Err(Error::NoSuchDirect),
            (_, None, _) => return Ok(None),
        };
        match way.conversation == Some(conversation) {
            true => Ok(of),
            false => Err(Error::NoConversation {
                reason: way.fallback.clone(),
            }),
        }
    }

    /// Tells the chain. The message is kept before that, so that nothing is lost should this
    /// process end in between.
    pub(super) async fn deliver(&self, message: Unsent) -> Result<Sent> {
        self.store().keep_unsent(&message)?;
        // What they answer is no request.
        self.store().mark_written(&message.recipients)?;
        match self.execute(&call(&message)).await {
            Ok(in_block) => {
                let sent = self.record(message, &in_block)?;
                introduce(&self.chain, &self.ipfs, &sent.id).await;
                Ok(sent)
            }
            Err(reason) => Err(Error::Unsent {
                id: message.id,
                reason: Box::new(reason),
            }),
        }
    }

    /// Notes where a message lies, as its transaction says.
    pub(super) fn record(&self, message: Unsent, in_block: &InBlock) -> Result<Sent> {
        let mut entries = sent_entries(in_block).ok_or_else(|| ChainError::Unexpected {
            url: self.chain.url().into(),
            what: "Inbox.Sent".into(),
        })?;
        let Unsent {
            id,
            recipients,
            copies,
            size,
            lifetime,
        } = message;
        // What became of the copies nobody asks.
        entries.retain(|(owner, _)| recipients.contains(owner));
        let block = in_block.block;
        let expires_at = block.saturating_add(lifetime);
        self.store().record_sent(&SentRecord {
            id,
            entries,
            copies,
            size,
            block,
            hash: in_block.hash,
            expires_at,
            outcome: None,
        })?;
        Ok(Sent {
            id,
            recipients,
            block,
            expires_at,
            fallback: None,
        })
    }

    /// A time in blocks, rounded up: a message lives at least as long as was asked.
    pub(super) fn blocks(&self, time: Duration) -> BlockNumber {
        let slot = u128::from(self.chain.slot_milliseconds().max(1));
        BlockNumber::try_from(time.as_millis().div_ceil(slot)).unwrap_or(BlockNumber::MAX)
    }
}

/// What tells the chain of a message.
pub(super) fn call(message: &Unsent) -> Call {
    Call::send(
        &message.inboxes(),
        &message.id,
        message.size,
        message.lifetime,
    )
}

fn ids(devices: &[Recipient]) -> Vec<DeviceId> {
    devices.iter().map(|one| one.device).collect()
}

/// Milliseconds since the epoch by this machine's clock.
pub(super) fn local_moment() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// `Inbox.Sent { sender, cid, entries, expires_at }`, of which the entries are wanted.
fn sent_entries(in_block: &InBlock) -> Option<Vec<(AccountId, u64)>> {
    let sent = in_block
        .raw
        .iter()
        .filter_map(|event| event.ok())
        .find(|event| event.pallet_name() == "Inbox" && event.event_name() == "Sent")?;
    let mut fields = sent.field_bytes();
    <(AccountId, Cid, Vec<(AccountId, u64)>)>::decode(&mut fields)
        .ok()
        .map(|(_, _, entries)| entries)
}
