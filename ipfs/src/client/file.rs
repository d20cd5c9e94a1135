//! Files: streams of any length, never held in memory whole.

use super::{
    answers::{AddLine, Added},
    Client, Error,
};
use crate::defaults::{FETCH_TIMEOUT, IDLE_TIMEOUT, MAX_ANSWER, UPLOAD_TIMEOUT};
use bytes::Bytes;
use futures::{stream, Stream, StreamExt};
use postern_primitives::Cid;
use reqwest::{
    multipart::{Form, Part},
    Body,
};
use std::io;
use tokio::io::AsyncRead;
use tokio_util::io::{ReaderStream, StreamReader};

/// What `cat` reads: at most the announced bytes, then an error.
pub type Content =
    StreamReader<std::pin::Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>, Bytes>;

impl Client {
    /// Stores a file as UnixFS with raw leaves, pinned, and returns its root.
    ///
    /// # Errors
    /// [`Error::Source`] never arrives from here when `source` fails: HTTP has no way to
    /// say so, the connection is cut and [`Error::Unreachable`] returned.
    pub async fn add(
        &self,
        source: impl AsyncRead + Send + Sync + 'static,
    ) -> Result<Added, Error> {
        let body = Body::wrap_stream(ReaderStream::with_capacity(source, 256 * 1024));
        let form = Form::new().part("file", Part::stream(body).file_name("file"));
        let lines = self
            .request("add")
            .option("cid-version", 1)
            .option("raw-leaves", true)
            .option("pin", true)
            .option("progress", false)
            .option("quieter", true)
            .body(form)
            .patient(UPLOAD_TIMEOUT)
            .bytes(MAX_ANSWER)
            .await?;
        self.added(&lines)
    }

    /// The last line that names a CID is the root.
    fn added(&self, lines: &[u8]) -> Result<Added, Error> {
        let unexpected = |reason: &str| self.unexpected("add", reason);
        let root = lines
            .split(|byte| *byte == b'\n')
            .filter_map(|line| serde_json::from_slice::<AddLine>(line).ok())
            .rfind(|line| line.hash.is_some())
            .ok_or_else(|| unexpected("no CID"))?;
        let cid = root.hash.unwrap_or_default();
        let cid = cid
            .parse::<Cid>()
            .map_err(|error| self.unexpected("add", error))?;
        let size = root.size.and_then(|size| size.parse().ok());
        Ok(Added {
            cid,
            size: size.ok_or_else(|| unexpected("no size"))?,
        })
    }

    /// Reads a file of at most `limit` bytes.
    ///
    /// The node checks each block against its CID. What it sends is trusted no further:
    /// a reader who knows the file's hash compares it.
    ///
    /// # Errors
    /// When it cannot be started; a stream that stays silent, breaks, or exceeds `limit`
    /// ends in an [`io::Error`].
    pub async fn cat(&self, cid: &Cid, limit: u64) -> Result<Content, Error> {
        // `timeout=` would bound the whole transfer; silence is bounded by the connection.
        let started = self
            .request("cat")
            .arg(cid)
            .option("progress", false)
            .send();
        let response = tokio::time::timeout(FETCH_TIMEOUT, started)
            .await
            .map_err(|_| Error::Timeout {
                url: self.url().into(),
                call: "cat".into(),
            })??;
        let mut left = limit;
        let chunks = stream::try_unfold(response, |mut response| async move {
            let chunk = tokio::time::timeout(IDLE_TIMEOUT, response.chunk())
                .await
                .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
                .map_err(io::Error::other)?;
            Ok::<_, io::Error>(chunk.map(|chunk| (chunk, response)))
        })
        .map(move |chunk| {
            let chunk = chunk?;
            left = left
                .checked_sub(chunk.len() as u64)
                .ok_or_else(|| io::Error::other(Error::TooLarge { limit }))?;
            Ok(chunk)
        });
        Ok(StreamReader::new(chunks.boxed()))
    }
}
