//! A node that runs.

use super::{
    authoring, discovery, finality, Backend, Block, Client, Consensus, Hash, Partial, Pool,
    SelectChain,
};
use crate::{
    pinner::{self, PinnerConfig},
    rpc,
};
use futures::FutureExt;
use sc_client_api::Backend as _;
use sc_consensus_grandpa::{warp_proof::NetworkProvider, LinkHalf};
use sc_network::{
    config::FullNetworkConfiguration, service::traits::NetworkService, Litep2pNetworkBackend,
    NetworkBackend,
};
use sc_network_sync::SyncingService;
use sc_offchain::{OffchainWorkerOptions, OffchainWorkers};
use sc_service::{
    error::Error, BuildNetworkParams, Configuration, SpawnEssentialTaskHandle, SpawnTaskHandle,
    SpawnTasksParams, TaskManager, WarpSyncConfig,
};
use sc_telemetry::{Telemetry, TelemetryHandle};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_blockchain::HeaderBackend;
use sp_keystore::KeystorePtr;
use std::{path::PathBuf, sync::Arc};

/// What the parts of a running node share.
pub(super) struct Running {
    pub client: Arc<Client>,
    pub backend: Arc<Backend>,
    pub keystore: KeystorePtr,
    pub pool: Arc<Pool>,
    pub network: Arc<dyn NetworkService>,
    pub sync: Arc<SyncingService<Block>>,
    pub telemetry: Option<TelemetryHandle>,
    pub tasks: SpawnTaskHandle,
    pub essential_tasks: SpawnEssentialTaskHandle,
}

/// Starts everything that a node does.
///
/// # Errors
/// When a part of it cannot be started.
pub fn new_full(
    mut config: Configuration,
    pinner: PinnerConfig,
    wasmtime_cache: Option<PathBuf>,
) -> Result<TaskManager, Error> {
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
    } = super::new_partial(&config, wasmtime_cache.as_deref())?;

    let metrics =
        <Litep2pNetworkBackend as NetworkBackend<Block, Hash>>::register_notification_metrics(
            config.prometheus_registry(),
        );
    let registry = config.prometheus_registry().cloned();
    let mut net_config =
        FullNetworkConfiguration::<_, _, Litep2pNetworkBackend>::new(&config.network, registry);
    let genesis = client.info().genesis_hash;
    let keystore = keystore_container.keystore();
    let voter = finality::Settings::of(
        &config,
        &keystore,
        &mut net_config,
        genesis,
        metrics.clone(),
    );
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
            warp_sync_config: Some(warp_sync(&backend, &grandpa_link)),
            block_relay: None,
            metrics,
            gap_sync_body_policy: None,
        })?;
    let running = Running {
        client,
        backend,
        keystore,
        pool,
        network,
        sync,
        telemetry: telemetry.as_ref().map(Telemetry::handle),
        tasks: task_manager.spawn_handle(),
        essential_tasks: task_manager.spawn_essential_handle(),
    };

    running.start_pinner(&config, pinner)?;
    let voter_state = finality::SharedVoterState::empty();
    let rpc = rpc::Parts {
        client: running.client.clone(),
        pool: running.pool.clone(),
        select_chain: select_chain.clone(),
        keystore: running.keystore.clone(),
        babe_worker,
        finality: rpc::Finality::new(&running.backend, &grandpa_link, voter_state.clone()),
        pooled: running.watch_pool(),
    };
    let author = authoring::Settings::of(&config, &babe_link);
    let discovery = discovery::Settings::of(&config);
    sc_service::spawn_tasks(SpawnTasksParams {
        config,
        client: running.client.clone(),
        backend: running.backend.clone(),
        task_manager: &mut task_manager,
        keystore: running.keystore.clone(),
        transaction_pool: running.pool.clone(),
        rpc_builder: Box::new(move |subscriptions| Ok(rpc.methods(subscriptions)?)),
        network: running.network.clone(),
        system_rpc_tx,
        tx_handler_controller,
        sync_service: running.sync.clone(),
        telemetry: telemetry.as_mut(),
        tracing_execute_block: None,
    })?;
    if let Some(author) = author {
        author.start(&running, select_chain, block_import, babe_link)?;
    }
    if let Some(voter) = voter {
        voter.start(&running, grandpa_link, voter_state)?;
    }
    if let Some(discovery) = discovery {
        discovery.start(&running);
    }
    task_manager.keep_alive(telemetry);
    Ok(task_manager)
}

/// Lets a new node fetch the latest state with a proof that it is final.
fn warp_sync(
    backend: &Arc<Backend>,
    link: &LinkHalf<Block, Client, SelectChain>,
) -> WarpSyncConfig<Block> {
    let authorities = link.shared_authority_set().clone();
    let provider = NetworkProvider::new(backend.clone(), authorities, Vec::new());
    WarpSyncConfig::WithProvider(Arc::new(provider))
}

impl Running {
    /// Tells the pinning worker what it must know, and starts off-chain workers where they
    /// are wanted.
    fn start_pinner(&self, config: &Configuration, pinner: PinnerConfig) -> Result<(), Error> {
        let storage = self.backend.offchain_storage();
        let registry = config.prometheus_registry();
        pinner::start(
            pinner,
            &self.client,
            &self.keystore,
            storage.clone(),
            registry,
            &self.tasks,
        )?;
        if !config.offchain_worker.enabled {
            return Ok(());
        }
        let workers = OffchainWorkers::new(OffchainWorkerOptions {
            runtime_api_provider: self.client.clone(),
            keystore: Some(self.keystore.clone()),
            offchain_db: storage,
            transaction_pool: Some(OffchainTransactionPoolFactory::new(self.pool.clone())),
            network_provider: Arc::new(self.network.clone()),
            is_validator: config.role.is_authority(),
            // The pinner talks to IPFS.
            enable_http_requests: true,
            custom_extensions: |_| Vec::new(),
        })?;
        self.tasks.spawn(
            "offchain-workers-runner",
            "offchain-worker",
            workers.run(self.client.clone(), self.tasks.clone()).boxed(),
        );
        Ok(())
    }

    /// Looks for messages in the transaction pool, for subscribers to inboxes.
    fn watch_pool(&self) -> rpc::PooledSends {
        let pooled = rpc::PooledSends::new();
        self.tasks.spawn(
            "pooled-messages",
            "rpc",
            pooled.clone().watch(self.pool.clone()),
        );
        pooled
    }
}
