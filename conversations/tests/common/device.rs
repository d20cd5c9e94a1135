//! A device: its database, and how it follows the chain.

use super::{chain::Chain, GENESIS, START};
use postern_conversations::{
    Account, Body, Certificate, Certificates, ConversationId, Conversations, Cursor, Entry, Error,
    Event, Found, Identity, KeyPackages, Position, Work,
};
use postern_primitives::{Cid, Codec, DeviceId};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    sync::atomic::{AtomicU32, Ordering},
};
use tempfile::TempDir;

/// The chain's certificates.
#[derive(Clone, Default)]
pub struct Registry {
    certificates: Rc<RefCell<BTreeMap<DeviceId, Certificate>>>,
    /// How many look-ups from now on fail: a step is undone in the middle.
    pub failing_after: Rc<RefCell<Option<u32>>>,
}

impl Registry {
    pub fn register(&self, certificate: Certificate) {
        let mut all = self.certificates.borrow_mut();
        all.insert(certificate.id(), certificate);
    }

    pub fn change(&self, device: DeviceId, change: impl FnOnce(&mut Certificate)) {
        change(self.certificates.borrow_mut().get_mut(&device).unwrap());
    }

    pub fn get(&self, device: DeviceId) -> Certificate {
        self.certificates.borrow()[&device].clone()
    }
}

impl Certificates for Registry {
    fn certificate(&self, device: &DeviceId) -> Found {
        if let Some(left) = &mut *self.failing_after.borrow_mut() {
            if *left == 0 {
                return Found::NotLookedUp;
            }
            *left -= 1;
        }
        match self.certificates.borrow().get(device) {
            Some(found) => Found::Certificate(found.clone()),
            None => Found::Nothing,
        }
    }
}

/// Where entries of the log came from, as a client keeps it beside the core.
#[derive(Clone)]
struct Fed {
    block: u64,
}

pub struct Device {
    pub seed: u8,
    pub registry: Registry,
    folder: Rc<TempDir>,
    file: String,
    core: Option<Conversations<Registry>>,
    fed: BTreeMap<ConversationId, (Position, Vec<Fed>)>,
    /// Events that were taken.
    pub events: Vec<Event>,
    /// Contents do not arrive with their entries.
    pub slow: bool,
    /// The position from which on it read, each time it has joined.
    pub joined: Vec<Position>,
    /// What it has said.
    pub said: BTreeSet<[u8; 16]>,
}

impl Device {
    pub fn new(registry: &Registry, account: u8, seed: u8) -> Self {
        let folder = Rc::new(temporary());
        let mut device = Self {
            seed,
            registry: registry.clone(),
            folder,
            file: "conversations.db".into(),
            core: None,
            fed: BTreeMap::new(),
            events: Vec::new(),
            slow: false,
            joined: Vec::new(),
            said: BTreeSet::new(),
        };
        device.open([account; 32]);
        registry.register(Certificate {
            account: [account; 32],
            device: device.core().identity().public(),
            valid_from: START - 1,
            valid_until: START + 1_000_000_000,
            revoked_at: None,
        });
        device
    }

    fn open(&mut self, account: Account) {
        let identity = Identity::new(account, GENESIS, &[self.seed; 32]);
        let path = self.folder.path().join(&self.file);
        let opened = Conversations::open(&path, &[9; 32], identity, self.registry.clone());
        self.core = Some(opened.unwrap());
    }

    pub fn core(&mut self) -> &mut Conversations<Registry> {
        self.core.as_mut().unwrap()
    }

    pub fn id(&self) -> DeviceId {
        self.core.as_ref().unwrap().identity().device()
    }

    pub fn account(&self) -> Account {
        self.core.as_ref().unwrap().identity().account()
    }

    /// The process dies and starts again.
    pub fn crash(&mut self) {
        let account = self.account();
        self.core = None;
        self.open(account);
    }

    /// Another device with the same keys and a copy of the state as it is now: a thief.
    pub fn steal(&mut self) -> Self {
        let account = self.account();
        // Closing writes everything into the one file.
        self.core = None;
        static THEFTS: AtomicU32 = AtomicU32::new(0);
        let file = format!("stolen-{}.db", THEFTS.fetch_add(1, Ordering::Relaxed));
        let folder = self.folder.path();
        std::fs::copy(folder.join(&self.file), folder.join(&file)).unwrap();
        self.open(account);
        let mut thief = Self {
            seed: self.seed,
            registry: self.registry.clone(),
            folder: self.folder.clone(),
            file,
            core: None,
            fed: self.fed.clone(),
            events: Vec::new(),
            slow: false,
            joined: Vec::new(),
            said: BTreeSet::new(),
        };
        thief.open(account);
        thief
    }

    pub fn packages(&mut self, count: usize) -> Vec<Vec<u8>> {
        let wanted = KeyPackages::single_use(count, START);
        self.core().key_packages(wanted).unwrap()
    }

    pub fn say(&mut self, chain: &Chain, id: &ConversationId, text: &str) -> [u8; 16] {
        let now = chain.now();
        let said = self.core().say(id, Body::text(text), None, now).unwrap();
        self.said.insert(said);
        said
    }

