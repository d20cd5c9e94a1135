//! Receiving: everything that waits, many contents at a time, and nothing hides the rest.

use super::Client;
use crate::{
    chain::{
        types::{AccountId, EntryInfo, Head},
        Pending,
    },
    content::{self, Progress},
    defaults,
    sealing::{self, Letter},
    Error, Result,
};
use chrono::{DateTime, SecondsFormat};
use futures::{
    stream::{self, BoxStream},
    StreamExt,
};
use postern_primitives::{
    limits::{MAX_ACKNOWLEDGED, MAX_PAGE},
    BlockNumber, Cid,
};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// How to receive.
#[derive(Clone, Debug, Default)]
pub struct ReceiveOptions {
    /// Leave what was read in the inbox.
    pub keep: bool,
    /// Where files go, if not to the home folder.
    pub folder: Option<PathBuf>,
}

/// What one entry of the inbox turned out to be.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Arrival {
    /// A message.
    Received(Box<Received>),
    /// Something that could not be read. It stays in the inbox.
    Unreadable(Unreadable),
}

/// A message, checked and in the clear.
#[derive(Clone, Debug, Serialize)]
pub struct Received {
    /// Its identifier everywhere.
    pub id: Cid,
    /// Address of the sender.
    pub from: String,
    /// Handle of the sender, if there is one.
    pub handle: Option<String>,
    /// The sender's device.
    pub device: String,
    /// When it was sent, by the sender's clock, in ISO 8601.
    pub sent_at: String,
    /// The text.
    pub text: String,
    /// Files that came with it, saved already.
    pub files: Vec<ReceivedFile>,
    /// Whether both sides have proven to each other that they hold their keys *now*.
    /// A letter proves who wrote it, not that they are there: always false until
    /// conversations come.
    pub authenticated: bool,
    /// The conversation it belongs to; letters belong to none.
    pub conversation: Option<String>,
}

/// A file that came with a message.
#[derive(Clone, Debug, Serialize)]
pub struct ReceivedFile {
    /// The name that the sender gave it.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Where it is.
    pub path: PathBuf,
}

/// An entry that could not be read.
#[derive(Debug, Serialize)]
pub struct Unreadable {
    /// Its identifier.
    pub id: Cid,
    /// Why, in a sentence.
    pub error: String,
}

/// What the chain says of a message, or what its transaction would make it say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Announcement {
    pub(super) cid: Cid,
    pub(super) sender: AccountId,
    /// When it was put there: the sender's certificate must have been good then.
    pub(super) sent_at: BlockNumber,
}

impl From<&EntryInfo> for Announcement {
    fn from(entry: &EntryInfo) -> Self {
        Self {
            cid: entry.cid,
            sender: entry.sender,
            sent_at: entry.sent_at,
        }
    }
}

/// What reading a message came to: `None` if it was shown before.
pub(super) type Outcome = Result<Option<Received>>;

impl Client {
    /// Reads everything that waits, and acknowledges it unless told to keep it.
    ///
    /// `show` gets each arrival in the order of the inbox, as soon as it is there. What was
    /// shown once is not shown again, but acknowledged.
    ///
    /// # Errors
    /// When the chain cannot be asked, or an acknowledgement is not taken: the messages
    /// have been shown, and are acknowledged the next time.
    pub async fn receive(
        &self,
        options: &ReceiveOptions,
        progress: &dyn Progress,
        show: &mut (dyn FnMut(Arrival) + Send),
    ) -> Result<()> {
        self.tidy().await;
        self.witness().forget_people();
        let account = self.account();
        let mut acknowledgements = Vec::new();
        let mut next = Some(0);
        while let Some(from) = next {
            let head = self.chain.best_head().await?;
            let page = self.chain.entries(&head, &account, from, MAX_PAGE).await?;
            next = page.next;
            let newest = page.entries.iter().map(|entry| entry.sent_at).max();
            let done = self.read_page(page.entries, options, progress, show).await;
            if !options.keep && !done.is_empty() {
                let seen = self.seen(head, newest.unwrap_or_default()).await?;
                acknowledgements.extend(self.acknowledge(&done, &seen).await?);
            }
        }
        for pending in acknowledgements {
            pending.in_block().await?;
        }
        Ok(())
    }

    /// Numbers of the entries that need not be kept any more.
    async fn read_page(
        &self,
        entries: Vec<EntryInfo>,
        options: &ReceiveOptions,
        progress: &dyn Progress,
        show: &mut (dyn FnMut(Arrival) + Send),
    ) -> Vec<u64> {
        let mut done = Vec::with_capacity(entries.len());
        let announced = entries.iter().map(Announcement::from).collect();
        let reading = self.reading(announced, options, progress);
        let mut reading = stream::iter(&entries).zip(reading);
        while let Some((entry, (cid, outcome))) = reading.next().await {
            match self.present(&cid, outcome, show) {
                Ok(()) => done.push(entry.sequence_number),
                Err(unreadable) => show(Arrival::Unreadable(unreadable)),
            }
        }
        done
    }

