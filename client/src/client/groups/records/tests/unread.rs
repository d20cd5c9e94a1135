//! What the user has not seen.

use super::*;

fn unread(records: &Records, from: Position) -> Vec<Option<Position>> {
    let found = records.unread(&ROOM, from, 100).unwrap();
    found.into_iter().map(|(position, _)| position).collect()
}

#[test]
fn what_was_seen_is_not_told_again() {
    let (_folder, records) = records();
    for place in 1..=3 {
        let said = said(place as u8, "text");
        records.keep_said(&ROOM, Some(place), None, said).unwrap();
    }
    records.keep_change(&ROOM, 4, changed()).unwrap();
    assert_eq!(unread(&records, 0), [Some(1), Some(2), Some(3), Some(4)]);
    assert_eq!(unread(&records, 3), [Some(3), Some(4)]);
    records.see(&ROOM, 1).unwrap();
    records.see(&ROOM, 4).unwrap();
    assert_eq!(unread(&records, 0), [Some(2), Some(3)]);
    // Told again, as after a crash.
    records
        .keep_said(&ROOM, Some(1), None, said(1, "text"))
        .unwrap();
    assert_eq!(unread(&records, 0), [Some(2), Some(3)]);
}

#[test]
fn a_message_that_gets_another_place_is_not_told_again() {
    let (_folder, records) = records();
    records
        .keep_said(&ROOM, Some(5), None, said(1, "text"))
        .unwrap();
    records.see(&ROOM, 5).unwrap();
    records.take_back(&ROOM, 5).unwrap();
    assert!(
        unread(&records, 0).is_empty(),
        "nothing that is in no block"
    );
    let of = MessageRef {
        device: member(1).device,
        id: [1; 16],
    };
    records.place(&ROOM, &of, 7).unwrap();
    assert!(unread(&records, 0).is_empty());
}

#[test]
fn own_messages_and_those_about_others_are_no_news() {
    let (_folder, records) = records();
    let own = said(1, "text");
    let of = MessageRef {
        device: own.from.device,
        id: own.message,
    };
    records.keep_said(&ROOM, None, None, own).unwrap();
    records.see_message(&ROOM, &of).unwrap();
    records.place(&ROOM, &of, 2).unwrap();
    let reaction = Body::Reaction {
        to: of,
        reaction: "👍".into(),
    };
    let about = Said {
        from: member(2),
        body: reaction,
        ..said(2, "")
    };
    records.keep_said(&ROOM, Some(3), None, about).unwrap();
    assert!(unread(&records, 0).is_empty());
}
