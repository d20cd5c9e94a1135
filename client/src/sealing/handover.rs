//! What a device of an account hands over to a new one: the account's secret, sealed under a code
//! that is read off the one and typed into the other.
//!
//! ```text
//! version u8 = 1 | kind u8 = 5 | suite u16 = 1 | nonce, 24 bytes | ciphertext
//! ```
//!
//! The code is all that the two have in common. By it the new device finds the inbox in which the
//! package is announced, opens the package, and takes it out of that inbox. It is 128 random bits,
//! so it needs no stretching: nobody guesses it.

use super::{envelope::expect_kind, OpenError, SealError};
use crate::{device::fill_random, keystore::AccountSecret, Error, Result};
use chacha20poly1305::{
    aead::{Aead, Payload},
    KeyInit, XChaCha20Poly1305, XNonce,
};
use hkdf::Hkdf;
use postern_primitives::padding;
use sha2::Sha256;
use std::fmt;
use subxt_signer::{bip39::Mnemonic, sr25519::Keypair};
use zeroize::{Zeroize, Zeroizing};

const VERSION: u8 = 1;

/// Letters are 1, posts of public channels 2, contents of conversations 3.
const KIND: u8 = 5;

/// HKDF with SHA-256, XChaCha20-Poly1305.
const SUITE: u16 = 1;

const HEADER: usize = 4;
const NONCE: usize = 24;

/// What keys are derived from the code for.
const INBOX: &[u8; 16] = b"postern/devinb/1";
const SEALING: &[u8; 16] = b"postern/devpkg/1";

/// What a QR code of a code begins with.
const PREFIX: &str = "postern-device:1:";

/// How errors call it.
const PART: &str = "package of your other device";

/// Bytes of a code.
const LENGTH: usize = 16;

/// A code for a new device. Good for one package, for as long as that is announced.
pub struct DeviceCode(Zeroizing<[u8; LENGTH]>);

impl DeviceCode {
    /// A fresh one.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn generate() -> Result<Self> {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        fill_random(&mut *bytes)?;
        Ok(Self(bytes))
    }

    /// Reads the words of a code, or what its QR code holds.
    ///
    /// # Errors
    /// [`Error::NotADeviceCode`].
    pub fn parse(text: &str) -> Result<Self> {
        let refused = |reason: String| Error::NotADeviceCode(reason);
        let text = text.trim();
        let words = Zeroizing::new(text.strip_prefix(PREFIX).unwrap_or(text).to_lowercase());
        let words = Mnemonic::parse(&**words).map_err(|error| refused(error.to_string()))?;
        let (mut entropy, length) = words.to_entropy_array();
        let code = match length {
            LENGTH => entropy.first_chunk().copied().map(Zeroizing::new),
            _ => None,
        };
        entropy.zeroize();
        code.map(Self)
            .ok_or_else(|| refused(format!("it has {} words", words.word_count())))
    }

    /// Twelve words, the last of which checks the others.
    ///
    /// # Errors
    /// None that 16 bytes could cause.
    pub fn words(&self) -> Result<Zeroizing<String>> {
        let words = Mnemonic::from_entropy(&*self.0);
        let words = words.map_err(|error| Error::NotADeviceCode(error.to_string()))?;
        Ok(Zeroizing::new(words.to_string()))
    }

    /// What its QR code holds.
    ///
    /// # Errors
    /// As [`words`](Self::words).
    pub fn qr(&self) -> Result<Zeroizing<String>> {
        Ok(Zeroizing::new(format!("{PREFIX}{}", *self.words()?)))
    }

    /// The key of the inbox that the package is announced in. It has no account.
    ///
    /// # Errors
    /// [`Error::Seal`], which no code causes.
    pub fn inbox(&self, genesis: &[u8; 32]) -> Result<Keypair> {
        let seed = self.derive(genesis, INBOX)?;
        Keypair::from_secret_key(*seed).map_err(|_| SealError::Cipher.into())
    }

    /// A key for one purpose on one chain.
    fn derive(
        &self,
        genesis: &[u8; 32],
        purpose: &[u8; 16],
    ) -> Result<Zeroizing<[u8; 32]>, SealError> {
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(Some(genesis), &*self.0)
            .expand(purpose, &mut *key)
            .map_err(|_| SealError::Cipher)?;
        Ok(key)
    }

    fn cipher(&self, genesis: &[u8; 32]) -> Result<XChaCha20Poly1305, SealError> {
        let key = self.derive(genesis, SEALING)?;
        Ok(XChaCha20Poly1305::new((&*key).into()))
    }

    /// Seals an account's secret. The result is a block to be published as it is.
    ///
    /// # Errors
    /// [`Error::Randomness`]; [`SealError::Cipher`], which nothing causes that a keystore holds.
    pub fn seal(&self, secret: &AccountSecret, genesis: &[u8; 32]) -> Result<Vec<u8>> {
        let mut nonce = [0; NONCE];
        fill_random(&mut nonce)?;
        Ok(self.seal_with(secret, genesis, nonce)?)
    }

    fn seal_with(
        &self,
        secret: &AccountSecret,
        genesis: &[u8; 32],
        nonce: [u8; NONCE],
    ) -> Result<Vec<u8>, SealError> {
        let padded = padding::pad(&secret.to_bytes()).ok_or(SealError::Cipher)?;
        let padded = Zeroizing::new(padded);
        let payload = Payload {
            msg: &padded,
            aad: &header(),
        };
        let sealed = self
            .cipher(genesis)?
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| SealError::Cipher)?;
        Ok([&header()[..], &nonce, &sealed].concat())
    }

    /// Opens a package.
    ///
    /// # Errors
    /// [`OpenError::NotOfThisCode`] for one that was made with another code or for another chain,
    /// or was changed; and one for each way to be malformed.
    pub fn open(&self, package: &[u8], genesis: &[u8; 32]) -> Result<AccountSecret> {
        let malformed = || OpenError::Malformed { part: PART };
        expect_kind(package, KIND)?;
        let (found, rest) = package
            .split_first_chunk::<HEADER>()
            .ok_or_else(malformed)?;
        let suite = u16::from_le_bytes([found[2], found[3]]);
        if suite != SUITE {
            let (part, found) = (PART, suite);
            return Err(OpenError::UnknownSuite { part, found }.into());
        }
        let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or_else(malformed)?;
        let payload = Payload {
            msg: sealed,
            aad: found,
        };
        let padded = self
            .cipher(genesis)?
            .decrypt(&XNonce::from(*nonce), payload)
            .map(Zeroizing::new)
            .map_err(|_| OpenError::NotOfThisCode)?;
        let secret = padding::unpad(&padded).ok_or_else(malformed)?;
        Ok(AccountSecret::from_bytes(secret).ok_or_else(malformed)?)
    }
}

impl fmt::Debug for DeviceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceCode(…)")
    }
}

fn header() -> [u8; HEADER] {
    let [low, high] = SUITE.to_le_bytes();
    [VERSION, KIND, low, high]
}

#[cfg(test)]
mod tests;
