//! A process may die at any point: nothing received is lost, and no key is used twice.

use crate::common::{assert_agree, conversation, settle, texts, Chain, Device, Registry};
use postern_conversations::{Conversations, Error, Identity, Work};

#[test]
fn what_was_sealed_is_handed_over_again_as_it_was() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    alice.say(&chain, &id, "hello");
    alice.core().renew(&id).unwrap();
    let contents = |device: &mut Device| {
        let work = device.core().work(&id, 64, chain.now()).unwrap();
        let content = |task| match task {
            Work::Post { content, .. } | Work::Commit { content, .. } => content,
            other => panic!("{other:?}"),
        };
        work.into_iter().map(content).collect::<Vec<_>>()
    };
    let before = contents(&mut alice);
    assert_eq!(before.len(), 2);
    let generations = alice.core().own_generations(&id).unwrap();
    alice.crash();
    assert_eq!(contents(&mut alice), before);
    assert_eq!(alice.core().own_generations(&id).unwrap(), generations);
}

#[test]
fn generations_only_ever_rise() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    let (_, before, _) = alice.core().own_generations(&id).unwrap();
    for number in 0..5 {
        alice.say(&chain, &id, "hello");
        alice.crash();
        alice.hand_over(&mut chain, &id);
        alice.crash();
        let (_, now, _) = alice.core().own_generations(&id).unwrap();
        assert_eq!(now, before + number + 1);
    }
    alice.core().renew(&id).unwrap();
    let (_, _, commits) = alice.core().own_generations(&id).unwrap();
    alice.core().work(&id, 64, chain.now()).unwrap();
    let (_, _, after) = alice.core().own_generations(&id).unwrap();
    assert_eq!(
        after,
        commits + 1,
        "the commit's step is written down where it was made"
    );
}

#[test]
fn an_event_stays_until_it_is_taken() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    alice.say(&chain, &id, "hello");
    alice.hand_over(&mut chain, &id);
    chain.mine();
    let cursor = bob.core().cursor(&id).unwrap().unwrap();
    let index = usize::try_from(cursor.next - cursor.first).unwrap();
    let (posted, block) = chain.entry(cursor.log, index).unwrap();
    let entry = postern_conversations::Entry {
        position: cursor.next,
        log: cursor.log,
        cid: posted.cid,
        successor: None,
        moment: chain.moment(block),
    };
    let content = chain.content(&posted.cid).unwrap().clone();
    bob.core().include(&id, &entry, Some(&content)).unwrap();
    bob.crash();
    bob.take_events();
    assert_eq!(texts(&bob.events), ["hello"]);
    bob.take_events();
    assert_eq!(texts(&bob.events), ["hello"]);
}

#[test]
fn a_step_that_fails_in_the_middle_has_changed_nothing() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let mut carol = Device::new(&registry, 3, 3);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    let now = chain.now();
    alice.core().add(&id, carol.packages(1), now).unwrap();
    alice.say(&chain, &id, "hello");
    alice.hand_over(&mut chain, &id);
    chain.mine();
    for after in 0..4 {
        *registry.failing_after.borrow_mut() = Some(after);
        bob.sync(&chain, &id);
        bob.crash();
    }
    *registry.failing_after.borrow_mut() = None;
    settle(&mut chain, &mut [&mut alice, &mut bob, &mut carol], &id);
    assert_eq!(texts(&bob.events), ["hello"]);
    assert_agree(&mut [&mut alice, &mut bob, &mut carol], &id);
}

#[test]
fn another_key_opens_nothing_and_nothing_is_in_the_clear() {
    let folder = crate::common::device::temporary();
    let path = folder.path().join("db");
    let registry = Registry::default();
    let identity = || Identity::new([1; 32], [4; 32], &[7; 32]);
    let mut core = Conversations::open(&path, &[1; 32], identity(), registry.clone()).unwrap();
    let id = core.create("a name to look for", &[], 0).unwrap();
    core.say(
        &id,
        postern_conversations::Body::text("a text to look for"),
        None,
        0,
    )
    .unwrap();
    drop(core);
    let bytes = std::fs::read(&path).unwrap();
    let contains = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
    assert!(!contains(b"to look for"));
    assert!(!contains(b"MessageSecrets"));
    let other = Conversations::open(&path, &[2; 32], identity(), registry);
    assert!(matches!(other, Err(Error::WrongKey)));
}
