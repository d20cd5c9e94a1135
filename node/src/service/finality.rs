//! Agreeing on which blocks are final.

pub(super) use sc_consensus_grandpa::SharedVoterState;

use super::{full::Running, Block, Client, Hash, SelectChain};
use sc_consensus_grandpa::{Config, GrandpaParams, LinkHalf, VotingRulesBuilder};
use sc_network::{
    config::FullNetworkConfiguration, service::NotificationMetrics, Litep2pNetworkBackend,
    NotificationService, ProtocolName,
};
use sc_service::{error::Error, Configuration};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_keystore::KeystorePtr;
use std::time::Duration;
use substrate_prometheus_endpoint::Registry;

/// How often a vote is repeated: a ninth of a slot, so that a round ends well before the
/// next block comes.
const GOSSIP_INTERVAL: Duration = Duration::from_millis(333);

/// A justification of finality is kept at least every so many blocks, so that light
/// clients and warp sync need not go through all of them.
pub(super) const JUSTIFICATION_PERIOD: u32 = 512;

/// A network that is not built yet.
type Network = FullNetworkConfiguration<Block, Hash, Litep2pNetworkBackend>;

/// The network's part that carries votes.
struct Protocol {
    name: ProtocolName,
    notifications: Box<dyn NotificationService>,
}

impl Protocol {
    /// Adds it to a network that is not built yet.
    fn add(
        network: &mut Network,
        config: &Configuration,
        genesis: Hash,
        metrics: NotificationMetrics,
    ) -> Self {
        let name = sc_consensus_grandpa::protocol_standard_name(&genesis, &config.chain_spec);
        let (protocol, notifications) = sc_consensus_grandpa::grandpa_peers_set_config::<
            Block,
            Litep2pNetworkBackend,
        >(
            name.clone(), metrics, network.peer_store_handle()
        );
        network.add_notification_protocol(protocol);
        Self {
            name,
            notifications,
        }
    }
}

/// How this node follows finality.
pub(super) struct Settings {
    name: String,
    role: sc_service::Role,
    keystore: Option<KeystorePtr>,
    registry: Option<Registry>,
    protocol: Protocol,
}

impl Settings {
    /// What the configuration says, if this node is to follow finality at all; its network
    /// then gets the part that it needs. A part that nobody listens to would close every
    /// connection. Only validators get a keystore, so only they vote.
    pub fn of(
        config: &Configuration,
        keystore: &KeystorePtr,
        network: &mut Network,
        genesis: Hash,
        metrics: NotificationMetrics,
    ) -> Option<Self> {
        (!config.disable_grandpa).then(|| Self {
            name: config.network.node_name.clone(),
            role: config.role,
            keystore: config.role.is_authority().then(|| keystore.clone()),
            registry: config.prometheus_registry().cloned(),
            protocol: Protocol::add(network, config, genesis, metrics),
        })
    }

    /// Follows finality from now on, and takes part in it if this node is a validator.
    pub fn start(
        self,
        node: &Running,
        link: LinkHalf<Block, Client, SelectChain>,
        state: SharedVoterState,
    ) -> Result<(), Error> {
        let config = Config {
            gossip_duration: GOSSIP_INTERVAL,
            justification_generation_period: JUSTIFICATION_PERIOD,
            name: Some(self.name),
            observer_enabled: false,
            keystore: self.keystore,
            local_role: self.role,
            telemetry: node.telemetry.clone(),
            protocol_name: self.protocol.name,
        };
        let voter = sc_consensus_grandpa::run_grandpa_voter(GrandpaParams {
            config,
            link,
            network: node.network.clone(),
            sync: node.sync.clone(),
            notification_service: self.protocol.notifications,
            voting_rule: VotingRulesBuilder::default().build(),
            prometheus_registry: self.registry,
            shared_voter_state: state,
            telemetry: node.telemetry.clone(),
            offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(node.pool.clone()),
        })?;
        node.essential_tasks
            .spawn_blocking("grandpa-voter", None, voter);
        Ok(())
    }
}