    /// Reads many messages at the same time, and gives them out in their order.
    pub(super) fn reading<'a>(
        &'a self,
        announced: Vec<Announcement>,
        options: &'a ReceiveOptions,
        progress: &'a dyn Progress,
    ) -> BoxStream<'a, (Cid, Outcome)> {
        stream::iter(announced)
            .map(move |announced| async move {
                let outcome = self.read(&announced, options, progress).await;
                (announced.cid, outcome)
            })
            .buffered(defaults::FETCHES_AT_ONCE)
            .boxed()
    }

    /// Shows what was read, unless it was shown before, and remembers that it was.
    ///
    /// # Errors
    /// What could not be read, and why.
    pub(super) fn present(
        &self,
        id: &Cid,
        outcome: Outcome,
        show: &mut (dyn FnMut(Arrival) + Send),
    ) -> Result<(), Unreadable> {
        let received = match outcome {
            Ok(received) => received,
            Err(error) => {
                let error = format!("the message {id} cannot be read: {error}");
                return Err(Unreadable { id: *id, error });
            }
        };
        // The same message may lie in the inbox twice, and have been read at the same time.
        if let Some(received) = received.filter(|_| !self.was_shown(id)) {
            show(Arrival::Received(Box::new(received)));
            // If this cannot be recorded the message is shown once more, which is better
            // than not at all.
            if let Err(error) = self.store().mark_shown(id) {
                tracing::warn!("{error}");
            }
        }
        Ok(())
    }

    fn was_shown(&self, id: &Cid) -> bool {
        self.store().was_shown(id).unwrap_or_default()
    }

    async fn read(
        &self,
        announced: &Announcement,
        options: &ReceiveOptions,
        progress: &dyn Progress,
    ) -> Outcome {
        if self.store().was_shown(&announced.cid)? {
            return Ok(None);
        }
        let (letter, handle) = self.open_letter(announced).await?;
        let folder = options
            .folder
            .clone()
            .unwrap_or_else(|| self.files_folder());
        let files = self.save_files(&letter, &folder, progress).await?;
        Ok(Some(received(announced.cid, letter, handle, files)))
    }

    async fn open_letter(&self, announced: &Announcement) -> Result<(Letter, Option<String>)> {
        let envelope = self.witness().fetch(&announced.cid).await?;
        let signed = sealing::open(
            &envelope,
            self.chain.genesis(),
            self.device(),
            &self.keys.sealing,
        )?;
        let claimed = signed.claimed();
        let (certificate, handle) = self.witness().certificate(&claimed.device).await?;
        if certificate.account != claimed.from {
            return Err(Error::NotTheirDevice);
        }
        self.witness()
            .ensure_valid_then(&certificate, claimed.sent_at, announced.sent_at)
            .await?;
        let letter = signed.verify(&certificate.public, &self.account(), &announced.sender)?;
        Ok((letter, handle.map(|handle| handle.to_string())))
    }

    /// All files of a letter, or none.
    async fn save_files(
        &self,
        letter: &Letter,
        folder: &Path,
        progress: &dyn Progress,
    ) -> Result<Vec<ReceivedFile>> {
        let mut saved = Vec::with_capacity(letter.files.len());
        for file in &letter.files {
            match content::download_file(&self.ipfs, file, folder, progress).await {
                Ok(path) => {
                    saved.push(ReceivedFile {
                        name: file.name.clone(),
                        size: file.size,
                        path,
                    });
                }
                Err(error) => {
                    // The message will be read again as a whole.
                    discard(&saved);
                    return Err(error);
                }
            }
        }
        Ok(saved)
    }

    /// Acknowledges rising numbers that were read in the state of `seen` or before, in as few
    /// transactions as the chain allows.
    pub(super) async fn acknowledge(&self, numbers: &[u64], seen: &Head) -> Result<Vec<Pending>> {
        let mut pending = Vec::new();
        for batch in numbers.chunks(MAX_ACKNOWLEDGED as usize) {
            pending.push(self.chain.acknowledge(self.signer(), batch, seen).await?);
        }
        Ok(pending)
    }

    /// What an acknowledgement is bound to of entries that were read in `head`, the newest of
    /// them sent in block `newest`: a final block if that has them all, which no fork can
    /// take away.
    async fn seen(&self, head: Head, newest: BlockNumber) -> Result<Head> {
        let last = self.chain.finalized_head().await?;
        Ok(if newest <= last.number { last } else { head })
    }
}

fn discard(files: &[ReceivedFile]) {
    for file in files {
        if let Err(error) = std::fs::remove_file(&file.path) {
            tracing::warn!("{} stays behind: {error}", file.path.display());
        }
    }
}

fn received(id: Cid, letter: Letter, handle: Option<String>, files: Vec<ReceivedFile>) -> Received {
    Received {
        id,
        from: super::address(&letter.from),
        handle,
        device: letter.device.to_string(),
        sent_at: iso8601(letter.sent_at),
        text: letter.text,
        files,
        authenticated: false,
        conversation: None,
    }
}

/// A moment in ISO 8601, UTC.
pub(super) fn iso8601(moment: u64) -> String {
    i64::try_from(moment)
        .ok()
        .and_then(DateTime::from_timestamp_millis)
        .map(|time| time.to_rfc3339_opts(SecondsFormat::Millis, true))
        .unwrap_or_default()
}
