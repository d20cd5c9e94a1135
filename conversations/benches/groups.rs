//! What conversations cost, by their size: time of this device, and bytes on the wire.
//!
//! `cargo bench -p postern-conversations` prints a table in Markdown. Each time is the median of
//! several runs of a whole step, with its transaction and what is written to the database; the
//! database is in memory where the system has a folder for that, so a disk adds its own time for
//! each step.

use postern_conversations::{
    Account, Body, Certificate, Certificates, ConversationId, Conversations, Entry, Found,
    Identity, KeyPackages, Successor, Work,
};
use postern_primitives::{Cid, Codec, DeviceId};
use std::{
    cell::RefCell,
    collections::BTreeMap,
    rc::Rc,
    time::{Duration, Instant},
};
use tempfile::TempDir;

const SIZES: [usize; 4] = [2, 10, 100, 250];
const MESSAGES: usize = 21;
const COMMITS: usize = 5;
const NOW: u64 = 1_000;

#[derive(Clone, Default)]
struct Registry(Rc<RefCell<BTreeMap<DeviceId, Certificate>>>);

impl Certificates for Registry {
    fn certificate(&self, device: &DeviceId) -> Found {
        let all = self.0.borrow();
        let found = all.get(device).cloned();
        found.map_or(Found::Nothing, Found::Certificate)
    }
}

type Core = Conversations<Registry>;

struct Device {
    core: Core,
    _folder: TempDir,
}

fn device(registry: &Registry, number: usize) -> Device {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
    let folder = folder.expect("a folder");
    let mut account: Account = [0; 32];
    account[..8].copy_from_slice(&number.to_le_bytes());
    let mut seed = [1; 32];
    seed[..8].copy_from_slice(&number.to_le_bytes());
    let identity = Identity::new(account, [0; 32], &seed);
    let certificate = Certificate {
        account,
        device: identity.public(),
        valid_from: 0,
        valid_until: u64::MAX,
        revoked_at: None,
    };
    registry
        .0
        .borrow_mut()
        .insert(certificate.id(), certificate);
    let path = folder.path().join("db");
    let core = Conversations::open(&path, &[0; 32], identity, registry.clone());
    Device {
        core: core.expect("a database"),
        _folder: folder,
    }
}

/// A conversation of `size` devices, of which two are at work.
struct Group {
    id: ConversationId,
    alice: Device,
    bob: Device,
    log: u64,
    position: u64,
    logs: u64,
}

#[derive(Default)]
struct Row {
    size: usize,
    key_package: usize,
    create: Duration,
    invitation: usize,
    join: Duration,
    seal: Duration,
    message: usize,
    open: Duration,
    add: Duration,
    added: usize,
    take: Duration,
    remove: Duration,
    removed: usize,
}

fn main() {
    let rows: Vec<_> = SIZES.into_iter().map(measure).collect();
    println!("| devices | key package | create | invitation | join | seal | message | open | add | its commit | take a commit | remove | its commit |");
    println!("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for row in rows {
        println!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            row.size,
            bytes(row.key_package),
            time(row.create),
            bytes(row.invitation),
            time(row.join),
            time(row.seal),
            bytes(row.message),
            time(row.open),
            time(row.add),
            bytes(row.added),
            time(row.take),
            time(row.remove),
            bytes(row.removed),
        );
    }
}

