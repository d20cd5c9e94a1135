//! The file's form, and writing it so that it is there whole or not at all.

use crate::{
    defaults::{
        ARGON2_LANES, ARGON2_MEMORY, ARGON2_PASSES, MAX_ARGON2_LANES, MAX_ARGON2_MEMORY,
        MAX_ARGON2_PASSES, MAX_KEYSTORE,
    },
    device::fill_random,
    Error, Result,
};
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    aead::{Aead, Payload},
    KeyInit, XChaCha20Poly1305, XNonce,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{ErrorKind, Read, Write},
    path::Path,
};
use zeroize::Zeroizing;

const VERSION: u32 = 1;

/// What the ciphertext is bound to.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    version: u32,
    kdf: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    cipher: String,
    nonce: String,
}

const KDF: &str = "argon2id";
const CIPHER: &str = "xchacha20poly1305";

/// A keystore as it lies on disk.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeystoreFile {
    header: Header,
    ciphertext: String,
    /// SHA-256 over header and ciphertext: public, so it helps nobody to guess.
    checksum: String,
}

/// What is wrong with a file, before its path is known.
type Damage = &'static str;

impl Header {
    fn fresh() -> Result<Self> {
        let (mut salt, mut nonce) = ([0; 16], [0; 24]);
        fill_random(&mut salt)?;
        fill_random(&mut nonce)?;
        Ok(Self {
            version: VERSION,
            kdf: KDF.into(),
            memory_kib: ARGON2_MEMORY,
            passes: ARGON2_PASSES,
            lanes: ARGON2_LANES,
            salt: hex::encode(salt),
            cipher: CIPHER.into(),
            nonce: hex::encode(nonce),
        })
    }

    /// One line a field: independent of how the JSON is laid out.
    fn bound(&self) -> Vec<u8> {
        let Self {
            version,
            kdf,
            memory_kib,
            passes,
            lanes,
            salt,
            cipher,
            nonce,
        } = self;
        format!(
            "postern keystore\n{version}\n{kdf}\n{memory_kib}\n{passes}\n{lanes}\n{salt}\n{cipher}\n{nonce}\n"
        )
        .into_bytes()
    }

    fn check(&self) -> Result<(), Damage> {
        if self.version != VERSION {
            return Err("its version is unknown to this program");
        }
        if self.kdf != KDF || self.cipher != CIPHER {
            return Err("its algorithms are unknown to this program");
        }
        if self.memory_kib > MAX_ARGON2_MEMORY
            || self.passes > MAX_ARGON2_PASSES
            || self.lanes > MAX_ARGON2_LANES
        {
            return Err("it asks for more memory or time than is allowed");
        }
        Ok(())
    }

    fn cipher(&self, passphrase: &str) -> Result<XChaCha20Poly1305, Damage> {
        const BAD: Damage = "its parameters are out of range";
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32));
        let argon2 = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            params.map_err(|_| BAD)?,
        );
        let salt = hex::decode(&self.salt).map_err(|_| BAD)?;
        let mut key = Zeroizing::new([0; 32]);
        argon2
            .hash_password_into(passphrase.as_bytes(), &salt, &mut *key)
            .map_err(|_| BAD)?;
        Ok(XChaCha20Poly1305::new((&*key).into()))
    }

    fn nonce(&self) -> Result<XNonce, Damage> {
        let mut nonce = [0; 24];
        hex::decode_to_slice(&self.nonce, &mut nonce).map_err(|_| "its nonce is not one")?;
        Ok(nonce.into())
    }
}

impl KeystoreFile {
    pub(super) fn seal(passphrase: &str, secrets: &[u8]) -> Result<Self> {
        let header = Header::fresh()?;
        let ciphertext = Self::encrypt(&header, passphrase, secrets)
            // Our own parameters are in range.
            .map_err(|damage| Error::KeystoreDamaged {
                path: "".into(),
                reason: damage.into(),
            })?;
        let ciphertext = hex::encode(ciphertext);
        let checksum = checksum(&header, &ciphertext);
        Ok(Self {
            header,
            ciphertext,
            checksum,
        })
    }

    fn encrypt(header: &Header, passphrase: &str, secrets: &[u8]) -> Result<Vec<u8>, Damage> {
        let payload = Payload {
            msg: secrets,
            aad: &header.bound(),
        };
        header
            .cipher(passphrase)?
            .encrypt(&header.nonce()?, payload)
            .map_err(|_| "it cannot be encrypted")
    }

    pub(super) fn open(&self, passphrase: &str, path: &Path) -> Result<Zeroizing<Vec<u8>>> {
        self.decrypt(passphrase)
            .map_err(|damage| Error::KeystoreDamaged {
                path: path.into(),
                reason: damage.into(),
            })?
            .ok_or_else(|| Error::WrongPassphrase { path: path.into() })
    }

    /// `None` if the file is whole and the passphrase does not open it.
    fn decrypt(&self, passphrase: &str) -> Result<Option<Zeroizing<Vec<u8>>>, Damage> {
        self.header.check()?;
        if self.checksum != checksum(&self.header, &self.ciphertext) {
            return Err("its checksum does not match");
        }
        let ciphertext = hex::decode(&self.ciphertext).map_err(|_| "its ciphertext is not hex")?;
        let cipher = self.header.cipher(passphrase)?;
        let payload = Payload {
            msg: &ciphertext,
            aad: &self.header.bound(),
        };
        Ok(cipher
            .decrypt(&self.header.nonce()?, payload)
            .ok()
            .map(Zeroizing::new))
    }

    pub(super) fn read(path: &Path) -> Result<Self> {
        let file = match File::open(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(Error::KeystoreMissing { path: path.into() })
            }
            opened => opened.map_err(Error::file(path))?,
        };
        let mut bytes = Vec::new();
        file.take(MAX_KEYSTORE + 1)
            .read_to_end(&mut bytes)
            .map_err(Error::file(path))?;
        let damaged = |reason| Error::KeystoreDamaged {
            path: path.into(),
            reason,
        };
        if bytes.len() as u64 > MAX_KEYSTORE {
            return Err(damaged("it is too large".into()));
        }
        serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))
    }

    /// Writes to a file beside `path` and then gives it its name: a crash leaves no half of
    /// a keystore, and an existing one is never replaced.
    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        crate::home::make(folder)?;
        // Readable by its owner only, from the start.
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(Error::file(folder))?;
        let json = serde_json::to_vec_pretty(self).map_err(|error| Error::File {
            path: path.into(),
            source: error.into(),
        })?;
        file.write_all(&json).map_err(Error::file(path))?;
        file.as_file().sync_all().map_err(Error::file(path))?;
        file.persist_noclobber(path)
            .map_err(|failed| match failed.error.kind() {
                ErrorKind::AlreadyExists => Error::KeystoreExists { path: path.into() },
                _ => Error::File {
                    path: path.into(),
                    source: failed.error,
                },
            })?;
        // The name has to survive a crash too.
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(Error::file(folder))
    }
}

fn checksum(header: &Header, ciphertext: &str) -> String {
    let digest = Sha256::new_with_prefix(header.bound())
        .chain_update(ciphertext)
        .finalize();
    hex::encode(digest)
}
