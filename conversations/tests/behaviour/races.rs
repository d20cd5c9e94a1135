//! Commits at the same time: the first valid one in the chain's order wins.

use crate::common::{assert_agree, conversation, settle, texts, Chain, Device, Registry};
use postern_conversations::Event;

#[test]
fn the_loser_of_a_race_takes_the_winner_and_tries_again() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let mut carol = Device::new(&registry, 3, 3);
    let mut dave = Device::new(&registry, 4, 4);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    let now = chain.now();
    let first = alice.core().add(&id, carol.packages(1), now).unwrap();
    let second = bob.core().add(&id, dave.packages(1), now).unwrap();
    // Both are in one block.
    alice.hand_over(&mut chain, &id);
    bob.hand_over(&mut chain, &id);
    chain.mine();
    let all = &mut [&mut alice, &mut bob, &mut carol, &mut dave];
    settle(&mut chain, all, &id);
    assert_agree(all, &id);
    assert!(alice.events.contains(&Event::Done { change: first }));
    assert!(bob.events.contains(&Event::Done { change: second }));
    assert_eq!(alice.core().summary(&id).unwrap().members.len(), 4);
    let epochs = alice.events.iter().filter_map(|event| match event {
        Event::Changed { epoch, .. } => Some(*epoch),
        _ => None,
    });
    assert_eq!(epochs.collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn what_two_want_alike_is_done_once() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let mut carol = Device::new(&registry, 3, 3);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob, &mut carol]);
    let first = alice.core().remove(&id, vec![carol.id()]).unwrap();
    let second = bob.core().remove(&id, vec![carol.id()]).unwrap();
    settle(&mut chain, &mut [&mut alice, &mut bob, &mut carol], &id);
    assert!(alice.events.contains(&Event::Done { change: first }));
    assert!(bob.events.contains(&Event::Done { change: second }));
    assert_eq!(bob.core().summary(&id).unwrap().epoch, 2);
}

#[test]
fn a_message_behind_a_commit_is_sealed_again_and_read_once() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    bob.core().renew(&id).unwrap();
    alice.say(&chain, &id, "late");
    bob.hand_over(&mut chain, &id);
    alice.hand_over(&mut chain, &id);
    chain.mine();
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    assert_eq!(texts(&bob.events), ["late"]);
    let sent = alice
        .events
        .iter()
        .filter(|one| matches!(one, Event::Sent { .. }));
    assert!(sent.count() >= 1);
    let settled = alice
        .events
        .iter()
        .any(|one| matches!(one, Event::Settled { .. }));
    assert!(settled);
}

#[test]
fn an_invitation_is_sent_though_an_earlier_state_in_which_it_lost_is_still_kept() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let mut carol = Device::new(&registry, 3, 3);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    // Alice misses a content, and so keeps the state that it is to be opened in.
    bob.say(&chain, &id, "late");
    bob.hand_over(&mut chain, &id);
    chain.mine();
    alice.slow = true;
    alice.sync(&chain, &id);
    alice.slow = false;
    // Her commit in that state loses for good, and is made again in the next.
    let now = chain.now();
    let change = alice.core().add(&id, carol.packages(1), now).unwrap();
    bob.core().renew(&id).unwrap();
    bob.hand_over(&mut chain, &id);
    alice.hand_over(&mut chain, &id);
    chain.mine();
    settle(&mut chain, &mut [&mut alice, &mut bob, &mut carol], &id);
    assert!(alice.events.contains(&Event::Done { change }));
    assert_agree(&mut [&mut alice, &mut bob, &mut carol], &id);
    assert_eq!(texts(&alice.events), Vec::<String>::new());
    alice.fetch(&chain, &id);
    assert_eq!(texts(&alice.events), ["late"]);
}

#[test]
fn several_changes_of_one_device_follow_each_other() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let mut carol = Device::new(&registry, 3, 3);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    let now = chain.now();
    alice.core().add(&id, carol.packages(1), now).unwrap();
    alice.core().renew(&id).unwrap();
    alice.core().remove(&id, vec![bob.id()]).unwrap();
    settle(&mut chain, &mut [&mut alice, &mut bob, &mut carol], &id);
    assert_agree(&mut [&mut alice, &mut carol], &id);
    assert_eq!(carol.core().summary(&id).unwrap().epoch, 4);
}
