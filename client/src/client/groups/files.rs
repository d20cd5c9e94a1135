//! Files in private channels.
//!
//! A message names its files and has the keys to them. What keeps the ciphertexts available is an
//! entry of the log of its own, before the message: a directory of all of them. It is no raw
//! block, so no member takes it for something that was said.

use super::{saying::MessageName, writing::Writing, Client};
use crate::{
    chain::Until,
    client::{near::near, ReceivedFile},
    content::{files_directory, publish_files, Progress, Published},
    sealing::FileRef,
    Error, Result,
};
use postern_conversations::{Body, ConversationId};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// Times that files are announced anew because the group has gone on to another log meanwhile.
const TRIES: u32 = 4;

/// How long what has come of files stays, for the download to go on.
const KEPT_FOR: Duration = Duration::from_secs(24 * 60 * 60);

impl Client {
    /// Has files kept for the members of a channel, and says how a message announces them.
    pub(super) async fn attach(
        &self,
        id: &ConversationId,
        paths: &[PathBuf],
        progress: &dyn Progress,
    ) -> Result<Vec<FileRef>> {
        if paths.is_empty() {
            return Ok(Vec::new());
        }
        let (files, stored) = self.upload_files(paths, progress).await?;
        let content = publish_files(&self.ipfs, &files, &stored).await?;
        self.keep_available(id, &content).await?;
        Ok(files)
    }

    /// Puts a content into the log that the group writes to now, for good: no member would put it
    /// there again should the chain take it back.
    async fn keep_available(&self, id: &ConversationId, content: &Published) -> Result<()> {
        let mut tries = TRIES;
        loop {
            // Uploading takes its time. A log that was left has a purse that nobody uses any more.
            self.sync(id).await?;
            let to = self.with_groups(|groups| Ok(groups.core.writes_to(id)?))?;
            let (log, key) = to.ok_or(Error::ChannelClosed)?;
            let to = Writing::post(log, key);
            match self.announce_content(to, content, Until::Final).await {
                Err(Error::ChannelClosed) if tries > 0 => tries -= 1,
                outcome => return outcome,
            }
        }
    }

    /// Fetches the files of a message into a folder, that of this home unless told otherwise, and
    /// says where each is now. What was interrupted goes on where it was.
    ///
    /// # Errors
    /// [`Error::NoSuchMessage`]; [`Error::NoFiles`]; when they cannot be had, or not be written.
    pub async fn download_privately(
        &self,
        name: &str,
        of: MessageName,
        folder: Option<&Path>,
        progress: &dyn Progress,
    ) -> Result<Vec<ReceivedFile>> {
        let id = self.private_room(name)?;
        self.catch_up_if_possible(&id).await?;
        let files = match self.message(&id, name, of)?.body {
            Body::Text { files, .. } if !files.is_empty() => files,
            _ => return Err(Error::NoFiles),
        };
        let folder = folder.map_or_else(|| self.files_folder(), Path::to_owned);
        let content = files_directory(&files);
        let now = self.chain.best_block().await?;
        let until = now.saturating_add(self.blocks(KEPT_FOR));
        self.expect_files(&files, &folder, &content, until)?;
        let saving = self.save_files(&files, &folder, progress);
        let saved = near(&self.chain, &self.ipfs, &content, saving).await?;
        self.drop_partials(&content)?;
        Ok(saved)
    }
}
