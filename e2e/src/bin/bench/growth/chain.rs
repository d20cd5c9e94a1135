//! A chain in this process: the runtime as it runs on chain, over a database on disk.
//!
//! Its blocks are made and imported as a node does it, apart from consensus: nobody has to wait
//! for a slot.

use anyhow::{anyhow, bail, Context};
use futures::executor::block_on;
use postern_runtime::{
    apis::RuntimeApi, constants::time::SLOT_MILLIS, genesis_presets::DEV, Header, OpaqueBlock,
    RuntimeCall, UncheckedExtrinsic, WASM_BINARY,
};
use sc_block_builder::BlockBuilderBuilder;
use sc_client_api::{
    Backend, BlockImportOperation, HeaderBackend, NewBlockState, StorageKey, StorageProvider,
    TrieCacheContext,
};
use sc_client_db::{BlocksPruning, DatabaseSettings, DatabaseSource, PruningMode};
use sc_consensus::{
    BlockImport, BlockImportParams, ForkChoiceStrategy, ImportResult, StateAction, StorageChanges,
};
use sc_executor::WasmExecutor;
use sc_service::{
    client::new_with_backend, new_db_backend, ClientConfig, GenericChainSpec, GenesisBlockBuilder,
    TFullBackend, TFullClient, TaskManager,
};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::{ApplyExtrinsicFailed, Error as ChainError};
use sp_consensus::BlockOrigin;
use sp_consensus_babe::digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest};
use sp_core::H256;
use sp_runtime::{
    traits::{BlakeTwo256, Block as _, Header as _},
    Digest, DigestItem, OpaqueExtrinsic, StateVersion,
};
use sp_state_machine::backend::Backend as _;
use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::runtime::Handle;

/// Slot of the chain's beginning: any point in time.
const FIRST_SLOT: u64 = 600_000_000;

/// As nodes have it unless they are told otherwise.
const TRIE_CACHE: usize = 1 << 30;
const KEPT_STATES: u32 = 256;

type Client = TFullClient<OpaqueBlock, RuntimeApi, WasmExecutor<sp_io::SubstrateHostFunctions>>;

/// What a block changes in state.
pub type Changes = sp_state_machine::StorageChanges<BlakeTwo256>;

/// A block that is not in the chain yet.
pub struct Built {
    block: OpaqueBlock,
    /// What it changes.
    pub changes: Changes,
    /// Transactions in it, the time left out.
    pub transactions: u32,
}

/// The chain.
pub struct Chain {
    client: Client,
    backend: Arc<TFullBackend<OpaqueBlock>>,
    _tasks: TaskManager,
    _folder: TempDir,
}

impl Chain {
    /// Begins the chain of the preset `dev` in a folder that goes with it.
    pub fn begin() -> anyhow::Result<Self> {
        let code = WASM_BINARY.context(
            "the runtime was left out of this program; build it without SKIP_WASM_BUILD",
        )?;
        let spec: GenericChainSpec = GenericChainSpec::builder(code, None)
            .with_genesis_config_preset_name(DEV)
            .build();
        let folder = tempfile::tempdir()?;
        let backend = new_db_backend(DatabaseSettings {
            trie_cache_maximum_size: Some(TRIE_CACHE),
            state_pruning: Some(PruningMode::blocks_pruning(KEPT_STATES)),
            source: DatabaseSource::ParityDb {
                path: folder.path().to_owned(),
            },
            blocks_pruning: BlocksPruning::KeepFinalized,
            pruning_filters: Vec::new(),
            metrics_registry: None,
        })?;
        let executor = WasmExecutor::builder().build();
        let genesis = GenesisBlockBuilder::new(&spec, true, backend.clone(), executor.clone())?;
        let tasks = TaskManager::new(Handle::current(), None)?;
        let client = new_with_backend(
            backend.clone(),
            executor,
            genesis,
            Box::new(tasks.spawn_handle()),
            None,
            None,
            ClientConfig::default(),
        )?;
        Ok(Self {
            client,
            backend,
            _tasks: tasks,
            _folder: folder,
        })
    }

    /// Hash of the first block.
    pub fn genesis(&self) -> H256 {
        self.client.info().genesis_hash
    }

    /// Number and hash of the last block.
    pub fn head(&self) -> (u32, H256) {
        let info = self.client.info();
        (info.best_number, info.best_hash)
    }

