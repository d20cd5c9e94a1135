//! Many inboxes, in which messages lie, and some messages more to measure by.

use super::{
    chain::{Built, Chain},
    database::{self, Database},
    owners::{Owner, Sender},
    state::{self, Footprint},
};
use crate::figures::Samples;
use anyhow::{bail, ensure};
use codec::Encode;
use pallet_inbox::runtime_api::InboxApi;
use postern_primitives::limits::MAX_RECIPIENTS;
use postern_runtime::{constants::pinning::CHANGE_WINDOW, Balance, OpaqueBlock};
use sp_runtime::OpaqueExtrinsic;
use std::{collections::VecDeque, time::Instant};

/// The inboxes among which the entries are spread, in groups that an `inbox.send` goes to.
const GROUPS: usize = 100;
const INBOXES: u32 = GROUPS as u32 * MAX_RECIPIENTS;

/// Inboxes by which is measured, and how often: a message to each, which it reads and
/// acknowledges. They are among the others, and get as full.
const MEASURED: usize = 200;
const ROUNDS: usize = 5;

/// Messages by which is measured at each point.
pub const SAMPLE: usize = MEASURED * ROUNDS;

/// Transactions that are signed in advance, to keep memory small.
const BATCH: u32 = 1_024;

/// Blocks in a row that may have room for no transaction at all: an election takes one.
const EMPTY_AT_MOST: u32 = 3;

/// Entries that a page may have: what a client asks for.
const PAGE: u32 = 64;

/// What was measured with so many entries in state.
#[derive(Default)]
pub struct Point {
    /// How many.
    pub entries: u32,
    /// Importing a block of `inbox.send`, for each.
    pub send: Samples,
    /// Asking the runtime API for a message.
    pub read: Samples,
    /// Importing a block of acknowledgements, for each.
    pub acknowledge: Samples,
    /// What the sample took while it waited.
    pub waiting: Footprint,
    /// What was left of it in the block in which it was acknowledged.
    pub left: Footprint,
    /// Bytes of its transactions in blocks.
    pub sent_bytes: usize,
    /// Bytes of its acknowledgements in blocks.
    pub acknowledged_bytes: usize,
}

/// The chain and who uses it.
pub struct Town {
    chain: Chain,
    sender: Sender,
    owners: Vec<Owner>,
    entries: u32,
    sends: usize,
}

impl Town {
    /// On a chain of its own.
    pub fn found() -> anyhow::Result<Self> {
        let chain = Chain::begin()?;
        Ok(Self {
            sender: Sender::new(chain.genesis()),
            owners: (0..INBOXES).map(Owner::numbered).collect(),
            chain,
            entries: 0,
            sends: 0,
        })
    }

    /// Sends messages until so many wait.
    pub fn fill(&mut self, entries: u32) -> anyhow::Result<()> {
        while self.entries < entries {
            let missing = (entries - self.entries).div_ceil(MAX_RECIPIENTS);
            let mut waiting = VecDeque::new();
            for _ in 0..missing.min(BATCH) {
                waiting.push_back(self.next_send()?);
            }
            self.blocks_of(waiting, |chain, built| chain.adopt(built))?;
            eprintln!("  {} entries", self.entries);
        }
        Ok(())
    }

    /// A message to the inboxes whose turn it is.
    fn next_send(&mut self) -> anyhow::Result<OpaqueExtrinsic> {
        let group = self.sends % GROUPS * MAX_RECIPIENTS as usize;
        let owners = self.owners.iter().skip(group);
        let recipients = owners.take(MAX_RECIPIENTS as usize).map(Owner::account);
        self.sends += 1;
        self.entries += MAX_RECIPIENTS;
        self.sender.send(recipients.collect())
    }

    /// Sends, reads and acknowledges messages, and leaves as many as there were.
    pub fn measure(&mut self) -> anyhow::Result<Point> {
        let mut point = Point {
            entries: self.entries,
            ..Point::default()
        };
        for _ in 0..ROUNDS {
            self.round(&mut point)?;
        }
        Ok(point)
    }

