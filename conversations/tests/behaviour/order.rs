//! What comes early, late, twice, or not at all.

use crate::common::{conversation, settle, texts, Chain, Device, Registry};
use postern_conversations::{
    limits::{KEPT_EPOCHS, MAX_WAITING},
    ConversationId, Cursor, Entry, Error, Event, Refusal, Successor,
};
use postern_primitives::{Cid, Codec};

struct World {
    chain: Chain,
    alice: Device,
    bob: Device,
    id: ConversationId,
}

/// Alice has said three things that Bob has not read.
fn world() -> World {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    for text in ["one", "two", "three"] {
        alice.say(&chain, &id, text);
    }
    alice.hand_over(&mut chain, &id);
    chain.mine();
    World {
        chain,
        alice,
        bob,
        id,
    }
}

impl World {
    fn cursor(&mut self) -> Cursor {
        self.bob.core().cursor(&self.id).unwrap().unwrap()
    }

    fn entry(&mut self, position: u64) -> Entry {
        let cursor = self.cursor();
        let index = usize::try_from(position - cursor.first).unwrap();
        let (posted, block) = self.chain.entry(cursor.log, index).unwrap();
        Entry {
            position,
            log: cursor.log,
            cid: posted.cid,
            successor: posted.successor,
            moment: self.chain.moment(block),
        }
    }

    fn include(&mut self, entry: &Entry, with_content: bool) -> Result<(), Error> {
        let content = self.chain.content(&entry.cid).cloned();
        let content = content.filter(|_| with_content);
        self.bob.core().include(&self.id, entry, content.as_deref())
    }

    fn texts(&mut self) -> Vec<String> {
        self.bob.take_events();
        texts(&self.bob.events)
    }
}

#[test]
fn entries_that_come_early_wait_and_gaps_are_reported() {
    let mut world = world();
    let first = world.cursor().next;
    let third = world.entry(first + 2);
    world.include(&third, true).unwrap();
    assert_eq!(world.texts(), Vec::<String>::new());
    let gaps = world.bob.core().gaps(&world.id).unwrap();
    assert_eq!(gaps.entries, [first, first + 1]);
    for position in [first + 1, first] {
        let entry = world.entry(position);
        world.include(&entry, true).unwrap();
    }
    assert_eq!(world.texts(), ["one", "two", "three"]);
    assert_eq!(
        world.bob.core().gaps(&world.id).unwrap(),
        Default::default()
    );
}

#[test]
fn a_missing_content_holds_up_nothing_and_may_come_later() {
    let mut world = world();
    let first = world.cursor().next;
    for position in first..first + 3 {
        let entry = world.entry(position);
        world.include(&entry, position != first).unwrap();
    }
    assert_eq!(world.texts(), ["two", "three"]);
    let gaps = world.bob.core().gaps(&world.id).unwrap();
    assert_eq!(gaps.contents.len(), 1);
    assert!(!gaps.blocked);
    world.bob.fetch(&world.chain, &world.id);
    assert_eq!(world.texts(), ["two", "three", "one"]);
}

#[test]
fn a_missing_content_may_come_after_a_commit_that_is_final() {
    let mut world = world();
    world.bob.slow = true;
    world.bob.sync(&world.chain, &world.id);
    world.bob.slow = false;
    world.alice.sync(&world.chain, &world.id);
    world.alice.core().renew(&world.id).unwrap();
    settle(
        &mut world.chain,
        &mut [&mut world.alice, &mut world.bob],
        &world.id,
    );
    assert_eq!(world.bob.core().summary(&world.id).unwrap().epoch, 2);
    world.bob.fetch(&world.chain, &world.id);
    assert_eq!(world.texts(), ["one", "two", "three"]);
}

#[test]
fn a_missing_commit_holds_up_what_is_behind_it() {
    let mut world = world();
    world.bob.sync(&world.chain, &world.id);
    world.alice.sync(&world.chain, &world.id);
    world.alice.core().renew(&world.id).unwrap();
    world.alice.hand_over(&mut world.chain, &world.id);
    world.chain.mine();
    world.bob.slow = true;
    world.bob.sync(&world.chain, &world.id);
    assert_eq!(world.bob.core().summary(&world.id).unwrap().epoch, 1);
    assert!(world.bob.core().gaps(&world.id).unwrap().blocked);
    world.bob.fetch(&world.chain, &world.id);
    assert_eq!(world.bob.core().summary(&world.id).unwrap().epoch, 2);
}

#[test]
fn a_duplicate_is_dropped() {
    let mut world = world();
    let first = world.cursor().next;
    let entry = world.entry(first);
    world.include(&entry, true).unwrap();
    world.include(&entry, true).unwrap();
    // The same content in another place of the log.
    let again = Entry {
        position: first + 1,
        ..entry
    };
    world.include(&again, true).unwrap();
    assert_eq!(world.texts(), ["one"]);
    let refused = |event: &Event| matches!(event, Event::Refused { .. });
    assert!(!world.bob.events.iter().any(refused));
}

