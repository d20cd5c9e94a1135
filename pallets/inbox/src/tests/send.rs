use crate::{mock::*, Entries, Event, SequenceKey};
use frame_support::assert_ok;
use postern_primitives::{limits::MAX_RECIPIENTS, Cid, Codec};

#[test]
fn one_cid_reaches_every_recipient_under_the_number_that_its_inbox_has_next() {
    run(|| {
        let (first, second) = (inbox_of(&key(1)), inbox_of(&key(2)));
        assert_ok!(send(&ALICE, core::slice::from_ref(&first), "earlier", 20));
        assert_ok!(send(&ALICE, &[first.clone(), second.clone()], "hello", 20));

        let entries = vec![(first.clone(), 1), (second.clone(), 0)]
            .try_into()
            .unwrap();
        let sent = Event::Sent {
            sender: ALICE,
            cid: cid("hello"),
            entries,
            expires_at: 21,
        };
        assert_eq!(last_event(), sent.into());
        for (owner, number) in [(first, 1), (second, 0)] {
            let entry = Inbox::entry(&owner, number).expect("it was sent");
            assert_eq!(entry.cid, cid("hello"));
            assert_eq!(entry.sender, ALICE);
            assert_eq!((entry.size, entry.sent_at, entry.expires_at), (1024, 1, 21));
        }
    });
}

#[test]
fn an_inbox_may_belong_to_a_key_without_an_account() {
    run(|| {
        assert_ok!(send(&ALICE, &[PAUPER], "hello", 20));
        assert_eq!(Inbox::queue(&PAUPER).count, 1);
        assert!(!frame_system::Account::<Test>::contains_key(PAUPER));
    });
}

#[test]
fn as_many_recipients_as_allowed_are_reached_at_once() {
    run(|| {
        let recipients: Vec<_> = (1..=MAX_RECIPIENTS as u8)
            .map(|i| inbox_of(&key(i)))
            .collect();
        assert_ok!(send(&ALICE, &recipients, "hello", 20));
        assert!(recipients
            .iter()
            .all(|owner| Inbox::queue(owner).count == 1));
        assert_eq!(References::of(&cid("hello")), MAX_RECIPIENTS);
    });
}

#[test]
fn the_text_of_a_cid_is_as_good_as_its_bytes() {
    run(|| {
        let text = cid("hello").to_string().into_bytes().try_into().unwrap();
        let call = crate::Call::send {
            recipients: vec![PAUPER].try_into().unwrap(),
            cid: text,
            size: 5,
            lifetime: 20,
        };
        assert_ok!(dispatch(call, RuntimeOrigin::signed(ALICE)));
        assert_eq!(
            Inbox::entry(&PAUPER, 0).map(|entry| entry.cid),
            Some(cid("hello"))
        );
    });
}

#[test]
fn a_folder_is_sent_as_well_as_a_block() {
    run(|| {
        let folder = Cid::of_block(Codec::DagPb, b"folder");
        let call = crate::Call::send {
            recipients: vec![PAUPER].try_into().unwrap(),
            cid: folder.to_input(),
            size: 5,
            lifetime: 20,
        };
        assert_ok!(dispatch(call, RuntimeOrigin::signed(ALICE)));
        assert_eq!(
            Inbox::entry(&PAUPER, 0).map(|entry| entry.cid),
            Some(folder)
        );
    });
}

#[test]
fn sending_the_same_content_twice_makes_two_entries() {
    run(|| {
        assert_ok!(send(&ALICE, &[PAUPER], "hello", 20));
        assert_ok!(send(&ALICE, &[PAUPER], "hello", 20));
        assert_eq!(listed(&Inbox::entries(&PAUPER, 0, 10).entries), [0, 1]);
        assert_eq!(References::of(&cid("hello")), 2);
    });
}

#[test]
fn the_queue_counts_entries_and_bytes() {
    run(|| {
        fill(&PAUPER, 3, 20);
        let queue = Inbox::queue(&PAUPER);
        assert_eq!(
            (queue.first, queue.next, queue.count, queue.bytes),
            (0, 3, 3, 3 * 1024)
        );
    });
}

#[test]
fn the_order_of_keys_is_the_order_of_numbers() {
    let encoded = |number: u64| codec::Encode::encode(&SequenceKey::from(number));
    let numbers = [0, 1, 255, 256, 65_535, 65_536, u64::MAX - 1, u64::MAX];
    assert!(numbers
        .windows(2)
        .all(|pair| encoded(pair[0]) < encoded(pair[1])));
    assert!(numbers
        .iter()
        .all(|number| u64::from(SequenceKey::from(*number)) == *number));
}

#[test]
fn an_entry_without_a_number_left_is_refused_and_overwrites_nothing() {
    run(|| {
        crate::NumberFloor::<Test>::put(u64::MAX);
        assert!(send(&ALICE, &[PAUPER], "hello", 20).is_err());
        assert_eq!(Entries::<Test>::iter().count(), 0);
    });
}