    fn round(&mut self, point: &mut Point) -> anyhow::Result<()> {
        let measured = &self.owners[..MEASURED];
        let cursors = self.numbers(measured)?;
        let sends: anyhow::Result<VecDeque<_>> = measured
            .iter()
            .map(|owner| self.sender.send(vec![owner.account()]))
            .collect();
        let sends = sends?;
        point.sent_bytes += size(&sends);
        let added = self.import(sends, &mut point.send)?;
        point.waiting += added;

        let mut acknowledgements = VecDeque::new();
        for (owner, page) in measured.iter().zip(self.read(&cursors, &mut point.read)?) {
            let [number] = page[..] else {
                bail!("there is not one message, but {}", page.len());
            };
            acknowledgements.push_back(owner.acknowledge(&self.chain, number)?);
        }
        point.acknowledged_bytes += size(&acknowledgements);
        point.left += added;
        point.left += self.import(acknowledgements, &mut point.acknowledge)?;
        let left = self.read(&cursors, &mut Samples::default())?;
        ensure!(
            left.iter().all(Vec::is_empty),
            "an acknowledged message is still there"
        );
        Ok(())
    }

    /// The number that the next entry of each inbox gets, or a lower one.
    fn numbers(&self, owners: &[Owner]) -> anyhow::Result<Vec<u64>> {
        let (_, head) = self.chain.head();
        let next = |owner: &Owner| {
            let api = self.chain.api();
            let queue = InboxApi::<OpaqueBlock, _, Balance>::queue(&*api, head, owner.account());
            anyhow::Ok(queue?.next)
        };
        owners.iter().map(next).collect()
    }

    /// Reads the measured inboxes, each from a number on: the numbers of what came there.
    fn read(&self, from: &[u64], times: &mut Samples) -> anyhow::Result<Vec<Vec<u64>>> {
        let (_, head) = self.chain.head();
        let mut pages = Vec::with_capacity(from.len());
        for (owner, from) in self.owners.iter().zip(from) {
            let account = owner.account();
            let begin = Instant::now();
            let api = self.chain.api();
            let page =
                InboxApi::<OpaqueBlock, _, Balance>::entries(&*api, head, account, *from, PAGE)?;
            times.push(begin.elapsed());
            let numbers = page.entries.iter().map(|entry| entry.sequence_number);
            pages.push(numbers.collect());
        }
        Ok(pages)
    }

    /// Imports blocks of these, and says what they add to state.
    fn import(
        &self,
        waiting: VecDeque<OpaqueExtrinsic>,
        times: &mut Samples,
    ) -> anyhow::Result<Footprint> {
        let mut added = Footprint::default();
        self.blocks_of(waiting, |chain, built| {
            added += state::added(chain, &built.changes)?;
            let transactions = built.transactions;
            let took = chain.import(built)?;
            if transactions > 0 {
                times.push(took / transactions);
            }
            Ok(())
        })?;
        Ok(added)
    }

    /// Makes blocks until all of these are in one, and hands each to `take`.
    fn blocks_of(
        &self,
        mut waiting: VecDeque<OpaqueExtrinsic>,
        mut take: impl FnMut(&Chain, Built) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut empty = 0;
        while !waiting.is_empty() {
            let built = self.chain.build(&mut waiting)?;
            empty = if built.transactions == 0 {
                empty + 1
            } else {
                0
            };
            ensure!(empty < EMPTY_AT_MOST, "a transaction fits in no block");
            take(&self.chain, built)?;
        }
        Ok(())
    }

    /// What the database costs; the town's last measurement.
    pub fn database(self) -> anyhow::Result<Database> {
        database::measure(&self.chain)
    }

    /// Sends and acknowledges messages, lets a day go by, and says what is left of them.
    pub fn left_after_a_day(&mut self) -> anyhow::Result<Footprint> {
        let before = state::whole(&self.chain)?;
        self.measure()?;
        eprintln!("  a day goes by, {CHANGE_WINDOW} blocks");
        for _ in 0..=CHANGE_WINDOW {
            self.chain.adopt(self.chain.build(&mut VecDeque::new())?)?;
        }
        Ok(state::whole(&self.chain)? - before)
    }
}

/// Bytes of these in a block.
fn size(transactions: &VecDeque<OpaqueExtrinsic>) -> usize {
    transactions.iter().map(Encode::encoded_size).sum()
}
