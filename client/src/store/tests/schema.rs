//! A database of every earlier version goes on; one of a later version is left alone.

use super::*;

/// The tables as version 2 made them, with something in each.
const VERSION_2: &str = "
    CREATE TABLE sent (
        id TEXT PRIMARY KEY,
        entries TEXT NOT NULL,
        size INTEGER NOT NULL,
        block INTEGER NOT NULL,
        hash TEXT NOT NULL,
        expires_at INTEGER NOT NULL,
        outcome TEXT
    ) STRICT;
    CREATE INDEX sent_waiting ON sent (expires_at) WHERE outcome IS NULL;
    CREATE TABLE unsent (
        id TEXT PRIMARY KEY,
        recipients TEXT NOT NULL,
        size INTEGER NOT NULL,
        lifetime INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE shown (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    PRAGMA user_version = 2;
";

fn version_2(home: &Path) {
    let database = Connection::open(home.join("postern.db")).unwrap();
    database.pragma_update(None, "journal_mode", "WAL").unwrap();
    database.execute_batch(VERSION_2).unwrap();
    let row = "INSERT INTO sent VALUES (?1, ?2, 1048576, 5, ?3, 50, NULL)";
    let entries = format!(
        "{}:7,{}:{}",
        hex::encode([1; 32]),
        hex::encode([2; 32]),
        u64::MAX
    );
    let hash = hex::encode([1; 32]);
    database
        .execute(row, [cid(1).to_string(), entries, hash])
        .unwrap();
    let row = "INSERT INTO unsent VALUES (?1, ?2, 1073741824, 100)";
    let recipients = format!("{},{}", hex::encode([3; 32]), hex::encode([9; 32]));
    database
        .execute(row, [cid(3).to_string(), recipients])
        .unwrap();
    database
        .execute("INSERT INTO shown VALUES (?1)", [cid(4).to_string()])
        .unwrap();
}

#[test]
fn a_database_of_version_2_keeps_all_it_holds_and_learns_about_people() {
    let home = TempDir::new().unwrap();
    version_2(home.path());
    for _ in 0..2 {
        let store = Store::open(home.path(), &KEY).unwrap();
        assert_eq!(store.sent(&cid(1)).unwrap(), Some(sent(1, 50)));
        assert_eq!(store.unsent().unwrap(), [unsent(3)]);
        assert!(store.was_shown(&cid(4)).unwrap());
        let somebody = Person {
            account: [7; 32],
            contact: true,
            ..Person::default()
        };
        store.remember(&somebody).unwrap();
        assert_eq!(store.person(&[7; 32]).unwrap(), somebody);
    }
}

#[test]
fn a_database_of_an_unknown_version_is_left_alone() {
    for version in [1, 99] {
        let (home, store) = open();
        store
            .database
            .pragma_update(None, "user_version", version)
            .unwrap();
        drop(store);
        let error = Store::open(home.path(), &KEY).unwrap_err();
        assert!(
            matches!(error, Error::DatabaseVersion { found, .. } if found == version),
            "{error}"
        );
    }
}
