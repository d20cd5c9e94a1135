//! What a crash may leave behind, put right before the library looks at it.
//!
//! The library does not start where the list of one pin cannot be read, and never removes
//! the files that it was about to rename.

use super::defaults::MAX_PIN_FILE;
use postern_primitives::Cid;
use std::{
    ffi::OsStr,
    fs::{self, DirEntry, File},
    io::{self, Read, Write},
    path::Path,
};

/// Mends the folder of a node that does not run. Returns the pins whose lists of blocks were
/// damaged and are empty now.
pub(super) fn mend(folder: &Path) -> io::Result<Vec<Cid>> {
    each_file(&folder.join("blockstore"), |file| {
        remove_half_written(&file)
    })?;
    let mut torn = Vec::new();
    each_file(&folder.join("datastore").join("pins"), |file| {
        let path = file.path();
        match path.extension().and_then(OsStr::to_str) {
            Some("recursive") if !is_list(&path)? => {
                tracing::warn!(path = %path.display(), "the list of a pin is damaged");
                replace(&path, b"[]")?;
                torn.extend(root_of(&path));
                Ok(())
            }
            Some("recursive") => Ok(()),
            _ => remove_half_written(&file),
        }
    })?;
    Ok(torn)
}

/// Calls `each` for the files in the folders of `store`.
fn each_file(store: &Path, mut each: impl FnMut(DirEntry) -> io::Result<()>) -> io::Result<()> {
    let shards = match fs::read_dir(store) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        shards => shards?,
    };
    for shard in shards {
        let shard = shard?;
        if shard.file_type()?.is_dir() {
            fs::read_dir(shard.path())?.try_for_each(|file| each(file?))?;
        }
    }
    Ok(())
}

fn remove_half_written(file: &DirEntry) -> io::Result<()> {
    let path = file.path();
    match path.extension().and_then(OsStr::to_str) {
        Some("tmp" | "recursive_temp") => fs::remove_file(path),
        _ => Ok(()),
    }
}

/// Whether a file holds the CIDs of a pin, in JSON.
fn is_list(path: &Path) -> io::Result<bool> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(MAX_PIN_FILE + 1)
        .read_to_end(&mut bytes)?;
    let list = serde_json::from_slice::<Vec<&str>>(&bytes);
    Ok(list.is_ok_and(|cids| cids.into_iter().all(|cid| cid::Cid::try_from(cid).is_ok())))
}

/// The file's name is its CID in base 32, without the letter that says so.
fn root_of(path: &Path) -> Option<Cid> {
    let name = path.file_stem()?.to_str()?;
    format!("b{name}").parse().ok()
}

/// Written aside and renamed: this may be cut short as well.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let aside = path.with_extension("recursive_temp");
    let mut file = File::create(&aside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&aside, path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use postern_primitives::Codec;

    fn pins(folder: &Path) -> std::path::PathBuf {
        let shard = folder.join("datastore/pins/ab");
        fs::create_dir_all(&shard).unwrap();
        shard
    }

    #[test]
    fn a_folder_that_is_new_needs_nothing() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(mend(folder.path()).unwrap(), []);
    }

    #[test]
    fn damaged_lists_become_empty_and_are_reported() {
        let folder = tempfile::tempdir().unwrap();
        let cid = Cid::of_block(Codec::DagPb, b"");
        let name = format!("{}.recursive", &cid.to_string()[1..]);
        let path = pins(folder.path()).join(name);
        let whole = format!("[\"{cid}\"]");
        fs::write(&path, &whole).unwrap();
        assert_eq!(mend(folder.path()).unwrap(), []);
        assert_eq!(fs::read_to_string(&path).unwrap(), whole);

        for torn in ["", "[", &whole[..20], "[\"nonsense\"]", "\0\0\0\0"] {
            fs::write(&path, torn).unwrap();
            assert_eq!(mend(folder.path()).unwrap(), [cid], "{torn:?}");
            assert_eq!(fs::read_to_string(&path).unwrap(), "[]");
        }
    }

    #[test]
    fn half_written_files_are_removed_and_no_others() {
        let folder = tempfile::tempdir().unwrap();
        let blocks = folder.path().join("blockstore/cd");
        fs::create_dir_all(&blocks).unwrap();
        let pins = pins(folder.path());
        let (block, pin) = (blocks.join("bafk.data"), pins.join("afk.direct"));
        let halves = [
            blocks.join("bafk.data.17.0.tmp"),
            pins.join("afk.recursive_temp"),
        ];
        for path in [&block, &pin].into_iter().chain(&halves) {
            fs::write(path, b"").unwrap();
        }
        mend(folder.path()).unwrap();
        assert!(block.exists() && pin.exists());
        assert!(halves.iter().all(|half| !half.exists()));
    }
}
