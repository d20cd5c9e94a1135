//! Whoever is removed neither reads nor writes afterwards.

use crate::common::{conversation, settle, texts, Chain, Device, Registry};
use postern_conversations::{Body, ConversationId, Entry, Error, Event, Refusal, Standing};

#[test]
fn a_removed_device_is_told_and_can_do_nothing_more() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    alice.core().remove(&id, vec![bob.id()]).unwrap();
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    assert!(bob
        .events
        .iter()
        .any(|one| matches!(one, Event::Removed { .. })));
    assert_eq!(bob.core().summary(&id).unwrap().standing, Standing::Removed);
    let now = chain.now();
    assert!(matches!(
        bob.core().say(&id, Body::text("no"), None, now),
        Err(Error::NotMember)
    ));
    assert!(matches!(
        bob.core().work(&id, 1, now),
        Err(Error::NotMember)
    ));
}

#[test]
fn with_the_state_of_before_nothing_later_is_read() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let mut carol = Device::new(&registry, 3, 3);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob, &mut carol]);
    let mut thief = bob.steal();
    alice.core().remove(&id, vec![bob.id()]).unwrap();
    settle(&mut chain, &mut [&mut alice, &mut bob, &mut carol], &id);
    alice.say(&chain, &id, "among us");
    settle(&mut chain, &mut [&mut alice, &mut carol], &id);
    assert_eq!(texts(&carol.events), ["among us"]);

    // Everything that ever was, as if it stood in the thief's own log.
    let cursor = thief.core().cursor(&id).unwrap().unwrap();
    for (position, (cid, content)) in (cursor.next..).zip(chain.contents()) {
        let entry = Entry {
            position,
            log: cursor.log,
            cid: *cid,
            successor: None,
            moment: chain.now(),
        };
        thief.core().include(&id, &entry, Some(content)).unwrap();
    }
    thief.take_events();
    assert_eq!(texts(&thief.events), Vec::<String>::new());
    let refused = |event: &Event| {
        matches!(
            event,
            Event::Refused {
                reason: Refusal::NotAuthentic,
                ..
            }
        )
    };
    assert!(thief.events.iter().any(refused));
}

#[test]
fn what_is_written_with_old_keys_is_read_by_nobody() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    let mut thief = bob.steal();
    alice.core().remove(&id, vec![bob.id()]).unwrap();
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    thief.say(&chain, &id, "it is me");
    assert!(thief.hand_over(&mut chain, &id));
    chain.mine();
    settle(&mut chain, &mut [&mut alice], &id);
    assert_eq!(texts(&alice.events), Vec::<String>::new());
}

#[test]
fn whoever_was_removed_may_be_invited_again() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    alice.core().remove(&id, vec![bob.id()]).unwrap();
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    let now = chain.now();
    alice.core().add(&id, bob.packages(1), now).unwrap();
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    alice.say(&chain, &id, "welcome back");
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    assert_eq!(texts(&bob.events), ["welcome back"]);
}

/// Alice removes Bob and invites him again, while everybody else is away.
fn remove_and_invite_again(
    chain: &mut Chain,
    alice: &mut Device,
    bob: &mut Device,
    id: &ConversationId,
) {
    alice.core().remove(id, vec![bob.id()]).unwrap();
    settle(chain, &mut [alice, bob], id);
    assert_eq!(bob.core().summary(id).unwrap().standing, Standing::Removed);
    let now = chain.now();
    alice.core().add(id, bob.packages(1), now).unwrap();
    settle(chain, &mut [alice, bob], id);
    assert_eq!(bob.core().summary(id).unwrap().standing, Standing::Member);
}

