//! Networks that only those can join who have a key.

use super::{defaults::MAX_SWARM_KEY, Error};
use connexa::prelude::transport::pnet::PreSharedKey;
use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

/// Reads a key as Kubo writes it: `swarm.key`, three lines.
pub(super) fn read_key(path: &Path) -> Result<PreSharedKey, Error> {
    let text = read(path).map_err(|reason| Error::Path {
        path: path.into(),
        reason,
    })?;
    // The library's parser cuts the text where it likes.
    let key = text.is_ascii().then(|| text.parse().ok()).flatten();
    key.ok_or_else(|| Error::SwarmKey { path: path.into() })
}

fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?
        .take(MAX_SWARM_KEY)
        .read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const WHOLE: &str = "/key/swarm/psk/1.0.0/\n/base16/\n\
        0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n";

    #[test]
    fn a_key_is_read_as_kubo_writes_it_and_never_shown() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("swarm.key");
        fs::write(&path, WHOLE).unwrap();
        let key = read_key(&path).unwrap();
        assert_eq!(key.to_key_file(), WHOLE);
        assert!(!format!("{key:?}").contains("0123456789abcdef"));
    }

    #[test]
    fn what_is_no_key_is_named_and_never_taken_for_no_network() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("swarm.key");
        assert!(matches!(read_key(&path), Err(Error::Path { .. })));
        let foreign = WHOLE.replacen("012", "ä0", 1);
        let base58 = WHOLE.replace("16", "58");
        for text in ["", "nonsense", &WHOLE[..90], &base58, &foreign] {
            fs::write(&path, text).unwrap();
            let refused = read_key(&path);
            assert!(matches!(refused, Err(Error::SwarmKey { .. })), "{text}");
        }
    }
}
