//! Who is in a conversation: creating, adding, leaving, renaming.

use crate::common::{assert_agree, conversation, settle, texts, Chain, Device, Registry};
use postern_conversations::{Body, Error, Event, Standing};

#[test]
fn two_people_read_each_other() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    alice.say(&chain, &id, "hello");
    bob.say(&chain, &id, "good day");
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    assert_eq!(texts(&bob.events), ["hello"]);
    assert_eq!(texts(&alice.events), ["good day"]);
    assert_agree(&mut [&mut alice, &mut bob], &id);
    assert_eq!(bob.core().summary(&id).unwrap().name, "friends");
}

#[test]
fn every_device_of_a_person_reads_what_the_person_says() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut phone = Device::new(&registry, 1, 1);
    let mut laptop = Device::new(&registry, 1, 2);
    let mut bob = Device::new(&registry, 2, 3);
    let id = conversation(&mut chain, &mut [&mut phone, &mut laptop, &mut bob]);
    phone.say(&chain, &id, "from the phone");
    settle(&mut chain, &mut [&mut phone, &mut laptop, &mut bob], &id);
    assert_eq!(texts(&laptop.events), ["from the phone"]);
    assert_eq!(texts(&bob.events), ["from the phone"]);
}

#[test]
fn who_is_added_reads_from_then_on() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let mut carol = Device::new(&registry, 3, 3);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    bob.say(&chain, &id, "before");
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);

    let now = chain.now();
    assert!(!alice.core().is_changing(&id).unwrap());
    let change = alice.core().add(&id, carol.packages(1), now).unwrap();
    assert!(alice.core().is_changing(&id).unwrap());
    settle(&mut chain, &mut [&mut alice, &mut bob, &mut carol], &id);
    assert!(alice.events.contains(&Event::Done { change }));
    assert!(!alice.core().is_changing(&id).unwrap());
    bob.say(&chain, &id, "after");
    settle(&mut chain, &mut [&mut alice, &mut bob, &mut carol], &id);
    assert_eq!(texts(&carol.events), ["after"]);
    assert_agree(&mut [&mut alice, &mut bob, &mut carol], &id);
}

#[test]
fn who_leaves_is_removed_by_another_and_keeps_nothing() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let mut carol = Device::new(&registry, 3, 3);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob, &mut carol]);
    let now = chain.now();
    bob.core().leave(&id, now).unwrap();
    settle(&mut chain, &mut [&mut alice, &mut bob, &mut carol], &id);
    assert_eq!(bob.core().summary(&id).unwrap().standing, Standing::Left);
    let account = bob.account();
    assert!(carol.events.contains(&Event::Leaving { account }));
    let left = carol.core().summary(&id).unwrap().members;
    assert_eq!(left.len(), 2);
    assert!(matches!(
        bob.core().say(&id, Body::text("still here"), None, now),
        Err(Error::NotMember)
    ));
}

#[test]
fn the_last_name_in_the_order_is_the_name() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let mut carol = Device::new(&registry, 3, 3);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    let now = chain.now();
    let rename = |name: &str| Body::Rename { name: name.into() };
    alice.core().say(&id, rename("first"), None, now).unwrap();
    bob.core().say(&id, rename("second"), None, now).unwrap();
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    let now = chain.now();
    bob.core().add(&id, carol.packages(1), now).unwrap();
    settle(&mut chain, &mut [&mut alice, &mut bob, &mut carol], &id);
    assert_agree(&mut [&mut alice, &mut bob, &mut carol], &id);
    assert_eq!(carol.core().summary(&id).unwrap().name, "second");
}

#[test]
fn access_outside_the_group_follows_the_epoch() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    let seed = |device: &mut Device| *device.core().inbox_seed(&id, b"tag").unwrap();
    let before = seed(&mut alice);
    assert_eq!(seed(&mut bob), before);
    assert_ne!(*alice.core().inbox_seed(&id, b"other").unwrap(), before);
    alice.core().renew(&id).unwrap();
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    assert_ne!(seed(&mut alice), before);
    assert_eq!(seed(&mut bob), seed(&mut alice));
    assert_eq!(
        chain.logs().len(),
        2,
        "a channel of its own for the new epoch"
    );
}

#[test]
fn an_invitation_carries_the_name_that_there_is_when_it_is_given() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let mut carol = Device::new(&registry, 3, 3);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    let now = chain.now();
    alice.core().add(&id, carol.packages(1), now).unwrap();
    alice.hand_over(&mut chain, &id);
    // While the commit waits, the conversation gets another name; and that comes first.
    let name = "another".to_owned();
    let renamed = bob.core().say(&id, Body::Rename { name }, None, now);
    renamed.unwrap();
    bob.hand_over(&mut chain, &id);
    chain.mine_some(|waiting| waiting - 1, 2);
    settle(&mut chain, &mut [&mut alice, &mut bob, &mut carol], &id);
    assert_eq!(carol.core().summary(&id).unwrap().name, "another");
}