#[test]
fn what_contradicts_itself_is_refused() {
    let mut world = world();
    let first = world.cursor().next;
    let entry = world.entry(first);
    world.include(&entry, true).unwrap();
    let other = Entry {
        cid: Cid::of_block(Codec::Raw, b"another"),
        ..entry
    };
    assert!(matches!(
        world.include(&other, false),
        Err(Error::Conflict(_))
    ));
    let elsewhere = Entry {
        position: first + 1,
        log: entry.log + 7,
        ..entry
    };
    assert!(matches!(
        world.include(&elsewhere, false),
        Err(Error::WrongLog)
    ));
    let cid = world.entry(first + 1).cid;
    let wrong = world.bob.core().deliver(&world.id, &cid, b"something else");
    assert!(matches!(wrong, Err(Error::WrongContent(_))));
}

#[test]
fn the_queue_is_bounded() {
    let mut world = world();
    let next = world.cursor().next;
    let entry = world.entry(next);
    let far = Entry {
        position: entry.position + MAX_WAITING,
        ..entry
    };
    assert!(matches!(world.include(&far, false), Err(Error::Full(_))));
}

#[test]
fn nonsense_is_skipped_and_named() {
    let mut world = world();
    let first = world.cursor().next;
    let nonsense = b"nonsense".to_vec();
    let cid = Cid::of_block(Codec::Raw, &nonsense);
    let as_post = Entry {
        cid,
        ..world.entry(first)
    };
    let as_commit = Entry {
        position: first + 1,
        successor: Some(Successor {
            log: 99,
            key: [9; 32],
        }),
        ..as_post
    };
    world
        .bob
        .core()
        .include(&world.id, &as_post, Some(&nonsense))
        .unwrap();
    world
        .bob
        .core()
        .include(&world.id, &as_commit, Some(&nonsense))
        .unwrap();
    world.bob.take_events();
    let refused = world
        .bob
        .events
        .iter()
        .filter(|one| matches!(one, Event::Refused { .. }));
    assert_eq!(refused.count(), 2);
    assert_eq!(world.cursor().next, first + 2);
    assert_eq!(world.bob.core().summary(&world.id).unwrap().epoch, 1);
}

#[test]
fn a_commit_that_opens_a_channel_under_another_key_is_skipped() {
    let mut world = world();
    world.bob.sync(&world.chain, &world.id);
    world.alice.sync(&world.chain, &world.id);
    world.alice.core().renew(&world.id).unwrap();
    world.alice.hand_over(&mut world.chain, &world.id);
    world.chain.mine();
    let next = world.cursor().next;
    let genuine = world.entry(next);
    // Somebody was faster, with the same content and a key of their own.
    let key = [9; 32];
    let stolen = Entry {
        successor: Some(Successor { log: 99, key }),
        ..genuine
    };
    for device in [&mut world.alice, &mut world.bob] {
        let content = world.chain.content(&stolen.cid);
        let content = content.map(|content| &content[..]);
        device.core().include(&world.id, &stolen, content).unwrap();
        device.take_events();
        assert_eq!(device.core().summary(&world.id).unwrap().epoch, 1);
        assert!(device.events.iter().any(|event| matches!(
            event,
            Event::Refused {
                reason: Refusal::WrongSuccessor,
                ..
            }
        )));
        let again = Entry {
            position: genuine.position + 1,
            ..genuine
        };
        device.core().include(&world.id, &again, content).unwrap();
        assert_eq!(device.core().summary(&world.id).unwrap().epoch, 2);
    }
}

#[test]
fn a_commit_that_is_put_into_the_log_as_a_post_is_not_taken_for_done() {
    let mut world = world();
    world.alice.sync(&world.chain, &world.id);
    world.alice.core().renew(&world.id).unwrap();
    let work = world.alice.core().work(&world.id, 1, world.chain.now());
    let commit = work.unwrap().into_iter().find_map(|task| match task {
        postern_conversations::Work::Commit { content, .. } => Some(content),
        _ => None,
    });
    let cursor = world.alice.core().cursor(&world.id).unwrap().unwrap();
    let content = commit.unwrap();
    let as_post = Entry {
        position: cursor.next,
        log: cursor.log,
        cid: Cid::of_block(Codec::Raw, &content),
        successor: None,
        moment: world.chain.now(),
    };
    let core = world.alice.core();
    core.include(&world.id, &as_post, Some(&content)).unwrap();
    core.finalize(&world.id, cursor.next + 1).unwrap();
    let work = core.work(&world.id, 1, world.chain.now()).unwrap();
    assert!(work
        .iter()
        .any(|task| matches!(task, postern_conversations::Work::Commit { .. })));
}

#[test]
fn contents_that_never_come_are_given_up_some_epochs_later() {
    let mut world = world();
    world.bob.slow = true;
    world.bob.sync(&world.chain, &world.id);
    world.bob.slow = false;
    let devices = &mut [&mut world.alice, &mut world.bob];
    for _ in 0..KEPT_EPOCHS + 1 {
        devices[0].sync(&world.chain, &world.id);
        devices[0].core().renew(&world.id).unwrap();
        settle(&mut world.chain, devices, &world.id);
    }
    let lost = |event: &&Event| matches!(event, Event::Lost { .. });
    assert_eq!(world.bob.events.iter().filter(lost).count(), 3);
    world.bob.fetch(&world.chain, &world.id);
    assert_eq!(world.texts(), Vec::<String>::new());
}
