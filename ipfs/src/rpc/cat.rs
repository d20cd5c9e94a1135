//! `cat`: the bytes of a file, as they arrive.

use super::{
    answer::{text, Answer, Failure},
    call::Call,
};
use crate::node::{
    defaults::IDLE_TIMEOUT,
    file::{FileError, FileReader},
};
use axum::body::Body;
use bytes::Bytes;
use futures::FutureExt;
use std::{io, panic::AssertUnwindSafe, sync::Arc};
use tokio::{
    sync::{mpsc, OwnedSemaphorePermit},
    time::{timeout, timeout_at, Instant},
};
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;

/// Pieces that wait for the reader. Each is at most one block.
const AHEAD: usize = 4;

pub(super) async fn cat(call: Call) -> Result<Answer, Failure> {
    let cid = call.args.cid()?;
    call.args.unsupported("offset", &["0"])?;
    call.args.unsupported("length", &[])?;

    // What fails before the first byte is still an error with a status.
    let mut file = FileReader::open(call.store, cid).await?;
    let first = file.next().await?;
    let (sender, pieces) = mpsc::channel(AHEAD);
    let transfer = Transfer {
        file,
        sender,
        deadline: call.deadline,
        stopping: call.stopping,
        _permit: call.permit,
    };
    tokio::spawn(transfer.run(first));
    let body = Body::from_stream(ReceiverStream::new(pieces));
    Ok(text("text/plain", body))
}

/// A file on its way to a reader.
struct Transfer {
    file: FileReader,
    sender: mpsc::Sender<io::Result<Bytes>>,
    deadline: Instant,
    stopping: CancellationToken,
    _permit: Arc<OwnedSemaphorePermit>,
}

impl Transfer {
    /// Ends with the file, with an error in the stream, or when the reader left.
    async fn run(mut self, first: Option<Bytes>) {
        let (deadline, stopping) = (self.deadline, self.stopping.clone());
        let sender = self.sender.clone();
        // The library walks trees that others made. If it panicked here unnoticed, the
        // stream would end as if the file had.
        let copy = AssertUnwindSafe(self.copy(first)).catch_unwind();
        let ended = tokio::select! {
            ended = timeout_at(deadline, copy) => match ended {
                Ok(Ok(ended)) => ended,
                Ok(Err(_)) => Err(io::Error::other("the file's tree is malformed")),
                Err(_) => Err(io::ErrorKind::TimedOut.into()),
            },
            () = stopping.cancelled() => Err(io::Error::other("the node is stopping")),
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a file was not sent to its end");
            // Cuts the connection, so that the reader does not take the part for the whole.
            let _ = timeout(IDLE_TIMEOUT, sender.send(Err(error))).await;
        }
    }

    async fn copy(&mut self, first: Option<Bytes>) -> io::Result<()> {
        let mut next = first;
        while let Some(piece) = next {
            match timeout(IDLE_TIMEOUT, self.sender.send(Ok(piece))).await {
                Ok(Ok(())) => {}
                // The reader left.
                Ok(Err(_)) => return Ok(()),
                Err(_) => return Err(io::ErrorKind::TimedOut.into()),
            }
            next = self.file.next().await.map_err(io::Error::other)?;
        }
        Ok(())
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        Self::error(error)
    }
}
