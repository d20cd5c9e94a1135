//! Clearing away what is over: messages with a lifetime, and what has come of files whose messages
//! have expired.
//!
//! Letters are shown and not stored, and files that have come whole are the user's. When it ends
//! stands beside each record, so it goes in its time even where the home folder was put back from a
//! copy.

use super::Client;
use crate::{content, defaults, Error, Result};
use postern_primitives::{BlockNumber, Cid};
use std::{io, path::Path};

impl Client {
    /// Clears away what is over in block `now`, as far as one look goes. What cannot be is
    /// tried again the next time.
    pub(super) fn sweep(&self, now: BlockNumber) {
        for swept in [self.sweep_expired(now), self.drop_ended()] {
            if let Err(error) = swept {
                tracing::warn!("what has expired is cleared away later: {error}");
            }
        }
    }

    /// As [`sweep`](Self::sweep), and what lies in the home folder that nothing here knows of:
    /// the database may have been put back from a copy that is older than that.
    pub(super) async fn sweep_all(&self) {
        match self.chain.best_block().await {
            Ok(now) => self.sweep(now),
            Err(error) => tracing::debug!("what has expired is cleared away later: {error}"),
        }
        if let Err(error) = self.sweep_unknown() {
            tracing::warn!("what is not known is cleared away later: {error}");
        }
    }

    /// Clears away what has come of a message's files.
    pub(super) fn drop_partials(&self, id: &Cid) -> Result<()> {
        let paths = self.store().partials_of(id)?;
        paths.iter().try_for_each(|path| self.clear(path))
    }

    fn sweep_expired(&self, now: BlockNumber) -> Result<()> {
        let paths = self.store().expired_partials(now)?;
        paths.iter().try_for_each(|path| self.clear(path))
    }

    fn sweep_unknown(&self) -> Result<()> {
        let folder = self.files_folder();
        let folder = std::path::absolute(&folder).map_err(Error::file(&folder))?;
        let entries = match std::fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            found => found.map_err(Error::file(&folder))?,
        };
        for entry in entries.flatten().take(defaults::LOOKED_THROUGH) {
            let path = entry.path();
            if content::is_partial(&path) && !self.store().knows_partial(&path)? {
                self.clear(&path)?;
            }
        }
        Ok(())
    }

    fn clear(&self, path: &Path) -> Result<()> {
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::file(path)(error));
            }
            _ => {}
        }
        self.store().forget_partial(path)
    }
}