    /// What the runtime is asked by.
    pub fn api(&self) -> sp_api::ApiRef<'_, <Client as ProvideRuntimeApi<OpaqueBlock>>::Api> {
        self.client.runtime_api()
    }

    /// Makes a block of as many of these as it has room for, and takes those out: none, where
    /// an election takes the whole block.
    pub fn build(&self, waiting: &mut VecDeque<OpaqueExtrinsic>) -> anyhow::Result<Built> {
        let (number, parent) = self.head();
        let slot = FIRST_SLOT + u64::from(number);
        let mut builder = BlockBuilderBuilder::new(&self.client)
            .on_parent_block(parent)
            .with_parent_block_number(number)
            .with_inherent_digests(digest(slot))
            .build()?;
        builder.push(time(slot))?;
        let mut transactions = 0;
        while let Some(next) = waiting.front() {
            match builder.push(next.clone()) {
                Ok(()) => drop(waiting.pop_front()),
                Err(error) if is_full(&error) => break,
                Err(error) => return Err(error.into()),
            }
            transactions += 1;
        }
        let (block, changes) = builder.build()?.into_inner();
        Ok(Built {
            block,
            changes,
            transactions,
        })
    }

    /// Takes a block as its author does, who has run it while making it.
    pub fn adopt(&self, built: Built) -> anyhow::Result<()> {
        let changes = StorageChanges::Changes(built.changes);
        self.take(built.block, StateAction::ApplyChanges(changes))
    }

    /// Takes a block as all others do, who run it. How long that takes.
    pub fn import(&self, built: Built) -> anyhow::Result<Duration> {
        let begin = Instant::now();
        self.take(built.block, StateAction::Execute)?;
        Ok(begin.elapsed())
    }

    fn take(&self, block: OpaqueBlock, state: StateAction<OpaqueBlock>) -> anyhow::Result<()> {
        let (header, body) = block.deconstruct();
        let mut params = BlockImportParams::new(BlockOrigin::NetworkBroadcast, header);
        params.body = Some(body);
        params.state_action = state;
        params.fork_choice = Some(ForkChoiceStrategy::LongestChain);
        // Old states go from the database only behind finality.
        params.finalized = true;
        match block_on(self.client.import_block(params))? {
            ImportResult::Imported(_) => Ok(()),
            other => bail!("a block was not imported: {other:?}"),
        }
    }

    /// Reads these keys of the last block's state, as one block does. How long that takes.
    pub fn read<'a>(&self, keys: impl Iterator<Item = &'a [u8]>) -> anyhow::Result<Duration> {
        let (_, head) = self.head();
        let state = self.backend.state_at(head, TrieCacheContext::Trusted)?;
        let begin = Instant::now();
        for key in keys {
            let value = state.storage(key).map_err(|error| anyhow!("{error}"))?;
            value.context("the key is there")?;
        }
        Ok(begin.elapsed())
    }

    /// Overwrites state as importing a block does that has run already. How long that takes.
    ///
    /// Such a block could not have come about, and the chain cannot go on behind it.
    pub fn overwrite(&self, values: &[(Vec<u8>, Vec<u8>)]) -> anyhow::Result<Duration> {
        let (number, parent) = self.head();
        let begin = Instant::now();
        let mut operation = self.backend.begin_operation()?;
        self.backend.begin_state_operation(&mut operation, parent)?;
        let state = operation.state()?.context("there is no state to change")?;
        let changes = values.iter().map(|(key, new)| (&key[..], Some(&new[..])));
        let (root, changed) = state.storage_root(changes, StateVersion::V1);
        operation.update_db_storage(changed)?;
        let header = Header::new(number + 1, H256::default(), root, parent, Digest::default());
        let state = NewBlockState::Final;
        operation.set_block_data(header, Some(vec![]), None, None, state, true)?;
        self.backend.commit_operation(operation)?;
        Ok(begin.elapsed())
    }

    /// What stands under a key in the last block.
    pub fn storage(&self, key: &[u8]) -> anyhow::Result<Option<Vec<u8>>> {
        let (_, head) = self.head();
        let value = self.client.storage(head, &StorageKey(key.to_vec()))?;
        Ok(value.map(|value| value.0))
    }

    /// All keys and values below a prefix in the last block.
    pub fn below(
        &self,
        prefix: &[u8],
    ) -> anyhow::Result<impl Iterator<Item = (Vec<u8>, Vec<u8>)> + '_> {
        let (_, head) = self.head();
        let prefix = StorageKey(prefix.to_vec());
        let pairs = self.client.storage_pairs(head, Some(&prefix), None)?;
        Ok(pairs.map(|(key, value)| (key.0, value.0)))
    }
}

fn is_full(error: &ChainError) -> bool {
    matches!(
        error,
        ChainError::ApplyExtrinsicFailed(ApplyExtrinsicFailed::Validity(refusal))
            if refusal.exhausted_resources()
    )
}

/// What a header says of its slot, and of the only validator, who makes every block.
fn digest(slot: u64) -> Digest {
    let claim = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
        authority_index: 0,
        slot: slot.into(),
    });
    Digest {
        logs: vec![DigestItem::babe_pre_digest(claim)],
    }
}

fn time(slot: u64) -> OpaqueExtrinsic {
    let now = slot * SLOT_MILLIS;
    UncheckedExtrinsic::new_bare(RuntimeCall::Timestamp(pallet_timestamp::Call::set { now })).into()
}
