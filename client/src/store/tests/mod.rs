mod contacts;
mod encryption;
mod inbox;
mod partials;
mod payments;
mod schema;

use super::*;
use postern_primitives::{BlockNumber, Cid, Codec};
use tempfile::TempDir;

const KEY: [u8; 32] = [9; 32];

fn cid(byte: u8) -> Cid {
    Cid::of_block(Codec::Raw, &[byte])
}

fn sent(byte: u8, expires_at: BlockNumber) -> SentRecord {
    let entries = vec![([byte; 32], 7), ([byte + 1; 32], u64::MAX)];
    SentRecord {
        id: cid(byte),
        entries,
        copies: vec![],
        size: 1 << 20,
        block: 5,
        hash: [byte; 32],
        expires_at,
        outcome: None,
    }
}

fn unsent(byte: u8) -> Unsent {
    Unsent {
        id: cid(byte),
        recipients: vec![[byte; 32], [9; 32]],
        copies: vec![],
        size: 1 << 30,
        lifetime: 100,
    }
}

fn open() -> (TempDir, Store) {
    let home = TempDir::new().unwrap();
    let store = Store::open(home.path(), &KEY).unwrap();
    (home, store)
}

#[test]
fn a_sent_message_is_found_after_a_restart() {
    let (home, store) = open();
    store.record_sent(&sent(1, 50)).unwrap();
    drop(store);
    let store = Store::open(home.path(), &KEY).unwrap();
    assert_eq!(store.sent(&cid(1)).unwrap(), Some(sent(1, 50)));
    assert_eq!(store.sent(&cid(2)).unwrap(), None);
}

#[test]
fn unsent_messages_come_back_in_order_until_they_are_sent() {
    let (_home, store) = open();
    for byte in [3, 1, 2] {
        store.keep_unsent(&unsent(byte)).unwrap();
    }
    assert_eq!(store.unsent().unwrap(), [unsent(3), unsent(1), unsent(2)]);
    store.record_sent(&sent(1, 50)).unwrap();
    store.forget_unsent(&cid(3)).unwrap();
    assert_eq!(store.unsent().unwrap(), [unsent(2)]);
}

#[test]
fn a_message_that_is_taken_back_is_unsent_as_it_was_sent() {
    let (_home, store) = open();
    store.record_sent(&sent(1, 50)).unwrap();
    let message = Unsent::from(sent(1, 50));
    assert_eq!(message.recipients, [[1; 32], [2; 32]]);
    assert_eq!((message.size, message.lifetime), (1 << 20, 45));
    store.take_back(&message).unwrap();
    assert_eq!(store.sent(&cid(1)).unwrap(), None);
    assert_eq!(store.unsent().unwrap(), [message]);
}

#[test]
fn the_own_devices_that_get_a_copy_are_kept_with_a_message() {
    let (_home, store) = open();
    let message = Unsent {
        copies: vec![[7; 32], [8; 32]],
        ..unsent(1)
    };
    assert_eq!(message.inboxes(), [[1; 32], [9; 32], [7; 32], [8; 32]]);
    store.keep_unsent(&message).unwrap();
    assert_eq!(store.unsent().unwrap(), [message]);
    let record = SentRecord {
        copies: vec![[7; 32]],
        ..sent(1, 50)
    };
    store.record_sent(&record).unwrap();
    assert_eq!(store.sent(&cid(1)).unwrap(), Some(record.clone()));
    assert_eq!(Unsent::from(record).copies, [[7; 32]]);
}

#[test]
fn keeping_an_unsent_message_twice_keeps_it_once() {
    let (_home, store) = open();
    store.keep_unsent(&unsent(1)).unwrap();
    store.keep_unsent(&unsent(1)).unwrap();
    assert_eq!(store.unsent().unwrap(), [unsent(1)]);
}

#[test]
fn finished_messages_wait_no_longer() {
    let (_home, store) = open();
    for (byte, expires_at) in [(1, 90), (2, 70), (3, 80)] {
        store.record_sent(&sent(byte, expires_at)).unwrap();
    }
    store.finish_sent(&cid(3), Outcome::Delivered).unwrap();
    let waiting = store.sent_and_waiting(10).unwrap();
    assert_eq!(waiting, [sent(2, 70), sent(1, 90)]);
    assert_eq!(store.sent_and_waiting(1).unwrap(), [sent(2, 70)]);
    let finished = |id| store.sent(&id).unwrap().and_then(|sent| sent.outcome);
    assert_eq!(finished(cid(3)), Some(Outcome::Delivered));
    for outcome in [Outcome::Expired, Outcome::Retracted] {
        store.finish_sent(&cid(1), outcome).unwrap();
        assert_eq!(finished(cid(1)), Some(outcome));
    }
}

#[test]
fn a_message_is_shown_once() {
    let (home, store) = open();
    assert!(!store.was_shown(&cid(1)).unwrap());
    store.mark_shown(&cid(1)).unwrap();
    store.mark_shown(&cid(1)).unwrap();
    drop(store);
    let store = Store::open(home.path(), &KEY).unwrap();
    assert!(store.was_shown(&cid(1)).unwrap());
    assert!(!store.was_shown(&cid(2)).unwrap());
}

#[test]
fn a_home_in_use_is_refused_and_named() {
    let (home, store) = open();
    let error = Store::open(home.path(), &KEY).unwrap_err();
    assert!(
        matches!(&error, Error::HomeInUse { path } if path == home.path()),
        "{error}"
    );
    drop(store);
    assert!(Store::open(home.path(), &KEY).is_ok());
}

#[test]
fn a_damaged_database_is_an_error_and_not_a_panic() {
    let home = TempDir::new().unwrap();
    std::fs::write(home.path().join("postern.db"), [7; 4096]).unwrap();
    assert!(matches!(
        Store::open(home.path(), &KEY),
        Err(Error::Database(_))
    ));
    let (_home, store) = open();
    store.record_sent(&sent(1, 50)).unwrap();
    store
        .database
        .execute("UPDATE sent SET entries = 'nonsense'", [])
        .unwrap();
    assert!(matches!(store.sent(&cid(1)), Err(Error::Database(_))));
}
