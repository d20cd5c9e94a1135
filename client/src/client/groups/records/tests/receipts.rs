//! Receipts, ours and those of others.

use super::super::receipts::Due;
use super::*;

const ELSEWHERE: ConversationId = ConversationId([8; 32]);

fn of(message: u8) -> MessageRef {
    MessageRef {
        device: member(1).device,
        id: [message; 16],
    }
}

/// A message has come, and stands at the place of its number.
fn comes(records: &Records, message: u8) {
    let place = Some(message.into());
    let said = said(message, "text");
    records.keep_said(&ROOM, place, None, said).unwrap();
    records.owe_receipt(&ROOM, &of(message)).unwrap();
}

fn due(records: &Records) -> Due {
    records.due_receipts(&ROOM, 100).unwrap()
}

#[test]
fn none_are_owed_unless_somebody_chose_to_send_them() {
    let (_folder, records) = records();
    assert!(!records.sends_receipts(&ROOM).unwrap());
    comes(&records, 1);
    records.choose_receipts(Some(&ROOM), Some(true)).unwrap();
    assert_eq!(due(&records), Due::default(), "nothing of what was before");
    comes(&records, 2);
    assert_eq!(due(&records).come, [of(2)]);
}

#[test]
fn what_was_chosen_for_a_channel_goes_before_what_holds_everywhere() {
    let (_folder, records) = records();
    records.choose_receipts(None, Some(true)).unwrap();
    records.choose_receipts(Some(&ROOM), Some(false)).unwrap();
    assert!(!records.sends_receipts(&ROOM).unwrap());
    assert!(records.sends_receipts(&ELSEWHERE).unwrap());
    records.choose_receipts(Some(&ROOM), None).unwrap();
    assert!(records.sends_receipts(&ROOM).unwrap());
    records.choose_receipts(None, None).unwrap();
    assert!(!records.sends_receipts(&ELSEWHERE).unwrap());
}

#[test]
fn who_stops_sending_them_owes_none_any_more() {
    let (_folder, records) = records();
    records.choose_receipts(None, Some(true)).unwrap();
    comes(&records, 1);
    records.owe_receipt(&ELSEWHERE, &of(1)).unwrap();
    records.choose_receipts(Some(&ROOM), Some(false)).unwrap();
    records.choose_receipts(Some(&ROOM), Some(true)).unwrap();
    assert_eq!(due(&records), Due::default());
    let owed = "SELECT count(*) FROM receipts_owed";
    let owed: u32 = records
        .database
        .query_row(owed, [], |row| row.get(0))
        .unwrap();
    assert_eq!(owed, 1, "that of the other channel");
}

#[test]
fn that_a_message_has_come_and_that_it_was_read_are_told_once_each() {
    let (_folder, records) = records();
    records.choose_receipts(None, Some(true)).unwrap();
    (1..=3).for_each(|message| comes(&records, message));
    records.see(&ROOM, 2).unwrap();
    let first = due(&records);
    assert_eq!(
        (&first.come[..], &first.read[..]),
        (&[of(1), of(3)][..], &[of(2)][..])
    );
    records.told(&ROOM, &first).unwrap();
    assert_eq!(due(&records), Due::default());
    records.see(&ROOM, 1).unwrap();
    assert_eq!(due(&records).read, [of(1)]);
    records.told(&ROOM, &due(&records)).unwrap();
    assert_eq!(due(&records), Due::default());
}

#[test]
fn no_more_are_told_at_once_than_fit_one_message() {
    let (_folder, records) = records();
    records.choose_receipts(None, Some(true)).unwrap();
    (1..=5).for_each(|message| comes(&records, message));
    let first = records.due_receipts(&ROOM, 3).unwrap();
    assert_eq!(first.come, [of(1), of(2), of(3)]);
    records.told(&ROOM, &first).unwrap();
    let rest = records.due_receipts(&ROOM, 3).unwrap();
    assert_eq!(rest.come, [of(4), of(5)]);
}

