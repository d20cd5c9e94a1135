//! A file on its way. What has come of it stays when the way is interrupted, by Ctrl-C for
//! example, and the next time goes on from there.

use crate::{
    defaults::FILE_CHUNK,
    sealing::{file::Begun, FileRef},
    Error, Result,
};
use sha2::{Digest, Sha256};
use std::{
    fs::{File, TryLockError},
    io::{self, BufReader, Seek, SeekFrom},
    path::{Path, PathBuf},
};

/// What the names of such files end in.
const EXTENSION: &str = "postern-part";

/// Where a file is on its way to `folder`. It is hidden, and named by all that the letter says
/// of the file: whoever announces the same content otherwise gets another one.
pub(crate) fn partial_path(folder: &Path, file: &FileRef) -> PathBuf {
    let mut hash = Sha256::new();
    hash.update(file.cid.as_bytes());
    hash.update(file.key);
    hash.update(file.size.to_be_bytes());
    hash.update(file.sha256);
    let name = hex::encode(&hash.finalize()[..16]);
    folder.join(format!(".{name}.{EXTENSION}"))
}

/// Whether a path is that of a file on its way.
pub(crate) fn is_partial(path: &Path) -> bool {
    path.extension().is_some_and(|found| found == EXTENSION)
}

/// A file on its way, which nobody else is writing.
pub(super) struct Partial {
    file: File,
    path: PathBuf,
}

impl Partial {
    /// Begins, or goes on with what is there: the place to write to, and what to go on from.
    pub(super) fn open(folder: &Path, announced: &FileRef) -> Result<(Self, Begun)> {
        let path = partial_path(folder, announced);
        match Self::take(&path) {
            Some(partial) => partial.begin(announced),
            // Somebody announces one file twice, and both are fetched at the same time.
            None => Self::other(folder)?.begin(announced),
        }
        .map_err(Error::file(path))
    }

    fn take(path: &Path) -> Option<Self> {
        let mut options = File::options();
        options.create(true).truncate(false).read(true).write(true);
        // What was sealed to its reader is for nobody else on this machine.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).ok()?;
        match file.try_lock() {
            // Whoever had it may just have finished, and given it its name.
            Ok(()) if path.exists() => Some(Self {
                file,
                path: path.into(),
            }),
            Ok(()) | Err(TryLockError::WouldBlock | TryLockError::Error(_)) => None,
        }
    }

    fn other(folder: &Path) -> Result<Self> {
        let made = tempfile::Builder::new()
            .suffix(&format!(".{EXTENSION}"))
            .tempfile_in(folder)
            .map_err(Error::file(folder))?;
        let (file, path) = made.into_parts();
        let path = path.keep().map_err(|error| error.error);
        let path = path.map_err(Error::file(folder))?;
        Ok(Self { file, path })
    }

    fn begin(mut self, announced: &FileRef) -> io::Result<(Self, Begun)> {
        let begun = Begun::read(BufReader::with_capacity(FILE_CHUNK, &self.file), announced)?;
        self.file.set_len(begun.plain())?;
        self.file.seek(SeekFrom::Start(begun.plain()))?;
        Ok((self, begun))
    }

    /// Another handle to write through.
    pub(super) fn writer(&self) -> Result<File> {
        self.file.try_clone().map_err(Error::file(&self.path))
    }

    /// It is whole. It is closed, so that a message of many files does not hold all of them
    /// open.
    pub(super) fn finish(self) -> PathBuf {
        self.path
    }

    /// It is not what was announced: nothing of it is to be gone on with.
    pub(super) fn throw_away(self) {
        if let Err(error) = std::fs::remove_file(&self.path) {
            tracing::warn!("{} stays behind: {error}", self.path.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postern_primitives::{Cid, Codec};
    use std::io::Write;
    use tempfile::TempDir;

    fn announced(key: u8) -> FileRef {
        FileRef {
            cid: Cid::of_block(Codec::Raw, b"file"),
            key: [key; 32],
            name: "file".into(),
            media_type: String::new(),
            size: 200_000,
            sha256: [2; 32],
        }
    }

    #[test]
    fn what_is_interrupted_goes_on_after_its_last_whole_chunk() {
        let folder = TempDir::new().unwrap();
        let (partial, begun) = Partial::open(folder.path(), &announced(1)).unwrap();
        assert_eq!(begun.plain(), 0);
        partial.writer().unwrap().write_all(&[7; 100_000]).unwrap();
        drop(partial);
        let (partial, begun) = Partial::open(folder.path(), &announced(1)).unwrap();
        assert_eq!(begun.plain(), FILE_CHUNK as u64);
        let kept = std::fs::metadata(&partial.path).unwrap();
        assert_eq!(kept.len(), FILE_CHUNK as u64);
        assert!(is_partial(&partial.path));
    }

    #[test]
    fn one_content_that_is_announced_otherwise_begins_anew() {
        let folder = TempDir::new().unwrap();
        let (partial, _) = Partial::open(folder.path(), &announced(1)).unwrap();
        partial.writer().unwrap().write_all(&[7; 100_000]).unwrap();
        drop(partial);
        let (_, begun) = Partial::open(folder.path(), &announced(2)).unwrap();
        assert_eq!(begun.plain(), 0);
    }

    #[test]
    fn two_at_the_same_time_write_to_two_files() {
        let folder = TempDir::new().unwrap();
        let (one, _) = Partial::open(folder.path(), &announced(1)).unwrap();
        let (other, _) = Partial::open(folder.path(), &announced(1)).unwrap();
        assert_ne!(one.path, other.path);
        assert!(is_partial(&other.path));
    }

    #[test]
    fn what_is_thrown_away_leaves_nothing_behind() {
        let folder = TempDir::new().unwrap();
        let (partial, _) = Partial::open(folder.path(), &announced(1)).unwrap();
        partial.throw_away();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
