use super::{prefix, sealed_size, TAG};
use crate::{
    defaults::FILE_CHUNK,
    sealing::{FileRef, OpenError},
};
use aead_stream::{NewStream, StreamBE32, StreamPrimitive};
use chacha20poly1305::ChaCha20Poly1305;
use sha2::{Digest, Sha256};
use std::io::{self, Read};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// What has been opened of a file before: whole chunks from its beginning.
#[derive(Default)]
pub struct Begun {
    chunks: u32,
    hash: Sha256,
}

impl Begun {
    /// Reads what is there already, as far as it is whole chunks of `file`. If it is not what
    /// was opened, the file's hash tells in the end.
    ///
    /// # Errors
    /// Those of `opened`.
    pub fn read(mut opened: impl Read, file: &FileRef) -> io::Result<Self> {
        let mut begun = Self::default();
        let mut chunk = vec![0; FILE_CHUNK];
        let whole = file.size / FILE_CHUNK as u64;
        while u64::from(begun.chunks) < whole {
            match opened.read_exact(&mut chunk) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => break,
                Err(error) => return Err(error),
            }
            begun.hash.update(&chunk);
            begun.chunks += 1;
        }
        Ok(begun)
    }

    /// Bytes of plaintext that are there.
    pub fn plain(&self) -> u64 {
        u64::from(self.chunks) * FILE_CHUNK as u64
    }

    /// Bytes of ciphertext that need not be opened again.
    fn sealed(&self) -> u64 {
        u64::from(self.chunks) * (FILE_CHUNK + TAG) as u64
    }
}

/// Decrypts `source` into `target`, and makes sure that it is the whole file that `file`
/// announces: its length, every chunk, nothing behind the last one, its hash. `target` is
/// flushed. What it got before [`OpenError`] is to be thrown away; what it got before any
/// other error can be [gone on with](Begun).
///
/// `target` gets what follows on what has `begun`; `source` is all of the ciphertext, of which
/// that much is passed over. `advanced` is told of every piece of plaintext written.
///
/// # Errors
/// [`OpenError::FileDamaged`] and [`OpenError::WrongFile`], wrapped into an [`io::Error`]; and
/// those of `source` and `target`.
pub async fn open(
    mut source: impl AsyncRead + Unpin,
    mut target: impl AsyncWrite + Unpin,
    file: &FileRef,
    begun: Begun,
    advanced: impl Fn(u64),
) -> io::Result<()> {
    let stream = StreamBE32::<ChaCha20Poly1305>::new((&file.key).into(), &prefix());
    let mut sealed_left = sealed_size(file.size).saturating_sub(begun.sealed());
    let mut plain_left = file.size.saturating_sub(begun.plain());
    pass_over(&mut source, begun.sealed()).await?;
    let Begun {
        chunks: mut position,
        mut hash,
    } = begun;
    let mut chunk = Vec::with_capacity(FILE_CHUNK + TAG);
    while sealed_left > 0 {
        let length = sealed_left.min((FILE_CHUNK + TAG) as u64);
        sealed_left -= length;
        chunk.resize(usize::try_from(length).map_err(|_| damaged())?, 0);
        source.read_exact(&mut chunk).await.map_err(cut_short)?;
        let last = sealed_left == 0;
        stream
            .decrypt_in_place(position, last, &[], &mut chunk)
            .map_err(|_| damaged())?;
        // No file has so many chunks; the count must not come round to the first all the same.
        position = position.checked_add(1).ok_or_else(damaged)?;
        let plain = chunk
            .len()
            .min(usize::try_from(plain_left).unwrap_or(usize::MAX));
        let content = &chunk[..plain];
        hash.update(content);
        target.write_all(content).await?;
        plain_left -= plain as u64;
        advanced(plain as u64);
    }
    if source.read(&mut [0]).await? != 0 {
        return Err(damaged());
    }
    target.flush().await?;
    if hash.finalize()[..] == file.sha256 {
        Ok(())
    } else {
        Err(io::Error::other(OpenError::WrongFile))
    }
}

async fn pass_over(source: &mut (impl AsyncRead + Unpin), sealed: u64) -> io::Result<()> {
    let passed = tokio::io::copy(&mut source.take(sealed), &mut tokio::io::sink()).await?;
    match passed == sealed {
        true => Ok(()),
        false => Err(damaged()),
    }
}

fn damaged() -> io::Error {
    io::Error::other(OpenError::FileDamaged)
}

fn cut_short(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => damaged(),
        _ => error,
    }
}
