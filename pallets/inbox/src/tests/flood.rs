//! Floods of fee-free transactions against the pool that nodes run.
//!
//! The chain judges each transaction; the pool decides by its own rules what to keep. What
//! it keeps is bounded by entries that somebody has paid for, whatever is sent to it.

use crate::{mock::*, Call};
use async_trait::async_trait;
use futures::executor::block_on;
use sc_transaction_pool::{
    ChainApi, Options, Pool, TimedTransactionSource, ValidateTransactionPriority,
};
use sc_transaction_pool_api::error::Error;
use sp_blockchain::{HashAndNumber, TreeRoute};
use sp_core::{ed25519, Encode, H256};
use sp_runtime::{
    generic::BlockId,
    traits::{BlakeTwo256, Hash as _},
    transaction_validity::{TransactionSource, TransactionValidity},
    MultiSignature,
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex},
};

type Header = <Block as sp_runtime::traits::Block>::Header;

/// What the chain has said of each transaction. A pool asks from other threads, to which the
/// state of a test does not go.
#[derive(Default)]
struct Verdicts(Mutex<HashMap<H256, TransactionValidity>>);

#[async_trait]
impl ChainApi for Verdicts {
    type Block = Block;
    type Error = Error;

    async fn validate_transaction(
        &self,
        at: H256,
        source: TransactionSource,
        extrinsic: Arc<Extrinsic>,
        _: ValidateTransactionPriority,
    ) -> Result<TransactionValidity, Error> {
        self.validate_transaction_blocking(at, source, extrinsic)
    }

    fn validate_transaction_blocking(
        &self,
        _: H256,
        _: TransactionSource,
        extrinsic: Arc<Extrinsic>,
    ) -> Result<TransactionValidity, Error> {
        let (hash, _) = self.hash_and_length(&extrinsic);
        let verdicts = self.0.lock().expect("no test panics with it");
        Ok(verdicts[&hash].clone())
    }

    fn block_id_to_number(&self, _: &BlockId<Block>) -> Result<Option<u32>, Error> {
        Ok(Some(1))
    }

    fn block_id_to_hash(&self, _: &BlockId<Block>) -> Result<Option<H256>, Error> {
        Ok(Some(genesis()))
    }

    fn hash_and_length(&self, extrinsic: &Extrinsic) -> (H256, usize) {
        let bytes = extrinsic.encode();
        (BlakeTwo256::hash(&bytes), bytes.len())
    }

    async fn block_body(
        &self,
        _: H256,
    ) -> Result<Option<Vec<<Block as sp_runtime::traits::Block>::Extrinsic>>, Error> {
        Ok(None)
    }

    fn block_header(&self, _: H256) -> Result<Option<Header>, Error> {
        Ok(None)
    }

    fn tree_route(&self, _: H256, _: H256) -> Result<TreeRoute<Block>, Error> {
        Err(Error::InvalidBlockId("there is one block".into()))
    }
}

/// A pool with the limits that nodes have.
struct Node {
    verdicts: Arc<Verdicts>,
    pool: Pool<Verdicts, ()>,
}

impl Node {
    fn new() -> Self {
        let verdicts = Arc::new(Verdicts::default());
        let pool = Pool::new_with_staticly_sized_rotator(
            Options::default(),
            true.into(),
            verdicts.clone(),
        );
        Self { verdicts, pool }
    }

    /// Whether the pool has taken it.
    fn submit(&self, call: Call<Test>) -> bool {
        let extrinsic = general(call);
        let (hash, _) = self.verdicts.hash_and_length(&extrinsic);
        let verdict = validate(extrinsic.clone());
        let verdicts = self.verdicts.0.lock();
        verdicts
            .expect("no test panics with it")
            .insert(hash, verdict);
        let at = HashAndNumber {
            hash: genesis(),
            number: 1,
        };
        let source = TimedTransactionSource::new_external(false);
        block_on(self.pool.submit_one(&at, source, Arc::new(extrinsic))).is_ok()
    }

    fn size(&self) -> usize {
        self.pool.validated_pool().status().ready
    }

    /// Tags of all that wait: one for each entry that would be taken out.
    fn tags(&self) -> Vec<Vec<u8>> {
        let ready = self.pool.validated_pool().ready();
        ready.flat_map(|waiting| waiting.provides.clone()).collect()
    }
}

fn forged(owner: &ed25519::Pair, numbers: &[u64], seed: u8) -> Call<Test> {
    let signature = MultiSignature::from(ed25519::Signature::from_raw([seed; 64]));
    acknowledge_call(&inbox_of(owner), numbers, 9, Some(signature))
}

#[test]
fn keys_without_messages_get_nothing_into_the_pool() {
    run(|| {
        let node = Node::new();
        let all: Vec<u64> = (0..64).collect();
        for seed in 0..=255 {
            assert!(!node.submit(signed_by(&key(seed), &all, 9)));
        }
        assert_eq!(node.size(), 0);
    });
}

#[test]
fn forged_signatures_for_a_full_inbox_get_nothing_into_the_pool() {
    run(|| {
        let node = Node::new();
        let owner = key(1);
        fill(&inbox_of(&owner), MAX_QUEUED, 30);
        for seed in 0..=255 {
            assert!(!node.submit(forged(&owner, &[u64::from(seed % 40)], seed)));
        }
        assert_eq!(node.size(), 0);
    });
}

#[test]
fn the_owner_of_one_entry_gets_one_transaction_into_the_pool_and_no_other_after_it() {
    run(|| {
        let node = Node::new();
        let owner = key(1);
        fill(&inbox_of(&owner), 1, 60);
        assert!(node.submit(signed_by(&owner, &[0], 2)));
        // Good signatures without end: another expiry, other numbers besides.
        for expires in 3..50 {
            assert!(!node.submit(signed_by(&owner, &[0], expires)));
            assert!(!node.submit(signed_by(&owner, &[0, u64::from(expires)], expires)));
        }
        assert_eq!(node.size(), 1);
    });
}

#[test]
fn a_flood_from_full_inboxes_leaves_no_more_in_the_pool_than_there_are_entries() {
    run(|| {
        let node = Node::new();
        let owners: Vec<_> = (1..=4).map(key).collect();
        for owner in &owners {
            fill(&inbox_of(owner), 20, 60);
        }
        let mut taken = 0;
        for round in 0u32..600 {
            let owner = &owners[round as usize % owners.len()];
            let first = u64::from(round) * 7 % 20;
            let numbers: Vec<u64> = (first..first + 1 + u64::from(round % 5)).collect();
            taken += usize::from(node.submit(signed_by(owner, &numbers, 2 + round % 49)));
        }
        let tags = node.tags();
        let different: BTreeSet<_> = tags.iter().collect();
        assert_eq!(different.len(), tags.len(), "an entry is promised twice");
        assert!(tags.len() <= 80 && node.size() <= 80);
        // Taking one's place means taking out more: each entry is fought over in a few steps.
        assert!(taken <= 80 * 5, "{taken} were passed on to other nodes");
    });
}

#[test]
fn the_pool_empties_into_blocks_and_refuses_what_was_in_them() {
    run(|| {
        let node = Node::new();
        let owner = key(1);
        fill(&inbox_of(&owner), 3, 60);
        let call = signed_by(&owner, &[0, 1, 2], 9);
        assert!(node.submit(call.clone()));
        assert_eq!(apply(general(call)), Ok(Ok(())));
        for expires in 10..40 {
            assert!(!Node::new().submit(signed_by(&owner, &[0, 1, 2], expires)));
        }
    });
}
