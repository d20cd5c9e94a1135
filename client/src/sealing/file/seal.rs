use super::{padded_file_size, prefix, TAG};
use crate::defaults::FILE_CHUNK;
use aead_stream::EncryptorBE32;
use chacha20poly1305::ChaCha20Poly1305;
use sha2::{Digest, Sha256};
use std::{
    io,
    pin::Pin,
    sync::{Arc, OnceLock},
    task::{ready, Context, Poll},
};
use tokio::io::{AsyncRead, ReadBuf};

/// The ciphertext of a file, read as it is made.
///
/// The source has to be exactly as long as announced: a file that shrinks while it is read is
/// an error, and what grows beyond is left out.
pub struct Sealing<R> {
    source: R,
    /// `None` once the last chunk is sealed.
    encryptor: Option<EncryptorBE32<ChaCha20Poly1305>>,
    /// Bytes of the source still to come, and of zeros after them.
    left: u64,
    padding: u64,
    /// The chunk being filled; sealed in place.
    chunk: Vec<u8>,
    /// Bytes of `chunk` already given out; `None` while it is being filled.
    given: Option<usize>,
    hash: Sha256,
    summary: Arc<OnceLock<Summary>>,
}

/// The hash of a file, known once all of it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// SHA-256 of the plaintext.
    pub sha256: [u8; 32],
}

impl<R> Sealing<R> {
    /// Seals `size` bytes of `source` under `key`, which must be fresh: random, and used for
    /// nothing else.
    ///
    /// The second value is set when the last byte has been read.
    pub fn new(source: R, size: u64, key: &[u8; 32]) -> (Self, Arc<OnceLock<Summary>>) {
        let summary = Arc::new(OnceLock::new());
        let sealing = Self {
            source,
            encryptor: Some(EncryptorBE32::new(key.into(), &prefix())),
            left: size,
            padding: padded_file_size(size).saturating_sub(size),
            chunk: Vec::with_capacity(FILE_CHUNK + TAG),
            given: None,
            hash: Sha256::new(),
            summary: summary.clone(),
        };
        (sealing, summary)
    }

    fn seal_chunk(&mut self) -> io::Result<()> {
        let refused = |_| io::Error::other("the file is too long to be encrypted");
        if self.left > 0 || self.padding > 0 {
            if let Some(encryptor) = &mut self.encryptor {
                encryptor
                    .encrypt_next_in_place(&[], &mut self.chunk)
                    .map_err(refused)?;
            }
        } else if let Some(encryptor) = self.encryptor.take() {
            encryptor
                .encrypt_last_in_place(&[], &mut self.chunk)
                .map_err(refused)?;
            let sha256 = self.hash.finalize_reset().into();
            // Set once: the encryptor is gone now.
            let _ = self.summary.set(Summary { sha256 });
        }
        self.given = Some(0);
        Ok(())
    }

    /// Gives out what is sealed; `false` when there is nothing.
    fn give(&mut self, out: &mut ReadBuf<'_>) -> bool {
        let Some(given) = self.given else {
            return false;
        };
        let rest = &self.chunk[given..];
        let length = rest.len().min(out.remaining());
        out.put_slice(&rest[..length]);
        self.given = Some(given + length);
        if given + length == self.chunk.len() {
            self.chunk.clear();
            self.given = None;
        }
        true
    }
}

impl<R: AsyncRead + Unpin> Sealing<R> {
    fn poll_fill(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.left > 0 && self.chunk.len() < FILE_CHUNK {
            let filled = self.chunk.len();
            let wanted =
                (FILE_CHUNK - filled).min(usize::try_from(self.left).unwrap_or(usize::MAX));
            self.chunk.resize(filled + wanted, 0);
            let mut buffer = ReadBuf::new(&mut self.chunk[filled..]);
            let polled = Pin::new(&mut self.source).poll_read(context, &mut buffer);
            let read = buffer.filled().len();
            self.chunk.truncate(filled + read);
            ready!(polled)?;
            if read == 0 {
                let reason = "the file became shorter while it was read";
                return Poll::Ready(Err(io::Error::new(io::ErrorKind::UnexpectedEof, reason)));
            }
            self.hash.update(&self.chunk[filled..]);
            self.left -= read as u64;
        }
        let room = FILE_CHUNK - self.chunk.len();
        let zeros = room.min(usize::try_from(self.padding).unwrap_or(usize::MAX));
        self.chunk.resize(self.chunk.len() + zeros, 0);
        self.padding -= zeros as u64;
        Poll::Ready(Ok(()))
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Sealing<R> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if out.remaining() == 0 {
            return Poll::Ready(Ok(()));
        }
        if this.given.is_none() && this.encryptor.is_some() {
            ready!(this.poll_fill(context))?;
            this.seal_chunk()?;
        }
        this.give(out);
        Poll::Ready(Ok(()))
    }
}
