//! What later messages do to earlier ones.

use super::*;

fn of(said: &Said) -> MessageRef {
    MessageRef {
        device: said.from.device,
        id: said.message,
    }
}

/// By somebody, in a message of its own.
fn by(who: u8, message: u8, body: Body) -> Said {
    Said {
        from: member(who),
        sent_at: 2_000 + u64::from(message),
        body,
        ..said(message, "")
    }
}

fn edit(what: &Said, text: &str) -> Body {
    let (of, text) = (of(what), text.into());
    Body::Edit { of, text }
}

fn reaction(what: &Said, reaction: &str) -> Body {
    let (to, reaction) = (of(what), reaction.into());
    Body::Reaction { to, reaction }
}

/// What has become of a message, as a device sees it that has written none of them.
fn made_of(records: &Records, said: &Said) -> Amended {
    let own = member(9).device;
    records.amended(&ROOM, said, &own).unwrap()
}

/// Keeps messages in this order, from place 1 on.
fn keep(records: &Records, all: &[&Said]) {
    for (place, said) in (1..).zip(all) {
        records
            .keep_said(&ROOM, Some(place), None, (*said).clone())
            .unwrap();
    }
}

/// Nothing is final from this place on.
fn final_up_to(records: &Records, position: Position) {
    let fed = Fed {
        position,
        block: 10,
        hash: [0; 32],
    };
    records.feed(&ROOM, &fed).unwrap();
}

fn rows(records: &Records) -> u32 {
    let count = "SELECT count(*) FROM posts";
    records
        .database
        .query_row(count, [], |row| row.get(0))
        .unwrap()
}

#[test]
fn the_last_edit_in_the_order_of_the_chain_counts() {
    let (_folder, records) = records();
    let first = said(1, "teh garden");
    let late = by(1, 3, edit(&first, "the garden"));
    final_up_to(&records, 2);
    // Comes later, and stands before.
    let early = by(1, 2, edit(&first, "tea garden"));
    records
        .keep_said(&ROOM, Some(1), None, first.clone())
        .unwrap();
    records.keep_said(&ROOM, Some(3), None, late).unwrap();
    records.keep_said(&ROOM, Some(2), None, early).unwrap();
    let amended = made_of(&records, &first);
    assert_eq!(amended.edited, Some(("the garden".into(), 2_003)));
    let shown = [(Some(1), Kept::Said(first.clone()))];
    assert_eq!(all(&records), shown, "edits are no posts of their own");

    // A fork without the later one.
    records.take_back(&ROOM, 3).unwrap();
    records
        .database
        .execute("DELETE FROM posts WHERE position IS NULL", [])
        .unwrap();
    let amended = made_of(&records, &first);
    assert_eq!(amended.edited, Some(("tea garden".into(), 2_002)));
}

#[test]
fn everybody_has_one_reaction_and_can_take_it_back() {
    let (_folder, records) = records();
    let first = said(1, "hello");
    let all = [
        &first,
        &by(2, 2, reaction(&first, "👍")),
        &by(3, 3, reaction(&first, "👍")),
        &by(2, 4, reaction(&first, "🎉")),
        &by(3, 5, reaction(&first, "")),
    ];
    keep(&records, &all);
    let amended = made_of(&records, &first);
    assert_eq!(amended.edited, None);
    assert_eq!(amended.reactions, [([2; 32], "🎉".into())].into());
}

#[test]
fn nobody_edits_or_deletes_what_somebody_else_has_said() {
    let (_folder, records) = records();
    let first = said(1, "hello");
    let delete = Body::Delete { of: of(&first) };
    let all_of_them = [
        &first,
        &by(2, 2, edit(&first, "goodbye")),
        &by(2, 3, delete),
    ];
    keep(&records, &all_of_them);
    assert_eq!(all(&records), [(Some(1), Kept::Said(first.clone()))]);
    let amended = made_of(&records, &first);
    assert_eq!(amended, Amended::default());
}

#[test]
fn of_a_deleted_message_and_its_edits_nothing_is_left() {
    let (_folder, records) = records();
    let first = said(1, "hello");
    let delete = by(1, 4, Body::Delete { of: of(&first) });
    let all_of_them = [
        &first,
        &by(1, 2, edit(&first, "goodbye")),
        &by(2, 3, reaction(&first, "👍")),
        &delete,
        &by(1, 5, edit(&first, "back again")),
        &by(2, 6, reaction(&first, "👍")),
    ];
    keep(&records, &all_of_them);
    let [(Some(1), Kept::Said(left))] = &all(&records)[..] else {
        panic!("one place is left");
    };
    assert!(is_deleted(left));
    assert_eq!(left.sent_at, first.sent_at);
    let amended = made_of(&records, &first);
    assert_eq!(amended, Amended::default());
    assert_eq!(rows(&records), 2, "the message's place, and the deletion");
    // Told again, as after a crash.
    records.keep_said(&ROOM, Some(4), None, delete).unwrap();
    assert_eq!(rows(&records), 2);
}

#[test]
fn contents_may_come_in_another_order_than_they_stand_in() {
    let (_folder, records) = records();
    let (first, second) = (said(1, "hello"), said(2, "never mind"));
    let about = [
        by(1, 3, edit(&first, "hi")),
        by(2, 4, edit(&first, "not mine")),
        by(2, 5, reaction(&first, "👍")),
        by(1, 6, edit(&second, "whatever")),
        by(1, 7, Body::Delete { of: of(&second) }),
        by(2, 8, Body::Delete { of: of(&first) }),
    ];
    for (place, said) in (3..).zip(&about) {
        let said = said.clone();
        records.keep_said(&ROOM, Some(place), None, said).unwrap();
    }
    assert!(all(&records).is_empty());
    keep(&records, &[&first, &second]);
    let found = made_of(&records, &first);
    assert_eq!(found.edited.map(|edited| edited.0).as_deref(), Some("hi"));
    assert_eq!(found.reactions, [([2; 32], "👍".into())].into());
    let [(_, Kept::Said(first_left)), (_, Kept::Said(second_left))] = &all(&records)[..] else {
        panic!("both have their places");
    };
    assert!(!is_deleted(first_left) && is_deleted(second_left));
    assert_eq!(made_of(&records, &second), Amended::default());
}

