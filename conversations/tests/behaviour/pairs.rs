//! Two people write to each other beside the log of their conversation.

use crate::common::{
    assert_agree, conversation, pair, settle, texts, Chain, Device, Registry, START,
};
use postern_conversations::{
    invites_to_pair,
    limits::{ENDED_EPOCHS, MAX_TEXT, WAITING_FOR},
    Body, CertificateFault, ConversationId, Error, Event, Part, Refusal, Work,
};
use postern_primitives::DeviceId;

fn seal(from: &mut Device, chain: &Chain, id: &ConversationId, text: &str) -> Vec<u8> {
    let sealed = from
        .core()
        .seal_direct(id, Body::text(text), None, chain.now());
    sealed.unwrap().1
}

/// Opens a content and has it.
fn takes(device: &mut Device, chain: &Chain, content: &[u8]) -> Body {
    let opened = device.core().open_direct(content, chain.now()).unwrap();
    device.core().direct_taken(&opened.digest).unwrap();
    opened.message.body
}

fn refusal(device: &mut Device, chain: &Chain, content: &[u8]) -> Refusal {
    match device.core().open_direct(content, chain.now()) {
        Err(Error::Refused(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

fn is_unknown(device: &mut Device, chain: &Chain, content: &[u8]) -> bool {
    let opened = device.core().open_direct(content, chain.now());
    matches!(opened, Err(Error::UnknownEpoch))
}

/// One change after the other, each of them final and read by these devices.
fn change(chain: &mut Chain, devices: &mut [&mut Device], id: &ConversationId, times: u32) {
    for _ in 0..times {
        devices[0].core().renew(id).unwrap();
        settle(chain, devices, id);
    }
}

#[test]
fn what_one_says_the_other_reads_once_and_knows_whom_it_is_from() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = pair(&mut chain, &mut [&mut alice, &mut bob]);
    let hello = seal(&mut alice, &chain, &id, "hello");
    let opened = bob.core().open_direct(&hello, chain.now()).unwrap();
    assert_eq!((opened.conversation, opened.from.device), (id, alice.id()));
    assert_eq!(opened.from.account, alice.account());
    assert_eq!(opened.message.body, Body::text("hello"));
    assert!(opened.authenticated, "they have answered each other by now");
    assert_eq!(opened.message.sent_at, chain.now());

    // Until it is taken it is given again; then its key is gone.
    bob.crash();
    assert_eq!(takes(&mut bob, &chain, &hello), Body::text("hello"));
    assert_eq!(refusal(&mut bob, &chain, &hello), Refusal::KeyGone);
    let answer = seal(&mut bob, &chain, &id, "hello yourself");
    let answered = takes(&mut alice, &chain, &answer);
    assert_eq!(answered, Body::text("hello yourself"));
    // Nothing of it stands in the log.
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    assert!(texts(&alice.events).is_empty() && texts(&bob.events).is_empty());
}

#[test]
fn messages_are_read_in_any_order_and_those_that_are_lost_hold_up_none() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = pair(&mut chain, &mut [&mut alice, &mut bob]);
    let contents: Vec<_> = ["one", "lost", "two", "three"]
        .map(|text| (text, seal(&mut alice, &chain, &id, text)))
        .into();
    for at in [3, 0, 2] {
        let (text, content) = &contents[at];
        assert_eq!(takes(&mut bob, &chain, content), Body::text(*text));
    }
}

#[test]
fn a_ratchet_goes_on_from_where_a_process_died() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = pair(&mut chain, &mut [&mut alice, &mut bob]);
    let (_, before, _) = alice.core().own_generations(&id).unwrap();
    for number in 0..5 {
        let content = seal(&mut alice, &chain, &id, "hello");
        alice.crash();
        let (_, now, _) = alice.core().own_generations(&id).unwrap();
        assert_eq!(now, before + number + 1);
        assert_eq!(takes(&mut bob, &chain, &content), Body::text("hello"));
    }
}

#[test]
fn who_was_away_over_changes_reads_what_waited_before_and_behind_them() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = pair(&mut chain, &mut [&mut alice, &mut bob]);
    let before = seal(&mut alice, &chain, &id, "before");
    change(&mut chain, &mut [&mut alice], &id, 2);
    let behind = seal(&mut alice, &chain, &id, "behind");
    // He has not read the log yet, and then he has.
    assert!(is_unknown(&mut bob, &chain, &behind));
    bob.sync(&chain, &id);
    assert_agree(&mut [&mut alice, &mut bob], &id);
    for (content, text) in [(&behind, "behind"), (&before, "before")] {
        assert_eq!(takes(&mut bob, &chain, content), Body::text(text));
    }
    // And what he says meanwhile in the epoch that he knows is read by her, who is ahead.
    change(&mut chain, &mut [&mut alice], &id, 1);
    let late = seal(&mut bob, &chain, &id, "late");
    assert_eq!(takes(&mut alice, &chain, &late), Body::text("late"));
}