#[test]
fn what_was_read_and_lost_its_place_is_not_told_again_to_who_was_removed_and_came_back() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let mut carol = Device::new(&registry, 3, 3);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob, &mut carol]);
    carol.say(&chain, &id, "hello");
    let now = chain.now();
    let body = Body::Rename {
        name: "old friends".into(),
    };
    carol.core().say(&id, body, None, now).unwrap();
    carol.hand_over(&mut chain, &id);
    chain.mine();
    bob.sync(&chain, &id);
    assert_eq!(texts(&bob.events), ["hello"]);
    chain.reorganize(1);
    chain.lose_pool();
    remove_and_invite_again(&mut chain, &mut alice, &mut bob, &id);
    settle(&mut chain, &mut [&mut alice, &mut bob, &mut carol], &id);
    assert_eq!(texts(&alice.events), ["hello"]);
    assert_eq!(texts(&bob.events), ["hello"]);
    let placed = |event: &Event| matches!(event, Event::Placed { .. });
    assert!(bob.events.iter().any(placed));
    assert_eq!(bob.core().summary(&id).unwrap().name, "old friends");
}

#[test]
fn who_comes_back_without_having_heard_of_a_retraction_is_told_nothing_again_either() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let mut carol = Device::new(&registry, 3, 3);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob, &mut carol]);
    carol.say(&chain, &id, "hello");
    carol.hand_over(&mut chain, &id);
    alice.core().remove(&id, vec![bob.id()]).unwrap();
    alice.hand_over(&mut chain, &id);
    chain.mine();
    bob.sync(&chain, &id);
    assert_eq!(bob.core().summary(&id).unwrap().standing, Standing::Removed);
    chain.reorganize(1);
    chain.lose_pool();
    // The removal comes again, without the message before it, and then Bob's return.
    let now = chain.now();
    alice.core().add(&id, bob.packages(1), now).unwrap();
    while chain.invitations.is_empty() {
        alice.hand_over(&mut chain, &id);
        chain.mine();
        chain.finalize_all();
        alice.sync(&chain, &id);
    }
    let (_, invitation) = chain.invitations.remove(0);
    bob.join(&invitation);
    settle(&mut chain, &mut [&mut alice, &mut bob, &mut carol], &id);
    assert_eq!(texts(&alice.events), ["hello"]);
    assert_eq!(texts(&bob.events), ["hello"]);
}

#[test]
fn an_answer_that_comes_after_a_removal_and_a_return_is_taken() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let mut carol = Device::new(&registry, 3, 3);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob, &mut carol]);
    let now = chain.now();
    bob.core().challenge(&id, &carol.id(), now).unwrap();
    bob.hand_over(&mut chain, &id);
    chain.mine();
    carol.sync(&chain, &id);
    remove_and_invite_again(&mut chain, &mut alice, &mut bob, &id);
    settle(&mut chain, &mut [&mut alice, &mut bob, &mut carol], &id);
    let refused = |event: &Event| matches!(event, Event::Refused { .. });
    assert!(!bob.events.iter().any(refused));
    let authenticated = |event: &Event| matches!(event, Event::Authenticated { member } if member.device == carol.id());
    assert!(bob.events.iter().any(authenticated));
}

#[test]
fn only_other_members_can_be_removed() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let stranger = Device::new(&registry, 3, 3);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    for device in [stranger.id(), alice.id()] {
        assert!(matches!(
            alice.core().remove(&id, vec![device]),
            Err(Error::NobodyMeant)
        ));
    }
}

#[test]
fn a_revoked_device_neither_speaks_nor_changes_anything() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    let now = chain.now();
    registry.change(bob.id(), |one| one.revoked_at = Some(now));
    bob.say(&chain, &id, "psst");
    bob.core().renew(&id).unwrap();
    for _ in 0..3 {
        bob.hand_over(&mut chain, &id);
        chain.mine();
        alice.sync(&chain, &id);
    }
    assert_eq!(texts(&alice.events), Vec::<String>::new());
    let refused = alice.events.iter().filter(|event| {
        matches!(
            event,
            Event::Refused {
                reason: Refusal::Certificate(_),
                ..
            }
        )
    });
    assert_eq!(refused.count(), 2);
    assert_eq!(alice.core().summary(&id).unwrap().epoch, 1);
}
