use super::{Progress, Running, Silent};
use crate::{
    defaults::{MAX_FILE_NAME, PROGRESS_INTERVAL},
    device::fill_random,
    sealing::{
        file::{sealed_size, Sealing},
        FileRef,
    },
    Error, Result,
};
use postern_ipfs::client::{Added, Client};
use postern_primitives::limits::MAX_CONTENT_SIZE;
use std::{
    future::Future,
    io,
    path::Path,
    pin::Pin,
    sync::{
        atomic::{AtomicU64, Ordering},
        Arc,
    },
    task::{ready, Context, Poll},
};
use tokio::io::{AsyncRead, ReadBuf};
use zeroize::Zeroizing;

/// Encrypts the file at `path` under a fresh key and adds it to IPFS, as a stream. Returns
/// what the letter has to say about it, and the bytes that it takes on IPFS.
///
/// # Errors
/// [`Error::File`], [`Error::NotAFile`], [`Error::FileTooLarge`] before anything is uploaded;
/// [`Error::Ipfs`].
pub async fn upload_file(
    ipfs: &Client,
    path: &Path,
    progress: &dyn Progress,
) -> Result<(FileRef, u64)> {
    let file = tokio::fs::File::open(path)
        .await
        .map_err(Error::file(path))?;
    let about = file.metadata().await.map_err(Error::file(path))?;
    if !about.is_file() {
        return Err(Error::NotAFile { path: path.into() });
    }
    upload(ipfs, file, file_name(path), about.len(), progress).await
}

/// The same of what is in memory, under that name.
///
/// # Errors
/// [`Error::Ipfs`].
pub async fn upload_bytes(ipfs: &Client, name: &str, bytes: Vec<u8>) -> Result<(FileRef, u64)> {
    let size = bytes.len() as u64;
    let source = io::Cursor::new(bytes);
    upload(ipfs, source, name.into(), size, &Silent).await
}

async fn upload(
    ipfs: &Client,
    source: impl AsyncRead + Send + Sync + Unpin + 'static,
    name: String,
    size: u64,
    progress: &dyn Progress,
) -> Result<(FileRef, u64)> {
    let limit = MAX_CONTENT_SIZE;
    if sealed_size(size) > limit {
        return Err(Error::FileTooLarge { name, size, limit });
    }
    let mut key = Zeroizing::new([0; 32]);
    fill_random(&mut *key)?;

    let (counted, read) = Counted::new(source);
    let (sealing, summary) = Sealing::new(counted, size, &key);
    let running = Running::start(progress, &name, size);
    let added = watch(ipfs.add(sealing), &read, &running).await?;
    drop(running);

    // The whole stream was read, or `add` would have failed; that it was is checked anyway.
    let unread = || io::Error::new(io::ErrorKind::UnexpectedEof, "it was not read to its end");
    let sha256 = summary
        .get()
        .ok_or_else(unread)
        .map_err(Error::file(&name))?
        .sha256;
    let media_type = media_type(Path::new(&name)).to_owned();
    let file = FileRef {
        cid: added.cid,
        key: *key,
        name,
        media_type,
        size,
        sha256,
    };
    Ok((file, added.size.max(sealed_size(size))))
}

/// Waits for `adding`, and reports meanwhile what it has read.
async fn watch(
    adding: impl Future<Output = Result<Added, postern_ipfs::client::Error>>,
    read: &AtomicU64,
    running: &Running<'_>,
) -> Result<Added> {
    let mut adding = std::pin::pin!(adding);
    let mut ticks = tokio::time::interval(PROGRESS_INTERVAL);
    let mut reported = 0;
    loop {
        let added = tokio::select! {
            added = &mut adding => Some(added),
            _ = ticks.tick() => None,
        };
        let now = read.load(Ordering::Relaxed);
        running.advance(now - reported);
        reported = now;
        if let Some(added) = added {
            return Ok(added?);
        }
    }
}

/// A reader that tells others how much was read.
struct Counted<R> {
    source: R,
    read: Arc<AtomicU64>,
}

impl<R> Counted<R> {
    fn new(source: R) -> (Self, Arc<AtomicU64>) {
        let read = Arc::new(AtomicU64::new(0));
        (
            Self {
                source,
                read: read.clone(),
            },
            read,
        )
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Counted<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = out.filled().len();
        ready!(Pin::new(&mut self.source).poll_read(context, out))?;
        self.read
            .fetch_add((out.filled().len() - before) as u64, Ordering::Relaxed);
        Poll::Ready(Ok(()))
    }
}

/// The last part of a path, as far as it fits and can be written as text.
fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name[..name.floor_char_boundary(MAX_FILE_NAME)].to_owned()
}

/// The media type that a file's name suggests; empty if it suggests none. A hint for
/// whoever shows it, and nothing to be relied on.
pub fn media_type(path: &Path) -> &'static str {
    let extension = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    match extension.as_str() {
        "txt" | "log" => "text/plain",
        "md" => "text/markdown",
        "html" | "htm" => "text/html",
        "csv" => "text/csv",
        "json" => "application/json",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "gz" | "tgz" => "application/gzip",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_part_of_a_path_is_told_to_others() {
        assert_eq!(
            file_name(Path::new("/home/anna/holiday.jpg")),
            "holiday.jpg"
        );
        assert_eq!(file_name(Path::new("holiday.jpg")), "holiday.jpg");
        assert_eq!(file_name(Path::new("/")), "");
    }

    #[test]
    fn a_name_that_is_too_long_is_cut_between_characters() {
        let name = file_name(Path::new(&"ä".repeat(200)));
        assert_eq!(name, "ä".repeat(127));
    }
}
