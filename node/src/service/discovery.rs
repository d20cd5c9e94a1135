//! Finding the other validators.

use super::{full::Running, Block};
use futures::{FutureExt, StreamExt};
use sc_authority_discovery::{new_worker_and_service_with_config, Role, WorkerConfig};
use sc_network::{Event, Multiaddr, NetworkEventStream};
use sc_service::Configuration;
use std::{path::PathBuf, sync::Arc};
use substrate_prometheus_endpoint::Registry;

/// How a validator tells the others where it is, and learns where they are. Votes then go
/// straight to them, and validators stay in touch when their bootnodes are gone.
pub(super) struct Settings {
    public_addresses: Vec<Multiaddr>,
    publish_private_addresses: bool,
    cache: Option<PathBuf>,
    registry: Option<Registry>,
}

impl Settings {
    /// What the configuration says, if this node is a validator. Other nodes have no need
    /// to know who validates where.
    pub fn of(config: &Configuration) -> Option<Self> {
        config.role.is_authority().then(|| Self {
            public_addresses: config.network.public_addresses.clone(),
            // Networks on one machine or behind one router have no other addresses.
            publish_private_addresses: config.network.allow_non_globals_in_dht,
            cache: config.network.net_config_path.clone(),
            registry: config.prometheus_registry().cloned(),
        })
    }

    /// Publishes and looks for addresses from now on.
    pub fn start(self, node: &Running) {
        let events =
            node.network
                .event_stream("authority-discovery")
                .filter_map(|event| async move {
                    match event {
                        Event::Dht(event) => Some(event),
                        _ => None,
                    }
                });
        let config = WorkerConfig {
            publish_non_global_ips: self.publish_private_addresses,
            public_addresses: self.public_addresses,
            // An address that its node has not signed could be anybody's.
            strict_record_validation: true,
            persisted_cache_directory: self.cache,
            ..Default::default()
        };
        let (worker, _) = new_worker_and_service_with_config::<_, Block, _>(
            config,
            node.client.clone(),
            Arc::new(node.network.clone()),
            Box::pin(events),
            Role::PublishAndDiscover(node.keystore.clone()),
            self.registry,
            node.tasks.clone(),
        );
        node.tasks.spawn(
            "authority-discovery-worker",
            "authority-discovery",
            worker.run().boxed(),
        );
    }
}