#[test]
fn what_is_about_what_is_about_another_message_changes_nothing() {
    let (_folder, records) = records();
    let first = said(1, "hello");
    let about = by(1, 2, edit(&first, "changed"));
    keep(
        &records,
        &[&first, &about, &by(2, 3, reaction(&about, "👍"))],
    );
    assert_eq!(all(&records).len(), 1);
    assert!(made_of(&records, &first).reactions.is_empty());
}

#[test]
fn what_the_chain_took_back_counts_for_its_sender_only() {
    let (_folder, records) = records();
    let first = said(1, "hello");
    keep(&records, &[&first, &by(1, 2, edit(&first, "changed"))]);
    records.take_back(&ROOM, 2).unwrap();
    assert_eq!(made_of(&records, &first).edited, None);
    let own = records.amended(&ROOM, &first, &member(1).device).unwrap();
    assert_eq!(
        own.edited.map(|edited| edited.0).as_deref(),
        Some("changed")
    );
}

#[test]
fn what_was_superseded_for_good_is_forgotten() {
    let (_folder, records) = records();
    let first = said(1, "hello");
    keep(&records, &[&first]);
    final_up_to(&records, 4);
    for place in 2..=5 {
        let said = by(1, place as u8, edit(&first, &place.to_string()));
        records.keep_said(&ROOM, Some(place), None, said).unwrap();
    }
    assert_eq!(
        rows(&records),
        4,
        "the message, and the edits at 3, 4 and 5"
    );
    records.take_back(&ROOM, 4).unwrap();
    let edited = made_of(&records, &first).edited;
    assert_eq!(edited.map(|edited| edited.0).as_deref(), Some("3"));
}

#[test]
fn nobody_says_another_thing_under_the_same_identifier() {
    let (_folder, records) = records();
    let first = said(1, "hello");
    keep(&records, &[&first]);
    records
        .keep_said(&ROOM, Some(7), None, said(1, "something else"))
        .unwrap();
    assert_eq!(all(&records), [(Some(1), Kept::Said(first))]);
}

#[test]
fn what_is_about_a_message_ends_with_it() {
    let (_folder, records) = records();
    let short = said(1, "for a minute");
    let long = said(2, "for good");
    records
        .keep_said(&ROOM, Some(1), Some(500), short.clone())
        .unwrap();
    records
        .keep_said(&ROOM, Some(2), None, long.clone())
        .unwrap();
    let on_short = by(2, 3, reaction(&short, "👍"));
    let on_long = by(2, 4, reaction(&long, "👍"));
    records.keep_said(&ROOM, Some(3), None, on_short).unwrap();
    records.keep_said(&ROOM, Some(4), None, on_long).unwrap();
    records.drop_ended(500).unwrap();
    assert_eq!(rows(&records), 2);
}

#[test]
fn messages_are_found_by_number_and_by_identifier() {
    let (_folder, records) = records();
    let first = said(1, "hello");
    let again = Said {
        from: member(2),
        ..said(1, "the same identifier, later")
    };
    keep(&records, &[&first, &again]);
    assert_eq!(
        records.said_as(&ROOM, &[1; 16]).unwrap(),
        Some(first.clone())
    );
    assert_eq!(records.said_at(&ROOM, 1).unwrap(), Some(first));
    assert_eq!(records.said_at(&ROOM, 2).unwrap(), Some(again));
    assert_eq!(records.said_as(&ROOM, &[2; 16]).unwrap(), None);
    records.keep_change(&ROOM, 3, changed()).unwrap();
    assert_eq!(records.said_at(&ROOM, 3).unwrap(), None);
}

#[test]
fn a_database_of_the_version_before_is_taken_over() {
    let (folder, records) = records();
    keep(&records, &[&said(1, "hello")]);
    records
        .database
        .execute_batch(
            "DROP INDEX posts_amend; ALTER TABLE posts DROP COLUMN amends;
             DROP INDEX posts_new; DROP INDEX posts_order;
             ALTER TABLE posts DROP COLUMN shown;
             DROP TABLE receipt_choices; DROP TABLE receipts_owed; DROP TABLE receipts;
             DROP TABLE packages; DROP TABLE pairs; DROP TABLE pair_invitations;
             DROP TABLE directs; DROP TABLE renewals;
             CREATE TABLE published (
                only INTEGER PRIMARY KEY CHECK (only = 1), cid BLOB NOT NULL) STRICT;
             PRAGMA user_version = 1;",
        )
        .unwrap();
    drop(records);
    let records = Records::open(&folder.path().join("channels.db"), &[1; 32]).unwrap();
    let first = said(1, "hello");
    records
        .keep_said(&ROOM, Some(2), None, by(1, 2, edit(&first, "hi")))
        .unwrap();
    let amended = made_of(&records, &first);
    assert_eq!(amended.edited.map(|edited| edited.0).as_deref(), Some("hi"));
    // What was there is known; what comes is not.
    records
        .keep_said(&ROOM, Some(3), None, said(3, "news"))
        .unwrap();
    let unread = records.unread(&ROOM, 0, 9).unwrap();
    assert_eq!(unread, [(Some(3), Kept::Said(said(3, "news")))]);
}
