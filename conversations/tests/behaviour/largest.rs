//! The largest conversation that is promised: 250 people with three devices each.

use crate::common::{Chain, Device, Registry, GENESIS, START};
use postern_conversations::{
    limits::MAX_DEVICES, Body, Certificate, ConversationId, Conversations, Identity, KeyPackages,
    Standing,
};
use std::collections::BTreeSet;
use tempfile::TempDir;

const PEOPLE: u8 = 250;
const DEVICES: u8 = 3;

/// The accounts of those who are at work. All others are members, and say nothing.
const AT_WORK: [u8; 3] = [0, 1, 249];

/// A key package of a device that takes no part otherwise.
fn package(registry: &Registry, folder: &TempDir, account: u8, device: u8) -> Vec<u8> {
    let mut seed = [account; 32];
    seed[0] = 200 + device;
    let identity = Identity::new([account; 32], GENESIS, &seed);
    registry.register(Certificate {
        account: [account; 32],
        device: identity.public(),
        valid_from: START - 1,
        valid_until: START + 1_000_000_000,
        revoked_at: None,
    });
    let path = folder.path().join(format!("{account}-{device}"));
    let core = Conversations::open(&path, &[9; 32], identity, registry.clone());
    let wanted = KeyPackages::single_use(1, START);
    let mut packages = core.unwrap().key_packages(wanted).unwrap();
    std::fs::remove_file(&path).unwrap();
    packages.remove(0)
}

/// Everything that these hand over is done, final and read by them.
fn settle(chain: &mut Chain, devices: &mut [&mut Device], id: &ConversationId) {
    crate::common::settle(chain, devices, id);
    for device in devices.iter_mut() {
        let summary = device.core().summary(id).unwrap();
        assert_eq!(summary.standing, Standing::Member);
    }
}

#[test]
fn two_hundred_and_fifty_people_with_three_devices_each_talk_come_and_go() {
    let (mut chain, registry) = (Chain::default(), Registry::default());
    let folder = tempfile::tempdir().unwrap();
    // One device of three people is at work; the others of all are members.
    let [mut alice, mut bob, mut carol] =
        AT_WORK.map(|account| Device::new(&registry, account, account + 1));
    let mut packages = bob.packages(1);
    packages.extend(carol.packages(1));
    for account in 0..PEOPLE {
        let at_work = u8::from(AT_WORK.contains(&account));
        for device in at_work..DEVICES {
            packages.push(package(&registry, &folder, account, device));
        }
    }
    let size = usize::from(PEOPLE) * usize::from(DEVICES);
    assert_eq!(packages.len() + 1, size);
    assert!(size <= MAX_DEVICES);

    let now = chain.now();
    let id = alice.core().create("all of us", &packages, now).unwrap();
    settle(&mut chain, &mut [&mut alice, &mut bob, &mut carol], &id);
    let members = bob.core().summary(&id).unwrap().members;
    assert_eq!(members.len(), size);
    let people: BTreeSet<_> = members.iter().map(|(member, _)| member.account).collect();
    assert_eq!(people.len(), usize::from(PEOPLE));

    bob.say(&chain, &id, "good morning, all");
    settle(&mut chain, &mut [&mut alice, &mut bob, &mut carol], &id);
    for device in [&alice, &carol] {
        assert_eq!(crate::common::texts(&device.events), ["good morning, all"]);
    }

    // Somebody goes with all devices, and somebody comes with as many.
    let now = chain.now();
    let gone = members.iter().map(|(member, _)| *member);
    let gone: Vec<_> = gone.filter(|member| member.account == [100; 32]).collect();
    let gone: Vec<_> = gone.iter().map(|member| member.device).collect();
    assert_eq!(gone.len(), usize::from(DEVICES));
    carol.core().remove(&id, gone).unwrap();
    let mut dave = Device::new(&registry, PEOPLE, PEOPLE + 1);
    let mut packages = dave.packages(1);
    for device in 1..DEVICES {
        packages.push(package(&registry, &folder, PEOPLE, device));
    }
    bob.core().add(&id, packages, now).unwrap();
    let name = "most of us".to_owned();
    let renamed = bob.core().say(&id, Body::Rename { name }, None, now);
    renamed.unwrap();
    let mut all = [&mut alice, &mut bob, &mut carol, &mut dave];
    settle(&mut chain, &mut all, &id);
    crate::common::assert_agree(&mut all, &id);
    let summary = dave.core().summary(&id).unwrap();
    assert_eq!(summary.name, "most of us");
    assert_eq!(summary.members.len(), size);
    dave.say(&chain, &id, "thank you");
    settle(
        &mut chain,
        &mut [&mut alice, &mut bob, &mut carol, &mut dave],
        &id,
    );
    assert_eq!(
        crate::common::texts(&alice.events).last().unwrap(),
        "thank you"
    );
}
