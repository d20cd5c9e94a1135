//! Files: streams of any length under a key of their own.
//!
//! The plaintext, filled up with zeros to a padded size, is cut into chunks of 64 KiB, each
//! sealed by the STREAM construction (ChaCha20-Poly1305, 32-bit counter and a flag for the
//! last chunk in the nonce). Chunks that are missing, swapped, repeated or changed, at the
//! end too, fail to open. The key is used for one file only, so the nonce's prefix is zero.

mod open;
mod seal;

pub use open::{open, Begun};
pub use seal::{Sealing, Summary};

use crate::defaults::FILE_CHUNK;
use aead_stream::{Nonce, StreamBE32};
use chacha20poly1305::ChaCha20Poly1305;
use postern_primitives::padding::padded_file_size;

/// Bytes that sealing adds to a chunk.
const TAG: usize = 16;

type Prefix = Nonce<ChaCha20Poly1305, StreamBE32<ChaCha20Poly1305>>;

fn prefix() -> Prefix {
    Prefix::default()
}

/// Bytes of ciphertext that a file of `size` bytes becomes.
pub fn sealed_size(size: u64) -> u64 {
    let padded = padded_file_size(size);
    let chunks = padded.div_ceil(FILE_CHUNK as u64);
    padded.saturating_add(chunks.saturating_mul(TAG as u64))
}

#[cfg(test)]
mod tests;
