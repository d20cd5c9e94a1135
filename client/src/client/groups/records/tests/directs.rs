//! What two people have said to each other.

use super::*;

fn cid(content: &[u8]) -> Cid {
    Cid::of_block(Codec::Raw, content)
}

fn of(said: &Said) -> MessageRef {
    MessageRef {
        device: said.from.device,
        id: said.message,
    }
}

fn keep(records: &Records, content: &[u8], ends: Option<u64>, said: &Said) {
    records
        .keep_direct(&cid(content), &ROOM, ends, said.clone())
        .unwrap();
}

#[test]
fn messages_are_found_by_content_and_numbered_as_they_come_each_once() {
    let (_folder, records) = records();
    let (one, two) = (said(1, "one"), said(2, "two"));
    keep(&records, b"one", None, &one);
    keep(&records, b"two", None, &two);
    keep(&records, b"one", None, &one);
    let kept = [
        (Some(1), Kept::Said(one.clone())),
        (Some(2), Kept::Said(two)),
    ];
    assert_eq!(records.posts(&ROOM, None, 9).unwrap(), kept);
    assert!(records.unread(&ROOM, 0, 9).unwrap().is_empty());
    assert_eq!(
        records.direct(&cid(b"one")).unwrap(),
        Some((ROOM, of(&one)))
    );
    assert_eq!(records.direct(&cid(b"other")).unwrap(), None);
    let content = records.content_of(&ROOM, &of(&one)).unwrap();
    assert_eq!(content, Some(cid(b"one")));
}

#[test]
fn what_is_taken_back_or_over_is_gone_with_its_content() {
    let (_folder, records) = records();
    let (taken, brief) = (said(1, "taken"), said(2, "brief"));
    keep(&records, b"taken", None, &taken);
    keep(&records, b"brief", Some(5_000), &brief);
    records.drop_direct(&cid(b"taken")).unwrap();
    assert_eq!(records.direct(&cid(b"taken")).unwrap(), None);
    records.drop_ended(4_999).unwrap();
    assert_eq!(records.posts(&ROOM, None, 9).unwrap().len(), 1);
    records.drop_ended(5_000).unwrap();
    assert!(records.posts(&ROOM, None, 9).unwrap().is_empty());
    assert_eq!(records.direct(&cid(b"brief")).unwrap(), None);
}

#[test]
fn a_database_of_before_there_was_a_history_is_taken_over() {
    let (folder, records) = records();
    records
        .database
        .execute_batch("DROP TABLE directs; DROP TABLE renewals; PRAGMA user_version = 3;")
        .unwrap();
    drop(records);
    let records = Records::open(&folder.path().join("channels.db"), &[1; 32]).unwrap();
    keep(&records, b"one", None, &said(1, "one"));
    records.note_renewal(&ROOM, 7).unwrap();
    assert_eq!(records.renewed(&ROOM).unwrap(), Some(7));
}
