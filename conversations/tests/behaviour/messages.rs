//! Every kind of message arrives as it was said.

use crate::common::{conversation, settle, Chain, Device, Registry};
use postern_conversations::{Body, Error, Event, File, MessageRef, Subject};
use postern_primitives::{Cid, Codec};

fn bodies(about: MessageRef) -> Vec<Body> {
    let file = File {
        cid: Cid::of_block(Codec::DagPb, b"file"),
        key: [1; 32],
        name: "a.txt".into(),
        media_type: "text/plain".into(),
        size: 4,
        sha256: [2; 32],
    };
    vec![
        Body::Text {
            text: "look".into(),
            files: vec![file],
            reply_to: Some(about),
        },
        Body::Edit {
            of: about,
            text: "better".into(),
        },
        Body::Delete { of: about },
        Body::Reaction {
            to: about,
            reaction: "\u{1f44d}".into(),
        },
        Body::Receipt {
            read: true,
            of: vec![about],
        },
        Body::Rename {
            name: "new name".into(),
        },
        Body::Paid {
            to: [1; 32],
            amount: 5,
            transaction: [3; 32],
            block: 9,
            block_hash: [4; 32],
            note: "tea".into(),
        },
        Body::Proposal {
            subject: Subject::Rename("tea".into()),
        },
        Body::Vote {
            on: about,
            aye: false,
        },
    ]
}

#[test]
fn all_kinds_arrive_in_order_and_as_they_were_said() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    let about = MessageRef {
        device: alice.id(),
        id: alice.say(&chain, &id, "hello"),
    };
    let now = chain.now();
    for body in bodies(about) {
        alice.core().say(&id, body, Some(60_000), now).unwrap();
    }
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    let arrived = bob.events.iter().filter_map(|event| match event {
        Event::Message(message) => Some((message.body.clone(), message.lifetime)),
        _ => None,
    });
    let said = bodies(about).into_iter().map(|body| (body, Some(60_000)));
    let expected: Vec<_> = std::iter::once((Body::text("hello"), None))
        .chain(said)
        .collect();
    assert_eq!(arrived.collect::<Vec<_>>(), expected);
}

#[test]
fn short_messages_and_small_commits_cannot_be_told_apart_by_more_than_a_bucket() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    for text in ["", "a", "a somewhat longer text"] {
        alice.say(&chain, &id, text);
    }
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    // 44 bytes of header, nonce and tag around buckets that are powers of two.
    assert!(chain
        .contents()
        .all(|(_, one)| (one.len() - 44).is_power_of_two()));
}

#[test]
fn what_is_too_long_is_refused_when_it_is_said() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob]);
    let long = Body::text("x".repeat(postern_conversations::limits::MAX_TEXT + 1));
    let now = chain.now();
    assert!(matches!(
        alice.core().say(&id, long, None, now),
        Err(Error::TooLong { part: "text", .. })
    ));
}
