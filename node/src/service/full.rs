//! A node that runs.

use super::{authoring, finality, Backend, Block, Client, Consensus, Partial, Pool};
use crate::{
    pinner::{self, PinnerConfig},
    rpc,
};
use futures::FutureExt;
use sc_client_api::Backend as _;
use sc_consensus_grandpa::warp_proof::NetworkProvider as WarpSyncProvider;
use sc_network::{
    config::FullNetworkConfiguration, service::traits::NetworkService, NetworkBackend,
};
use sc_network_sync::SyncingService;
use sc_offchain::{OffchainWorkerOptions, OffchainWorkers};
use sc_service::{
    error::Error, BuildNetworkParams, Configuration, SpawnTasksParams, TaskManager, WarpSyncConfig,
};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_blockchain::HeaderBackend;
use sp_keystore::KeystorePtr;
use sp_runtime::traits::Block as BlockT;
use std::sync::Arc;

/// Starts everything that a node does.
///
/// # Errors
/// When a part of it cannot be started.
pub fn new_full<Net>(mut config: Configuration, pinner: PinnerConfig) -> Result<TaskManager, Error>
where
    Net: NetworkBackend<Block, <Block as BlockT>::Hash>,
{
    // A pinner works in the off-chain worker, whether or not it validates.
    config.offchain_worker.enabled |= pinner.enabled;
    let Partial {
        client,
        backend,
        mut task_manager,
        import_queue,
        keystore_container,
        select_chain,
        transaction_pool: pool,
        other:
            Consensus {
                block_import,
                babe_link,
                babe_worker,
                grandpa_link,
                mut telemetry,
            },
    } = super::new_partial(&config)?;
    let keystore = keystore_container.keystore();

    let metrics = Net::register_notification_metrics(config.prometheus_registry());
    let mut net_config = FullNetworkConfiguration::<_, _, Net>::new(
        &config.network,
        config.prometheus_registry().cloned(),
    );
    let genesis = client.info().genesis_hash;
    let votes = finality::Protocol::add(&mut net_config, &config, genesis, metrics.clone());
    let (network, system_rpc_tx, tx_handler_controller, sync, _) =
        sc_service::build_network(BuildNetworkParams {
            config: &config,
            net_config,
            client: client.clone(),
            transaction_pool: pool.clone(),
            spawn_handle: task_manager.spawn_handle(),
            spawn_essential_handle: task_manager.spawn_essential_handle(),
            import_queue,
            block_announce_validator_builder: None,
            warp_sync_config: Some(WarpSyncConfig::WithProvider(Arc::new(
                WarpSyncProvider::new(
                    backend.clone(),
                    grandpa_link.shared_authority_set().clone(),
                    Vec::new(),
                ),
            ))),
            block_relay: None,
            metrics,
            gap_sync_body_policy: None,
        })?;

    pinner::start(
        pinner,
        &client,
        backend.offchain_storage(),
        config.prometheus_registry(),
        &task_manager.spawn_handle(),
    )?;
    if config.offchain_worker.enabled {
        start_offchain_workers(
            &config,
            &client,
            &backend,
            &keystore,
            &pool,
            &network,
            &task_manager,
        )?;
    }

    let pooled = rpc::PooledSends::new();
    task_manager
        .spawn_handle()
        .spawn("pooled-messages", "rpc", pooled.clone().watch(pool.clone()));
    let voter_state = finality::SharedVoterState::empty();
    let rpc = rpc::Parts {
        client: client.clone(),
        pool: pool.clone(),
        select_chain: select_chain.clone(),
        keystore: keystore.clone(),
        babe_worker,
        finality: rpc::Finality::new(&backend, &grandpa_link, voter_state.clone()),
        pooled,
    };
    let author = authoring::Settings::of(&config, &babe_link);
    let voter = finality::Settings::of(&config, keystore.clone());
    sc_service::spawn_tasks(SpawnTasksParams {
        config,
        client: client.clone(),
        backend,
        task_manager: &mut task_manager,
        keystore: keystore.clone(),
        transaction_pool: pool.clone(),
        rpc_builder: Box::new(move |subscriptions| Ok(rpc.methods(subscriptions)?)),
        network: network.clone(),
        system_rpc_tx,
        tx_handler_controller,
        sync_service: sync.clone(),
        telemetry: telemetry.as_mut(),
        tracing_execute_block: None,
    })?;

    let running = Running {
        client,
        keystore,
        pool,
        network,
        sync,
        telemetry: telemetry.as_ref().map(sc_telemetry::Telemetry::handle),
        tasks: &task_manager,
    };
    if let Some(author) = author {
        author.start(&running, select_chain, block_import, babe_link)?;
    }
    if let Some(voter) = voter {
        voter.start(&running, votes, grandpa_link, voter_state)?;
    }
    Ok(task_manager)
}

/// What the parts of consensus share while a node runs.
pub(super) struct Running<'a> {
    pub client: Arc<Client>,
    pub keystore: KeystorePtr,
    pub pool: Arc<Pool>,
    pub network: Arc<dyn NetworkService>,
    pub sync: Arc<SyncingService<Block>>,
    pub telemetry: Option<sc_telemetry::TelemetryHandle>,
    pub tasks: &'a TaskManager,
}

fn start_offchain_workers(
    config: &Configuration,
    client: &Arc<Client>,
    backend: &Arc<Backend>,
    keystore: &KeystorePtr,
    pool: &Arc<Pool>,
    network: &Arc<dyn NetworkService>,
    tasks: &TaskManager,
) -> Result<(), Error> {
    let workers = OffchainWorkers::new(OffchainWorkerOptions {
        runtime_api_provider: client.clone(),
        keystore: Some(keystore.clone()),
        offchain_db: backend.offchain_storage(),
        transaction_pool: Some(OffchainTransactionPoolFactory::new(pool.clone())),
        network_provider: Arc::new(network.clone()),
        is_validator: config.role.is_authority(),
        // The pinner talks to IPFS.
        enable_http_requests: true,
        custom_extensions: |_| Vec::new(),
    })?;
    tasks.spawn_handle().spawn(
        "offchain-workers-runner",
        "offchain-worker",
        workers.run(client.clone(), tasks.spawn_handle()).boxed(),
    );
    Ok(())
}
