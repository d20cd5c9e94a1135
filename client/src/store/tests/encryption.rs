//! Nobody reads the database without the key.

use super::*;

fn somebody() -> Person {
    Person {
        account: [7; 32],
        name: Some("Dave from work".into()),
        contact: true,
        ..Person::default()
    }
}

/// Whether a text stands anywhere in the files of a home.
fn stands_in(home: &Path, text: &str) -> bool {
    let files = std::fs::read_dir(home).unwrap();
    let mut files = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
    files.any(|bytes| {
        let mut places = bytes.windows(text.len());
        places.any(|place| place == text.as_bytes())
    })
}

#[test]
fn what_it_holds_stands_in_no_file_of_the_home() {
    let (home, store) = open();
    store.remember(&somebody()).unwrap();
    store.mark_shown(&cid(1)).unwrap();
    for text in ["Dave from work", "SQLite format 3", &cid(1).to_string()] {
        assert!(!stands_in(home.path(), text), "{text}");
    }
    drop(store);
    assert!(!stands_in(home.path(), "Dave from work"));
    let other = Store::open(home.path(), &[8; 32]);
    assert!(matches!(other, Err(Error::Database(_))));
    let store = Store::open(home.path(), &KEY).unwrap();
    assert_eq!(store.person(&[7; 32]).unwrap(), somebody());
}

#[test]
fn one_that_was_written_in_the_clear_is_encrypted_when_it_is_opened() {
    let (home, store) = open();
    store.remember(&somebody()).unwrap();
    // As earlier versions have left it, with what was interrupted since.
    let path = home.path().join("postern.db");
    let clear = home.path().join("clear");
    let attach = "ATTACH DATABASE ?1 AS clear KEY ''";
    let form: u32 = store
        .database
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap();
    store
        .database
        .execute(attach, [clear.to_string_lossy()])
        .unwrap();
    store
        .database
        .query_row("SELECT sqlcipher_export('clear')", [], |_| Ok(()))
        .unwrap();
    let finish = format!("PRAGMA clear.user_version = {form}; DETACH DATABASE clear;");
    store.database.execute_batch(&finish).unwrap();
    drop(store);
    std::fs::rename(&clear, &path).unwrap();
    std::fs::write(path.with_extension("db.new"), "half a copy").unwrap();
    assert!(stands_in(home.path(), "Dave from work"));

    for _ in 0..2 {
        let store = Store::open(home.path(), &KEY).unwrap();
        assert_eq!(store.person(&[7; 32]).unwrap(), somebody());
    }
    assert!(!stands_in(home.path(), "Dave from work"));
}
