//! `cat`: the bytes of a file, as they arrive.

use super::{
    answer::{text, Answer, Failure},
    call::Call,
};
use crate::node::{
    defaults::{FETCH_TIMEOUT, IDLE_TIMEOUT},
    Keep,
};
use axum::body::Body;
use bytes::Bytes;
use futures::StreamExt;
use rust_ipfs::{unixfs::UnixfsCat, Block};
use std::{io, sync::Arc};
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
    let keep = call.store.keep().await;
    let root = call.store.fetch(&cid).await?;
    let root = Block::new(cid::Cid::from(&cid), root).map_err(Failure::error)?;
    let mut file = UnixfsCat::with_repo(call.store.repo(), root).timeout(FETCH_TIMEOUT);

    // What fails before the first byte is still an error with a status.
    let first = file.next().await.transpose().map_err(reason)?;
    let (sender, pieces) = mpsc::channel(AHEAD);
    let transfer = Transfer {
        file,
        sender,
        deadline: call.deadline,
        stopping: call.stopping,
        _keep: keep,
        _permit: call.permit,
    };
    tokio::spawn(transfer.run(first));
    let body = Body::from_stream(ReceiverStream::new(pieces));
    Ok(text("text/plain", body))
}

/// A file on its way to a reader.
struct Transfer {
    file: UnixfsCat,
    sender: mpsc::Sender<io::Result<Bytes>>,
    deadline: Instant,
    stopping: CancellationToken,
    _keep: Keep,
    _permit: Arc<OwnedSemaphorePermit>,
}

impl Transfer {
    /// Ends with the file, with an error in the stream, or when the reader left.
    async fn run(mut self, first: Option<Bytes>) {
        let (deadline, stopping) = (self.deadline, self.stopping.clone());
        let sender = self.sender.clone();
        let ended = tokio::select! {
            ended = timeout_at(deadline, self.copy(first)) => {
                ended.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
            }
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
            let piece = self.file.next().await.transpose();
            next = piece.map_err(|error| io::Error::other(full(&error)))?;
        }
        Ok(())
    }
}

fn reason(error: impl std::error::Error) -> Failure {
    Failure::error(full(&error))
}

/// An error and what caused it.
fn full(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