fn time(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

fn bytes(bytes: usize) -> String {
    format!("{:.1} kB", bytes as f64 / 1e3)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn timed<T>(times: &mut Vec<Duration>, work: impl FnOnce() -> T) -> T {
    let begin = Instant::now();
    let done = work();
    times.push(begin.elapsed());
    done
}

fn packages(device: &mut Device, count: usize) -> Vec<Vec<u8>> {
    let wanted = KeyPackages::single_use(count, NOW);
    device.core.key_packages(wanted).expect("key packages")
}

fn measure(size: usize) -> Row {
    eprintln!("{size} devices");
    let registry = Registry::default();
    let mut row = Row {
        size,
        ..Row::default()
    };
    let mut group = begin(&registry, size, &mut row);
    messages(&mut group, &mut row);
    commits(&registry, size, &mut group, &mut row);
    row
}

fn begin(registry: &Registry, size: usize, row: &mut Row) -> Group {
    let mut alice = device(registry, 0);
    let mut bob = device(registry, 1);
    let mut all = packages(&mut bob, 1);
    for number in 2..size {
        all.extend(packages(&mut device(registry, number), 1));
    }
    row.key_package = all[0].len();
    let mut times = Vec::new();
    let id = timed(&mut times, || alice.core.create("", &all, NOW)).expect("a conversation");
    row.create = median(times);
    alice.core.log_opened(&id, 1).expect("a log");
    let work = alice.core.work(&id, 1, NOW).expect("work");
    let Some(Work::Invite { invitation, .. }) = work.into_iter().next() else {
        unreachable!("those who were added are invited first");
    };
    row.invitation = invitation.len();
    let mut times = Vec::new();
    timed(&mut times, || bob.core.join(&invitation, NOW)).expect("a member");
    row.join = median(times);
    let mut group = Group {
        id,
        alice,
        bob,
        log: 1,
        position: 0,
        logs: 1,
    };
    // Bob's answer to the invitation, so that what follows is nothing but what is measured.
    let work = group.bob.core.work(&id, 1, NOW).expect("work");
    for task in work {
        if let Work::Post { content, .. } = task {
            group.include(&content, None, &mut Vec::new());
        }
    }
    group.drain();
    group
}

impl Group {
    /// The chain includes a content; the time that Bob takes for it.
    fn include(&mut self, content: &[u8], successor: Option<Successor>, times: &mut Vec<Duration>) {
        let entry = Entry {
            position: self.position,
            log: self.log,
            cid: Cid::of_block(Codec::Raw, content),
            successor,
            moment: NOW,
        };
        self.position += 1;
        self.log = successor.map_or(self.log, |successor| successor.log);
        let id = self.id;
        let include = |core: &mut Core| core.include(&id, &entry, Some(content));
        timed(times, || include(&mut self.bob.core)).expect("taken");
        include(&mut self.alice.core).expect("taken");
        for device in [&mut self.alice, &mut self.bob] {
            device.core.finalize(&id, self.position).expect("final");
            device.core.taken(i64::MAX).expect("taken");
        }
    }

    /// What the handshake still has to say.
    fn drain(&mut self) {
        for _ in 0..2 {
            let work = self.alice.core.work(&self.id, 64, NOW).expect("work");
            for task in work {
                match task {
                    Work::Post { content, .. } => self.include(&content, None, &mut Vec::new()),
                    Work::Invite { id, .. } => self.alice.core.invited(id).expect("invited"),
                    _ => {}
                }
            }
        }
    }

    /// Alice's commit; the time she takes to make it, and its size.
    fn commit(&mut self, made: &mut Vec<Duration>, taken: &mut Vec<Duration>) -> usize {
        let id = self.id;
        let work = timed(made, || self.alice.core.work(&id, 1, NOW)).expect("work");
        let commit = work.into_iter().find_map(|task| match task {
            Work::Commit {
                content, successor, ..
            } => Some((content, successor)),
            _ => None,
        });
        let (content, key) = commit.expect("a commit");
        self.logs += 1;
        let log = self.logs;
        self.include(&content, Some(Successor { log, key }), taken);
        self.drain();
        content.len()
    }
}

fn messages(group: &mut Group, row: &mut Row) {
    let (mut seal, mut open) = (Vec::new(), Vec::new());
    let id = group.id;
    for _ in 0..MESSAGES {
        let work = timed(&mut seal, || {
            let text = Body::text("a message of ordinary length, as people send them all day");
            group.alice.core.say(&id, text, None, NOW).expect("said");
            group.alice.core.work(&id, 1, NOW).expect("work")
        });
        for task in work {
            if let Work::Post { content, .. } = task {
                row.message = content.len();
                group.include(&content, None, &mut open);
            }
        }
    }
    row.seal = median(seal);
    row.open = median(open);
}

fn commits(registry: &Registry, size: usize, group: &mut Group, row: &mut Row) {
    let (mut add, mut remove, mut take) = (Vec::new(), Vec::new(), Vec::new());
    let id = group.id;
    for number in 0..COMMITS {
        let mut newcomer = device(registry, size + number);
        let package = packages(&mut newcomer, 1);
        group.alice.core.add(&id, package, NOW).expect("wanted");
        row.added = group.commit(&mut add, &mut take);
        let gone = vec![newcomer.core.identity().device()];
        group.alice.core.remove(&id, gone).expect("wanted");
        row.removed = group.commit(&mut remove, &mut take);
    }
    row.add = median(add);
    row.remove = median(remove);
    row.take = median(take);
}
