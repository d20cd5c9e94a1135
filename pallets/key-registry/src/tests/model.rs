//! Whatever is called in whatever order, the pallet does what a small model of it does, and
//! every invariant holds after each step.

mod steps;

use super::*;
use postern_primitives::{limits::MAX_DEVICES, Cid};
use proptest::prelude::*;
use sp_runtime::AccountId32;
use std::collections::BTreeMap;
use steps::{account, call, history, steps, Step};

const PEOPLE: usize = 2;
const NAMES: [&str; 3] = ["anna", "ben", "cleo"];
/// Devices are made from seeds below this; so few that they meet again.
const SEEDS: u8 = 40;

/// Index of a person.
type Who = usize;

#[derive(Clone, Debug)]
struct Device {
    owner: Who,
    valid_until: u64,
    revoked: bool,
    key: u8,
}

#[derive(Clone, Debug, Default)]
struct Person {
    nonce: u32,
    devices: Vec<u8>,
    handle: Option<usize>,
    archive: Option<(u8, u64)>,
    records: u128,
}

#[derive(Clone, Debug, Default)]
struct Model {
    now: u64,
    block: u32,
    people: [Person; PEOPLE],
    devices: BTreeMap<u8, Device>,
    /// Who gave a name up, and when it is free.
    rests: BTreeMap<usize, (Who, u32)>,
}

impl Model {
    fn is_valid(&self, seed: u8) -> bool {
        let device = self.devices.get(&seed);
        device.is_some_and(|device| !device.revoked && self.now < device.valid_until)
    }

    fn resolve(&self, step: Step) -> Step {
        let listed: Vec<_> = self.people.iter().flat_map(|p| &p.devices).collect();
        let known = |seed: u8| match listed.get(usize::from(seed) % (listed.len() + 1)) {
            Some(listed) => **listed,
            None => seed,
        };
        match step {
            Step::Renew(who, seed, lasting, key) => Step::Renew(who, known(seed), lasting, key),
            Step::Rotate(who, old, new, lasting) => Step::Rotate(who, known(old), new, lasting),
            Step::Revoke(who, seed) => Step::Revoke(who, known(seed)),
            Step::RevokeBy(seed, by) => Step::RevokeBy(known(seed), known(by)),
            other => other,
        }
    }

    fn has_valid_device(&self, who: Who) -> bool {
        self.people[who]
            .devices
            .iter()
            .any(|seed| self.is_valid(*seed))
    }

    /// Whether it is a valid device of this person.
    fn may_sign(&self, who: Who, seed: u8) -> bool {
        self.is_valid(seed) && self.devices[&seed].owner == who
    }

    fn issue(&mut self, who: Who, seed: u8, lasting: u64) -> Option<()> {
        let new = !self.devices.contains_key(&seed) && lasting <= MaxValidity::get();
        new.then_some(())?;
        let device = Device {
            owner: who,
            valid_until: self.now + lasting,
            revoked: false,
            key: seed,
        };
        self.devices.insert(seed, device);
        self.people[who].records += 1;
        self.people[who].nonce += 1;
        Some(())
    }

    fn enrol(&mut self, who: Who, seed: u8, lasting: u64) -> Option<()> {
        (self.people[who].devices.len() < MAX_DEVICES as usize).then_some(())?;
        self.issue(who, seed, lasting)?;
        self.people[who].devices.push(seed);
        Some(())
    }

    fn revoke(&mut self, seed: u8) -> Option<()> {
        let device = self.devices.get_mut(&seed)?;
        (!device.revoked).then_some(())?;
        device.revoked = true;
        let owner = device.owner;
        self.people[owner].devices.retain(|listed| *listed != seed);
        Some(())
    }

    fn claim(&mut self, who: Who, name: usize) -> Option<()> {
        let taken = self.people.iter().any(|person| person.handle == Some(name));
        let rests = self
            .rests
            .get(&name)
            .is_some_and(|(owner, until)| *owner != who && self.block < *until);
        let may = self.has_valid_device(who) && self.people[who].handle.is_none();
        (may && !taken && !rests).then_some(())?;
        self.people[who].handle = Some(name);
        self.rests.remove(&name);
        Some(())
    }

    fn release(&mut self, who: Who) -> Option<()> {
        let name = self.people[who].handle.take()?;
        self.rests
            .insert(name, (who, self.block + HandleRest::get()));
        Some(())
    }

