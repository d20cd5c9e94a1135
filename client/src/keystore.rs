//! The keys of one installation, in a file under a passphrase.
//!
//! The file is JSON: how the passphrase was stretched (Argon2id) and the keys under
//! XChaCha20-Poly1305, bound to the rest of the file. A checksum tells a damaged file from a
//! wrong passphrase; it covers nothing secret.

mod file;

pub use crate::device::{verify, DeviceKey};

use crate::{device::fill_random, sealing::SealingSecret, Error, Result};
use codec::{Decode, DecodeAll, Encode};
use file::KeystoreFile;
use std::{fmt, path::Path};
use subxt_signer::{bip39::Mnemonic, sr25519::Keypair, SecretUri};
use zeroize::{Zeroize, Zeroizing};

/// All keys of one installation.
pub struct Keys {
    /// The account that pays and that others know. Comes back from the recovery phrase.
    pub account: Keypair,
    /// What this device signs with. Belongs to this installation only.
    pub device: DeviceKey,
    /// What others seal to. Belongs to this installation only.
    pub sealing: SealingSecret,
    /// What the account's key is made of.
    pub(crate) secret: AccountSecret,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys")
            .field("device", &self.device)
            .finish_non_exhaustive()
    }
}

/// Where an account's key comes from.
#[derive(Clone)]
pub enum AccountSecret {
    /// A BIP-39 phrase.
    Phrase(Zeroizing<String>),
    /// A secret URI as other tools of Substrate chains take it, for example `//Alice`.
    Suri(Zeroizing<String>),
}

impl fmt::Debug for AccountSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Phrase(_) => "Phrase(…)",
            Self::Suri(_) => "Suri(…)",
        })
    }
}

impl AccountSecret {
    /// Whether it is a phrase, and its text: what [`from_bytes`](Self::from_bytes) reads.
    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.parts().encode())
    }

    /// Reads a secret, if it makes a key and nothing comes behind it.
    pub(crate) fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let (is_phrase, text) = <(bool, String)>::decode_all(&mut bytes).ok()?;
        let secret = Self::from_parts(is_phrase, Zeroizing::new(text));
        secret.keypair().is_ok().then_some(secret)
    }

    fn parts(&self) -> (bool, &str) {
        match self {
            Self::Phrase(phrase) => (true, phrase),
            Self::Suri(uri) => (false, uri),
        }
    }

    fn from_parts(is_phrase: bool, text: Zeroizing<String>) -> Self {
        match is_phrase {
            true => Self::Phrase(text),
            false => Self::Suri(text),
        }
    }

    fn keypair(&self) -> Result<Keypair> {
        match self {
            Self::Phrase(phrase) => {
                let bad = |error: &dyn fmt::Display| Error::BadPhrase(error.to_string());
                let words = Mnemonic::parse(phrase.trim()).map_err(|error| bad(&error))?;
                Keypair::from_phrase(&words, None).map_err(|error| bad(&error))
            }
            Self::Suri(uri) => {
                let bad = |error: &dyn fmt::Display| Error::BadSuri(error.to_string());
                let uri: SecretUri = uri.trim().parse().map_err(|error| bad(&error))?;
                Keypair::from_uri(&uri).map_err(|error| bad(&error))
            }
        }
    }
}

/// A new recovery phrase: twelve words, 128 bits.
///
/// # Errors
/// When the system has no randomness.
pub fn new_phrase() -> Result<Zeroizing<String>> {
    let mut entropy = Zeroizing::new([0; 16]);
    fill_random(&mut *entropy)?;
    let words =
        Mnemonic::from_entropy(&*entropy).map_err(|error| Error::Randomness(error.to_string()))?;
    Ok(Zeroizing::new(words.to_string()))
}

/// Makes the keys of a new installation of `account` and writes them to `path`.
///
/// # Errors
/// [`Error::KeystoreExists`]: an existing file is never touched. [`Error::BadPhrase`],
/// [`Error::BadSuri`], [`Error::File`].
pub fn create(path: &Path, passphrase: &str, account: &AccountSecret) -> Result<Keys> {
    ensure_missing(path)?;
    let keys = Keys {
        account: account.keypair()?,
        device: DeviceKey::generate()?,
        sealing: SealingSecret::generate()?,
        secret: account.clone(),
    };
    let secrets = Zeroizing::new(Secrets::of(&keys).encode());
    KeystoreFile::seal(passphrase, &secrets)?.write(path)?;
    Ok(keys)
}

/// Makes sure that there is no keystore at `path` before anybody is asked for a passphrase.
///
/// # Errors
/// [`Error::KeystoreExists`].
pub fn ensure_missing(path: &Path) -> Result<()> {
    match path.exists() {
        true => Err(Error::KeystoreExists { path: path.into() }),
        false => Ok(()),
    }
}

/// Makes sure that there is a keystore at `path` before anybody is asked for a passphrase.
///
/// # Errors
/// [`Error::KeystoreMissing`].
pub fn ensure_exists(path: &Path) -> Result<()> {
    match path.exists() {
        true => Ok(()),
        false => Err(Error::KeystoreMissing { path: path.into() }),
    }
}

/// Reads the keys at `path`.
///
/// # Errors
/// [`Error::KeystoreMissing`], [`Error::WrongPassphrase`], [`Error::KeystoreDamaged`],
/// [`Error::File`].
pub fn open(path: &Path, passphrase: &str) -> Result<Keys> {
    let secrets = KeystoreFile::read(path)?.open(passphrase, path)?;
    Secrets::decode_all(&mut &secrets[..])
        .ok()
        .and_then(|secrets| secrets.keys())
        .ok_or_else(|| Error::KeystoreDamaged {
            path: path.into(),
            reason: "its content is unknown".into(),
        })
}

/// What is encrypted.
#[derive(Encode, Decode)]
struct Secrets {
    is_phrase: bool,
    account: String,
    device: [u8; 32],
    sealing: [u8; 32],
}

impl Secrets {
    fn of(keys: &Keys) -> Self {
        let (is_phrase, account) = keys.secret.parts();
        Self {
            is_phrase,
            account: account.to_owned(),
            device: *keys.device.seed(),
            sealing: *keys.sealing.to_bytes(),
        }
    }

    fn keys(&self) -> Option<Keys> {
        let account = Zeroizing::new(self.account.clone());
        let secret = AccountSecret::from_parts(self.is_phrase, account);
        Some(Keys {
            account: secret.keypair().ok()?,
            device: DeviceKey::from_seed(&self.device),
            sealing: SealingSecret::from_bytes(&self.sealing)?,
            secret,
        })
    }
}

impl Drop for Secrets {
    fn drop(&mut self) {
        self.account.zeroize();
        self.device.zeroize();
        self.sealing.zeroize();
    }
}

#[cfg(test)]
mod tests;
