//! What is decided by vote comes out the same for all members.

use crate::common::{conversation, settle, Chain, Device, Registry};
use postern_conversations::{Body, ConversationId, Error, MessageRef, Outcome, Proposal, Subject};

/// Blocks of a week.
const WEEK: u64 = 7 * 24 * 60 * 60 / 3;

struct World {
    chain: Chain,
    devices: Vec<Device>,
    id: ConversationId,
}

impl World {
    /// So many people with a device each.
    fn of(people: u8) -> Self {
        let (mut chain, registry) = (Chain::default(), Registry::default());
        let device = |who| Device::new(&registry, who, who);
        let mut devices: Vec<_> = (1..=people).map(device).collect();
        let mut all: Vec<_> = devices.iter_mut().collect();
        let id = conversation(&mut chain, &mut all);
        Self { chain, devices, id }
    }

    fn says(&mut self, who: usize, body: Body) -> MessageRef {
        let (id, now) = (self.id, self.chain.now());
        let device = &mut self.devices[who];
        let said = device.core().say(&id, body, None, now).unwrap();
        MessageRef {
            device: device.id(),
            id: said,
        }
    }

    fn votes(&mut self, who: usize, on: MessageRef, aye: bool) {
        self.says(who, Body::Vote { on, aye });
    }

    fn settles(&mut self) {
        let mut all: Vec<_> = self.devices.iter_mut().collect();
        settle(&mut self.chain, &mut all, &self.id);
    }

    /// Everybody reads what is in blocks by now.
    fn mines(&mut self) {
        for device in &mut self.devices {
            device.hand_over(&mut self.chain, &self.id);
        }
        self.chain.mine();
        self.reads();
    }

    fn reads(&mut self) {
        for device in &mut self.devices {
            device.sync(&self.chain, &self.id);
        }
    }

    /// The last proposal, as all see it who are members.
    fn counted(&mut self) -> Proposal {
        let now = self.chain.now();
        let mut all = self.devices.iter_mut().filter_map(|device| {
            let counted = device.core().proposals(&self.id, now);
            counted.ok().map(|mut all| all.pop().unwrap())
        });
        let first = all.next().unwrap();
        assert!(all.all(|one| one == first));
        first
    }
}

fn question() -> Body {
    Body::Proposal {
        subject: Subject::Question("tea?".into()),
    }
}

fn removal(who: u8) -> Body {
    Body::Proposal {
        subject: Subject::Remove([who; 32]),
    }
}

#[test]
fn a_majority_decides_and_what_was_decided_is_done_by_a_member() {
    let mut world = World::of(3);
    let on = world.says(0, removal(3));
    world.settles();
    world.votes(0, on, true);
    world.settles();
    assert_eq!(world.counted().outcome, Outcome::Open);
    world.votes(1, on, true);
    world.settles();
    let counted = world.counted();
    assert_eq!((counted.outcome, counted.is_done), (Outcome::Passed, false));
    assert_eq!((counted.ayes, counted.electors), (2, 3));

    let carol = world.devices[2].id();
    world.devices[1]
        .core()
        .remove(&world.id, vec![carol])
        .unwrap();
    world.settles();
    let counted = world.counted();
    assert!(counted.is_done);
    assert_eq!(counted.electors, 3, "as it was when it was decided");
    let (id, now) = (world.id, world.chain.now());
    let gone = world.devices[2].core().proposals(&id, now);
    assert!(matches!(gone, Err(Error::NotMember)));
}

#[test]
fn who_was_removed_meanwhile_has_no_vote_any_more() {
    let mut world = World::of(4);
    let on = world.says(0, question());
    world.votes(3, on, true);
    world.votes(0, on, true);
    world.settles();
    assert_eq!(world.counted().ayes, 2);
    let dave = world.devices[3].id();
    world.devices[1]
        .core()
        .remove(&world.id, vec![dave])
        .unwrap();
    world.settles();
    let counted = world.counted();
    assert_eq!((counted.ayes, counted.electors), (1, 3));
    assert_eq!(counted.outcome, Outcome::Open);
}

#[test]
fn a_commit_comes_between_a_vote_and_its_majority_in_one_order_for_all() {
    let mut world = World::of(4);
    let on = world.says(0, question());
    world.settles();
    world.votes(0, on, true);
    world.votes(1, on, true);
    let dave = world.devices[3].id();
    world.devices[2]
        .core()
        .remove(&world.id, vec![dave])
        .unwrap();
    world.settles();
    // Two of three, whichever came first.
    assert_eq!(world.counted().outcome, Outcome::Passed);
}