#[test]
fn nothing_is_sealed_in_an_epoch_that_the_chain_may_take_back() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = pair(&mut chain, &mut [&mut alice, &mut bob]);
    alice.core().renew(&id).unwrap();
    alice.hand_over(&mut chain, &id);
    chain.mine();
    alice.sync(&chain, &id);
    assert!(!alice.core().pair(&id).unwrap().unwrap().is_final);
    let now = chain.now();
    let sealed = alice
        .core()
        .seal_direct(&id, Body::text("hello"), None, now);
    assert!(matches!(sealed, Err(Error::NotFinal)));
    // It is taken back: the epoch of before goes on.
    chain.reorganize(1);
    alice.sync(&chain, &id);
    let hello = seal(&mut alice, &chain, &id, "hello");
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    assert_eq!(takes(&mut bob, &chain, &hello), Body::text("hello"));
    assert!(alice.core().pair(&id).unwrap().unwrap().is_final);
    seal(&mut alice, &chain, &id, "and on");
}

#[test]
fn keys_of_epochs_that_ended_go_when_no_message_can_wait_any_more() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = pair(&mut chain, &mut [&mut alice, &mut bob]);
    let [first, second] = ["first", "second"].map(|text| seal(&mut alice, &chain, &id, text));
    change(&mut chain, &mut [&mut alice, &mut bob], &id, 1);
    let last = seal(&mut alice, &chain, &id, "last");
    let waiting = u64::try_from(WAITING_FOR.as_millis()).unwrap();
    bob.core().forget_ended(START + waiting).unwrap();
    assert_eq!(takes(&mut bob, &chain, &first), Body::text("first"));
    let opened = bob.core().open_direct(&last, chain.now()).unwrap();
    let far = chain.now() + waiting + 1;
    bob.core().forget_ended(far).unwrap();
    assert!(is_unknown(&mut bob, &chain, &second));
    // What nobody has taken is gone as well, and the epoch that goes on is not.
    assert_eq!(refusal(&mut bob, &chain, &last), Refusal::KeyGone);
    bob.core().direct_taken(&opened.digest).unwrap();
    let further = seal(&mut alice, &chain, &id, "further");
    assert_eq!(takes(&mut bob, &chain, &further), Body::text("further"));
}

#[test]
fn of_many_epochs_the_last_ones_can_be_read() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = pair(&mut chain, &mut [&mut alice, &mut bob]);
    let oldest = seal(&mut alice, &chain, &id, "oldest");
    change(&mut chain, &mut [&mut alice, &mut bob], &id, 1);
    let old = seal(&mut alice, &chain, &id, "old");
    change(&mut chain, &mut [&mut alice, &mut bob], &id, ENDED_EPOCHS);
    assert!(is_unknown(&mut bob, &chain, &oldest));
    assert_eq!(takes(&mut bob, &chain, &old), Body::text("old"));
}