#[test]
fn a_message_that_no_block_has_is_not_told_of() {
    let (_folder, records) = records();
    records.choose_receipts(None, Some(true)).unwrap();
    comes(&records, 4);
    records.take_back(&ROOM, 4).unwrap();
    assert_eq!(due(&records), Due::default());
    records.place(&ROOM, &of(4), 6).unwrap();
    assert_eq!(due(&records).come, [of(4)]);
}

#[test]
fn everybody_who_says_so_has_a_message_and_what_was_read_stays_so() {
    let (_folder, records) = records();
    comes(&records, 1);
    let says = |who, read| {
        let by = member(who);
        records.keep_receipt(&ROOM, &by, read, &[of(1)]).unwrap();
    };
    says(2, false);
    says(3, true);
    // Once more, and back again.
    says(3, true);
    says(3, false);
    let found = records.receipts(&ROOM, &of(1)).unwrap();
    assert_eq!(found, [([2; 32], false), ([3; 32], true)].into());
    assert!(records.receipts(&ELSEWHERE, &of(1)).unwrap().is_empty());
}

#[test]
fn two_devices_are_one_person() {
    let (_folder, records) = records();
    comes(&records, 1);
    for (device, read) in [(2, true), (7, false)] {
        let by = Member {
            account: [2; 32],
            device: DeviceId([device; 32]),
        };
        records.keep_receipt(&ROOM, &by, read, &[of(1)]).unwrap();
    }
    let found = records.receipts(&ROOM, &of(1)).unwrap();
    assert_eq!(found, [([2; 32], true)].into());
}

#[test]
fn a_receipt_may_come_before_its_message() {
    let (_folder, records) = records();
    let by = member(2);
    records.keep_receipt(&ROOM, &by, true, &[of(1)]).unwrap();
    comes(&records, 1);
    assert_eq!(records.receipts(&ROOM, &of(1)).unwrap().len(), 1);
}

#[test]
fn what_there_never_was_takes_no_more_than_its_room() {
    let (_folder, records) = records();
    comes(&records, 1);
    let by = member(2);
    records.keep_receipt(&ROOM, &by, true, &[of(1)]).unwrap();
    for batch in 0u16..10 {
        let invented: Vec<_> = (0u16..256)
            .map(|number| {
                let mut id = [9; 16];
                id[..2].copy_from_slice(&(batch * 256 + number).to_le_bytes());
                MessageRef { id, ..of(0) }
            })
            .collect();
        records.keep_receipt(&ROOM, &by, false, &invented).unwrap();
    }
    let count = "SELECT count(*) FROM receipts";
    let count: u32 = records
        .database
        .query_row(count, [], |row| row.get(0))
        .unwrap();
    assert_eq!(count, 1_025);
    assert_eq!(records.receipts(&ROOM, &of(1)).unwrap().len(), 1);
}

#[test]
fn receipts_go_with_their_message() {
    let (_folder, records) = records();
    records.choose_receipts(None, Some(true)).unwrap();
    let short = said(1, "for a minute");
    records.keep_said(&ROOM, Some(1), Some(500), short).unwrap();
    records.owe_receipt(&ROOM, &of(1)).unwrap();
    comes(&records, 2);
    let all = [of(1), of(2)];
    records.keep_receipt(&ROOM, &member(2), true, &all).unwrap();
    records.drop_ended(500).unwrap();
    let delete = Said {
        body: Body::Delete { of: of(2) },
        ..said(3, "")
    };
    records.keep_said(&ROOM, Some(3), None, delete).unwrap();
    for message in [1, 2] {
        assert!(records.receipts(&ROOM, &of(message)).unwrap().is_empty());
    }
    assert_eq!(due(&records), Due::default());
}

#[test]
fn who_leaves_a_channel_keeps_nothing_of_them() {
    let (_folder, records) = records();
    records.choose_receipts(Some(&ROOM), Some(true)).unwrap();
    comes(&records, 1);
    records
        .keep_receipt(&ROOM, &member(2), true, &[of(1)])
        .unwrap();
    records.forget(&ROOM).unwrap();
    assert_eq!(records.receipt_choice(Some(&ROOM)).unwrap(), None);
    assert!(records.receipts(&ROOM, &of(1)).unwrap().is_empty());
}
