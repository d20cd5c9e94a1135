//! A chain of blocks that bring references in and take them away.

use super::*;
use crate::offchain::{keys, Finalized};
use codec::{Decode, Encode};
use frame_support::traits::Hooks;
use postern_primitives::{traits::ContentStore, Cid};
use sp_core::offchain::{OffchainDbExt, OffchainWorkerExt, TransactionPoolExt};
use sp_io::{hashing::blake2_256, TestExternalities};

/// What a block does.
#[derive(Clone, Debug, Encode)]
pub enum Op {
    /// Adds a reference.
    Retain(Cid),
    /// Takes one away, if there is one.
    Release(Cid),
    /// The account of this number registers a pinner.
    Register(u8),
    /// Its pinner leaves.
    Leave(u8),
    /// Its machine is heard, if that is due, and uses so many bytes.
    Heard(u8, u64),
    /// Its machine attests a content, if that is assigned to it.
    Attest(u8, u32),
    /// Its machine no longer claims to keep a content, if it did.
    Withdraw(u8, u32),
    /// A transaction, which is left out if it is not valid.
    Apply(Vec<u8>),
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
        let mut ext = genesis();
        ext.register_extension(OffchainWorkerExt::new(ipfs.clone()));
        ext.register_extension(OffchainDbExt::new(ipfs.clone()));
        ext.register_extension(TransactionPoolExt::new(ipfs.clone()));
        ext.register_extension(KeystoreExt::from(ipfs.keystore()));
        let mut chain = Self {
            ext,
            ipfs: ipfs.clone(),
            blocks: vec![],
            hashes: vec![],
        };
        chain.hashes.push(GENESIS_HASH);
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
            ops.iter().for_each(Op::apply);
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

    /// Adds a block with what is in the pool of the node besides, on which the worker runs.
    pub fn include_and_run(&mut self, ops: &[Op]) -> u32 {
        let pooled = self.ipfs.pooled().into_iter().map(Op::Apply);
        let ops: Vec<_> = ops.iter().cloned().chain(pooled).collect();
        self.block_and_run(&ops)
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

impl Op {
    fn apply(&self) {
        match self {
            Self::Retain(cid) => Pinning::retain(*cid, 100).unwrap(),
            Self::Release(cid) if Pinning::pin(cid).is_none() => (),
            Self::Release(cid) => Pinning::release(cid),
            Self::Register(n) => register(*n).unwrap(),
            Self::Leave(n) => Pinning::leave(origin(*n)).unwrap(),
            Self::Heard(n, used) => drop(hear(*n, *used)),
            Self::Attest(n, content) => drop(attest(*n, &[*content])),
            Self::Withdraw(n, content) => drop(withdraw(*n, &[*content])),
            Self::Apply(bytes) => {
                let extrinsic = Extrinsic::decode(&mut &bytes[..]).expect("the node made it");
                let _ = super::apply(extrinsic);
            }
        }
    }
}
