use super::{partial::Partial, Progress, Running};
use crate::{
    defaults::{FILE_PATIENCE, MAX_FILE_NAME, SLOWEST_LINE},
    sealing::{
        file::{open, sealed_size, Begun},
        FileRef, OpenError,
    },
    Error, Result,
};
use postern_ipfs::client::Client;
use postern_primitives::limits::MAX_CONTENT_SIZE;
use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};
use tempfile::TempPath;

/// How many names are tried for a file before giving up: `a.txt`, `a (1).txt`, …
const MAX_NAMES: u32 = 1000;

/// What a file is called whose name has nothing usable in it.
const NAMELESS: &str = "file";

/// A file that has come whole and was checked, and has no name yet.
pub struct Fetched {
    partial: PathBuf,
    folder: PathBuf,
    name: String,
}

impl Fetched {
    /// Gives it the name that the letter says, or one like it that is free.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn keep(self) -> Result<PathBuf> {
        let file = TempPath::try_from_path(&self.partial).map_err(Error::file(&self.partial))?;
        keep(file, &self.folder, &self.name)
    }
}

/// Fetches a file, decrypts it into `folder` and checks it. It appears there whole and
/// checked, or not at all, and never replaces another.
///
/// # Errors
/// As [`fetch_file`].
pub async fn download_file(
    ipfs: &Client,
    file: &FileRef,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<PathBuf> {
    fetch_file(ipfs, file, folder, progress).await?.keep()
}

/// Fetches a file, decrypts it and checks it, to be [kept](Fetched::keep) in `folder`. What was
/// interrupted goes on where it was, and so does what is fetched and never kept.
///
/// # Errors
/// [`Error::Ipfs`] when it cannot be fetched, [`Error::NotAvailable`] when that takes longer
/// than any line should, [`Error::Open`] when it is not what the letter announced,
/// [`Error::File`] when it cannot be written.
pub async fn fetch_file(
    ipfs: &Client,
    file: &FileRef,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Fetched> {
    fetch_within(patience(file.size), ipfs, file, folder, progress).await
}

async fn fetch_within(
    patience: Duration,
    ipfs: &Client,
    file: &FileRef,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Fetched> {
    let fetched = fetch(ipfs, file, folder, progress);
    tokio::time::timeout(patience, fetched)
        .await
        .unwrap_or(Err(Error::NotAvailable { cid: file.cid }))
}

/// The same into memory, of a file of at most so many bytes.
///
/// # Errors
/// As [`fetch_file`].
pub async fn fetch_bytes(ipfs: &Client, file: &FileRef, limit: usize) -> Result<Vec<u8>> {
    let (size, limit) = (file.size, limit as u64);
    if size > limit {
        let name = safe_name(&file.name);
        return Err(Error::FileTooLarge { name, size, limit });
    }
    let fetching = async {
        let source = ipfs.cat(&file.cid, sealed_size(size)).await?;
        let mut bytes = Vec::new();
        let opened = open(source, &mut bytes, file, Begun::default(), |_| {}).await;
        opened.map_err(|error| sort_out(error, Path::new(&file.name)))?;
        Ok(bytes)
    };
    tokio::time::timeout(patience(size), fetching)
        .await
        .unwrap_or(Err(Error::NotAvailable { cid: file.cid }))
}

/// How long a file of so many bytes may take.
fn patience(size: u64) -> Duration {
    FILE_PATIENCE + Duration::from_secs(sealed_size(size) / SLOWEST_LINE)
}

async fn fetch(
    ipfs: &Client,
    file: &FileRef,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Fetched> {
    let name = safe_name(&file.name);
    if file.size > MAX_CONTENT_SIZE {
        let (size, limit) = (file.size, MAX_CONTENT_SIZE);
        return Err(Error::FileTooLarge { name, size, limit });
    }
    tokio::fs::create_dir_all(folder)
        .await
        .map_err(Error::file(folder))?;
    let source = ipfs.cat(&file.cid, sealed_size(file.size)).await?;
    let (target, begun) = begin(folder, file).await?;
    let mut writer = tokio::fs::File::from_std(target.writer()?);
    let running = Running::start(progress, &name, file.size);
    running.advance(begun.plain());
    let opened = open(source, &mut writer, file, begun, |by| running.advance(by)).await;
    drop(running);
    if let Err(error) = opened {
        let error = sort_out(error, folder);
        if matches!(error, Error::Open(_)) {
            target.throw_away();
        }
        return Err(error);
    }
    writer.sync_all().await.map_err(Error::file(folder))?;
    Ok(Fetched {
        partial: target.finish(),
        folder: folder.into(),
        name,
    })
}

/// Reads what is there already, which may be much.
async fn begin(folder: &Path, file: &FileRef) -> Result<(Partial, Begun)> {
    let (place, announced) = (folder.to_owned(), file.clone());
    tokio::task::spawn_blocking(move || Partial::open(&place, &announced))
        .await
        .map_err(|failed| Error::file(folder)(io::Error::other(failed)))?
}

/// What failed: the content, IPFS, or the disk.
fn sort_out(error: io::Error, folder: &Path) -> Error {
    let error = match error.downcast::<OpenError>() {
        Ok(error) => return error.into(),
        Err(error) => error,
    };
    match error.downcast::<postern_ipfs::client::Error>() {
        // More bytes than the file can have.
        Ok(postern_ipfs::client::Error::TooLarge { .. }) => OpenError::FileDamaged.into(),
        Ok(error) => error.into(),
        Err(source) => Error::File {
            path: folder.into(),
            source,
        },
    }
}

/// Gives the finished file the first name that is free.
fn keep(mut file: TempPath, folder: &Path, name: &str) -> Result<PathBuf> {
    for number in 0..MAX_NAMES {
        let path = folder.join(numbered(name, number));
        match file.persist_noclobber(&path) {
            Ok(_) => return Ok(path),
            Err(taken) if taken.error.kind() == io::ErrorKind::AlreadyExists => file = taken.path,
            Err(failed) => {
                return Err(Error::File {
                    path,
                    source: failed.error,
                })
            }
        }
    }
    let taken = io::Error::from(io::ErrorKind::AlreadyExists);
    Err(Error::File {
        path: folder.join(name),
        source: taken,
    })
}

fn numbered(name: &str, number: u32) -> String {
    if number == 0 {
        return name.to_owned();
    }
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => format!("{stem} ({number}).{extension}"),
        _ => format!("{name} ({number})"),
    }
}

/// A name that stays in its folder on every system, whatever its sender wrote: the last part
/// of a path, without control characters, those that Windows refuses, or characters that turn
/// the direction of writing and so hide an extension; never hidden.
fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let allowed = |c: &char| {
        let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        !c.is_control() && !turns && !matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*')
    };
    let clean: String = last.chars().filter(allowed).collect();
    // A leading dot hides a file, a trailing one vanishes on Windows. Room for ` (999)`.
    let clean = clean.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let clean = clean[..clean.floor_char_boundary(MAX_FILE_NAME - 8)].trim_end();
    if clean.is_empty() { NAMELESS } else { clean }.to_owned()
}

#[cfg(test)]
mod tests;