#[test]
fn votes_count_where_they_stand_after_the_chain_has_turned() {
    let mut world = World::of(3);
    let on = world.says(0, question());
    world.settles();
    world.votes(0, on, true);
    world.mines();
    world.votes(1, on, true);
    world.mines();
    assert_eq!(world.counted().outcome, Outcome::Passed);

    world.chain.reorganize(1);
    world.reads();
    let counted = world.counted();
    assert_eq!((counted.outcome, counted.ayes), (Outcome::Open, 1));
    // Somebody says something else meanwhile, which comes first.
    world.chain.lose_pool();
    world.votes(2, on, false);
    world.devices[2].hand_over(&mut world.chain, &world.id);
    world.chain.mine();
    world.settles();
    let counted = world.counted();
    assert_eq!((counted.ayes, counted.nays), (2, 1));
    assert_eq!(counted.outcome, Outcome::Passed);
}

#[test]
fn a_vote_whose_block_is_a_week_behind_the_proposal_does_not_count() {
    let mut world = World::of(2);
    for device in &world.devices {
        let id = device.id();
        device.registry.change(id, |one| one.valid_until = u64::MAX);
    }
    let on = world.says(0, question());
    world.settles();
    world.votes(0, on, true);
    world.settles();
    world.chain.wait(WEEK);
    world.votes(1, on, true);
    world.settles();
    let counted = world.counted();
    assert_eq!((counted.outcome, counted.ayes), (Outcome::Expired, 1));
    // And a week later it is forgotten, with what was said to it.
    world.chain.wait(WEEK);
    let last = world.says(0, question());
    world.settles();
    let (id, now) = (world.id, world.chain.now());
    for device in &mut world.devices {
        let left = device.core().proposals(&id, now).unwrap();
        let left: Vec<_> = left.into_iter().map(|one| one.message).collect();
        assert_eq!(left, [last]);
    }
}

#[test]
fn whoever_comes_later_counts_and_knows_nothing_of_it() {
    let mut world = World::of(2);
    let on = world.says(0, question());
    world.settles();
    let registry = world.devices[0].registry.clone();
    let mut carol = Device::new(&registry, 3, 3);
    let packages = carol.packages(1);
    world.devices.push(carol);
    let (id, now) = (world.id, world.chain.now());
    world.devices[0].core().add(&id, packages, now).unwrap();
    world.settles();
    world.votes(0, on, true);
    world.votes(1, on, true);
    world.settles();
    assert!(world.devices[2]
        .core()
        .proposals(&id, now)
        .unwrap()
        .is_empty());
    world.devices.pop();
    let counted = world.counted();
    assert_eq!((counted.electors, counted.outcome), (3, Outcome::Passed));
}

#[test]
fn a_proposal_is_withdrawn_by_whoever_has_made_it() {
    let mut world = World::of(2);
    let of = world.says(0, removal(2));
    world.says(1, Body::Delete { of });
    world.settles();
    assert_eq!(world.counted().outcome, Outcome::Open);
    world.says(0, Body::Delete { of });
    world.settles();
    assert_eq!(world.counted().outcome, Outcome::Withdrawn);
}

#[test]
fn a_new_name_is_done_once_the_conversation_has_it() {
    let mut world = World::of(1);
    let subject = Subject::Rename("tea".into());
    let on = world.says(0, Body::Proposal { subject });
    world.settles();
    world.votes(0, on, true);
    world.settles();
    let counted = world.counted();
    assert_eq!((counted.outcome, counted.is_done), (Outcome::Passed, false));
    let name = "tea".into();
    world.says(0, Body::Rename { name });
    world.settles();
    assert!(world.counted().is_done);
}

#[test]
fn a_vote_counts_though_its_proposal_comes_after_it() {
    let mut world = World::of(2);
    world.devices[1].slow = true;
    let on = world.says(0, question());
    world.mines();
    world.devices[1].slow = false;
    world.votes(0, on, true);
    world.mines();
    world.chain.finalize_all();
    world.reads();
    let (id, now) = (world.id, world.chain.now());
    assert!(world.devices[1]
        .core()
        .proposals(&id, now)
        .unwrap()
        .is_empty());
    world.devices[1].fetch(&world.chain, &id);
    assert_eq!(world.counted().ayes, 1);
}
