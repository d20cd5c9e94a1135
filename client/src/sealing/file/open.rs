use super::{prefix, sealed_size, TAG};
use crate::{
    defaults::FILE_CHUNK,
    sealing::{FileRef, OpenError},
};
use aead_stream::DecryptorBE32;
use chacha20poly1305::ChaCha20Poly1305;
use sha2::{Digest, Sha256};
use std::io;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Decrypts `source` into `target`, and makes sure that it is the whole file that `file`
/// announces: its length, every chunk, nothing behind the last one, its hash. `target` is
/// flushed. What it got before an error is to be thrown away.
///
/// `advanced` is told of every piece of plaintext written.
///
/// # Errors
/// [`OpenError::FileDamaged`] and [`OpenError::WrongFile`], wrapped into an [`io::Error`]; and
/// those of `source` and `target`.
pub async fn open(
    mut source: impl AsyncRead + Unpin,
    mut target: impl AsyncWrite + Unpin,
    file: &FileRef,
    advanced: impl Fn(u64),
) -> io::Result<()> {
    let mut stream = Some(DecryptorBE32::<ChaCha20Poly1305>::new(
        (&file.key).into(),
        &prefix(),
    ));
    let mut hash = Sha256::new();
    let mut sealed_left = sealed_size(file.size);
    let mut plain_left = file.size;
    let mut chunk = Vec::with_capacity(FILE_CHUNK + TAG);
    while sealed_left > 0 {
        let length = sealed_left.min((FILE_CHUNK + TAG) as u64);
        sealed_left -= length;
        chunk.resize(usize::try_from(length).map_err(|_| damaged())?, 0);
        source.read_exact(&mut chunk).await.map_err(cut_short)?;
        open_chunk(&mut stream, sealed_left == 0, &mut chunk)?;
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

fn open_chunk(
    stream: &mut Option<DecryptorBE32<ChaCha20Poly1305>>,
    last: bool,
    chunk: &mut Vec<u8>,
) -> io::Result<()> {
    let opened = if last {
        stream
            .take()
            .map(|stream| stream.decrypt_last_in_place(&[], chunk))
    } else {
        stream
            .as_mut()
            .map(|stream| stream.decrypt_next_in_place(&[], chunk))
    };
    opened.and_then(Result::ok).ok_or_else(damaged)
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
