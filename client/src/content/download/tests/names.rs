//! What files are called on disk.

use super::super::*;
use proptest::prelude::*;
use std::io::Write;
use tempfile::{NamedTempFile, TempDir};

#[test]
fn names_stay_in_their_folder() {
    for (name, expected) in [
        ("a.txt", "a.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system.ini", "system.ini"),
        ("/", "file"),
        ("..", "file"),
        ("", "file"),
        (".bashrc", "bashrc"),
        ("a\0b\nc.txt", "abc.txt"),
        ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
        ("Übersicht 1.pdf", "Übersicht 1.pdf"),
    ] {
        assert_eq!(safe_name(name), expected, "{name:?}");
    }
}

#[test]
fn a_taken_name_gets_a_number_and_nothing_is_replaced() {
    let folder = TempDir::new().unwrap();
    for (content, expected) in [("1", "a.txt"), ("2", "a (1).txt"), ("3", "a (2).txt")] {
        let mut file = NamedTempFile::new_in(folder.path()).unwrap();
        file.write_all(content.as_bytes()).unwrap();
        let path = keep(file.into_temp_path(), folder.path(), "a.txt").unwrap();
        assert_eq!(path, folder.path().join(expected));
        assert_eq!(std::fs::read_to_string(path).unwrap(), content);
    }
}

#[test]
fn numbers_go_before_the_extension() {
    assert_eq!(numbered("a.tar.gz", 2), "a.tar (2).gz");
    assert_eq!(numbered("README", 1), "README (1)");
}

proptest! {
    #[test]
    fn no_name_leaves_the_folder(name: String, number in 0u32..MAX_NAMES) {
        let name = numbered(&safe_name(&name), number);
        let path = Path::new("folder").join(&name);
        prop_assert_eq!(path.parent(), Some(Path::new("folder")));
        prop_assert!(name.len() <= MAX_FILE_NAME && !name.starts_with('.'));
    }
}
