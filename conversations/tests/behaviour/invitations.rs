//! Key packages and invitations: what is taken, and what is refused.

use crate::common::{Chain, Device, Registry, START};
use postern_conversations::{
    Certificate, CertificateFault, Error, KeyPackages, Part, Refusal, Work,
};

fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

/// An invitation from Alice to Bob.
fn invitation(chain: &mut Chain, alice: &mut Device, bob: &mut Device) -> Vec<u8> {
    let packages = bob.packages(1);
    invitation_with(chain, alice, packages)
}

fn invitation_with(chain: &mut Chain, alice: &mut Device, packages: Vec<Vec<u8>>) -> Vec<u8> {
    let id = alice.core().create("", &packages, START).unwrap();
    let work = alice.core().work(&id, 1, START).unwrap();
    let [Work::OpenLog { key }] = &work[..] else {
        panic!("{work:?}");
    };
    let log = chain.open_log(*key);
    alice.core().log_opened(&id, log).unwrap();
    let work = alice.core().work(&id, 1, START).unwrap();
    let [Work::Invite { invitation, .. }] = &work[..] else {
        panic!("{work:?}");
    };
    invitation.clone()
}

fn two() -> (Chain, Registry, Device, Device) {
    let registry = Registry::default();
    let alice = Device::new(&registry, 1, 1);
    let bob = Device::new(&registry, 2, 2);
    (Chain::default(), registry, alice, bob)
}

#[test]
fn an_invitation_is_good_once_and_for_one_device() {
    let (mut chain, registry, mut alice, mut bob) = two();
    let mut carol = Device::new(&registry, 3, 3);
    let invitation = invitation(&mut chain, &mut alice, &mut bob);
    let error = refusal(carol.core().join(&invitation, START));
    assert_eq!(error, Refusal::NotForThisDevice);
    bob.core().join(&invitation, START).unwrap();
    let error = refusal(bob.core().join(&invitation, START));
    assert_eq!(error, Refusal::NotForThisDevice);
}

#[test]
fn a_key_package_for_last_resort_serves_more_than_once() {
    let (mut chain, _, mut alice, mut bob) = two();
    let packages = bob
        .core()
        .key_packages(KeyPackages::last_resort(START))
        .unwrap();
    for _ in 0..2 {
        let invitation = invitation_with(&mut chain, &mut alice, packages.clone());
        bob.core().join(&invitation, START).unwrap();
    }
    assert_eq!(bob.core().list().unwrap().len(), 2);
}

#[test]
fn a_refused_invitation_uses_nothing_up() {
    let (mut chain, registry, mut alice, mut bob) = two();
    let invitation = invitation(&mut chain, &mut alice, &mut bob);
    registry.change(alice.id(), |one| one.revoked_at = Some(START));
    let error = refusal(bob.core().join(&invitation, START));
    assert_eq!(error, CertificateFault::Revoked(alice.id()).into());
    registry.change(alice.id(), |one| one.revoked_at = None);
    bob.core().join(&invitation, START).unwrap();
}

#[test]
fn inviters_with_bad_certificates_are_refused_each_by_name() {
    type Change = fn(&mut Certificate);
    let (mut chain, registry, mut alice, mut bob) = two();
    let invitation = invitation(&mut chain, &mut alice, &mut bob);
    let id = alice.id();
    let cases: [(Change, Refusal); 5] = [
        (
            |one| one.valid_until = START,
            CertificateFault::Expired(id).into(),
        ),
        (
            |one| one.revoked_at = Some(START),
            CertificateFault::Revoked(id).into(),
        ),
        (
            |one| one.valid_from = START + 1,
            CertificateFault::NotYetValid(id).into(),
        ),
        (
            |one| one.account = [9; 32],
            CertificateFault::Swapped(id).into(),
        ),
        (
            |one| one.valid_from = START - 7,
            Refusal::CertificateChanged(id),
        ),
    ];
    let good = registry.get(id);
    for (change, expected) in cases {
        registry.change(id, change);
        assert_eq!(refusal(bob.core().join(&invitation, START)), expected);
        registry.register(good.clone());
    }
    bob.core().join(&invitation, START).unwrap();
}

#[test]
fn look_ups_that_are_missing_are_asked_for() {
    let (mut chain, registry, mut alice, mut bob) = two();
    let invitation = invitation(&mut chain, &mut alice, &mut bob);
    *registry.failing_after.borrow_mut() = Some(0);
    let error = bob.core().join(&invitation, START).unwrap_err();
    assert!(matches!(error, Error::LookUp(devices) if devices == [alice.id()]));
    *registry.failing_after.borrow_mut() = None;
    bob.core().join(&invitation, START).unwrap();
}

#[test]
fn key_packages_that_are_over_or_of_nobody_are_refused() {
    let (_, registry, mut alice, mut bob) = two();
    let wanted = KeyPackages {
        valid_until: START + 1,
        ..KeyPackages::single_use(1, START)
    };
    let packages = bob.core().key_packages(wanted).unwrap();
    let late = refusal(alice.core().create("", &packages, START + 1));
    assert_eq!(late, Refusal::KeyPackageExpired(bob.id()));
    registry.change(bob.id(), |one| one.valid_until = START);
    let over = refusal(alice.core().create("", &packages, START));
    assert_eq!(over, CertificateFault::Expired(bob.id()).into());
    assert_eq!(alice.core().list().unwrap(), []);
}

#[test]
fn a_damaged_key_package_is_refused() {
    let (_, _, mut alice, mut bob) = two();
    let package = bob.packages(1).remove(0);
    for at in (0..package.len())
        .step_by(37)
        .chain(package.len() - 70..package.len())
    {
        let mut damaged = package.clone();
        damaged[at] ^= 1;
        refusal(alice.core().create("", &[damaged], START));
    }
    let cut = package[..package.len() - 1].to_vec();
    let longer = [&package[..], &[0]].concat();
    for malformed in [Vec::new(), cut, longer] {
        let error = refusal(alice.core().create("", &[malformed], START));
        assert_eq!(error, Refusal::Malformed(Part::KeyPackage));
    }
    let mut newer = package;
    newer[0] = 2;
    let error = refusal(alice.core().create("", &[newer], START));
    assert_eq!(error, Refusal::UnknownVersion(Part::KeyPackage, 2));
}

#[test]
fn a_damaged_invitation_is_refused() {
    let (mut chain, _, mut alice, mut bob) = two();
    let invitation = invitation(&mut chain, &mut alice, &mut bob);
    // Log and first position are the inviter's word, which the letter around it vouches for.
    let begins = 3..19;
    for at in (0..invitation.len())
        .step_by(61)
        .filter(|at| !begins.contains(at))
    {
        let mut damaged = invitation.clone();
        damaged[at] ^= 1;
        refusal(bob.core().join(&damaged, START));
    }
    for cut in [0, 1, 22, 23, 100, invitation.len() - 1] {
        refusal(bob.core().join(&invitation[..cut], START));
    }
    bob.core().join(&invitation, START).unwrap();
}
