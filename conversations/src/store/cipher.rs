//! Values at rest: XChaCha20-Poly1305 under the caller's key, a random nonce a value.

use crate::{Error, Result};
use chacha20poly1305::{
    aead::{Aead, Payload},
    KeyInit, XChaCha20Poly1305, XNonce,
};
use std::fmt;
use zeroize::Zeroizing;

/// 192 bits: random ones do not meet, however many values are written.
const NONCE: usize = 24;

/// Encrypts and decrypts what is stored, here and by a caller who keeps something beside it.
pub struct Cipher(XChaCha20Poly1305);

impl fmt::Debug for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cipher(…)")
    }
}

impl Cipher {
    /// The cipher of a key, which is good for any number of values.
    pub fn new(key: &[u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(key.into()))
    }

    /// `value` as it is stored. `place` says which table and row it is for, so that values that
    /// were swapped by somebody with access to the file do not open.
    ///
    /// # Errors
    /// [`Error::Randomness`].
    pub fn seal(&self, place: &[u8], value: &[u8]) -> Result<Vec<u8>> {
        let mut stored = vec![0; NONCE];
        fill_random(&mut stored)?;
        let nonce = XNonce::try_from(&stored[..]).map_err(|_| Error::Damaged("a nonce"))?;
        let payload = Payload {
            msg: value,
            aad: place,
        };
        let sealed = self.0.encrypt(&nonce, payload);
        stored.extend(sealed.map_err(|_| Error::Damaged("a value too long to encrypt"))?);
        Ok(stored)
    }

    /// The value that was stored for `place`.
    ///
    /// # Errors
    /// [`Error::WrongKey`] when it was stored under another key or for another place.
    pub fn open(&self, place: &[u8], stored: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = stored.split_at_checked(NONCE).ok_or(Error::WrongKey)?;
        let nonce = XNonce::try_from(nonce).map_err(|_| Error::WrongKey)?;
        let payload = Payload {
            msg: sealed,
            aad: place,
        };
        let opened = self.0.decrypt(&nonce, payload);
        opened.map(Zeroizing::new).map_err(|_| Error::WrongKey)
    }
}

/// Fills `bytes` from the operating system.
pub(crate) fn fill_random(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|error| Error::Randomness(error.to_string()))
}

/// Fresh random bytes.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    fill_random(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_opens_with_its_key_in_its_place_only() {
        let cipher = Cipher::new(&[1; 32]);
        let stored = cipher.seal(b"row 1", b"secret").unwrap();
        assert_eq!(*cipher.open(b"row 1", &stored).unwrap(), b"secret");
        assert!(cipher.open(b"row 2", &stored).is_err());
        assert!(Cipher::new(&[2; 32]).open(b"row 1", &stored).is_err());
        assert!(cipher.open(b"row 1", &stored[..10]).is_err());
        for at in 0..stored.len() {
            let mut changed = stored.clone();
            changed[at] ^= 1;
            assert!(cipher.open(b"row 1", &changed).is_err(), "byte {at}");
        }
    }

    #[test]
    fn two_equal_values_are_stored_differently() {
        let cipher = Cipher::new(&[1; 32]);
        assert_ne!(
            cipher.seal(b"", b"secret").unwrap(),
            cipher.seal(b"", b"secret").unwrap()
        );
    }
}