    /// None if the step is refused; the model is then to be thrown away.
    fn take(&mut self, step: &Step) -> Option<()> {
        match *step {
            Step::Register(who, seed, lasting, name) => {
                (!self.has_valid_device(who)).then_some(())?;
                self.enrol(who, seed, lasting)?;
                name.map_or(Some(()), |name| self.claim(who, name))
            }
            Step::Add(who, seed, lasting) => {
                self.has_valid_device(who).then_some(())?;
                self.enrol(who, seed, lasting)
            }
            Step::Renew(who, seed, lasting, key) => {
                let may = self.may_sign(who, seed) && lasting <= MaxValidity::get();
                may.then_some(())?;
                self.people[who].nonce += 1;
                let device = self.devices.get_mut(&seed)?;
                (device.valid_until, device.key) = (self.now + lasting, key);
                Some(())
            }
            Step::Rotate(who, old, new, lasting) => {
                self.may_sign(who, old).then_some(())?;
                let place = self.people[who]
                    .devices
                    .iter()
                    .position(|seed| *seed == old)?;
                self.issue(who, new, lasting)?;
                self.people[who].devices[place] = new;
                self.devices.get_mut(&old)?.revoked = true;
                Some(())
            }
            Step::Revoke(who, seed) => {
                (self.devices.get(&seed)?.owner == who).then_some(())?;
                self.revoke(seed)
            }
            Step::RevokeBy(seed, by) => {
                let owner = self.devices.get(&seed)?.owner;
                (seed != by && self.may_sign(owner, by)).then_some(())?;
                self.people[owner].nonce += 1;
                self.revoke(seed)
            }
            Step::Claim(who, name) => self.claim(who, name),
            Step::Release(who) => self.release(who),
            Step::SetArchive(who, content, size) => {
                self.has_valid_device(who).then_some(())?;
                self.people[who].archive = Some((content, size));
                Some(())
            }
            Step::ClearArchive(who) => self.people[who].archive.take().map(drop),
            Step::Retire(who) => {
                let person = self.people[who].clone();
                let nothing = person.devices.is_empty()
                    && person.handle.is_none()
                    && person.archive.is_none();
                (!nothing).then_some(())?;
                for seed in person.devices {
                    self.revoke(seed)?;
                }
                self.people[who].archive = None;
                person.handle.map_or(Some(()), |_| self.release(who))
            }
            Step::Time(passes) => {
                self.now += passes;
                Some(())
            }
            Step::Blocks(pass) => {
                self.block += pass;
                Some(())
            }
        }
    }

    /// What a person has left, by what they have.
    fn free(&self, person: &Person) -> u128 {
        let devices = person.devices.len() as u128 * DeviceDeposit::get();
        let handle = person.handle.map_or(0, |_| HandleDeposit::get());
        let archive = person.archive.map_or(0, |(_, size)| {
            ArchiveDeposit::get() + u128::from(size.div_ceil(1024)) * KibDeposit::get()
        });
        FUNDS - person.records * RecordPrice::get() - devices - handle - archive
    }

    /// How often each content is referred to.
    fn references(&self) -> BTreeMap<Cid, usize> {
        let keys = self.devices.values().filter(|device| !device.revoked);
        let keys = keys.map(|device| cid(device.key));
        let archives = self.people.iter().filter_map(|person| person.archive);
        let mut count = BTreeMap::new();
        for cid in keys.chain(archives.map(|(content, _)| history(content))) {
            *count.entry(cid).or_default() += 1;
        }
        count
    }

    fn assert_is_the_state(&self) {
        for (who, person) in self.people.iter().enumerate() {
            let account = account(who);
            assert_eq!(free(&account), self.free(person));
            let identity = Identities::<Test>::get(&account).unwrap_or_default();
            assert_eq!(identity.nonce, person.nonce);
            let devices: Vec<_> = person.devices.iter().map(|seed| device(*seed)).collect();
            assert_eq!(identity.devices.to_vec(), devices);
            let handle = person.handle.map(|name| NAMES[name]);
            assert_eq!(identity.handle.as_ref().map(|h| h.as_str()), handle);
            let archive = person.archive.map(|(content, size)| Archive {
                cid: history(content),
                size,
            });
            assert_eq!(identity.archive, archive);
        }
        for seed in 0..SEEDS {
            assert_eq!(
                KeyRegistry::is_valid(device(seed), self.now),
                self.is_valid(seed)
            );
        }
        let references = self.references();
        for cid in (0..SEEDS).flat_map(|seed| [cid(seed), history(seed)]) {
            let expected = references.get(&cid).copied().unwrap_or_default();
            assert_eq!(Content::references(&cid).len(), expected);
        }
        for (index, name) in NAMES.iter().enumerate() {
            assert_eq!(
                KeyRegistry::handle_state(name.as_bytes()),
                Some(self.handle_state(index))
            );
        }
    }

    fn handle_state(&self, name: usize) -> HandleState<AccountId32> {
        let owner = self
            .people
            .iter()
            .position(|person| person.handle == Some(name));
        if let Some(owner) = owner {
            return HandleState::Taken {
                owner: account(owner),
            };
        }
        match self.rests.get(&name) {
            Some((owner, until)) if self.block < *until => HandleState::Resting {
                owner: account(*owner),
                until: *until,
            },
            _ => HandleState::Free,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_calls_do_what_the_model_does(steps in prop::collection::vec(steps(), 1..80)) {
        ExtBuilder::build_and_execute(|| {
            let mut model = Model {
                now: Now::get(),
                block: System::block_number(),
                ..Default::default()
            };
            for step in steps {
                let step = model.resolve(step);
                let mut next = model.clone();
                let accepted = next.take(&step).is_some();
                let outcome = call(&step);
                assert_eq!(outcome.is_ok(), accepted, "{step:?}: {outcome:?}");
                if accepted {
                    model = next;
                }
                model.assert_is_the_state();
                KeyRegistry::do_try_state().expect("all invariants hold after each step");
            }
        });
    }
}
