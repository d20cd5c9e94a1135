//! A chain in memory: logs with keys, blocks that may be taken back, and IPFS beside it.

use super::START;
use postern_conversations::{LogId, Member, Successor};
use postern_primitives::{group::GroupPublic, Cid};
use std::collections::{BTreeMap, BTreeSet};

/// An entry as the chain has it.
#[derive(Clone, Copy)]
pub struct Posted {
    pub log: LogId,
    pub cid: Cid,
    pub successor: Option<Successor>,
}

/// What waits to be included.
#[derive(Clone, Copy)]
struct Pending {
    log: LogId,
    key: GroupPublic,
    cid: Cid,
    successor: Option<GroupPublic>,
}

struct Block {
    number: u64,
    posted: Vec<(Posted, Pending)>,
    opened: Vec<LogId>,
}

#[derive(Default)]
pub struct Chain {
    blocks: Vec<Block>,
    /// How many blocks are final.
    settled: usize,
    next_block: u64,
    next_log: LogId,
    keys: BTreeMap<LogId, GroupPublic>,
    pool: Vec<Pending>,
    contents: BTreeMap<Cid, Vec<u8>>,
    pub invitations: Vec<(Member, Vec<u8>)>,
}

impl Chain {
    /// The time of the block that comes next.
    pub fn now(&self) -> u64 {
        self.moment(self.next_block)
    }

    pub fn moment(&self, block: u64) -> u64 {
        START + block * 3_000
    }

    /// Nothing happens for so many blocks.
    pub fn wait(&mut self, blocks: u64) {
        self.next_block += blocks;
    }

    pub fn open_log(&mut self, key: GroupPublic) -> LogId {
        self.next_log += 1;
        self.keys.insert(self.next_log, key);
        self.next_log
    }

    pub fn publish(&mut self, cid: Cid, content: Vec<u8>) {
        self.contents.insert(cid, content);
    }

    pub fn content(&self, cid: &Cid) -> Option<&Vec<u8>> {
        self.contents.get(cid)
    }

    pub fn contents(&self) -> impl Iterator<Item = (&Cid, &Vec<u8>)> {
        self.contents.iter()
    }

    pub fn submit(
        &mut self,
        log: LogId,
        key: GroupPublic,
        cid: Cid,
        successor: Option<GroupPublic>,
    ) {
        let waits = self.pool.iter().any(|one| one.log == log && one.cid == cid);
        if !waits && !self.has(log, &cid) {
            self.pool.push(Pending {
                log,
                key,
                cid,
                successor,
            });
        }
    }

    /// Whether a log has an entry. A client asks before it posts again.
    fn has(&self, log: LogId, cid: &Cid) -> bool {
        let mut posted = self.blocks.iter().flat_map(|block| &block.posted);
        posted.any(|(one, _)| one.log == log && one.cid == *cid)
    }

    /// Puts what waits into a block, in the order of the pool.
    pub fn mine(&mut self) -> bool {
        let pool = std::mem::take(&mut self.pool);
        self.mine_these(pool)
    }

    /// Puts the chosen of what waits into a block, in the order chosen; the rest waits on.
    pub fn mine_some(&mut self, mut choose: impl FnMut(usize) -> usize, count: usize) -> bool {
        let mut chosen = Vec::new();
        for _ in 0..count.min(self.pool.len()) {
            let index = choose(self.pool.len());
            chosen.push(self.pool.remove(index));
        }
        self.mine_these(chosen)
    }

    /// Loses what waits: clients have to hand it over again.
    pub fn lose_pool(&mut self) {
        self.pool.clear();
    }

    fn mine_these(&mut self, chosen: Vec<Pending>) -> bool {
        self.next_block += 1;
        let mut block = Block {
            number: self.next_block,
            posted: Vec::new(),
            opened: Vec::new(),
        };
        for pending in chosen {
            // A log that was taken back, or another key: the chain refuses it.
            if self.keys.get(&pending.log) != Some(&pending.key) {
                continue;
            }
            let successor = pending.successor.map(|key| {
                let log = self.open_log(key);
                block.opened.push(log);
                Successor { log, key }
            });
            let posted = Posted {
                log: pending.log,
                cid: pending.cid,
                successor,
            };
            block.posted.push((posted, pending));
        }
        let busy = !block.posted.is_empty();
        self.blocks.push(block);
        busy
    }

    /// Takes the last blocks back, as far as they are not final. What was in them waits again.
    pub fn reorganize(&mut self, depth: usize) -> usize {
        let depth = depth.min(self.blocks.len() - self.settled);
        let gone = self.blocks.split_off(self.blocks.len() - depth);
        for block in gone {
            for log in block.opened {
                self.keys.remove(&log);
            }
            for (_, pending) in block.posted {
                self.submit(pending.log, pending.key, pending.cid, pending.successor);
            }
        }
        depth
    }

    pub fn finalize_all(&mut self) {
        self.settled = self.blocks.len();
    }

    pub fn finalize_but(&mut self, last: usize) {
        self.settled = self.settled.max(self.blocks.len().saturating_sub(last));
    }

    pub fn has_block(&self, number: u64) -> bool {
        self.blocks
            .binary_search_by_key(&number, |block| block.number)
            .is_ok()
    }

    pub fn is_final(&self, number: u64) -> bool {
        self.blocks[..self.settled]
            .binary_search_by_key(&number, |block| block.number)
            .is_ok()
    }

    /// The entry with this number in a log, and its block.
    pub fn entry(&self, log: LogId, index: usize) -> Option<(Posted, u64)> {
        let all = self.blocks.iter().flat_map(|block| {
            let number = block.number;
            block.posted.iter().map(move |(one, _)| (*one, number))
        });
        all.filter(|(one, _)| one.log == log).nth(index)
    }

    pub fn logs(&self) -> BTreeSet<LogId> {
        self.keys.keys().copied().collect()
    }
}
