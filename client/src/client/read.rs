//! Reading a message: fetching it, opening it, believing it, and saving its files.

use super::{
    arrival::ReceivedFile,
    groups::{is_over_conversation, Over},
    near::near,
    About, Client, ReceiveOptions, Received, Safety,
};
use crate::{
    chain::types::{AccountId, EntryInfo},
    content::{self, Progress},
    defaults,
    sealing::{self, FileRef, Letter},
    store::{Person, Standing},
    Error, Result,
};
use chrono::{DateTime, SecondsFormat};
use futures::{
    stream::{self, BoxStream},
    StreamExt,
};
use postern_primitives::{BlockNumber, Cid};
use std::path::Path;

/// What the chain says of a message, or what its transaction would make it say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Announcement {
    pub(super) cid: Cid,
    pub(super) sender: AccountId,
    /// When it was put there: the sender's certificate must have been good then.
    pub(super) sent_at: BlockNumber,
    /// The first block in which it is gone.
    pub(super) expires_at: BlockNumber,
    /// Whether another device of this account has put it into this device's inbox.
    pub(super) own: bool,
}

impl From<&EntryInfo> for Announcement {
    fn from(entry: &EntryInfo) -> Self {
        Self {
            cid: entry.cid,
            sender: entry.sender,
            sent_at: entry.sent_at,
            expires_at: entry.expires_at,
            own: false,
        }
    }
}

/// A message whose sender is known for sure.
pub(super) struct Opened {
    pub(super) letter: Letter,
    pub(super) handle: Option<String>,
    /// The conversation that it came over.
    pub(super) over: Option<Over>,
}

/// What reading a message came to: `None` if it was shown before.
pub(super) type Outcome = Result<Option<Received>>;

impl Client {
    /// Reads many messages at the same time, and gives them out in their order.
    pub(super) fn reading<'a>(
        &'a self,
        announced: Vec<Announcement>,
        options: &'a ReceiveOptions,
        progress: &'a dyn Progress,
    ) -> BoxStream<'a, (Announcement, Outcome)> {
        stream::iter(announced)
            .map(move |announced| async move {
                let outcome = self.read(&announced, options, progress).await;
                (announced, outcome)
            })
            .buffered(defaults::FETCHES_AT_ONCE)
            .boxed()
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
        if announced.own {
            let read = self.read_own(announced, options, progress).await?;
            return Ok(read.into_received());
        }
        let opened = self.open_announced(announced).await?;
        if self.is_pair_invitation(announced, &opened.letter).await? {
            return Ok(None);
        }
        let received = self.take_in(announced, opened, options, progress);
        received.await.map(Some)
    }

    /// Whether a letter is nothing but an invitation to a conversation, which is taken then: nothing
    /// of it is to be seen, and nobody is to miss it.
    pub(super) async fn is_pair_invitation(
        &self,
        announced: &Announcement,
        letter: &Letter,
    ) -> Result<bool> {
        let is_one = self.take_pair_invitation(&announced.cid, letter).await?;
        if is_one {
            self.store().mark_shown(&announced.cid)?;
        }
        Ok(is_one)
    }

    /// What a letter that is believed says, with its files.
    pub(super) async fn take_in(
        &self,
        announced: &Announcement,
        opened: Opened,
        options: &ReceiveOptions,
        progress: &dyn Progress,
    ) -> Result<Received> {
        let Opened {
            letter,
            handle,
            over,
        } = opened;
        let about = over.as_ref().map(|over| self.about(over)).transpose()?;
        let about = about.unwrap_or_default();
        let payment = self.check_payment(&announced.cid, &letter).await?;
        let invitation = self.keep_invitation(&announced.cid, &letter)?;
        let folder = options
            .folder
            .clone()
            .unwrap_or_else(|| self.files_folder());
        self.expect_files(&letter.files, &folder, &announced.cid, announced.expires_at)?;
        let saving = self.save_files(&letter.files, &folder, progress);
        let files = near(&self.chain, &self.ipfs, &announced.cid, saving).await?;
        // Of a file that is given up, nothing is left to be gone on with.
        self.drop_partials(&announced.cid)?;
        self.store().mark_answered(&letter.from)?;
        let person = self.store().person(&letter.from)?;
        let safety = self.safety_of(&person)?;
        let to = self.sent_to(&letter).await?;
        Ok(Received {
            contact: person.name.clone(),
            request: person.standing() == Standing::Stranger && to.is_none(),
            safety,
            payment,
            invitation,
            to,
            about,
            authenticated: over.as_ref().is_some_and(Over::is_authenticated),
            forward_secret: over.is_some(),
            conversation: over.as_ref().map(Over::conversation),
            over: over.map(Box::new),
            ..received(announced.cid, letter, handle, files)
        })
    }

    /// Whether the keys of a sender, whose certificate was looked up, are those that were
    /// compared. Devices of contacts count as seen.
    fn safety_of(&self, person: &Person) -> Result<Safety> {
        let devices = self.witness().devices_of(&person.account);
        if person.contact {
            let now = super::send::local_moment();
            self.store().see_devices(&person.account, &devices, now)?;
        }
        Ok(Safety::judge(person, &devices))
    }

    async fn open_announced(&self, announced: &Announcement) -> Result<Opened> {
        let content = self.witness().fetch(&announced.cid).await?;
        if is_over_conversation(&content) {
            return self.open_over(announced, &content).await;
        }
        self.open_letter(announced, &content).await
    }

    async fn open_letter(&self, announced: &Announcement, envelope: &[u8]) -> Result<Opened> {
        let signed = sealing::open(
            envelope,
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
        let letter = self.with_invitation_fetched(&announced.cid, letter).await?;
        Ok(Opened {
            letter,
            handle: handle.map(|handle| handle.to_string()),
            over: None,
        })
    }

    /// Notes where files will be while they come, until the block in which what is there of them
    /// is cleared away.
    pub(super) fn expect_files(
        &self,
        files: &[FileRef],
        folder: &Path,
        content: &Cid,
        until: BlockNumber,
    ) -> Result<()> {
        for file in files {
            let path = content::partial_path(folder, file);
            // It is cleared away from wherever that is done.
            let path = std::path::absolute(&path).map_err(Error::file(&path))?;
            self.store().keep_partial(&path, content, until)?;
        }
        Ok(())
    }

    /// All files of a message, or none. None gets its name before all are there, so that those
    /// of a message whose reading is interrupted are not there twice in the end.
    pub(super) async fn save_files(
        &self,
        files: &[FileRef],
        folder: &Path,
        progress: &dyn Progress,
    ) -> Result<Vec<ReceivedFile>> {
        let mut fetched = Vec::with_capacity(files.len());
        for file in files {
            fetched.push(content::fetch_file(&self.ipfs, file, folder, progress).await?);
        }
        let mut saved = Vec::with_capacity(files.len());
        for (file, fetched) in files.iter().zip(fetched) {
            match fetched.keep() {
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
        to: None,
        sent_at: iso8601(letter.sent_at),
        text: letter.text,
        files,
        authenticated: false,
        forward_secret: false,
        conversation: None,
        payment: None,
        invitation: None,
        contact: None,
        request: true,
        safety: Safety::Unverified,
        about: About::default(),
        over: None,
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
