//! Key packages, by the key objects that others find them in.

use super::*;
use postern_primitives::Moment;

fn cid(of: &[u8]) -> Cid {
    Cid::of_block(Codec::Raw, of)
}

#[test]
fn one_is_found_at_a_time_and_the_others_are_dated() {
    let (_folder, records) = records();
    let [first, second] = [cid(b"first"), cid(b"second")];
    records.keep_package(&first, &[1]).unwrap();
    records.publish(&first, 100).unwrap();
    records.keep_package(&second, &[2]).unwrap();
    assert!(records.superseded(Moment::MAX).unwrap().is_empty());
    records.publish(&second, 200).unwrap();
    // Looked at again later: the date stays.
    records.publish(&second, 300).unwrap();
    assert!(records.superseded(199).unwrap().is_empty());
    let over = [(first, vec![1])];
    assert_eq!(records.superseded(200).unwrap(), over);
    assert_eq!(records.package(&first).unwrap(), Some(vec![1]));

    records.drop_package(&first).unwrap();
    assert_eq!(records.package(&first).unwrap(), None);
    assert!(records.superseded(Moment::MAX).unwrap().is_empty());
    assert_eq!(records.package(&second).unwrap(), Some(vec![2]));
}

#[test]
fn one_that_is_found_again_is_not_over() {
    let (_folder, records) = records();
    let [first, second] = [cid(b"first"), cid(b"second")];
    for one in [&first, &second] {
        records.keep_package(one, &[1]).unwrap();
        records.publish(one, 100).unwrap();
    }
    // The block that named the second one was taken back.
    records.publish(&first, 200).unwrap();
    assert_eq!(records.superseded(200).unwrap(), [(second, vec![1])]);
}

#[test]
fn of_what_an_earlier_version_has_published_only_the_key_object_is_known() {
    let (folder, records) = records();
    let published = cid(b"object");
    records
        .database
        .execute_batch(
            "DROP TABLE receipt_choices; DROP TABLE receipts_owed; DROP TABLE receipts;
             DROP TABLE packages; DROP TABLE pairs; DROP TABLE pair_invitations;
             DROP TABLE directs; DROP TABLE renewals;
             CREATE TABLE published (
                only INTEGER PRIMARY KEY CHECK (only = 1), cid BLOB NOT NULL) STRICT;
             PRAGMA user_version = 2;",
        )
        .unwrap();
    records
        .database
        .execute(
            "INSERT INTO published VALUES (1, ?1)",
            [published.as_bytes()],
        )
        .unwrap();
    drop(records);
    let records = Records::open(&folder.path().join("channels.db"), &[1; 32]).unwrap();
    assert_eq!(records.package(&published).unwrap(), Some(vec![]));
}