#[test]
fn every_device_reads_and_one_that_was_removed_does_not() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut phone = Device::new(&registry, 2, 2);
    let mut laptop = Device::new(&registry, 2, 3);
    let id = pair(&mut chain, &mut [&mut alice, &mut phone]);
    let now = chain.now();
    let packages = laptop.packages(1);
    alice.core().add(&id, packages, now).unwrap();
    settle(&mut chain, &mut [&mut alice, &mut phone, &mut laptop], &id);
    let both = seal(&mut alice, &chain, &id, "both");
    for device in [&mut phone, &mut laptop] {
        assert_eq!(takes(device, &chain, &both), Body::text("both"));
    }
    let mut thief = phone.steal();
    alice.core().remove(&id, vec![phone.id()]).unwrap();
    settle(&mut chain, &mut [&mut alice, &mut laptop], &id);
    let one = seal(&mut alice, &chain, &id, "one");
    assert!(is_unknown(&mut phone, &chain, &one));
    assert!(is_unknown(&mut thief, &chain, &one));
    assert_eq!(takes(&mut laptop, &chain, &one), Body::text("one"));
    phone.sync(&chain, &id);
    let pair = phone.core().pair(&id).unwrap().unwrap();
    assert!(pair.devices.is_empty());
}

#[test]
fn who_has_come_is_known_from_what_they_said() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let packages = bob.packages(1);
    let id = alice.core().create_pair(&packages, chain.now()).unwrap();
    alice.hand_over(&mut chain, &id);
    alice.hand_over(&mut chain, &id);
    let arrived = |device: &mut Device, of: DeviceId| {
        let pair = device.core().pair(&id).unwrap().unwrap();
        let mut devices = pair.devices.into_iter();
        devices.find(|one| one.member.device == of).unwrap().arrived
    };
    let (hers, his) = (alice.id(), bob.id());
    assert!(arrived(&mut alice, hers) && !arrived(&mut alice, his));
    let (_, invitation) = chain.invitations.pop().unwrap();
    assert_eq!(invites_to_pair(&invitation), Ok(true));
    bob.join(&invitation);
    assert!(arrived(&mut bob, hers), "she has invited him");
    let pair = alice.core().pair(&id).unwrap().unwrap();
    assert!(pair.is_idle && pair.is_final);
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    assert!(arrived(&mut alice, his));
    for device in [&mut alice, &mut bob] {
        let pair = device.core().pair(&id).unwrap().unwrap();
        assert!(pair.devices.iter().all(|one| one.authenticated));
        assert_eq!(device.core().pairs().unwrap(), [id]);
    }
}

#[test]
fn a_device_that_is_added_knows_who_has_come_before() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let mut laptop = Device::new(&registry, 2, 3);
    let id = pair(&mut chain, &mut [&mut alice, &mut bob]);
    let now = chain.now();
    bob.core().add(&id, laptop.packages(1), now).unwrap();
    settle(&mut chain, &mut [&mut alice, &mut bob, &mut laptop], &id);
    for device in [&mut alice, &mut bob, &mut laptop] {
        let pair = device.core().pair(&id).unwrap().unwrap();
        assert_eq!(pair.devices.len(), 3);
        assert!(pair.devices.iter().all(|one| one.arrived));
    }
    // What it was told is no proof.
    let pair = laptop.core().pair(&id).unwrap().unwrap();
    let hers = pair
        .devices
        .iter()
        .find(|one| one.member.device == alice.id());
    assert!(!hers.unwrap().authenticated);
}

#[test]
fn a_sender_whose_certificate_was_over_is_refused_and_nothing_is_lost_by_asking() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = pair(&mut chain, &mut [&mut alice, &mut bob]);
    let hello = seal(&mut alice, &chain, &id, "hello");
    let revoked = chain.now();
    registry.change(alice.id(), |one| one.revoked_at = Some(revoked));
    let over = Refusal::Certificate(CertificateFault::Revoked(alice.id()));
    assert_eq!(refusal(&mut bob, &chain, &hello), over);
    *registry.failing_after.borrow_mut() = Some(0);
    let opened = bob.core().open_direct(&hello, revoked - 1);
    assert!(matches!(opened, Err(Error::LookUp(_))));
    *registry.failing_after.borrow_mut() = None;
    bob.crash();
    let opened = bob.core().open_direct(&hello, revoked - 1).unwrap();
    assert_eq!(opened.message.body, Body::text("hello"));
}

