//! Inboxes as a reader of the documentation would write them down.

use super::Step;
use crate::mock::*;
use postern_primitives::{limits::MAX_CONTENT_SIZE, Cid, Senders};
use std::collections::{BTreeMap, BTreeSet};

/// How many people there are. The first is registered.
pub const PEOPLE: u8 = 5;

/// An entry: whose inbox, which number.
pub type Place = (u8, u64);

struct Entry {
    sender: u8,
    content: u8,
    deposit: u64,
    expires_at: u32,
}

#[derive(Default)]
struct Rules {
    senders: Senders,
    min_deposit: u64,
    /// Who is named, and whether they are allowed.
    named: BTreeMap<u8, bool>,
}

/// What everybody has in their inbox, and asks of others.
#[derive(Default)]
pub struct Model {
    entries: BTreeMap<Place, Entry>,
    rules: BTreeMap<u8, Rules>,
    /// One above the highest number that each inbox ever had.
    highest: BTreeMap<u8, u64>,
    /// The inboxes that have been in use without a break since they got that number.
    in_use: BTreeSet<u8>,
}

fn now() -> u32 {
    System::block_number()
}

impl Model {
    /// Moves small numbers to where the numbers of that inbox are at the moment.
    pub fn aim(&self, step: Step) -> Step {
        let oldest = |person: u8| {
            let mut stored = self.entries.range((person, 0)..(person + 1, 0));
            stored.next().map_or(0, |((_, number), _)| *number)
        };
        let aimed = |places: Vec<Place>| {
            places
                .into_iter()
                .map(|(person, number)| (person, oldest(person) + number))
                .collect()
        };
        match step {
            Step::Acknowledge { owner, numbers } => Step::Acknowledge {
                owner,
                numbers: numbers.iter().map(|n| n + oldest(owner)).collect(),
            },
            Step::Retract { sender, places } => Step::Retract {
                sender,
                places: aimed(places),
            },
            Step::Reap { places } => Step::Reap {
                places: aimed(places),
            },
            step => step,
        }
    }

    /// Does it, if the rules allow it; says whether they do.
    pub fn take(&mut self, step: &Step) -> bool {
        let accepted = self.follow(step);
        let holds_entries: BTreeSet<_> = self.entries.keys().map(|(owner, _)| *owner).collect();
        let has_rules = |owner: &u8| self.rules.get(owner).is_some_and(Rules::ask_something);
        self.in_use
            .retain(|owner| holds_entries.contains(owner) || has_rules(owner));
        accepted
    }

    fn follow(&mut self, step: &Step) -> bool {
        match step {
            Step::Send {
                sender,
                recipients,
                content,
                size,
                lifetime,
            } => self.send(*sender, recipients, *content, *size, *lifetime),
            Step::Acknowledge { owner, numbers } => {
                let live = |place: &Place, entry: &Entry| {
                    place.0 == *owner && numbers.contains(&place.1) && now() < entry.expires_at
                };
                self.remove(live)
            }
            Step::Retract { sender, places } => {
                let named = |place: &Place| places.contains(place);
                let mut found = self.entries.iter().filter(|(place, _)| named(place));
                if found.any(|(_, entry)| entry.sender != *sender) {
                    return false;
                }
                self.remove(|place, _| named(place))
            }
            Step::Reap { places } => {
                self.remove(|place, entry| places.contains(place) && entry.expires_at <= now())
            }
            Step::SetPolicy {
                owner,
                senders,
                min_deposit,
            } => {
                let rules = self.rules.entry(*owner).or_default();
                (rules.senders, rules.min_deposit) = (*senders, *min_deposit);
                true
            }
            Step::List {
                owner,
                sender,
                allowed,
            } => {
                let named = &mut self.rules.entry(*owner).or_default().named;
                let full = named.len() >= MAX_LISTED as usize && !named.contains_key(sender);
                !full && named.insert(*sender, *allowed) != Some(*allowed)
            }
            Step::Unlist { owner, sender } => {
                let rules = self.rules.get_mut(owner);
                rules.is_some_and(|rules| rules.named.remove(sender).is_some())
            }
            Step::Wait { .. } => {
                // The sweep has its limits, so what is stored is taken from the chain; that
                // nothing goes early is seen by what can be read.
                let stored: BTreeSet<Place> = (0..PEOPLE).flat_map(stored).collect();
                self.entries
                    .retain(|place, entry| now() < entry.expires_at || stored.contains(place));
                true
            }
        }
    }

