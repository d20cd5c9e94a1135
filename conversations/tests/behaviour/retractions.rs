//! Blocks that are taken back do not fork the group.

use crate::common::{assert_agree, conversation, settle, texts, Chain, Device, Registry};
use postern_conversations::{Error, Event};

fn mine_and_read(
    chain: &mut Chain,
    devices: &mut [&mut Device],
    id: &postern_conversations::ConversationId,
) {
    for device in devices.iter_mut() {
        device.hand_over(chain, id);
    }
    chain.mine();
    for device in devices.iter_mut() {
        device.sync(chain, id);
    }
}

#[test]
fn a_commit_that_is_included_again_leads_to_the_same_epoch() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    alice.core().renew(&id).unwrap();
    mine_and_read(&mut chain, &mut [&mut alice, &mut bob], &id);
    let there = bob.core().summary(&id).unwrap();
    assert_eq!(there.epoch, 2);
    bob.say(&chain, &id, "in the new epoch");
    mine_and_read(&mut chain, &mut [&mut alice, &mut bob], &id);
    let generations = bob.core().own_generations(&id).unwrap();

    chain.reorganize(2);
    alice.sync(&chain, &id);
    bob.sync(&chain, &id);
    assert_eq!(bob.core().summary(&id).unwrap().epoch, 1);
    mine_and_read(&mut chain, &mut [&mut alice, &mut bob], &id);
    assert_eq!(
        bob.core().summary(&id).unwrap().authenticator,
        there.authenticator
    );
    assert_eq!(
        bob.core().own_generations(&id).unwrap(),
        generations,
        "ratchets never go back"
    );
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    assert_eq!(texts(&alice.events), ["in the new epoch"]);
    assert_agree(&mut [&mut alice, &mut bob], &id);
}

#[test]
fn another_commit_may_win_after_all() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    alice.core().renew(&id).unwrap();
    bob.core().renew(&id).unwrap();
    alice.hand_over(&mut chain, &id);
    bob.hand_over(&mut chain, &id);
    chain.mine();
    alice.sync(&chain, &id);
    bob.sync(&chain, &id);
    let first = alice.core().summary(&id).unwrap();

    chain.reorganize(1);
    // Last in, first out: the other order.
    chain.mine_some(|waiting| waiting - 1, 2);
    alice.sync(&chain, &id);
    bob.sync(&chain, &id);
    let second = alice.core().summary(&id).unwrap();
    assert_eq!(second.epoch, first.epoch);
    assert_ne!(second.authenticator, first.authenticator);
    assert_agree(&mut [&mut alice, &mut bob], &id);
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    assert_agree(&mut [&mut alice, &mut bob], &id);
}

#[test]
fn a_message_keeps_what_was_read_of_it_and_gets_its_place_again() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    alice.say(&chain, &id, "hello");
    mine_and_read(&mut chain, &mut [&mut alice, &mut bob], &id);
    chain.reorganize(1);
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    assert_eq!(texts(&bob.events), ["hello"]);
    assert!(bob
        .events
        .iter()
        .any(|one| matches!(one, Event::Retracted { .. })));
    assert!(bob
        .events
        .iter()
        .any(|one| matches!(one, Event::Placed { .. })));
}

#[test]
fn a_removal_that_is_taken_back_lets_its_victim_stay() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let mut carol = Device::new(&registry, 3, 3);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob, &mut carol]);
    alice.core().remove(&id, vec![bob.id()]).unwrap();
    mine_and_read(&mut chain, &mut [&mut alice, &mut bob, &mut carol], &id);
    assert!(matches!(bob.core().cursor(&id), Err(Error::NotMember)));

    chain.reorganize(1);
    chain.lose_pool();
    for device in [&mut alice, &mut bob, &mut carol] {
        device.sync(&chain, &id);
    }
    bob.say(&chain, &id, "still here");
    bob.hand_over(&mut chain, &id);
    chain.mine();
    for device in [&mut alice, &mut bob, &mut carol] {
        device.sync(&chain, &id);
    }
    assert_eq!(texts(&carol.events), ["still here"]);
    // And then it is done nevertheless.
    settle(&mut chain, &mut [&mut alice, &mut bob, &mut carol], &id);
    assert!(matches!(bob.core().cursor(&id), Err(Error::NotMember)));
    assert_agree(&mut [&mut alice, &mut carol], &id);
}

#[test]
fn what_is_final_cannot_be_taken_back() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    alice.say(&chain, &id, "hello");
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    assert!(matches!(
        bob.core().retract(&id, 0),
        Err(Error::AlreadyFinal(0))
    ));
}
