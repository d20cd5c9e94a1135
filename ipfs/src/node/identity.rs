//! The node's key: made once, then read at every start, so that its peer id stays.

use super::{prepare, Error};
use rust_ipfs::Keypair;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

const FILE: &str = "identity";

/// Reads the key in `folder`, or makes one.
pub(super) fn load_or_create(folder: &Path) -> Result<Keypair, Error> {
    let path = folder.join(FILE);
    match fs::read(&path) {
        Ok(bytes) => read(&bytes).ok_or(Error::Identity { path }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            keep(Keypair::generate_ed25519(), folder, &path)
        }
        Err(reason) => Err(Error::Path { path, reason }),
    }
}

/// Gives the node in `folder` the Ed25519 key of this seed, if it has none yet: where others know
/// its peer id before it starts for the first time.
///
/// # Errors
/// When the folder cannot be used, or another node uses it.
pub fn identify(folder: &Path, seed: &[u8; 32]) -> Result<(), Error> {
    prepare(folder)?;
    let path = folder.join(FILE);
    if path.exists() {
        return Ok(());
    }
    let key = Keypair::ed25519_from_bytes(*seed);
    let key = key.map_err(|_| Error::Identity { path: path.clone() })?;
    keep(key, folder, &path).map(drop)
}

fn read(bytes: &[u8]) -> Option<Keypair> {
    let key = Keypair::from_protobuf_encoding(bytes).ok()?;
    key.clone().try_into_ed25519().is_ok().then_some(key)
}

fn keep(key: Keypair, folder: &Path, path: &Path) -> Result<Keypair, Error> {
    let bytes = key
        .to_protobuf_encoding()
        .map_err(|_| Error::Identity { path: path.into() })?;
    // Written aside and renamed: a crash must not leave half a key.
    let aside = folder.join("identity.new");
    write_private(&aside, &bytes)
        .and_then(|()| fs::rename(&aside, path))
        .and_then(|()| File::open(folder)?.sync_all())
        .map_err(|reason| Error::Path {
            path: path.into(),
            reason,
        })?;
    Ok(key)
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_identity_is_made_once_and_then_kept() {
        let folder = tempfile::tempdir().unwrap();
        let first = load_or_create(folder.path()).unwrap();
        let second = load_or_create(folder.path()).unwrap();
        assert_eq!(first.public().to_peer_id(), second.public().to_peer_id());
    }

    #[test]
    fn an_identity_that_is_given_is_taken_unless_there_is_one() {
        let folder = tempfile::tempdir().unwrap();
        identify(folder.path(), &[1; 32]).unwrap();
        let given = load_or_create(folder.path()).unwrap();
        let expected = Keypair::ed25519_from_bytes([1; 32]).unwrap();
        assert_eq!(given.public(), expected.public());
        identify(folder.path(), &[2; 32]).unwrap();
        let kept = load_or_create(folder.path()).unwrap();
        assert_eq!(kept.public(), expected.public());
    }

    #[test]
    fn a_damaged_identity_is_reported_and_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), b"not a key").unwrap();
        assert!(matches!(
            load_or_create(folder.path()),
            Err(Error::Identity { .. })
        ));
        assert_eq!(fs::read(folder.path().join(FILE)).unwrap(), b"not a key");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_the_identity() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        load_or_create(folder.path()).unwrap();
        let mode = fs::metadata(folder.path().join(FILE))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