#[test]
fn what_has_to_have_a_place_in_the_order_does_not_travel_beside_it() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = pair(&mut chain, &mut [&mut alice, &mut bob]);
    let now = chain.now();
    let receipt = Body::Receipt {
        read: true,
        of: Vec::new(),
    };
    for body in [Body::Leave, Body::Rename { name: "x".into() }, receipt] {
        let sealed = alice.core().seal_direct(&id, body, None, now);
        assert!(matches!(sealed, Err(Error::BelongsInLog)));
    }
    let long = Body::text("x".repeat(MAX_TEXT + 1));
    let sealed = alice.core().seal_direct(&id, long, None, now);
    assert!(matches!(sealed, Err(Error::TooLong { part: "text", .. })));
    let channel = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    let sealed = alice
        .core()
        .seal_direct(&channel, Body::text("x"), None, now);
    assert!(matches!(sealed, Err(Error::NotOfTwo(_))));
    assert_eq!(alice.core().pair(&channel).unwrap(), None);
    assert_eq!(alice.core().pairs().unwrap(), [id]);
}

#[test]
fn a_content_of_one_place_is_not_taken_in_the_other() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = pair(&mut chain, &mut [&mut alice, &mut bob]);
    let direct = seal(&mut alice, &chain, &id, "hello");
    alice.say(&chain, &id, "in the log");
    let work = alice.core().work(&id, 10, chain.now()).unwrap();
    let [Work::Post {
        log, content, key, ..
    }] = &work[..]
    else {
        panic!("{work:?}");
    };
    let malformed = Refusal::Malformed(Part::Content);
    assert_eq!(refusal(&mut bob, &chain, content), malformed);
    let cid = postern_primitives::Cid::of_block(postern_primitives::Codec::Raw, &direct);
    chain.publish(cid, direct.clone());
    chain.submit(*log, key.public(), cid, None);
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    assert_eq!(texts(&bob.events), ["in the log"]);
    let refused = |event: &Event| matches!(event, Event::Refused { cid: one, .. } if *one == cid);
    assert!(bob.events.iter().any(refused));
    assert_eq!(takes(&mut bob, &chain, &direct), Body::text("hello"));
}

#[test]
fn nobody_else_comes_into_a_conversation_of_two() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let mut eve = Device::new(&registry, 3, 3);
    let now = chain.now();
    assert!(matches!(
        alice.core().create_pair(&[], now),
        Err(Error::NobodyMeant)
    ));
    let packages = [bob.packages(1), eve.packages(1)].concat();
    assert!(matches!(
        alice.core().create_pair(&packages, now),
        Err(Error::Refused(Refusal::ThirdPerson))
    ));
    let id = pair(&mut chain, &mut [&mut alice, &mut bob]);
    let now = chain.now();
    let packages = eve.packages(1);
    let wanted = alice.core().add(&id, packages, now).unwrap();
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    let failed = alice.events.iter().any(|event| {
        *event
            == Event::Failed {
                change: wanted,
                reason: Refusal::ThirdPerson,
            }
    });
    assert!(failed);
    assert_agree(&mut [&mut alice, &mut bob], &id);
}

#[test]
fn a_home_of_before_learns_of_conversations_of_two() {
    let folder = crate::common::device::temporary();
    let path = folder.path().join("db");
    let registry = Registry::default();
    let identity = || postern_conversations::Identity::new([1; 32], [4; 32], &[7; 32]);
    let open = || {
        postern_conversations::Conversations::open(&path, &[1; 32], identity(), registry.clone())
    };
    let id = open().unwrap().create("old", &[], 0).unwrap();
    // As the version before has left it.
    let database = rusqlite::Connection::open(&path).unwrap();
    let before = "DROP TABLE pairs; DROP TABLE directs; DROP TABLE delivered; DROP TABLE arrived;
                  DROP TABLE ballots; DROP TABLE turnover; DROP TABLE used_packages;
                  PRAGMA user_version = 1;";
    database.execute_batch(before).unwrap();
    drop(database);
    let mut core = open().unwrap();
    assert_eq!(core.list().unwrap(), [id]);
    assert!(core.pairs().unwrap().is_empty());
}
