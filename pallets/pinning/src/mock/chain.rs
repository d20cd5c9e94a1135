//! A chain of blocks that bring references in and take them away.

use super::{Ipfs, Pinning, System, Test};
use crate::offchain::{keys, Finalized};
use codec::Encode;
use frame_support::traits::Hooks;
use postern_primitives::{traits::ContentStore, Cid};
use sp_core::offchain::{OffchainDbExt, OffchainWorkerExt};
use sp_io::{hashing::blake2_256, TestExternalities};

/// What a block does.
#[derive(Clone, Copy, Debug, Encode)]
pub enum Op {
    /// Adds a reference.
    Retain(Cid),
    /// Takes one away, if there is one.
    Release(Cid),
}

/// A chain, and the worker of a node that follows it.
pub struct Chain {
    ext: TestExternalities,
    ipfs: Ipfs,
    blocks: Vec<Vec<Op>>,
    hashes: Vec<[u8; 32]>,
}

impl Chain {
    /// A chain that has its genesis block only, which is final, and a worker that is
    /// enabled and keeps contents on `ipfs`.
    pub fn new(ipfs: &Ipfs) -> Self {
        let mut chain = Self::bare(ipfs);
        chain.finalize(0);
        ipfs.set(keys::ENABLED, &[1]);
        ipfs.set(keys::IPFS_URL, b"http://127.0.0.1:5001");
        chain
    }

    fn bare(ipfs: &Ipfs) -> Self {
        let mut ext = TestExternalities::default();
        ext.register_extension(OffchainWorkerExt::new(ipfs.clone()));
        ext.register_extension(OffchainDbExt::new(ipfs.clone()));
        let mut chain = Self {
            ext,
            ipfs: ipfs.clone(),
            blocks: vec![],
            hashes: vec![],
        };
        chain.seal(0, &[]);
        chain
    }

    /// Another chain that shares the blocks up to `height`, for the same node.
    pub fn fork(&self, height: u32) -> Self {
        let mut fork = Self::bare(&self.ipfs);
        for ops in &self.blocks[..height as usize] {
            fork.block(ops);
        }
        fork
    }

    /// Adds a block, and returns its number. The worker does not run.
    pub fn block(&mut self, ops: &[Op]) -> u32 {
        let number = self.height() + 1;
        self.execute(|| {
            System::set_block_number(number);
            Pinning::on_initialize(number);
            for op in ops {
                match op {
                    Op::Retain(cid) => Pinning::retain(*cid, 100).unwrap(),
                    Op::Release(cid) if Pinning::pin(cid).is_none() => (),
                    Op::Release(cid) => Pinning::release(cid),
                }
            }
            Pinning::do_try_state().unwrap();
        });
        self.blocks.push(ops.to_vec());
        self.seal(number, ops);
        number
    }

    /// Adds a block on which the worker runs.
    pub fn block_and_run(&mut self, ops: &[Op]) -> u32 {
        let number = self.block(ops);
        self.run();
        number
    }

    /// Adds empty blocks on which the worker runs, each final at once.
    pub fn run_for(&mut self, blocks: u32) {
        for _ in 0..blocks {
            let number = self.block(&[]);
            self.finalize(number);
            self.run();
        }
    }

    /// Runs the worker on the best block, a block's time after its last run.
    pub fn run(&mut self) {
        self.ipfs.pass_time(3_000);
        self.run_late();
    }

    /// Runs the worker on the best block, at once.
    pub fn run_late(&mut self) {
        let number = self.height();
        self.execute(|| Pinning::offchain_worker(number));
    }

    /// Tells the node that a block is final.
    pub fn finalize(&mut self, number: u32) {
        let hash = self.hashes[number as usize];
        self.ipfs
            .set(keys::FINALIZED, &Finalized { number, hash }.encode());
    }

    pub fn height(&self) -> u32 {
        self.blocks.len() as u32
    }

    pub fn execute<R>(&mut self, f: impl FnOnce() -> R) -> R {
        self.ext.execute_with(f)
    }

    /// The hash covers all the blocks before, so it tells forks apart.
    fn seal(&mut self, number: u32, ops: &[Op]) {
        let hash = blake2_256(&(self.hashes.last(), number, ops).encode());
        self.hashes.push(hash);
        self.execute(|| frame_system::BlockHash::<Test>::insert(number, sp_core::H256(hash)));
    }
}
