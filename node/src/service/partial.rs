//! The parts of a node that commands need as well.

use super::{
    equivocations::{inherents_for_import, Reports, Watch, Watched},
    finality, Backend, Block, Client, Consensus, Executor, Partial, Pool, SelectChain,
};
use postern_runtime::apis::RuntimeApi;
use sc_consensus_grandpa::GrandpaPruningFilter;
use sc_executor::{HeapAllocStrategy, DEFAULT_HEAP_ALLOC_STRATEGY};
use sc_service::{config::ExecutorConfiguration, error::Error, Configuration, TaskManager};
use sc_telemetry::{Telemetry, TelemetryWorker};
use sc_transaction_pool_api::{OffchainTransactionPoolFactory, RejectAllTxPool};
use sp_consensus_babe::{
    inherents::{BabeCreateInherentDataProviders, InherentDataProvider as SlotProvider},
    SlotDuration,
};
use sp_keystore::KeystorePtr;
use sp_timestamp::InherentDataProvider as TimestampProvider;
use std::{path::Path, sync::Arc};

/// Opens the database and puts together what block import needs. A compiled runtime is kept in
/// `wasmtime_cache`, if that is given.
///
/// # Errors
/// When the database cannot be opened or is of another chain; when there can be no such folder.
pub fn new_partial(
    config: &Configuration,
    wasmtime_cache: Option<&Path>,
) -> Result<Partial, Error> {
    let telemetry = telemetry(config)?;
    let executor = executor(&config.executor, wasmtime_cache)?;
    let (client, backend, keystore_container, task_manager) =
        sc_service::new_full_parts::<Block, RuntimeApi, _>(
            config,
            telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
            executor,
            // Keeps blocks that warp sync needs when old ones are pruned.
            vec![Arc::new(GrandpaPruningFilter)],
        )?;
    let client = Arc::new(client);
    let telemetry = telemetry.map(|(worker, telemetry)| {
        task_manager
            .spawn_handle()
            .spawn("telemetry", None, worker.run());
        telemetry
    });

    let select_chain = SelectChain::new(backend.clone());
    let transaction_pool = new_pool(config, &client, &task_manager);
    let (import_queue, consensus) = new_consensus(
        config,
        &client,
        &select_chain,
        &transaction_pool,
        keystore_container.keystore(),
        &task_manager,
        telemetry,
    )?;

    Ok(Partial {
        client,
        backend,
        task_manager,
        keystore_container,
        select_chain,
        import_queue,
        transaction_pool,
        other: consensus,
    })
}

/// As [`sc_service::new_wasm_executor`] makes it, which knows of no cache.
fn executor(
    config: &ExecutorConfiguration,
    wasmtime_cache: Option<&Path>,
) -> Result<Executor, Error> {
    let Some(cache) = wasmtime_cache else {
        return Ok(sc_service::new_wasm_executor(config));
    };
    let heap = config
        .default_heap_pages
        .and_then(|pages| u32::try_from(pages).ok())
        .map_or(DEFAULT_HEAP_ALLOC_STRATEGY, |extra_pages| {
            HeapAllocStrategy::Static { extra_pages }
        });
    Ok(Executor::builder()
        .with_execution_method(config.wasm_method)
        .with_onchain_heap_alloc_strategy(heap)
        .with_offchain_heap_alloc_strategy(heap)
        .with_max_runtime_instances(config.max_runtime_instances)
        .with_runtime_cache_size(config.runtime_cache_size)
        .with_cache_path(std::path::absolute(cache)?)
        .build())
}

fn telemetry(config: &Configuration) -> Result<Option<(TelemetryWorker, Telemetry)>, Error> {
    /// Messages that may wait for a slow telemetry server before they are dropped.
    const BUFFER: usize = 16;
    let Some(endpoints) = config
        .telemetry_endpoints
        .clone()
        .filter(|all| !all.is_empty())
    else {
        return Ok(None);
    };
    let worker = TelemetryWorker::new(BUFFER)?;
    let telemetry = worker.handle().new_telemetry(endpoints);
    Ok(Some((worker, telemetry)))
}

fn new_pool(config: &Configuration, client: &Arc<Client>, tasks: &TaskManager) -> Arc<Pool> {
    Arc::new(
        sc_transaction_pool::Builder::new(
            tasks.spawn_essential_handle(),
            client.clone(),
            config.role.is_authority().into(),
        )
        .with_options(config.transaction_pool.clone())
        .with_prometheus(config.prometheus_registry())
        .build(),
    )
}

/// Block import through BABE and GRANDPA, and the queue in front of it.
fn new_consensus(
    config: &Configuration,
    client: &Arc<Client>,
    select_chain: &SelectChain,
    pool: &Arc<Pool>,
    keystore: KeystorePtr,
    tasks: &TaskManager,
    telemetry: Option<Telemetry>,
) -> Result<(sc_consensus::DefaultImportQueue<Block>, Consensus), Error> {
    let telemetry_handle = telemetry.as_ref().map(Telemetry::handle);
    let (grandpa_import, grandpa_link) = sc_consensus_grandpa::block_import::<Backend, _, _, _>(
        client.clone(),
        finality::JUSTIFICATION_PERIOD,
        client,
        select_chain.clone(),
        telemetry_handle.clone(),
    )?;

    let babe_config = sc_consensus_babe::configuration(&**client)?;
    let slot_duration = babe_config.slot_duration();
    let (babe_import, babe_link) = sc_consensus_babe::block_import(
        babe_config,
        grandpa_import.clone(),
        client.clone(),
        Arc::new(move |_, ()| async move { Ok(inherents_for_import()) })
            as BabeCreateInherentDataProviders<Block>,
        select_chain.clone(),
        // Its own reports do not hold.
        OffchainTransactionPoolFactory::new(RejectAllTxPool::default()),
    )?;
    let pool = OffchainTransactionPoolFactory::new(pool.clone());
    let reports = Reports::new(client.clone(), pool);
    let watch = Watch::new(client.clone(), &babe_link, keystore, move |proof| {
        reports.submit(proof);
    });
    let block_import = Watched::new(babe_import, watch);
    let (import_queue, babe_worker) =
        sc_consensus_babe::import_queue(sc_consensus_babe::ImportQueueParams {
            link: babe_link.clone(),
            block_import: block_import.clone(),
            justification_import: Some(Box::new(grandpa_import)),
            client: client.clone(),
            slot_duration,
            spawner: &tasks.spawn_essential_handle(),
            registry: config.prometheus_registry(),
            telemetry: telemetry_handle,
        })?;

    let consensus = Consensus {
        block_import,
        babe_link,
        babe_worker,
        grandpa_link,
        telemetry,
    };
    Ok((import_queue, consensus))
}

/// What a block says of the time: the slot that it is now, and the time itself.
pub(super) fn inherents_now(slot_duration: SlotDuration) -> (SlotProvider, TimestampProvider) {
    let timestamp = TimestampProvider::from_system_time();
    let slot = SlotProvider::from_timestamp_and_slot_duration(*timestamp, slot_duration);
    (slot, timestamp)
}
