//! Proving to each other who one is.

use crate::common::{conversation, settle, Chain, Device, Registry};
use postern_conversations::{Body, CertificateFault, ConversationId, Event, Found, Refusal};

fn authenticated(device: &mut Device, id: &ConversationId, other: &Device) -> bool {
    let summary = device.core().summary(id).unwrap();
    let found = summary
        .members
        .iter()
        .find(|(one, _)| one.device == other.id());
    found.unwrap().1
}

fn refusals(device: &Device) -> Vec<Refusal> {
    let reason = |event: &Event| match event {
        Event::Refused { reason, .. } => Some(reason.clone()),
        _ => None,
    };
    device.events.iter().filter_map(reason).collect()
}

/// Two in a conversation, before the answer has come.
fn invited() -> (Chain, Registry, Device, Device, ConversationId) {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let id = alice
        .core()
        .create("", &bob.packages(1), chain.now())
        .unwrap();
    alice.hand_over(&mut chain, &id);
    alice.hand_over(&mut chain, &id);
    let (_, invitation) = chain.invitations.pop().unwrap();
    bob.join(&invitation);
    (chain, registry, alice, bob, id)
}

#[test]
fn both_sides_are_authenticated_after_the_handshake_and_not_before() {
    let (mut chain, _, mut alice, mut bob, id) = invited();
    assert!(!authenticated(&mut alice, &id, &bob));
    assert!(!authenticated(&mut bob, &id, &alice));
    alice.say(&chain, &id, "early");
    alice.hand_over(&mut chain, &id);
    chain.mine();
    bob.sync(&chain, &id);
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    alice.say(&chain, &id, "later");
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    assert!(authenticated(&mut alice, &id, &bob));
    assert!(authenticated(&mut bob, &id, &alice));
    let marks = bob.events.iter().filter_map(|event| match event {
        Event::Message(message) => Some(message.authenticated),
        _ => None,
    });
    assert_eq!(marks.collect::<Vec<_>>(), [false, true]);
}

#[test]
fn any_two_members_can_challenge_each_other() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let mut carol = Device::new(&registry, 3, 3);
    let id = conversation(&mut chain, &mut [&mut alice, &mut bob, &mut carol]);
    assert!(!authenticated(&mut bob, &id, &carol));
    let now = chain.now();
    bob.core().challenge(&id, &carol.id(), now).unwrap();
    assert_eq!(bob.core().challenged(&id).unwrap(), [carol.id()]);
    settle(&mut chain, &mut [&mut alice, &mut bob, &mut carol], &id);
    assert!(authenticated(&mut bob, &id, &carol));
    assert!(authenticated(&mut carol, &id, &bob));
    assert!(bob.core().challenged(&id).unwrap().is_empty());
}

/// Says something as a member who does not keep to the rules.
fn forge(chain: &mut Chain, from: &mut Device, to: &mut Device, id: &ConversationId, body: Body) {
    let now = chain.now();
    from.core().say(id, body, None, now).unwrap();
    from.hand_over(chain, id);
    chain.mine();
    to.sync(chain, id);
}

fn answer(to: &Device, challenge: [u8; 32], certificate: [u8; 32]) -> Body {
    Body::Answer {
        to: to.id(),
        challenge,
        certificate,
        back: [5; 32],
        signature: [6; 64],
    }
}

#[test]
fn an_answer_to_a_challenge_that_is_not_open_is_refused() {
    let (mut chain, registry, mut alice, mut bob, id) = invited();
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    let digest = certificate_digest(&registry, &bob);
    let replayed = answer(&alice, [7; 32], digest);
    forge(&mut chain, &mut bob, &mut alice, &id, replayed);
    assert_eq!(refusals(&alice), [Refusal::ChallengeNotOpen(bob.id())]);
}

#[test]
fn an_answer_that_names_another_certificate_is_refused() {
    let (mut chain, _, mut alice, mut bob, id) = invited();
    let swapped = answer(&alice, [7; 32], [8; 32]);
    forge(&mut chain, &mut bob, &mut alice, &id, swapped);
    assert_eq!(refusals(&alice), [Refusal::CertificateChanged(bob.id())]);
}

#[test]
fn an_expired_and_a_revoked_device_cannot_answer() {
    for fault in [
        CertificateFault::Expired as fn(_) -> _,
        CertificateFault::Revoked as fn(_) -> _,
    ] {
        let (mut chain, registry, mut alice, mut bob, id) = invited();
        let now = chain.now();
        bob.hand_over(&mut chain, &id);
        let expected = fault(bob.id());
        registry.change(bob.id(), |one| match expected {
            CertificateFault::Expired(_) => one.valid_until = now,
            _ => one.revoked_at = Some(now),
        });
        chain.mine();
        alice.sync(&chain, &id);
        assert_eq!(refusals(&alice), [Refusal::Certificate(expected)]);
        assert!(!authenticated(&mut alice, &id, &bob));
    }
}

#[test]
fn a_device_of_another_account_than_it_names_is_refused() {
    let (mut chain, registry, mut alice, mut bob, id) = invited();
    registry.change(bob.id(), |one| one.account = [9; 32]);
    bob.hand_over(&mut chain, &id);
    chain.mine();
    alice.sync(&chain, &id);
    let swapped = CertificateFault::Swapped(bob.id());
    assert_eq!(refusals(&alice), [Refusal::Certificate(swapped)]);
}

#[test]
fn a_confirmation_of_a_challenge_that_was_not_given_is_refused() {
    let (mut chain, _, mut alice, mut bob, id) = invited();
    bob.hand_over(&mut chain, &id);
    chain.mine();
    alice.sync(&chain, &id);
    let invented = Body::Confirm {
        to: bob.id(),
        challenge: [7; 32],
        signature: [0; 64],
    };
    forge(&mut chain, &mut alice, &mut bob, &id, invented);
    let refused = refusals(&bob);
    assert_eq!(refused, [Refusal::ChallengeNotOpen(alice.id())]);
}

/// What the core calls a certificate by, as `docs/protocol.md` describes it.
pub fn certificate_digest(registry: &Registry, device: &Device) -> [u8; 32] {
    use codec::Encode;
    use postern_conversations::Certificates;
    use sha2::Digest;
    let Found::Certificate(found) = registry.certificate(&device.id()) else {
        panic!("not registered");
    };
    let fields = (found.account, found.device, found.valid_from).encode();
    let hash = sha2::Sha256::new()
        .chain_update(b"postern/mlscrt/1")
        .chain_update(fields);
    hash.finalize().into()
}