    fn send(
        &mut self,
        sender: u8,
        recipients: &[u8],
        content: u8,
        size: u64,
        lifetime: u32,
    ) -> bool {
        let different: BTreeSet<_> = recipients.iter().collect();
        let full = |owner: &u8| {
            let stored = self.entries.range((*owner, 0)..(owner + 1, 0)).count();
            stored >= MAX_QUEUED as usize
        };
        let fits = !recipients.is_empty()
            && different.len() == recipients.len()
            && (1..=MAX_CONTENT_SIZE).contains(&size)
            && (MIN_LIFETIME..=MAX_LIFETIME).contains(&lifetime)
            && !recipients.iter().any(full);
        let demands: Option<Vec<_>> = recipients
            .iter()
            .map(|owner| self.demanded(sender, *owner))
            .collect();
        let (true, Some(demands)) = (fits, demands) else {
            return false;
        };
        let standard = ENTRY_DEPOSIT + KIB_DEPOSIT * size.div_ceil(1024);
        for (owner, demanded) in recipients.iter().zip(demands) {
            let number = self.number(*owner);
            let entry = Entry {
                sender,
                content,
                deposit: standard.max(demanded),
                expires_at: now() + lifetime,
            };
            self.entries.insert((*owner, number), entry);
            self.highest.insert(*owner, number + 1);
        }
        true
    }

    /// What the owner wants held, if they take the message at all.
    fn demanded(&self, sender: u8, owner: u8) -> Option<u64> {
        let Some(rules) = self.rules.get(&owner).filter(|_| sender != owner) else {
            return Some(0);
        };
        match (rules.named.get(&sender), rules.senders) {
            (Some(true), _) => Some(0),
            (Some(false), _) | (None, Senders::Listed) => None,
            (None, Senders::Registered) if sender != 0 => None,
            (None, _) => Some(rules.min_deposit),
        }
    }

    /// The number that the newest entry has got: the next one, or any above if the inbox had
    /// been forgotten in between.
    fn number(&mut self, owner: u8) -> u64 {
        let given = Inbox::queue(&inbox_of(&key(owner))).next - 1;
        let expected = self.highest(owner);
        if self.in_use.insert(owner) {
            assert!(given >= expected, "a number of {owner} is used twice");
        } else {
            assert_eq!(given, expected, "a gap in the inbox of {owner}");
        }
        given
    }

    fn remove(&mut self, goes: impl Fn(&Place, &Entry) -> bool) -> bool {
        let before = self.entries.len();
        self.entries.retain(|place, entry| !goes(place, entry));
        self.entries.len() < before
    }

    /// What a reader finds: number, content, and when it is gone.
    pub fn readable(&self, person: u8) -> Vec<(u64, Cid, u32)> {
        self.entries
            .range((person, 0)..(person + 1, 0))
            .filter(|(_, entry)| now() < entry.expires_at)
            .map(|((_, number), entry)| {
                let cid = cid(&entry.content.to_string());
                (*number, cid, entry.expires_at)
            })
            .collect()
    }

    pub fn held(&self, person: u8) -> u64 {
        let own = self.entries.values().filter(|entry| entry.sender == person);
        own.map(|entry| entry.deposit).sum()
    }

    pub fn references(&self, content: u8) -> u32 {
        let same = self.entries.values();
        same.filter(|entry| entry.content == content).count() as u32
    }

    pub fn highest(&self, person: u8) -> u64 {
        self.highest.get(&person).copied().unwrap_or_default()
    }

    /// Takes everybody off every list.
    pub fn forget_rules(&self, unlist: impl Fn(u8, u8) -> bool) {
        for (owner, rules) in &self.rules {
            for sender in rules.named.keys() {
                assert!(unlist(*owner, *sender));
            }
        }
    }
}

impl Rules {
    fn ask_something(&self) -> bool {
        self.senders != Senders::Anyone || self.min_deposit > 0 || !self.named.is_empty()
    }
}

/// The places of one inbox that are stored, expired or not.
fn stored(person: u8) -> Vec<Place> {
    crate::Entries::<Test>::iter_key_prefix(inbox_of(&key(person)))
        .map(|key| (person, key.into()))
        .collect()
}
