//! What is kept of private channels.

mod amendments;
mod directs;
mod packages;
mod pairs;
mod receipts;
mod unread;

use super::*;
use postern_conversations::{Body, ConversationId, Member, MessageRef, Position};
use postern_primitives::{Cid, Codec, DeviceId};
use tempfile::TempDir;

const ROOM: ConversationId = ConversationId([7; 32]);

fn records() -> (TempDir, Records) {
    let folder = TempDir::new().unwrap();
    let records = Records::open(&folder.path().join("channels.db"), &[1; 32]).unwrap();
    (folder, records)
}

fn member(who: u8) -> Member {
    Member {
        account: [who; 32],
        device: DeviceId([who; 32]),
    }
}

fn said(message: u8, text: &str) -> Said {
    Said {
        from: member(1),
        message: [message; 16],
        authenticated: false,
        sent_at: 1_000,
        body: Body::text(text),
    }
}

fn changed() -> Changed {
    Changed {
        by: member(1),
        added: vec![member(2)],
        removed: vec![],
    }
}

fn all(records: &Records) -> Vec<Post> {
    records.posts(&ROOM, None, 100).unwrap()
}

#[test]
fn posts_stand_in_the_order_of_the_chain_and_those_without_a_place_last() {
    let (_folder, records) = records();
    let waiting = said(9, "on its way");
    records
        .keep_said(&ROOM, None, None, waiting.clone())
        .unwrap();
    records.keep_change(&ROOM, 3, changed()).unwrap();
    let first = said(1, "first");
    records
        .keep_said(&ROOM, Some(2), None, first.clone())
        .unwrap();
    let expected = [
        (Some(2), Kept::Said(first)),
        (Some(3), Kept::Changed(changed())),
        (None, Kept::Said(waiting)),
    ];
    assert_eq!(all(&records), expected);
    assert_eq!(records.posts(&ROOM, None, 1).unwrap(), expected[2..]);
    assert_eq!(records.posts(&ROOM, Some(3), 1).unwrap(), expected[1..2]);
    assert_eq!(all(&records).len(), 3);
    assert!(records
        .posts(&ConversationId([8; 32]), None, 9)
        .unwrap()
        .is_empty());
}

#[test]
fn what_is_taken_back_loses_its_place_and_gets_another_one() {
    let (_folder, records) = records();
    for (message, position) in [(1, 4), (2, 5)] {
        let said = said(message, "text");
        records
            .keep_said(&ROOM, Some(position), None, said)
            .unwrap();
    }
    records.keep_change(&ROOM, 6, changed()).unwrap();
    records.take_back(&ROOM, 5).unwrap();
    let places = |records: &Records| -> Vec<_> {
        all(records).into_iter().map(|(place, _)| place).collect()
    };
    assert_eq!(places(&records), [Some(4), None]);
    let of = MessageRef {
        device: member(1).device,
        id: [2; 16],
    };
    records.place(&ROOM, &of, 7).unwrap();
    assert_eq!(places(&records), [Some(4), Some(7)]);
}

#[test]
fn what_is_told_twice_is_kept_once() {
    let (_folder, records) = records();
    for _ in 0..2 {
        records
            .keep_said(&ROOM, Some(1), None, said(1, "x"))
            .unwrap();
        records.keep_change(&ROOM, 2, changed()).unwrap();
        records.keep_loss(&ROOM, 3).unwrap();
    }
    assert_eq!(all(&records).len(), 3);
}

#[test]
fn a_message_is_forgotten_when_its_time_is_over() {
    let (_folder, records) = records();
    records
        .keep_said(&ROOM, Some(1), Some(500), said(1, "x"))
        .unwrap();
    records.drop_ended(499).unwrap();
    assert_eq!(all(&records).len(), 1);
    records.drop_ended(500).unwrap();
    assert!(all(&records).is_empty());
}

#[test]
fn nothing_that_was_said_or_named_is_in_the_file() {
    let (folder, records) = records();
    records
        .keep_said(&ROOM, Some(1), None, said(1, "a secret word"))
        .unwrap();
    records.call_room(&ROOM, "a secret name").unwrap();
    drop(records);
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("secret"));
    }
}

#[test]
fn entries_are_forgotten_from_either_end() {
    let (_folder, records) = records();
    let fed: Vec<_> = (0u64..4)
        .map(|position| Fed {
            position,
            block: 10 + position as u32,
            hash: [position as u8; 32],
        })
        .collect();
    fed.iter().for_each(|fed| records.feed(&ROOM, fed).unwrap());
    assert_eq!(records.fed(&ROOM).unwrap(), fed);
    records.cut_fed(&ROOM, 3).unwrap();
    records.drop_fed(&ROOM, 1).unwrap();
    assert_eq!(records.fed(&ROOM).unwrap(), fed[1..3]);
}

#[test]
fn an_invitation_waits_until_it_is_dropped() {
    let (_folder, records) = records();
    let id = Cid::of_block(Codec::Raw, b"letter");
    let invitation = Invitation {
        from: [1; 32],
        bytes: vec![1, 2, 3],
    };
    records.keep_invitation(&id, &invitation).unwrap();
    records.keep_invitation(&id, &invitation).unwrap();
    assert_eq!(records.invitation(&id).unwrap(), Some(invitation));
    records.drop_invitation(&id).unwrap();
    assert_eq!(records.invitation(&id).unwrap(), None);
}

#[test]
fn large_invitations_leave_little_room_for_older_ones() {
    let (_folder, records) = records();
    let id = |number: u8| Cid::of_block(Codec::Raw, &[number]);
    let invitation = Invitation {
        from: [1; 32],
        bytes: vec![7; postern_conversations::limits::MAX_INVITATION],
    };
    for number in 0..10 {
        records.keep_invitation(&id(number), &invitation).unwrap();
        records
            .keep_pair_invitation(&id(number), &invitation)
            .unwrap();
    }
    let kept = |number| records.invitation(&id(number)).unwrap().is_some();
    let places: Vec<_> = (0..10).filter(|number| kept(*number)).collect();
    assert_eq!(places, [3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(records.pair_invitations().unwrap().len(), places.len());
}

#[test]
fn a_home_tells_whether_it_has_channels_and_not_which() {
    let (folder, records) = records();
    let path = folder.path().join("channels.db");
    assert!(!has_rooms(&path));
    records.call_room(&ROOM, "garden").unwrap();
    assert!(has_rooms(&path));
    assert_eq!(records.room(&ROOM).unwrap().as_deref(), Some("garden"));
    records.forget(&ROOM).unwrap();
    assert!(!has_rooms(&path));
    // Nor when nobody has the database open.
    drop(records);
    assert!(!has_rooms(&path));
}

#[test]
fn records_of_another_keystore_do_not_open() {
    let (folder, records) = records();
    records.call_room(&ROOM, "garden").unwrap();
    let other = Records::open(&folder.path().join("channels.db"), &[2; 32]).unwrap();
    assert!(matches!(other.room(&ROOM), Err(Error::WrongKey)));
}