    /// Does what is to be done. Whether there was something.
    pub fn hand_over(&mut self, chain: &mut Chain, id: &ConversationId) -> bool {
        let now = chain.now();
        let work = match self.core().work(id, 64, now) {
            Ok(work) => work,
            Err(Error::NotMember | Error::UnknownConversation(_) | Error::LookUp(_)) => {
                return false;
            }
            Err(error) => panic!("{error}"),
        };
        let busy = !work.is_empty();
        for task in work {
            self.perform(chain, id, task);
        }
        busy
    }

    fn perform(&mut self, chain: &mut Chain, id: &ConversationId, task: Work) {
        match task {
            Work::OpenLog { key } => {
                let log = chain.open_log(key);
                self.core().log_opened(id, log).unwrap();
            }
            Work::Post {
                log,
                content,
                cid,
                key,
            } => {
                chain.publish(cid, content);
                chain.submit(log, key.public(), cid, None);
            }
            Work::Commit {
                log,
                content,
                key,
                successor,
            } => {
                let cid = Cid::of_block(Codec::Raw, &content);
                chain.publish(cid, content);
                chain.submit(log, key.public(), cid, Some(successor));
            }
            Work::Invite {
                id: number,
                to,
                invitation,
            } => {
                for member in to {
                    chain.invitations.push((member, invitation.clone()));
                }
                self.core().invited(number).unwrap();
            }
        }
    }

    pub fn join(&mut self, invitation: &[u8]) -> ConversationId {
        self.try_join(invitation).unwrap()
    }

    pub fn try_join(&mut self, invitation: &[u8]) -> Result<ConversationId, Error> {
        let id = self.core().join(invitation, START)?;
        let cursor = self.core().cursor(&id).unwrap().unwrap();
        self.joined.push(cursor.next);
        self.fed.remove(&id);
        self.take_events();
        Ok(id)
    }

    /// Events of what was not taken back later.
    pub fn lasting_changes(&self) -> Vec<&Event> {
        let mut lasting: Vec<&Event> = Vec::new();
        for event in &self.events {
            match event {
                Event::Changed { .. } => lasting.push(event),
                Event::Retracted { from } => lasting.retain(
                    |one| matches!(one, Event::Changed { position, .. } if position < from),
                ),
                _ => {}
            }
        }
        lasting
    }

    /// Reads what the chain has, and takes back what it no longer has.
    pub fn sync(&mut self, chain: &Chain, id: &ConversationId) {
        if self.retract(chain, id).is_ok() {
            self.read(chain, id);
            self.finalize(chain, id);
        }
        self.take_events();
    }

    fn retract(&mut self, chain: &Chain, id: &ConversationId) -> Result<(), Error> {
        let Some((first, fed)) = self.fed.get_mut(id) else {
            return Ok(());
        };
        let gone = fed.iter().position(|one| !chain.has_block(one.block));
        if let Some(gone) = gone {
            let from = *first + gone as u64;
            fed.truncate(gone);
            self.core().retract(id, from)?;
        }
        Ok(())
    }

    fn read(&mut self, chain: &Chain, id: &ConversationId) {
        while let Some((cursor, entry, block)) = self.next(chain, id) {
            let (first, fed) = self.fed.entry(*id).or_insert((cursor.next, Vec::new()));
            // Written down before the entry is given to the core; what the core does not know
            // of is cut off again.
            fed.truncate(usize::try_from(cursor.next - *first).unwrap());
            fed.push(Fed { block });
            let content = chain.content(&entry.cid).filter(|_| !self.slow).cloned();
            match self.core().include(id, &entry, content.as_deref()) {
                Ok(()) => {}
                Err(Error::NotMember | Error::LookUp(_)) => return,
                Err(error) => panic!("{error} at {entry:?}"),
            }
        }
    }

    fn next(&mut self, chain: &Chain, id: &ConversationId) -> Option<(Cursor, Entry, u64)> {
        let cursor = self.core().cursor(id).ok().flatten()?;
        let index = usize::try_from(cursor.next - cursor.first).unwrap();
        let (posted, block) = chain.entry(cursor.log, index)?;
        let entry = Entry {
            position: cursor.next,
            log: cursor.log,
            cid: posted.cid,
            successor: posted.successor,
            moment: chain.moment(block),
        };
        Some((cursor, entry, block))
    }

    /// Fetches what was missing.
    pub fn fetch(&mut self, chain: &Chain, id: &ConversationId) {
        let Ok(gaps) = self.core().gaps(id) else {
            return;
        };
        for (_, cid) in gaps.contents {
            if let Some(content) = chain.content(&cid).cloned() {
                match self.core().deliver(id, &cid, &content) {
                    Ok(_) | Err(Error::NotMember | Error::LookUp(_)) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        }
        self.take_events();
    }

    fn finalize(&mut self, chain: &Chain, id: &ConversationId) {
        if let Some((first, fed)) = self.fed.get(id) {
            let settled = fed.iter().take_while(|one| chain.is_final(one.block));
            let to = first + settled.count() as u64;
            self.core().finalize(id, to).unwrap();
        }
    }

    pub fn take_events(&mut self) {
        let events = self.core().events(u32::MAX).unwrap();
        if let Some((last, _, _)) = events.last() {
            let last = *last;
            self.core().taken(last).unwrap();
        }
        self.events
            .extend(events.into_iter().map(|(_, _, event)| event));
    }
}

/// In memory where the system has such a folder: tests do not have to survive a power cut.
pub fn temporary() -> TempDir {
    tempfile::tempdir_in("/dev/shm").unwrap_or_else(|_| tempfile::tempdir().unwrap())
}
