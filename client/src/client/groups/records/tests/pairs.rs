//! Conversations of two, and invitations to them.

use super::*;

#[test]
fn conversations_are_known_by_whom_they_are_with_the_lesser_identifier_first() {
    let (_folder, records) = records();
    let [one, other] = [ConversationId([9; 32]), ConversationId([3; 32])];
    records.keep_pair(&one, &[1; 32]).unwrap();
    records.keep_pair(&other, &[2; 32]).unwrap();
    // A conversation does not change whom it is with.
    records.keep_pair(&one, &[4; 32]).unwrap();
    records.use_pair(&one).unwrap();
    let pair = |conversation, with, used| PairRecord {
        conversation,
        with,
        used,
    };
    let expected = [pair(other, [2; 32], false), pair(one, [1; 32], true)];
    assert_eq!(records.pairs().unwrap(), expected);
}

#[test]
fn invitations_wait_and_the_oldest_goes_for_a_new_one() {
    let (_folder, records) = records();
    let cid = |number: u8| Cid::of_block(Codec::Raw, &[number]);
    let invitation = |number: u8| Invitation {
        from: [number; 32],
        bytes: vec![number],
    };
    for number in 0..=64 {
        let id = cid(number);
        records
            .keep_pair_invitation(&id, &invitation(number))
            .unwrap();
    }
    let waiting = records.pair_invitations().unwrap();
    assert_eq!(waiting.len(), 64);
    assert_eq!(waiting[0], (cid(1).as_bytes().to_vec(), invitation(1)));
    records.drop_pair_invitation(cid(1).as_bytes()).unwrap();
    assert_eq!(records.pair_invitations().unwrap()[0].1, invitation(2));
}

#[test]
fn nobody_can_read_from_the_file_with_whom_they_are() {
    let (folder, records) = records();
    records.keep_pair(&ROOM, &[0xAB; 32]).unwrap();
    drop(records);
    let bytes = std::fs::read(folder.path().join("channels.db")).unwrap();
    assert!(!bytes.windows(32).any(|window| window == [0xAB; 32]));
}
