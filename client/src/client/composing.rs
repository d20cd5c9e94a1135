//! What a message is made of: its words and files, and what goes with them, sealed and on IPFS.

use super::{
    certificate::millis,
    groups::SealedOver,
    send::{local_moment, Request},
    Client,
};
use crate::{
    chain::types::AccountId,
    content::{self, Progress, Published},
    defaults,
    sealing::{self, FileRef, Invitation, Letter, Payment, Recipient, SealError},
    Error, Result,
};
use postern_conversations::{Body, ConversationId, MessageRef};
use postern_primitives::Cid;
use std::{path::PathBuf, time::Duration};

/// What goes with the words of a letter.
pub(super) enum Enclosed {
    Nothing,
    Payment(Payment),
    /// What a private channel is joined with.
    Invitation(Invitation),
    /// What is to become of an earlier message. There are no words with it.
    Change {
        conversation: ConversationId,
        body: Body,
        /// For how long that message is kept, if not for good.
        kept_for: Option<Duration>,
    },
}

/// What a letter is made of.
pub(super) struct Outgoing<'a> {
    pub(super) request: &'a Request,
    pub(super) recipients: &'a [AccountId],
    pub(super) devices: &'a [Recipient],
    pub(super) enclosed: Enclosed,
    pub(super) over: Option<ConversationId>,
    pub(super) reply_to: Option<MessageRef>,
}

/// What an invitation is called that is a file.
const INVITATION: &str = "invitation";

impl Client {
    /// Seals a message and puts it on IPFS with its files.
    pub(super) async fn publish(
        &self,
        mut outgoing: Outgoing<'_>,
        progress: &dyn Progress,
    ) -> Result<Published> {
        let Outgoing { request, .. } = outgoing;
        let (files, mut stored) = self.upload_files(&request.files, progress).await?;
        let (enclosed, beside) = self.fit(outgoing.enclosed).await?;
        outgoing.enclosed = enclosed;
        stored.extend(beside);
        let (envelope, over) = self.seal(outgoing, files).await?;
        let published = if stored.is_empty() {
            content::publish_block(&self.ipfs, envelope).await?
        } else {
            content::publish_with_files(&self.ipfs, envelope, &stored).await?
        };
        if let Some(sealed) = over {
            self.keep_sealed(&published.cid, sealed)?;
        }
        Ok(published)
    }

    /// Puts files on IPFS; what a message says of them, and where each is with the bytes it takes.
    pub(super) async fn upload_files(
        &self,
        paths: &[PathBuf],
        progress: &dyn Progress,
    ) -> Result<(Vec<FileRef>, Vec<(Cid, u64)>)> {
        let (found, limit) = (paths.len(), defaults::MAX_FILES);
        if found > limit {
            let part = "list of files";
            return Err(SealError::TooLong { part, found, limit }.into());
        }
        let mut files = Vec::with_capacity(paths.len());
        let mut stored = Vec::with_capacity(paths.len());
        for path in paths {
            let (file, size) = content::upload_file(&self.ipfs, path, progress).await?;
            stored.push((file.cid, size));
            files.push(file);
        }
        Ok((files, stored))
    }

    /// An invitation that fits no envelope becomes a file beside it.
    async fn fit(&self, enclosed: Enclosed) -> Result<(Enclosed, Option<(Cid, u64)>)> {
        let invitation = match enclosed {
            Enclosed::Invitation(Invitation::Enclosed(bytes))
                if bytes.len() > defaults::MAX_INVITATION =>
            {
                bytes
            }
            fits => return Ok((fits, None)),
        };
        let (file, size) = content::upload_bytes(&self.ipfs, INVITATION, invitation).await?;
        let stored = (file.cid, size);
        Ok((Enclosed::Invitation(Invitation::File(file)), Some(stored)))
    }

    async fn seal(
        &self,
        outgoing: Outgoing<'_>,
        files: Vec<FileRef>,
    ) -> Result<(Vec<u8>, Option<SealedOver>)> {
        if let Some(id) = outgoing.over {
            let lifetime = match &outgoing.enclosed {
                Enclosed::Change { kept_for, .. } => kept_for.map(millis),
                _ => outgoing.request.lifetime.map(millis),
            };
            let body = self.body(&id, outgoing, files)?;
            let (content, sealed) = self.seal_over(&id, body, lifetime).await?;
            return Ok((content, Some(sealed)));
        }
        let devices = outgoing.devices;
        let letter = self.letter(outgoing, files).await?;
        let genesis = self.chain.genesis();
        let envelope = sealing::seal(&letter, genesis, &self.keys.device, devices)?;
        Ok((envelope, None))
    }

    /// What is said over a conversation.
    fn body(
        &self,
        id: &ConversationId,
        outgoing: Outgoing<'_>,
        files: Vec<FileRef>,
    ) -> Result<Body> {
        let text = outgoing.request.text.clone();
        Ok(match outgoing.enclosed {
            Enclosed::Change { body, .. } => body,
            Enclosed::Payment(payment) => Body::Paid {
                to: self.other_in(id)?,
                amount: payment.amount,
                transaction: payment.transaction,
                block: payment.block,
                block_hash: payment.block_hash,
                note: text,
            },
            // Invitations go as letters.
            Enclosed::Nothing | Enclosed::Invitation(_) => Body::Text {
                text,
                files,
                reply_to: outgoing.reply_to,
            },
        })
    }

    async fn letter(&self, outgoing: Outgoing<'_>, files: Vec<FileRef>) -> Result<Letter> {
        // By the chain's clock, or a device whose own is slow would sign before its
        // certificate began.
        let sent_at = self.chain.moment().await?.max(local_moment());
        let letter = Letter::new(
            self.account(),
            self.device(),
            outgoing.recipients.to_vec(),
            sent_at,
            outgoing.request.text.clone(),
            files,
        )?;
        Ok(match outgoing.enclosed {
            Enclosed::Nothing | Enclosed::Change { .. } => letter,
            Enclosed::Payment(payment) => letter.with_payment(Some(payment)),
            Enclosed::Invitation(invitation) => letter.with_invitation(Some(invitation)),
        })
    }
}

/// What sealing would refuse is refused before files are uploaded.
pub(super) fn ensure_fits(request: &Request, devices: usize) -> Result<(), SealError> {
    let parts = [
        ("text", request.text.len(), defaults::MAX_TEXT),
        ("list of files", request.files.len(), defaults::MAX_FILES),
    ];
    for (part, found, limit) in parts {
        if found > limit {
            return Err(SealError::TooLong { part, found, limit });
        }
    }
    if devices > defaults::MAX_SLOTS {
        return Err(SealError::TooManyDevices {
            found: devices,
            limit: defaults::MAX_SLOTS,
        });
    }
    Ok(())
}

/// At least one byte, and the files. What sealing adds is not worth counting here.
pub(super) async fn announced_size(request: &Request, enclosed: &Enclosed) -> Result<u64> {
    let mut size = request.text.len() as u64;
    for path in &request.files {
        let unreadable = |source| Error::File {
            path: path.clone(),
            source,
        };
        size = size.saturating_add(tokio::fs::metadata(path).await.map_err(unreadable)?.len());
    }
    let is_bare = matches!(enclosed, Enclosed::Nothing);
    if request.text.is_empty() && request.files.is_empty() && is_bare {
        return Err(Error::NothingToSend);
    }
    Ok(size.max(1))
}
