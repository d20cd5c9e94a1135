//! Key packages for last resort are exchanged when they were used, and then forgotten.

use crate::common::{conversation, settle, texts, Chain, Device, Registry, START};
use postern_conversations::{Error, KeyPackages, Refusal};

/// Two who are in a conversation by a key package of his for last resort, which is returned.
fn by_last_resort() -> (Chain, Device, Device, Vec<u8>) {
    let registry = Registry::default();
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let wanted = KeyPackages::last_resort(START);
    let package = bob.core().key_packages(wanted).unwrap().pop().unwrap();
    assert!(!bob.core().was_used(&package).unwrap());
    let mut chain = Chain::default();
    let invitation = invitation(&mut chain, &mut alice, &package);
    bob.join(&invitation);
    (chain, alice, bob, package)
}

fn invitation(chain: &mut Chain, alice: &mut Device, package: &[u8]) -> Vec<u8> {
    let id = alice.core().create("", &[package.to_vec()], START).unwrap();
    alice.hand_over(chain, &id);
    alice.hand_over(chain, &id);
    chain.invitations.pop().unwrap().1
}

#[test]
fn a_key_package_counts_as_used_once_somebody_was_let_in_by_it() {
    let (_, _, mut bob, package) = by_last_resort();
    assert!(bob.core().was_used(&package).unwrap());
    let wanted = KeyPackages::last_resort(START);
    let another = bob.core().key_packages(wanted).unwrap().pop().unwrap();
    assert!(!bob.core().was_used(&another).unwrap());
    bob.crash();
    assert!(bob.core().was_used(&package).unwrap());
}

#[test]
fn an_invitation_that_is_refused_uses_none() {
    let registry = Registry::default();
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let wanted = KeyPackages::last_resort(START);
    let package = bob.core().key_packages(wanted).unwrap().pop().unwrap();
    let invitation = invitation(&mut Chain::default(), &mut alice, &package);
    registry.change(alice.id(), |one| one.revoked_at = Some(START));
    assert!(bob.core().join(&invitation, START).is_err());
    assert!(!bob.core().was_used(&package).unwrap());
}

#[test]
fn what_was_joined_by_a_forgotten_key_package_goes_on_and_nothing_else_is_joined_by_it() {
    let (mut chain, mut alice, mut bob, package) = by_last_resort();
    let late = invitation(&mut chain, &mut alice, &package);
    bob.core().drop_key_package(&package).unwrap();
    assert!(matches!(
        bob.core().join(&late, START),
        Err(Error::Refused(Refusal::NotForThisDevice))
    ));
    assert!(!bob.core().was_used(&package).unwrap());
    // Once more does no harm.
    bob.core().drop_key_package(&package).unwrap();

    let id = bob.core().list().unwrap()[0];
    bob.core().renew(&id).unwrap();
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    alice.say(&chain, &id, "still there?");
    settle(&mut chain, &mut [&mut alice, &mut bob], &id);
    assert_eq!(texts(&bob.events), ["still there?"]);
}

#[test]
fn one_for_single_use_is_neither_noted_nor_kept() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    let package = bob.packages(1).pop().unwrap();
    let invitation = invitation(&mut chain, &mut alice, &package);
    bob.join(&invitation);
    assert!(!bob.core().was_used(&package).unwrap());
}

#[test]
fn what_is_no_key_package_is_refused() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let mut alice = Device::new(&registry, 1, 1);
    let mut bob = Device::new(&registry, 2, 2);
    conversation(&mut chain, &mut [&mut alice, &mut bob]);
    for bytes in [&[][..], &[1, 0x4D, 0], &[9; 100]] {
        assert!(alice.core().was_used(bytes).is_err());
        assert!(alice.core().drop_key_package(bytes).is_err());
    }
}
